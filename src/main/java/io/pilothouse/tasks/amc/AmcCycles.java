package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Policies.SlotState;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.ScheduleSlot;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.cycle.CycleReport;
import io.pilothouse.tasks.cycle.KindCycles;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.tasks.instance.Instances;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Scheduled questions in the shape of all cycles: a rule of an instance is a schedule that runs on it.
public final class AmcCycles implements KindCycles {

    private static final String WORK = "schedule";

    private final Amc amc;
    private final Instances instances;
    private final InstantSource clock;
    private final ZoneId zone;

    /// @param zone for schedules that name none
    public AmcCycles(Amc amc, Instances instances, InstantSource clock, ZoneId zone) {
        this.amc = amc;
        this.instances = instances;
        this.clock = clock;
        this.zone = zone;
    }

    @Override
    public boolean keeps(KindId kind) {
        return kind.equals(Targets.KIND);
    }

    @Override
    public List<RuleLine> rules() {
        var lines = new ArrayList<RuleLine>();
        for (var status : amc.schedules().all()) {
            for (var id : amc.schedules().instancesOf(status.schedule())) {
                lines.add(line(status, id));
            }
        }
        return List.copyOf(lines);
    }

    private RuleLine line(Schedules.Status status, InstanceId id) {
        var own = status.latest().stream()
                .filter(slot -> slot.instance().equals(id))
                .toList();
        var last = own.stream().filter(slot -> slot.state().ended()).findFirst();
        var waiting = own.stream()
                .filter(slot -> slot.state() == SlotState.HELD)
                .map(ScheduleSlot::reason)
                .findFirst();
        var facts = RuleLine.noFacts();
        facts.put("title", status.schedule().name());
        facts.put("workflow", status.schedule().workflow());
        facts.put("trigger", status.schedule().trigger().word());
        facts.put("zone", status.schedule().zone().getId());
        return new RuleLine(
                id,
                status.schedule().id(),
                WORK,
                status.schedule().enabled(),
                true,
                (int) own.stream().filter(slot -> slot.run().isPresent()).count(),
                OptionalInt.empty(),
                amc.schedules().nextOf(status, id),
                last.map(slot -> new RuleLine.Last(
                        slot.slot(),
                        ended(slot.state()),
                        slot.reason(),
                        slot.run().isPresent() ? 1 : 0)),
                Optional.empty(),
                status.schedule().failures(),
                own.stream().anyMatch(slot -> slot.state() == SlotState.RUNNING),
                waiting.orElse(status.schedule().paused()),
                facts);
    }

    private static Ended ended(SlotState state) {
        return switch (state) {
            case SUCCEEDED, SUCCEEDED_EMPTY -> Ended.ACTED;
            case FAILED, FAILED_TO_START -> Ended.FAILED;
            case DUE, HELD, RUNNING -> Ended.HELD;
            default -> Ended.NOTHING;
        };
    }

    private Schedules.Status status(InstanceId id, String rule) throws ProblemException {
        instances.fleet().get().require(id);
        var status = amc.schedules().find(rule);
        if (!amc.schedules().instancesOf(status.schedule()).contains(id)) {
            throw new ProblemException(new Problem(
                    ProblemCode.NOT_FOUND,
                    "The schedule “" + rule + "” does not run on this instance.",
                    "Choose one of its own."));
        }
        return status;
    }

    @Override
    public RuleLine set(InstanceId id, String rule, String document, Consent consent) throws ProblemException {
        var read = ScheduleDocument.read(rule, document, instances::named, zone, clock.instant());
        var schedule = read.instances().isEmpty() && read.brand().isBlank() ? read.on(List.of(id)) : read;
        return line(amc.schedules().save(schedule, consent), id);
    }

    @Override
    public String show(InstanceId id, String rule) throws ProblemException {
        return ScheduleDocument.write(status(id, rule).schedule());
    }

    @Override
    public RuleLine enable(InstanceId id, String rule, boolean enabled, Consent consent) throws ProblemException {
        status(id, rule);
        return line(amc.schedules().pause(rule, !enabled), id);
    }

