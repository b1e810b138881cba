package io.pilothouse.ui.settings;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.settings.SettingsViewModel.Choice;
import io.pilothouse.ui.settings.SettingsViewModel.Option;
import io.pilothouse.ui.settings.SettingsViewModel.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// What the groups of instances give to those that have nothing of their own. FX thread only.
final class GroupChoices {

    private final UiServices services;
    private final Words words;
    private final SettingsChoices choices;
    private final SettingLevels levels;

    GroupChoices(UiServices services, Words words, SettingsChoices choices, SettingLevels levels) {
        this.services = services;
        this.words = words;
        this.choices = choices;
        this.levels = levels;
    }

    /// In alphabetical order of the groups.
    List<Choice> all() {
        return levels.groups().stream().flatMap(group -> of(group).stream()).toList();
    }

    private List<Choice> of(String group) {
        var made = new ArrayList<Choice>();
        made.add(choices.level(
                        LevelGuards.ofGroup(group), text("settings.guard-group", group), "settings.guard-group-why")
                .ofGroup(group)
                .at(levels.ofGuard(group)));
        made.add(pause(group).ofGroup(group).at(levels.ofPause(Optional.of(group))));
        made.add(messages(group).ofGroup(group).at(levels.ofMessages(Optional.of(group))));
        if (levels.live().stream().anyMatch(instance -> isOf(group, instance) && searches(instance))) {
            for (var budget : GroupDefaults.BUDGETS) {
                var spoken = text("settings.group-" + budget.toLowerCase(Locale.ROOT), group);
                made.add(choices.typed(
                                Page.INSTANCES,
                                GroupDefaults.budget(budget, group),
                                spoken,
                                text("settings.group-" + budget.toLowerCase(Locale.ROOT) + "-why"),
                                text("settings.group-budget.wrong"))
                        .ofGroup(group)
                        .at(levels.ofBudget(Optional.of(group), budget)));
            }
        }
        made.add(choices.typed(
                        Page.INSTANCES,
                        GroupDefaults.proxy(group),
                        text("settings.group-proxy", group),
                        text("settings.group-proxy-why"),
                        text("settings.proxy.wrong"))
                .ofGroup(group)
                .at(levels.ofProxy(Optional.of(group))));
        return made;
    }

    private Choice pause(String group) {
        var setting = GroupDefaults.checkEvery(group);
        var now = services.settings().get(setting);
        var options = Stream.concat(
                        Stream.of(new Option("", text("settings.group-check-every.usual"))),
                        Stream.concat(
                                        SettingsChoices.PAUSES.stream(),
                                        now.map(pause -> (int) pause.toSeconds()).stream())
                                .distinct()
                                .sorted()
                                .map(seconds ->
                                        new Option(String.valueOf(seconds), words.age(Duration.ofSeconds(seconds)))))
                .toList();
        return choices.of(
                Page.INSTANCES,
                setting,
                text("settings.group-check-every", group),
                text("settings.group-check-every-why"),
                options);
    }

    private Choice messages(String group) {
        var setting = GroupDefaults.messages(group);
        var now = services.settings().get(setting);
        var options = Stream.concat(
                        Stream.of(new Option("", text("settings.group-messages.usual"))),
                        Arrays.stream(Reach.values())
                                .filter(reach -> reach != Reach.PRESET)
                                .map(reach -> new Option(reach.name(), words.reach(reach))))
                .toList();
        return new Choice(
                Page.INSTANCES,
                setting.name(),
                text("settings.group-messages", group),
                text("settings.group-messages-why"),
                options,
                now == Reach.PRESET ? "" : now.name(),
                now != Reach.PRESET);
    }

    private static boolean isOf(String group, Instance instance) {
        return instance.configuration().group().equals(group);
    }

    /// Whether budgets say anything to it.
    private boolean searches(Instance instance) {
        return services.kinds().find(instance.kind()).stream()
                .map(Kinds.Kind::settingFields)
                .flatMap(List::stream)
                .anyMatch(field -> GroupDefaults.BUDGETS.contains(field.name()));
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }
}
