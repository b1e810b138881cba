package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.cycle.Cycles.RuleStatus;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// Hunting and queue care of the *arr apps in the shape of all cycles.
public final class ArrCycles implements KindCycles {

    private static final Set<String> KINDS = Set.of("sonarr", "radarr", "lidarr", "readarr", "whisparr", "eros");

    private final Cycles cycles;

    public ArrCycles(Cycles cycles) {
        this.cycles = cycles;
    }

    @Override
    public boolean keeps(KindId kind) {
        return KINDS.contains(kind.value());
    }

    @Override
    public List<RuleLine> rules() {
        return cycles.rules().get().stream().map(ArrCycles::line).toList();
    }

    @Override
    public RuleLine set(InstanceId id, String rule, String document, Consent consent) throws ProblemException {
        return line(cycles.set(id, rule, document, consent));
    }

    @Override
    public String show(InstanceId id, String rule) throws ProblemException {
        return cycles.show(id, rule);
    }

    @Override
    public RuleLine enable(InstanceId id, String rule, boolean enabled, Consent consent) throws ProblemException {
        return line(cycles.enable(id, rule, enabled, consent));
    }

    @Override
    public void remove(InstanceId id, String rule, Consent consent) throws ProblemException {
        cycles.remove(id, rule, consent);
    }

    @Override
    public CycleReport dryRun(InstanceId id, String rule, OptionalLong seed, TaskContext context)
            throws ProblemException, InterruptedException {
        return CycleReport.of(cycles.dryRun(id, rule, seed, context));
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
            throws ProblemException, InterruptedException {
        return CycleReport.of(cycles.run(id, rule, seed, limit, origin, consent, context));
    }

    @Override
    public RuleLine skipNext(InstanceId id, String rule, Consent consent) throws ProblemException {
        return line(cycles.skipNext(id, rule, consent));
    }

    @Override
    public int reset(
            InstanceId id, Optional<String> rule, Optional<ItemKey> item, Optional<ItemKey> parent, Consent consent)
            throws ProblemException {
        return cycles.reset(id, rule, item, parent, consent);
    }

    @Override
    public List<CycleReport> runs(InstanceId id, Optional<String> rule, int limit) {
        return cycles.runs(id, rule, limit).stream().map(CycleReport::of).toList();
    }

    @Override
    public int follow(InstanceId id) throws ProblemException, InterruptedException {
        return cycles.follow(id);
    }

    @Override
    public int follow(InstanceId id, CycleReport run) throws ProblemException, InterruptedException {
        cycles.follow(id);
        var asked = run.acts().stream().map(it -> it.remoteId()).toList();
        return (int)
                cycles.ledger(List.of(id), run.startedAt(), Optional.of(run.rule()), Optional.empty(), 1_000).stream()
                        .filter(it ->
                                asked.contains(it.commandId()) && it.settledAt().isEmpty())
                        .count();
    }

    private static RuleLine line(RuleStatus status) {
        var facts = RuleLine.noFacts();
        if (status.rule() instanceof HuntRule hunt) {
            facts.put("pass", hunt.pass().word());
            facts.put("unit", hunt.unit().word());
            facts.put("order", hunt.order().word());
            facts.put("coolDownMillis", hunt.coolDown().toMillis());
            facts.put("coolDownGrowth", hunt.coolDownGrowth());
        }
        facts.put("perRun", status.rule().perRun());
        facts.put("everyMillis", status.rule().every().toMillis());
        facts.put(
                "hours",
                status.rule().hours().stream()
                        .sorted()
                        .map(hour -> "%02d".formatted(hour))
                        .collect(Collectors.joining(", ")));
        return new RuleLine(
                status.instance(),
                status.name(),
                status.rule() instanceof HuntRule ? "hunt" : "queue-care",
                status.enabled(),
                status.dryRunSeen(),
                status.usedToday(),
                status.rule().perDay(),
                status.next(),
                status.last().map(run -> new RuleLine.Last(run.at(), run.ended(), run.reason(), run.asked())),
                status.pausedUntil(),
                status.failures(),
                status.running(),
                whyNotMore(status),
                facts);
    }

    private static String whyNotMore(RuleStatus status) {
        var perDay = status.rule().perDay();
        if (perDay.isPresent() && status.usedToday() >= perDay.getAsInt()) {
            return RunSentence.DAY_USED.with(perDay.getAsInt());
        }
        boolean fullRun = status.last()
                .filter(run -> run.asked() >= status.rule().perRun())
                .isPresent();
        return fullRun ? RunSentence.RUN_FULL.with(status.rule().perRun()) : "";
    }
}
