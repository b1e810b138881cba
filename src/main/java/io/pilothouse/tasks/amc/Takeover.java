package io.pilothouse.tasks.amc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.AnswersQuestions;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.Policies;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.guard.Guards;
import java.lang.System.Logger.Level;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Makes a schedule that lives at Amazon one of ours (section 15): ours begins at once, Amazon's is
/// switched off after the first success of ours, so that no report is left out in between.
public final class Takeover {

    private static final System.Logger LOG = System.getLogger(Takeover.class.getName());
    private static final String KEPT = "takeovers";
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final ZoneId UTC = ZoneId.of("UTC");
    private static final Duration DEADLINE = Duration.ofHours(6);

    private final Lines lines;
    private final AmcLibraryRepository store;
    private final Schedules schedules;
    private final QuestionLibrary questions;
    private final Targets targets;
    private final Guards guards;
    private final TaskRegistry runner;
    private final Set<InstanceId> underWay = ConcurrentHashMap.newKeySet();

    Takeover(
            Lines lines,
            AmcLibraryRepository store,
            Schedules schedules,
            QuestionLibrary questions,
            Targets targets,
            Guards guards,
            TaskRegistry runner) {
        this.lines = lines;
        this.store = store;
        this.schedules = schedules;
        this.questions = questions;
        this.targets = targets;
        this.guards = guards;
        this.runner = runner;
    }

    /// @return the schedule that does the work from now on
    public Schedules.Status take(InstanceId id, String scheduleId, Consent consent)
            throws ProblemException, InterruptedException {
        guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.of(id),
                        "take over Amazon's schedule “" + scheduleId + "”",
                        List.of(scheduleId),
                        1),
                consent);
        try {
            var remote = lines.ask(id, AnswersQuestions::schedules).stream()
                    .filter(it -> it.id().equals(scheduleId))
                    .findFirst()
                    .orElseThrow(() -> problem("Amazon has no schedule “" + scheduleId + "”.", "Look at them again."));
            var workflow = workflow(id, remote);
            var taken = schedules.save(schedule(id, remote, workflow), consent);
            var links = links(id);
            links.put(scheduleId, taken.schedule().id());
            remember(id, links);
            return taken;
        } catch (AmcException e) {
            throw e.forPeople();
        }
    }

    /// The library's own workflow of that id, else a copy of Amazon's.
    private Workflow workflow(InstanceId id, Remote.Schedule remote)
            throws ProblemException, AmcException, InterruptedException {
        var known = questions.workflows().get().stream()
                .filter(it -> it.id().equals(remote.workflowId()))
                .findFirst();
        if (known.isPresent()) {
            return known.get();
        }
        var saved = lines.ask(id, AnswersQuestions::workflows).stream()
                .filter(it -> it.id().equals(remote.workflowId()))
                .findFirst()
                .orElseThrow(() -> problem(
                        "The workflow “" + remote.workflowId() + "” of that schedule is gone.", "Choose another."));
        return questions.take(saved);
    }

    private Schedule schedule(InstanceId id, Remote.Schedule remote, Workflow workflow) {
        var day = remote.weekly() ? Integer.toString(weekday(remote.weekday()).getValue() % 7) : "*";
        var name = remote.id() + " of " + targets.name(id);
        return new Schedule(
                name.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9._-]+", "-").replaceAll("^(.{0,80}).*$", "$1"),
                name,
                workflow.id(),
                Map.of(),
                List.of(id),
                "",
                Trigger.of("0 " + remote.hourUtc() + " * * " + day),
                UTC,
                new WindowRule.LastDays(remote.weekly() ? 7 : 1),
                2,
                Policies.Missed.LATEST,
                Policies.Overlap.QUEUE,
                DEADLINE,
                Instant.EPOCH,
                0,
                "");
    }

    private static DayOfWeek weekday(String word) {
        try {
            return DayOfWeek.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException | DateTimeException e) {
            return DayOfWeek.MONDAY; // Amazon did not say
        }
    }

    /// @return ours by Amazon's, of those whose first success is still to come
    public Map<String, String> underWay(InstanceId id) {
        var links = new java.util.TreeMap<String, String>();
        links(id)
                .properties()
                .forEach(it -> links.put(it.getKey(), it.getValue().asText()));
        return links;
    }

    private ObjectNode links(InstanceId id) {
        var links = MAPPER.createObjectNode();
        store.told(id, KEPT).ifPresent(told -> {
            try {
                MAPPER.readTree(told.json())
                        .properties()
                        .forEach(it -> links.put(it.getKey(), it.getValue().asText()));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("not JSON in the store", e);
            }
        });
        return links;
    }

    private void remember(InstanceId id, ObjectNode links) {
        store.remember(id, KEPT, links.toString(), Instant.EPOCH);
    }

    /// Switches off at Amazon what has succeeded here.
    void tick() {
        for (var instance : targets.live()) {
            for (var link : underWay(instance.id()).entrySet()) {
                if (succeeded(link.getValue()) && underWay.add(instance.id())) {
                    var request = new TaskRequest(
                            "amc-takeover",
                            "switch off Amazon's schedule “" + link.getKey() + "” of " + instance.name(),
                            List.of(instance.id()),
                            Origin.PROGRAM,
                            true);
                    runner.start(request, _ -> switchedOff(instance.id(), link.getKey()));
                }
            }
        }
    }

    private boolean succeeded(String scheduleId) {
        return schedules.all().stream()
                .filter(it -> it.schedule().id().equals(scheduleId))
                .flatMap(it -> it.latest().stream())
                .anyMatch(slot -> slot.state() == Policies.SlotState.SUCCEEDED
                        || slot.state() == Policies.SlotState.SUCCEEDED_EMPTY);
    }

    private boolean switchedOff(InstanceId id, String scheduleId) throws InterruptedException {
        try {
            Optional<Remote.Schedule> remote = lines.ask(id, AnswersQuestions::schedules).stream()
                    .filter(it -> it.id().equals(scheduleId))
                    .findFirst();
            if (remote.isPresent() && remote.get().enabled()) {
                var it = remote.get();
                lines.ask(id, line -> {
                    line.saveSchedule(new Remote.Schedule(
                            it.id(), it.workflowId(), it.weekly(), it.weekday(), it.hourUtc(), false));
                    return true;
                });
            }
            var links = links(id);
            links.remove(scheduleId);
            remember(id, links);
            return true;
        } catch (AmcException e) {
            LOG.log(Level.DEBUG, "Amazon''s schedule {0} of {1} is switched off later", scheduleId, id);
            return false;
        } finally {
            underWay.remove(id);
        }
    }

    private static ProblemException problem(String summary, String advice) {
        return new ProblemException(new Problem(ProblemCode.NOT_FOUND, summary, advice));
    }
}