    @Override
    public void remove(InstanceId id, String rule, Consent consent) throws ProblemException {
        status(id, rule);
        amc.schedules().remove(rule);
    }

    @Override
    public CycleReport dryRun(InstanceId id, String rule, OptionalLong seed, TaskContext context)
            throws ProblemException {
        var schedule = status(id, rule).schedule();
        var check = amc.runs().preCheck(amc.schedules().orderNow(schedule, id)).getFirst();
        var gate = check.objection().map(why -> Gate.closed("health", why)).orElse(Gate.passed("health"));
        var reason = check.objection().orElse("Would ask “" + schedule.workflow() + "”.");
        return report(
                id, rule, true, check.objection().isPresent() ? Ended.HELD : Ended.NOTHING, reason, gate, List.of());
    }

    @Override
    public CycleReport run(
            InstanceId id,
            String rule,
            OptionalLong seed,
            OptionalInt limit,
            Origin origin,
            Consent consent,
            TaskContext context)
            throws ProblemException {
        status(id, rule);
        var run = amc.schedules().runNow(rule, id, consent);
        amc.startRuns();
        return report(
                id,
                rule,
                false,
                Ended.ACTED,
                "Asked “" + run.ask().title() + "”.",
                Gate.passed("health"),
                List.of(act(run)));
    }

    private static CycleRun.DoneAct act(Run run) {
        boolean accepted = run.state() != RunState.SUBMIT_FAILED;
        return new CycleRun.DoneAct(
                "run",
                List.of(new ItemKey("run", run.id().value())),
                run.progress().remoteId().orElse(""),
                accepted,
                run.ask().createdAt(),
                accepted ? "" : run.progress().words());
    }

    private CycleReport report(
            InstanceId id,
            String rule,
            boolean dryRun,
            Ended ended,
            String reason,
            Gate gate,
            List<CycleRun.DoneAct> acts) {
        var now = clock.instant();
        return report(id, rule, dryRun, now, now, ended, reason, List.of(gate), acts);
    }

    private static CycleReport report(
            InstanceId id,
            String rule,
            boolean dryRun,
            Instant started,
            Instant ended,
            Ended how,
            String reason,
            List<Gate> gates,
            List<CycleRun.DoneAct> acts) {
        return new CycleReport(
                rule + "@" + started,
                id,
                rule,
                dryRun,
                0,
                started,
                ended,
                how,
                reason.isEmpty() ? how.word() : reason,
                gates,
                Optional.empty(),
                List.of(),
                acts,
                acts.size());
    }

    @Override
    public RuleLine skipNext(InstanceId id, String rule, Consent consent) throws ProblemException {
        status(id, rule);
        amc.schedules().skipNext(rule, id);
        return line(amc.schedules().find(rule), id);
    }

    /// Turns are remembered for ever; there is nothing to forget.
    @Override
    public int reset(
            InstanceId id, Optional<String> rule, Optional<ItemKey> item, Optional<ItemKey> parent, Consent consent) {
        return 0;
    }

    @Override
    public List<CycleReport> runs(InstanceId id, Optional<String> rule, int limit) {
        var reports = new ArrayList<CycleReport>();
        for (var status : amc.schedules().all()) {
            if (rule.isEmpty() || rule.get().equals(status.schedule().id())) {
                for (var slot : status.latest()) {
                    if (slot.instance().equals(id) && slot.state().ended()) {
                        reports.add(report(
                                id,
                                slot.schedule(),
                                false,
                                slot.slot(),
                                slot.slot(),
                                ended(slot.state()),
                                slot.reason().isEmpty() ? slot.state().word() : slot.reason(),
                                List.of(),
                                List.of()));
                    }
                }
            }
        }
        reports.sort(java.util.Comparator.comparing(CycleReport::startedAt).reversed());
        return List.copyOf(reports.subList(0, Math.min(limit, reports.size())));
    }
}
