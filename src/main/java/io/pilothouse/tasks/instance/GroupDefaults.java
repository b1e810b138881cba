package io.pilothouse.tasks.instance;

import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.health.CheckPace;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Connection.ProxyChoice;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.alert.AlertSettings.Reach;
import io.pilothouse.tasks.connection.NetworkSettings;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What an instance has where it has nothing of its own: what its group gives. Where that gives nothing, what
/// holds for all. This is the one place that decides it. Immutable, and always as the settings stand now.
///
/// The guard level is no default: of those of the instance, its group and its kind the strictest holds
/// ([io.pilothouse.tasks.guard.LevelGuards]).
public record GroupDefaults(Settings settings) {

    /// Settings of instances that limit searches, by their names; the last is who shares a limit.
    public static final List<String> BUDGETS = List.of("searchesPerHour", "searchesPerDay", "budgetGroup");

    /// The pause between checks of a group's instances; empty for the usual.
    public static Setting<Optional<Duration>> checkEvery(String group) {
        return new Setting<>(
                "group.check-every." + group,
                Optional.empty(),
                text -> {
                    var pause = Duration.ofSeconds(Long.parseLong(text));
                    if (pause.compareTo(Configuration.SHORTEST_PAUSE) < 0) {
                        throw new IllegalArgumentException("too short a pause: " + text);
                    }
                    return Optional.of(pause);
                },
                pause -> pause.map(it -> Long.toString(it.toSeconds())).orElse(""));
    }

    /// The proxy of a group's instances; that of the system stands for the one of the program.
    public static Setting<ProxyChoice> proxy(String group) {
        var ofAll = NetworkSettings.PROXY;
        return new Setting<>("group.proxy." + group, ofAll.usual(), ofAll.read(), ofAll.write());
    }

    /// How far messages about a group's instances reach at most.
    public static Setting<Reach> messages(String group) {
        return Setting.choice("group.messages." + group, Reach.PRESET);
    }

    /// The same of one instance, before what its group gives.
    public static Setting<Reach> messages(InstanceId id) {
        return Setting.choice("alerts.reach." + id, Reach.PRESET);
    }

    /// @param budget one of [#BUDGETS]
    public static Setting<String> budget(String budget, String group) {
        return new Setting<>(
                "group." + budget + "." + group,
                "",
                text -> {
                    if (!budget.equals(BUDGETS.getLast()) && !text.isEmpty() && !text.matches("[1-9]\\d{0,4}")) {
                        throw new IllegalArgumentException("no number of searches: " + text);
                    }
                    return text.strip();
                },
                text -> text);
    }

    /// @return empty for the usual pause of the kind and network
    public Optional<Duration> checkEvery(Configuration of) {
        return of.checkEvery().or(() -> group(of).flatMap(group -> settings.get(checkEvery(group))));
    }

    /// @param usual of the kind and network; kinds with a pace of their own keep it where nobody chose another
    public CheckPace pace(CheckPace usual, Configuration of) {
        return usual.chosen(checkEvery(of).or(() -> ofAll(usual).map(this::seconds)));
    }

    private static Optional<Setting<Integer>> ofAll(CheckPace usual) {
        if (usual.pause().equals(CheckPace.LOCAL_PAUSE)) {
            return Optional.of(Engine.LOCAL_PAUSE);
        }
        return usual.pause().equals(CheckPace.REMOTE_PAUSE) ? Optional.of(Engine.REMOTE_PAUSE) : Optional.empty();
    }

    private Duration seconds(Setting<Integer> pause) {
        return Duration.ofSeconds(settings.get(pause));
    }

    /// How an instance is reached, with the proxy that holds for it.
    public Connection connection(Configuration of) {
        var own = of.connection();
        return own.proxy() instanceof ProxyChoice.System
                ? group(of)
                        .map(group -> own.withProxy(settings.get(proxy(group))))
                        .orElse(own)
                : own;
    }

    /// @param budget one of [#BUDGETS]
    /// @return empty for none
    public String budget(String budget, Configuration of) {
        var own = of.settings().getOrDefault(budget, "").strip();
        return own.isEmpty()
                ? group(of).map(group -> settings.get(budget(budget, group))).orElse("")
                : own;
    }

    /// @return the channels that messages about an instance may use; empty where routes decide
    public Optional<Set<AlertChannel>> channels(Instance of) {
        var own = settings.get(messages(of.id()));
        return own == Reach.PRESET
                ? group(of.configuration())
                        .flatMap(group -> settings.get(messages(group)).channels())
                : own.channels();
    }

    private static Optional<String> group(Configuration of) {
        return Optional.of(of.group()).filter(group -> !group.isEmpty());
    }
}
