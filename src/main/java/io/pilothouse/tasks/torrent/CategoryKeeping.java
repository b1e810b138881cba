package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.torrent.CategoryWishes;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;

/// Makes missing categories without a person: when a client answers for the first time or again, and when an *arr or
/// one of its categories comes (contract section 13.3). What is there is never changed, what a person took away
/// meanwhile stays away, and a client whose settings say so, a Read-only or Guarded one, and one that is known by
/// another name already is left to a person. One in maintenance, and one that may be another by now, waits until that
/// is over. Thread-safe.
public final class CategoryKeeping {

    private final Instances instances;
    private final TorrentWatch watch;
    private final TorrentCategories categories;
    private final Guards guards;
    private final TaskRegistry tasks;
    private final BooleanSupplier paused;
    private final Published<Map<InstanceId, InstanceHealth>> healths;
    private final Map<InstanceId, Kept> kept = new ConcurrentHashMap<>();

    /// What it was last done for: once for each time a client comes back, and once for each category that comes.
    private record Kept(Instant upSince, Set<String> wanted) {

        boolean coversIn(Kept now, String category) {
            return upSince.equals(now.upSince) && wanted.contains(category);
        }
    }

    /// @param paused  whether all background work is
    /// @param healths as last checked
    CategoryKeeping(
            Instances instances,
            TorrentWatch watch,
            TorrentCategories categories,
            Guards guards,
            TaskRegistry tasks,
            BooleanSupplier paused,
            Published<Map<InstanceId, InstanceHealth>> healths) {
        this.instances = instances;
        this.watch = watch;
        this.categories = categories;
        this.guards = guards;
        this.tasks = tasks;
        this.paused = paused;
        this.healths = healths;
    }

    void start() {
        watch.whenSeen(this::seen);
    }

    private void seen(InstanceId id) {
        var client = instances.find(id).filter(it -> !it.trashed() && it.enabled() && byItself(it));
        var side = Optional.ofNullable(watch.fleet().get().sides().get(id)).filter(TorrentSide::up);
        if (client.isEmpty() || side.isEmpty() || paused.getAsBoolean() || held(id)) {
            return;
        }
        var now = new Kept(side.get().upSince().orElse(Instant.EPOCH), categories.wanted(id));
        var before = Optional.ofNullable(kept.get(id));
        if (before.filter(now::equals).isPresent()
                || SameServer.before(client.get(), watch.fleet().get(), instances)
                        .isPresent()) {
            return;
        }
        var open = categories.lacking(id).stream()
                .filter(name -> before.filter(it -> it.coversIn(now, name)).isEmpty())
                .toList();
        if (open.isEmpty()) {
            kept.put(id, now);
            return;
        }
        var consent = Consent.none(Origin.PROGRAM);
        var act = new Act(ActionClass.REMOTE_REVERSIBLE, List.of(id), "make missing categories", open, open.size());
        if (guards.ask(act, consent) instanceof Verdict.Allowed && !now.equals(kept.put(id, now))) {
            tasks.start(
                    new TaskRequest(
                            "torrents-categories",
                            "make missing categories on " + client.get().name(),
                            List.of(id),
                            Origin.PROGRAM),
                    context -> categories.makeMissing(id, open, consent, context));
        }
    }

    private boolean held(InstanceId client) {
        return Optional.ofNullable(healths.get().get(client))
                .map(InstanceHealth::state)
                .filter(it -> it == ShownState.MAINTENANCE || it == ShownState.IDENTITY_CHANGED)
                .isPresent();
    }

    private static boolean byItself(Instance client) {
        return !CategoryWishes.BY_HAND.equals(client.configuration().settings().get("makeCategories"));
    }
}
