package io.pilothouse.ui.settings;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/// What people call a setting of which only the name in the store is known, also where it has no row on a page of
/// the settings. FX thread only.
final class SettingNames {

    /// The turns of a rule of an instance, as regular work is named.
    private static final Pattern RULE = Pattern.compile("cycle/([^/]+)/(.+)");

    private final UiServices services;
    private final Words words;
    private final Function<KindId, List<String>> pagesOf;

    SettingNames(UiServices services, Words words, Function<KindId, List<String>> pagesOf) {
        this.pagesOf = pagesOf;
        this.services = services;
        this.words = words;
    }

    /// @param name in the store, for example `maintenance.weekly.sonarr-2606010800a1x`
    /// @return the name itself where there are no words for it
    String of(String name) {
        return new SettingsChoices(services, words, pagesOf)
                .all().stream()
                        .filter(choice -> choice.id().equals(name))
                        .map(SettingsViewModel.Choice::title)
                        .findFirst()
                        .orElseGet(() -> stored(name));
    }

    private String stored(String name) {
        var said = words.texts().textOr("settings.stored." + name, "");
        for (int dot = name.lastIndexOf('.'); said.isEmpty() && dot > 0; dot = name.lastIndexOf('.', dot - 1)) {
            said = words.texts()
                    .textOr("settings.stored." + name.substring(0, dot), "", about(name.substring(dot + 1)));
        }
        return said.isEmpty() ? name : said;
    }

    /// @param rest what the setting is about: an instance, a channel, a page, or what people named themselves
    private String about(String rest) {
        var rule = RULE.matcher(rest);
        if (rule.matches()) {
            return rule.group(2) + " · " + about(rule.group(1));
        }
        return services.instances().fleet().get().byId().values().stream()
                .filter(instance -> instance.id().value().equals(rest))
                .map(Instance::name)
                .findFirst()
                .orElseGet(() -> words.texts()
                        .textOr("alert.channel." + rest, words.texts().textOr("page." + rest, rest)));
    }
}
