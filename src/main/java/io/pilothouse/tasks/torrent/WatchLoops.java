package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/// Keeps one loop of looks going for each instance that is watched. Each is a task. One that breaks down is said
/// on its instance, and begun anew after a rest that grows. Thread-safe.
final class WatchLoops implements AutoCloseable {

    private static final List<Duration> AFTER_FAILURE = List.of(
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(40),
            Duration.ofSeconds(60));

    private final Instances instances;
    private final TaskRegistry tasks;
    private final Time time;
    private final Notices notices;
    private final Watched watched;
    private final Map<InstanceId, Loop> loops = new ConcurrentHashMap<>();
    /// How often in a row a loop broke down.
    private final Map<InstanceId, Integer> broken = new ConcurrentHashMap<>();

    private boolean closed;

    /// What the loops do.
    interface Watched {

        /// Before the first look, and each after a breakdown.
        void begin(Instance instance);

        /// @return how long to rest before the next look
        Duration look(Instance instance) throws InterruptedException;

        /// @return whether somebody who sees it would not wait for the end of the rest
        boolean hurried(InstanceId id, Duration rested);

        /// The loop ended with a fault, and begins anew later.
        void brokeDown(Instance instance, Problem problem);
    }

    private record Loop(Bell bell, TaskHandle<Boolean> task) {}

    WatchLoops(Instances instances, TaskRegistry tasks, Time time, Notices notices, Watched watched) {
        this.instances = instances;
        this.tasks = tasks;
        this.time = time;
        this.notices = notices;
        this.watched = watched;
    }

    static Duration afterFailures(int failures) {
        return AFTER_FAILURE.get(Math.clamp(failures, 1, AFTER_FAILURE.size()) - 1);
    }

    /// Begins and ends loops, so that each of these instances has one.
    ///
    /// @param now which they are, asked in turn, so that the latest news counts
    /// @return those that have one no longer
    synchronized Set<InstanceId> follow(Supplier<Map<InstanceId, Instance>> now) {
        var wanted = now.get();
        var gone = new HashSet<>(loops.keySet());
        gone.removeAll(wanted.keySet());
        gone.forEach(id -> {
            loops.remove(id).task().cancel();
            wellAgain(id);
        });
        wanted.forEach((id, instance) -> {
            if (!closed && !loops.containsKey(id)) {
                begin(instance, time.bell(), Duration.ZERO);
            }
        });
        return gone;
    }

    void ring(Set<InstanceId> ids) {
        loops.forEach((id, loop) -> {
            if (ids.contains(id)) {
                loop.bell().ring();
            }
        });
    }

    void ring() {
        ring(loops.keySet());
    }

    @Override
    public synchronized void close() {
        closed = true;
        loops.values().forEach(loop -> loop.task().cancel());
    }

    private void begin(Instance instance, Bell bell, Duration rest) {
        var id = instance.id();
        var request = new TaskRequest(
                "torrents-watch", "watch the torrents of " + instance.name(), List.of(id), Origin.PROGRAM, true);
        var loop = new Loop(bell, tasks.start(request, _ -> {
            rest(id, bell, rest, false);
            watched.begin(instance);
            loop(id, bell);
            return true;
        }));
        loops.put(id, loop);
        loop.task().whenEnded(Runnable::run, outcome -> {
            if (outcome instanceof Outcome.Failed<Boolean>(var problem)) {
                brokeDown(id, loop, problem);
            }
        });
    }

    private void loop(InstanceId id, Bell bell) throws InterruptedException {
        while (true) {
            var instance = instances.find(id).filter(it -> !it.trashed() && it.enabled());
            if (instance.isEmpty()) {
                return;
            }
            var pause = watched.look(instance.get());
            wellAgain(id);
            rest(id, bell, pause, true);
        }
    }

    private void rest(InstanceId id, Bell bell, Duration pause, boolean mayBeHurried) throws InterruptedException {
        var began = time.elapsed();
        var spent = Duration.ZERO;
        while (spent.compareTo(pause) < 0 && !(mayBeHurried && watched.hurried(id, spent))) {
            bell.rest(pause.minus(spent));
            spent = time.elapsed().minus(began);
        }
    }

    private synchronized void brokeDown(InstanceId id, Loop loop, Problem problem) {
        var instance = instances.find(id);
        if (closed || loops.get(id) != loop || instance.isEmpty()) {
            return;
        }
        int times = broken.merge(id, 1, Integer::sum);
        watched.brokeDown(instance.get(), problem);
        if (times == 1) {
            notices.tell(Notice.of(matter(id), List.of(id), "", problem.summary(), problem.advice(), time.instant()));
        }
        begin(instance.get(), loop.bell(), afterFailures(times));
    }

    private void wellAgain(InstanceId id) {
        if (broken.remove(id) != null) {
            var name = instances.find(id).map(Instance::name).orElse(id.value());
            notices.tell(Notice.over(
                    matter(id), List.of(id), "", "The torrents of " + name + " are watched again.", time.instant()));
        }
    }

    private static String matter(InstanceId id) {
        return "torrents-watch/" + id;
    }
}
