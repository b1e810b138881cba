package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.tasks.undo.StoredUndoing;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Everything about torrents, for windows and terminal.
public record TorrentServices(
        TorrentWatch watch,
        TorrentDesk desk,
        TorrentCategories categories,
        CategoryKeeping keeping,
        ClientDetails details,
        Tracing tracing,
        TorrentRules rules,
        TorrentPaths paths,
        TorrentMoves moves) {

    /// What they are made of.
    ///
    /// @param paused  whether all background work is
    /// @param spared  why rules do not begin by themselves now; empty when they do
    /// @param healths as last checked
    public record Parts(
            Instances instances,
            TorrentLines lines,
            TorrentRepository store,
            CycleRepository cycles,
            Guards guards,
            TaskRegistry tasks,
            Time time,
            RandomGenerator random,
            BooleanSupplier paused,
            Supplier<Optional<String>> spared,
            Published<Map<InstanceId, InstanceHealth>> healths,
            Activity activity,
            Notices notices) {}

    public static TorrentServices of(Parts it) {
        var watch = new TorrentWatch(it.instances, it.lines, it.store, it.tasks, it.time, it.random, it.notices);
        var paths = new TorrentPaths(it.instances, it.lines, watch);
        var safety = new FileSafety(it.instances, it.lines, watch, paths, it.tasks);
        var desk = new TorrentDesk(
                it.instances, it.lines, it.store, watch, safety, it.guards, it.tasks, it.activity, it.time);
        var acts = new RuleActs(it.instances, it.lines, desk, it.store, it.guards, paths, it.time);
        var rules = new TorrentRules(
                it.instances,
                it.lines,
                watch,
                safety,
                it.store,
                it.cycles,
                acts,
                it.guards,
                it.tasks,
                it.time,
                it.paused,
                it.spared,
                it.healths,
                it.notices);
        var categories = new TorrentCategories(it.instances, it.lines, watch, desk, rules::rules, it.guards);
        return new TorrentServices(
                watch,
                desk,
                categories,
                new CategoryKeeping(it.instances, watch, categories, it.guards, it.tasks, it.paused, it.healths),
                new ClientDetails(desk, it.lines, it.guards),
                new Tracing(it.instances, it.lines, it.store, watch),
                rules,
                paths,
                new TorrentMoves(desk, it.lines, watch, it.guards, it.time));
    }

    /// Watches everything, and makes missing categories without a person.
    public void start() {
        keeping.start();
        watch.start();
    }

    /// Lets what was done to torrents, clients and categories be taken back.
    public void register(StoredUndoing undoing) {
        desk.register(undoing);
        details.register(undoing);
        categories.register(undoing);
    }
}
