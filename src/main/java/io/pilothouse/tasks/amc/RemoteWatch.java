package io.pilothouse.tasks.amc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.AnswersQuestions;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.Sentence;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.health.Lifecycle;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
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
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Schedules that live at Amazon and run while this program is closed: whether they do (section 15).
public final class RemoteWatch {

    private static final Duration DELIVERED_AFTER = Duration.ofHours(8);

    private static final Duration LOOKED_EVERY = Duration.ofHours(1);
    private static final String KEPT = "watch";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final Lines lines;
    private final AmcLibraryRepository store;
    private final Targets targets;
    private final HealthRounds health;
    private final TaskRegistry runner;
    private final Notices notices;
    private final Activity activity;
    private final InstantSource clock;
    private final Set<InstanceId> underWay = ConcurrentHashMap.newKeySet();
    private final Published<Long> changes = new Published<>(0L);

    RemoteWatch(
            Lines lines,
            AmcLibraryRepository store,
            Targets targets,
            HealthRounds health,
            TaskRegistry runner,
            Notices notices,
            Activity activity,
            InstantSource clock) {
        this.lines = lines;
        this.store = store;
        this.targets = targets;
        this.health = health;
        this.runner = runner;
        this.notices = notices;
        this.activity = activity;
        this.clock = clock;
    }

    /// What was seen at the latest look.
    ///
    /// @param at when it was looked
    public record Seen(List<Watched> schedules, Instant at) {}

    /// Told a new number after every look.
    public Published<Long> changes() {
        return changes;
    }

    /// What the latest look saw, without asking Amazon; empty before the first.
    public Optional<Seen> seen(InstanceId id) {
        return lines.allowed(id) ? kept(id) : Optional.empty();
    }

    private Optional<Seen> kept(InstanceId id) {
        return store.told(id, KEPT).map(told -> new Seen(read(told.json()), told.at()));
    }

    /// Looks at every active instance once an hour, each in a task of its own.
    void tick() {
        var now = clock.instant();
        for (var instance : targets.live()) {
            var known = health.states().get().get(instance.id());
            boolean active = known != null && known.lifecycle() == Lifecycle.ACTIVE;
            boolean due = store.told(instance.id(), KEPT)
                    .filter(told -> told.at().plus(LOOKED_EVERY).isAfter(now))
                    .isEmpty();
            if (active && due && underWay.add(instance.id())) {
                var request = new TaskRequest(
                        "amc-watch",
                        "look at Amazon's own schedules of " + instance.name(),
                        List.of(instance.id()),
                        Origin.PROGRAM,
                        true);
                runner.start(request, _ -> {
                    try {
                        return look(instance.id());
                    } finally {
                        underWay.remove(instance.id());
                    }
                });
            }
        }
    }

    private void keep(InstanceId id, List<Watched> all) {
        var before = seen(id).map(Seen::schedules).orElse(List.of());
        var array = MAPPER.createArrayNode();
        for (var one : all) {
            var node = array.addObject()
                    .put("id", one.schedule().id())
                    .put("workflow", one.schedule().workflowId())
                    .put("weekly", one.schedule().weekly())
                    .put("weekday", one.schedule().weekday())
                    .put("hourUtc", one.schedule().hourUtc())
                    .put("enabled", one.schedule().enabled())
                    .put("verdict", one.verdict().name())
                    .put("words", one.words());
            one.nominal().ifPresent(at -> node.put("nominal", at.toString()));
        }
        store.remember(id, KEPT, array.toString(), clock.instant());
        for (var one : all) {
            var was = before.stream()
                    .filter(it -> it.schedule().id().equals(one.schedule().id()))
                    .map(Watched::verdict)
                    .findFirst();
            if (was.filter(one.verdict()::equals).isEmpty()) {
                tell(id, one);
            }
        }
        changes.update(number -> number + 1);
    }

    private void tell(InstanceId id, Watched one) {
        var key = "amc-remote/" + id + "/" + one.schedule().id();
        var schedule = one.schedule().id();
        var place = targets.name(id);
        if (one.verdict() == Verdict.FAILING || one.verdict() == Verdict.SILENT) {
            activity.record(Activity.now(
                    clock.instant(),
                    id,
                    Origin.PROGRAM,
                    "amc-watch",
                    (one.verdict() == Verdict.SILENT ? RunSentence.REMOTE_SILENT : RunSentence.REMOTE_FAILED)
                            .with(schedule, place)));
        }
        switch (one.verdict()) {
            case FAILING ->
                notices.tell(Notice.of(
                        key,
                        List.of(id),
                        "amc-schedules",
                        one.words().isEmpty()
                                ? RunSentence.REMOTE_FAILED.with(schedule, place)
                                : RunSentence.REMOTE_FAILED_SAYING.with(schedule, place, one.words()),
                        "Look at its latest run, or take it over.",
                        clock.instant()));
            case SILENT ->
                notices.tell(Notice.of(
                        key,
                        List.of(id),
                        "amc-schedules",
                        RunSentence.REMOTE_SILENT.with(schedule, place),
                        "Look at it in Amazon's console, or take it over.",
                        clock.instant()));
            case GOOD, IDLE ->
                notices.tell(Notice.over(
                        key,
                        List.of(id),
                        "amc-schedules",
                        "Amazon's schedule “" + schedule + "” of " + place + " runs again.",
                        clock.instant()));
        }
    }

    private static List<Watched> read(String json) {
        try {
            var all = new ArrayList<Watched>();
            for (var node : MAPPER.readTree(json)) {
                all.add(new Watched(
                        new Remote.Schedule(
                                node.path("id").asText(),
                                node.path("workflow").asText(),
                                node.path("weekly").asBoolean(),
                                node.path("weekday").asText(),
                                node.path("hourUtc").asInt(),
                                node.path("enabled").asBoolean()),
                        Verdict.valueOf(node.path("verdict").asText()),
                        node.has("nominal")
                                ? Optional.of(Instant.parse(node.path("nominal").asText()))
                                : Optional.empty(),
                        node.path("words").asText()));
            }
            return List.copyOf(all);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON in the store", e);
        }
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
            keep(id, watched);
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
                    schedule.enabled() ? Sentence.WORKFLOW_GONE.say() : Sentence.SCHEDULE_OFF.say());
        }
        var nominal = nominal(schedule, clock.instant().minus(DELIVERED_AFTER));
        var runs = lines.ask(
                id, line -> line.runs(Optional.of(schedule.workflowId()), nominal.minus(Duration.ofHours(1))));
        var latest =
                runs.stream().max(Comparator.comparing(run -> run.createdAt().orElse(Instant.EPOCH)));
        if (latest.isEmpty()) {
            return new Watched(schedule, Verdict.SILENT, Optional.of(nominal), Sentence.DID_NOT_RUN.say());
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
        if (schedule.weekly() && schedule.weekday().isBlank()) {
            return at.minusDays(6).toInstant(); // the day of its creation, which nobody says: some day of the week
        }
        if (schedule.weekly()) {
            while (!day(schedule, at.getDayOfWeek())) {
                at = at.minusDays(1);
            }
        }
        return at.toInstant();
    }

    private static boolean day(Remote.Schedule schedule, DayOfWeek day) {
        return day.name().equals(schedule.weekday().toUpperCase(Locale.ROOT));
    }
}
