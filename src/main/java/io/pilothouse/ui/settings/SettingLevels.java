package io.pilothouse.ui.settings;

import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.settings.SettingsViewModel.Page;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/// At which levels a setting can be given, and who differs there. FX thread only.
final class SettingLevels {

    enum Level {
        ALL,
        GROUP,
        INSTANCE
    }

    /// One level of a setting.
    ///
    /// @param here      whether the row that tells it leads nowhere from it
    /// @param page      where it is given for all, or for groups
    /// @param groups    that give a value of their own
    /// @param instances that have a value of their own
    record Place(Level level, boolean here, Page page, List<String> groups, List<InstanceId> instances) {}

    private final UiServices services;

    SettingLevels(UiServices services) {
        this.services = services;
    }

    List<Instance> live() {
        return services.instances().fleet().get().live();
    }

    /// Of all instances, in alphabetical order.
    List<String> groups() {
        return live().stream()
                .map(instance -> instance.configuration().group())
                .filter(group -> !group.isEmpty())
                .distinct()
                .sorted()
                .toList();
    }

    /// @param group whose row tells it; empty for the row of what holds for all
    List<Place> ofPause(Optional<String> group) {
        return of(
                group,
                Optional.of(Page.CHECKS),
                GroupDefaults::checkEvery,
                own(it -> it.checkEvery().isPresent()));
    }

    List<Place> ofProxy(Optional<String> group) {
        return of(
                group,
                Optional.of(Page.NETWORK),
                GroupDefaults::proxy,
                own(it -> !(it.connection().proxy() instanceof ProxyChoice.System)));
    }

    List<Place> ofGuard(String group) {
        return of(
                Optional.of(group),
                Optional.of(Page.GUARDS),
                LevelGuards::ofGroup,
                own(it -> it.guard().isPresent()));
    }

    /// Of the row of a kind: who of it has a level of its own.
    List<Place> ofGuard(KindId kind) {
        return of(
                Optional.empty(),
                Optional.of(Page.GUARDS),
                LevelGuards::ofGroup,
                it -> it.kind().equals(kind) && it.configuration().guard().isPresent());
    }

    List<Place> ofMessages(Optional<String> group) {
        return of(
                group,
                Optional.of(Page.ALERTS),
                GroupDefaults::messages,
                it -> services.settings().get(GroupDefaults.messages(it.id())) != Reach.PRESET);
    }

    /// Nobody limits the searches of all.
    List<Place> ofBudget(Optional<String> group, String budget) {
        return of(
                group,
                Optional.empty(),
                of -> GroupDefaults.budget(budget, of),
                own(it -> it.settings().containsKey(budget)));
    }

    private static Predicate<Instance> own(Predicate<Configuration> has) {
        return instance -> has.test(instance.configuration());
    }

    private List<Place> of(
            Optional<String> here,
            Optional<Page> ofAll,
            Function<String, Setting<?>> ofGroup,
            Predicate<Instance> own) {
        var stored = services.settings().values().get();
        var groups = here.isPresent()
                ? List.<String>of()
                : groups().stream()
                        .filter(group -> stored.containsKey(ofGroup.apply(group).name()))
                        .toList();
        var instances = live().stream()
                .filter(own)
                .filter(instance -> here.isEmpty()
                        || here.get().equals(instance.configuration().group()))
                .map(Instance::id)
                .toList();
        var places = new ArrayList<Place>();
        ofAll.ifPresent(page -> places.add(new Place(Level.ALL, here.isEmpty(), page, List.of(), List.of())));
        places.add(new Place(Level.GROUP, here.isPresent(), Page.INSTANCES, groups, List.of()));
        places.add(new Place(
                Level.INSTANCE, here.isPresent() && instances.isEmpty(), Page.INSTANCES, List.of(), instances));
        return List.copyOf(places);
    }
}
