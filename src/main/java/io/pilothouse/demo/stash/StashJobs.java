package io.pilothouse.demo.stash;

import io.pilothouse.demo.service.Json;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// The server's jobs: one runs at a time, numbers count from 1 in memory, the last ten ended ones can
/// still be found.
public final class StashJobs {

    private static final Duration LENGTH = Duration.ofSeconds(6);
    private static final int REMEMBERED = 10;

    private final Clock clock;
    private final Deque<Job> waiting = new ArrayDeque<>();
    private final Deque<Job> ended = new ArrayDeque<>();
    private final List<BiConsumer<String, Map<String, @Nullable Object>>> listeners = new ArrayList<>();
    private int last;

    private static final class Job {
        final int id;
        final String description;
        final Instant added;
        final Runnable atEnd;

        @Nullable
        Instant started;

        @Nullable
        Instant over;

        String status = "READY";

        Job(int id, String description, Instant added, Runnable atEnd) {
            this.id = id;
            this.description = description;
            this.added = added;
            this.atEnd = atEnd;
        }
    }

    StashJobs(Clock clock) {
        this.clock = clock;
    }

    /// @return the job's number, as text
    String start(String description, Runnable atEnd) {
        var job = new Job(++last, description, clock.instant(), atEnd);
        waiting.add(job);
        tell("ADD", job);
        tick();
        return String.valueOf(job.id);
    }

    void listen(BiConsumer<String, Map<String, @Nullable Object>> listener) {
        listeners.add(listener);
    }

    void forget(BiConsumer<String, Map<String, @Nullable Object>> listener) {
        listeners.remove(listener);
    }

    /// Ends what is over by now and begins the next.
    void tick() {
        var now = clock.instant();
        while (!waiting.isEmpty()) {
            var job = waiting.getFirst();
            if (job.started == null) {
                job.started = now;
                job.status = "RUNNING";
                tell("UPDATE", job);
                return;
            }
            if (now.isBefore(job.started.plus(LENGTH))) {
                tell("UPDATE", job);
                return;
            }
            job.atEnd.run();
            end(job, "FINISHED");
        }
    }

    /// Lets the running job end now.
    public void finish() {
        tick();
        if (!waiting.isEmpty()) {
            var job = waiting.getFirst();
            job.atEnd.run();
            end(job, "FINISHED");
            tick();
        }
    }

    private void end(Job job, String status) {
        waiting.remove(job);
        job.status = status;
        job.over = clock.instant();
        ended.addFirst(job);
        while (ended.size() > REMEMBERED) {
            ended.removeLast();
        }
        tell("REMOVE", job);
    }

    void stop(String id) {
        waiting.stream()
                .filter(job -> String.valueOf(job.id).equals(id))
                .findFirst()
                .ifPresent(job -> end(job, "CANCELLED"));
    }

    void stopAll() {
        List.copyOf(waiting).forEach(job -> end(job, "CANCELLED"));
    }

    void restart() {
        waiting.clear();
        ended.clear();
        last = 0;
    }

    @Nullable
    Object queue() {
        tick();
        return waiting.isEmpty() ? null : waiting.stream().map(this::json).toList();
    }

    @Nullable
    Object find(Map<String, @Nullable Object> arguments) {
        tick();
        var id = arguments.get("input") instanceof Map<?, ?> input ? String.valueOf(input.get("id")) : "";
        return java.util.stream.Stream.concat(waiting.stream(), ended.stream())
                .filter(job -> String.valueOf(job.id).equals(id))
                .findFirst()
                .map(this::json)
                .orElse(null);
    }

    private void tell(String type, Job job) {
        var json = json(job);
        List.copyOf(listeners).forEach(listener -> listener.accept(type, json));
    }

    private Map<String, @Nullable Object> json(Job job) {
        var started = job.started;
        var over = job.over;
        double progress = over != null
                ? 1
                : started == null
                        ? 0
                        : Math.min(
                                0.99,
                                (double) Duration.between(started, clock.instant())
                                                .toMillis()
                                        / LENGTH.toMillis());
        return Json.object(
                "__typename",
                "Job",
                "id",
                String.valueOf(job.id),
                "status",
                job.status,
                "description",
                job.description,
                "subTasks",
                started == null || over != null ? null : List.of("Looking at /data/a"),
                "progress",
                started == null ? null : progress,
                "addTime",
                job.added.toString(),
                "startTime",
                started == null ? null : started.toString(),
                "endTime",
                over == null ? null : over.toString(),
                "error",
                null);
    }
}
