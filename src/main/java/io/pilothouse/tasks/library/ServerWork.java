package io.pilothouse.tasks.library;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.connectors.LibraryLine.News;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.library.ServerJob;
import io.pilothouse.domain.library.ServerJobOrder;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.guard.Guards;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/// The jobs of the servers: started and followed to their end, and heard of while others run them.
/// Thread-safe.
final class ServerWork {

    private static final Duration JOB_LOOKED_AT = Duration.ofSeconds(2);

    private final LibraryLines lines;
    private final Guards guards;
    private final Time time;
    private final Published<Map<InstanceId, List<ServerJob>>> news = new Published<>(Map.of());

    ServerWork(LibraryLines lines, Guards guards, Time time) {
        this.lines = lines;
        this.guards = guards;
        this.time = time;
    }

    /// Jobs that run or wait, as far as was heard of them.
    Published<Map<InstanceId, List<ServerJob>>> news() {
        return news;
    }

    private void heard(InstanceId instance, ServerJob job) {
        news.update(before -> {
            var jobs = new ArrayList<>(before.getOrDefault(instance, List.of()));
            jobs.removeIf(each -> each.id().equals(job.id()));
            if (!job.ended()) {
                jobs.add(job);
            }
            return with(before, instance, jobs);
        });
    }

    private static Map<InstanceId, List<ServerJob>> with(
            Map<InstanceId, List<ServerJob>> before, InstanceId instance, List<ServerJob> jobs) {
        var after = new LinkedHashMap<>(before);
        if (jobs.isEmpty()) {
            after.remove(instance);
        } else {
            after.put(instance, List.copyOf(jobs));
        }
        return Map.copyOf(after);
    }

    void listen(Instance instance, Runnable scanned) throws ConnectorException, InterruptedException {
        try {
            lines.use(instance, line -> {
                line.listen(each -> {
                    switch (each) {
                        case News.Job(var job) -> heard(instance.id(), job);
                        case News.Scanned() -> scanned.run();
                    }
                });
                return true;
            });
        } finally { // whether they still run is not known any more
            news.update(before -> with(before, instance.id(), List.of()));
        }
    }

    List<ServerJob> jobs(Instance instance) throws ProblemException, InterruptedException {
        var jobs = ask(instance, LibraryLine::jobs);
        news.update(before -> with(before, instance.id(), jobs));
        return jobs;
    }

    void stop(Instance instance, String job) throws ProblemException, InterruptedException {
        ask(instance, line -> {
            line.stop(job);
            return true;
        });
    }

    private <T> T ask(Instance instance, LibraryLines.Use<T> use) throws ProblemException, InterruptedException {
        try {
            return lines.use(instance, use);
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    ServerJob job(Instance instance, ServerJobOrder order, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        var word = order.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        guards.require(
                new Act(
                        switch (order) {
                            case CLEAN -> ActionClass.DESTRUCTIVE;
                            case CLEAN_DRY_RUN, BACKUP -> ActionClass.REMOTE_REVERSIBLE;
                            default -> ActionClass.COSTLY;
                        },
                        List.of(instance.id()),
                        "run “" + word + "”",
                        List.of(),
                        1),
                consent);
        return ask(instance, line -> followed(instance.id(), line, order, context));
    }

    private ServerJob followed(InstanceId instance, LibraryLine line, ServerJobOrder order, TaskContext context)
            throws ConnectorException, InterruptedException {
        var id = line.start(order);
        if (id.isEmpty()) {
            return new ServerJob(
                    "", "FINISHED", order.name(), OptionalDouble.of(1), Optional.empty(), Optional.empty(), "");
        }
        var bell = time.bell();
        try {
            while (true) {
                var job = line.job(id.get());
                if (job.isEmpty()) { // forgotten: it ended, or the server began anew
                    return new ServerJob(
                            id.get(),
                            "UNKNOWN",
                            order.name(),
                            OptionalDouble.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            "The server forgot it; its end was not seen.");
                }
                heard(instance, job.get());
                if (job.get().ended()) {
                    context.progress(100, 100);
                    return job.get();
                }
                job.get().progress().ifPresent(part -> context.progress(Math.round(part * 100), 100));
                context.line(job.get().description());
                var until = time.instant().plus(JOB_LOOKED_AT);
                while (time.instant().isBefore(until)) {
                    bell.await(until);
                }
            }
        } catch (InterruptedException e) {
            line.stop(id.get());
            throw e;
        }
    }
}
