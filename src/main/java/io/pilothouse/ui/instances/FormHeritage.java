package io.pilothouse.ui.instances;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.instances.InstanceFormViewModel.KindField;
import io.pilothouse.ui.instances.InstanceFormViewModel.ProxyWay;
import java.util.Optional;

/// Where the value of a field comes from: from the form itself, or from the group of the instance, and for its
/// guard from its kind, too. FX thread only.
final class FormHeritage {

    /// @param own   whether the field holds a value of its own
    /// @param given who gives one, and which, in words; empty for nobody
    /// @param holds whether what is given holds although the field has its own
    record Heritage(boolean own, Optional<Given> given, boolean holds) {

        Heritage(boolean own, Optional<Given> given) {
            this(own, given, false);
        }
    }

    record Given(String from, String value) {}

    private final InstanceFormViewModel model;
    private final UiServices services;
    private final Words words;

    FormHeritage(InstanceFormViewModel model, UiServices services, Words words) {
        this.model = model;
        this.services = services;
        this.words = words;
    }

    Heritage ofCheckEvery() {
        return new Heritage(
                !model.checkEvery().get().isBlank(),
                group().flatMap(group ->
                        settings().get(GroupDefaults.checkEvery(group)).map(it -> new Given(group, words.age(it)))));
    }

    Heritage ofProxy() {
        return new Heritage(model.proxy().get() != ProxyWay.SYSTEM, group().flatMap(group -> switch (settings()
                .get(GroupDefaults.proxy(group))) {
            case ProxyChoice.System _ -> Optional.empty();
            case ProxyChoice.None _ -> Optional.of(new Given(group, text("instances.proxy.none")));
            case ProxyChoice.Through(String host, int port) -> Optional.of(new Given(group, host + ":" + port));
        }));
    }

    Heritage ofMessages() {
        return new Heritage(
                model.messages().get() != Reach.PRESET,
                group().flatMap(group -> Optional.of(settings().get(GroupDefaults.messages(group)))
                        .filter(reach -> reach != Reach.PRESET)
                        .map(reach -> new Given(group, words.reach(reach)))));
    }

    /// Of group and kind the stricter.
    Heritage ofGuard() {
        var ofGroup = group().flatMap(group -> level(LevelGuards.ofGroup(group), group));
        var ofKind = model.kind()
                .get()
                .flatMap(kind -> level(
                        LevelGuards.ofKind(kind),
                        services.kinds()
                                .find(kind)
                                .map(Kinds.Kind::displayName)
                                .map(name -> text("settings.guard-kind", name))
                                .orElse(kind.value())));
        var strictest =
                ofGroup.isEmpty() || ofKind.isPresent() && ofKind.get().level.compareTo(ofGroup.get().level) > 0
                        ? ofKind
                        : ofGroup;
        var own = model.guard().get();
        return new Heritage(
                own.isPresent(),
                strictest.map(given -> new Given(given.from, words.guard(given.level))),
                own.isPresent()
                        && strictest
                                .filter(given -> given.level.compareTo(own.get()) > 0)
                                .isPresent());
    }

    /// @return empty for a field that groups give nothing for
    Optional<Heritage> of(KindField field) {
        return Optional.of(field)
                .filter(it -> GroupDefaults.BUDGETS.contains(it.name()))
                .map(it -> new Heritage(
                        !field.text().get().isBlank(),
                        group().flatMap(group -> Optional.of(settings().get(GroupDefaults.budget(field.name(), group)))
                                .filter(value -> !value.isEmpty())
                                .map(value -> new Given(group, value)))));
    }

    private record Level(String from, GuardLevel level) {}

    private Optional<Level> level(Setting<GuardLevel> setting, String from) {
        return settings().values().get().containsKey(setting.name())
                ? Optional.of(new Level(from, settings().get(setting)))
                : Optional.empty();
    }

    private Optional<String> group() {
        return Optional.ofNullable(model.group().get()).map(String::strip).filter(group -> !group.isEmpty());
    }

    private Settings settings() {
        return services.settings();
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }
}
