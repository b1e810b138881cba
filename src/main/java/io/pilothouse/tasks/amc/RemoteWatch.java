package io.pilothouse.tasks.amc;

import io.pilothouse.connectors.AnswersQuestions;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.instance.InstanceId;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Schedules that live at Amazon and run while this program is closed: whether they do (section 15).
public final class RemoteWatch {

    private static final Duration DELIVERED_AFTER = Duration.ofHours(8);

    private final Lines lines;
    private final InstantSource clock;

    RemoteWatch(Lines lines, InstantSource clock) {
        this.lines = lines;
        this.clock = clock;
    }

    public enum Verdict {
        GOOD,
        /// its latest run ended badly
        FAILING,
        /// it should have run and did not
        SILENT,
        /// switched off, or its workflow is gone
        IDLE
    }

    /// @param nominal when it was due last
    public record Watched(Remote.Schedule schedule, Verdict verdict, Optional<Instant> nominal, String words) {}

    /// Asks Amazon.
    public List<Watched> look(InstanceId id) throws ProblemException, InterruptedException {
        try {
            var schedules = lines.ask(id, AnswersQuestions::schedules);
            var workflows = lines.ask(id, AnswersQuestions::workflows).stream()
                    .map(Remote.SavedWorkflow::id)
                    .toList();
            var watched = new ArrayList<Watched>();
            for (var schedule : schedules) {
                watched.add(look(id, schedule, workflows.contains(schedule.workflowId())));
            }
            return List.copyOf(watched);
        } catch (AmcException e) {
            throw e.forPeople();
        }
    }

    private Watched look(InstanceId id, Remote.Schedule schedule, boolean workflowThere)
            throws AmcException, InterruptedException {
        if (!schedule.enabled() || !workflowThere) {
            return new Watched(
                    schedule,
                    Verdict.IDLE,
                    Optional.empty(),
                    schedule.enabled() ? "Its workflow is gone." : "It is switched off.");
        }
        var nominal = nominal(schedule, clock.instant().minus(DELIVERED_AFTER));
        var runs = lines.ask(
                id, line -> line.runs(Optional.of(schedule.workflowId()), nominal.minus(Duration.ofHours(1))));
        var latest =
                runs.stream().max(Comparator.comparing(run -> run.createdAt().orElse(Instant.EPOCH)));
        if (latest.isEmpty()) {
            return new Watched(schedule, Verdict.SILENT, Optional.of(nominal), "It did not run when it was due.");
        }
        var settled = runs.stream()
                .filter(run -> run.status().ended())
                .max(Comparator.comparing(run -> run.createdAt().orElse(Instant.EPOCH)))
                .or(() -> latest);
        boolean bad = settled.get().status().ended() && !settled.get().status().succeeded();
        return new Watched(
                schedule,
                bad ? Verdict.FAILING : Verdict.GOOD,
                Optional.of(nominal),
                bad ? settled.get().reason() : "");
    }

    /// @return the latest time not after `until` at which it was due
    static Instant nominal(Remote.Schedule schedule, Instant until) {
        var at = until.atOffset(ZoneOffset.UTC).truncatedTo(ChronoUnit.DAYS).withHour(schedule.hourUtc());
        if (at.toInstant().isAfter(until)) {
            at = at.minusDays(1);
        }
        if (schedule.weekly()) {
            while (!day(schedule, at.getDayOfWeek())) {
                at = at.minusDays(1);
            }
        }
        return at.toInstant();
    }

    private static boolean day(Remote.Schedule schedule, DayOfWeek day) {
        return schedule.weekday().isBlank()
                || day.name().equals(schedule.weekday().toUpperCase(Locale.ROOT));
    }
}
