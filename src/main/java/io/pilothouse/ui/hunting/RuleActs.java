package io.pilothouse.ui.hunting;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.cycle.CycleReport;
import io.pilothouse.tasks.cycle.CycleReport.Decided;
import io.pilothouse.tasks.cycle.KindCycles;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;

/// What a person can have done with the rules of one instance. Before a rule acts the person sees what its
/// latest dry run chose. FX thread only.
final class RuleActs {

    /// Among so many of the latest runs a dry run is looked for.
    private static final int LOOKED_THROUGH = 100;

    /// Rules that may take something away.
    private static final Set<String> REMOVING = Set.of("queue-care", "torrent-rule");

    private final WindowContext window;
    private final InstanceId id;
    private final HuntingActs acts;
    private final Optional<KindCycles> cycles;
    private final Consumer<CycleReport> ran;
    private final Runnable changed;
    private final Latest latest;

    /// @param ran     gets what a run or dry run came to
    /// @param changed runs when a rule stands otherwise than before
    RuleActs(WindowContext window, InstanceId id, Consumer<CycleReport> ran, Runnable changed) {
        this.window = window;
        this.id = id;
        this.ran = ran;
        this.changed = changed;
        acts = new HuntingActs(window, id);
        cycles = cyclesOf(window, id);
        latest = new Latest(window.services().fx());
    }

    static Optional<KindCycles> cyclesOf(WindowContext window, InstanceId id) {
        return window.services().instances().find(id).flatMap(instance -> {
            try {
                return Optional.of(window.services().cycleDesk().of(instance));
            } catch (ProblemException none) {
                return Optional.empty();
            }
        });
    }

    /// The page is left: what is still to be asked is not asked any more.
    void cancel() {
        latest.cancel();
    }

    void run(RuleLine rule) {
        afterDryRun(
                REMOVING.contains(rule.work()) ? ActionClass.DESTRUCTIVE : ActionClass.COSTLY,
                "run the rule \"" + rule.name() + "\" now",
                "run",
                rule,
                consent -> cycles.ifPresent(it -> window.background()
                        .act(
                                "cycle",
                                "run “" + rule.name() + "” of " + acts.name(),
                                id,
                                context -> it.run(
                                        id,
                                        rule.name(),
                                        OptionalLong.empty(),
                                        OptionalInt.empty(),
                                        Origin.WINDOW,
                                        consent,
                                        context),
                                ran)));
    }

    void dryRun(String rule) {
        cycles.ifPresent(it -> window.background()
                .act(
                        "cycle-dry-run",
                        "try “" + rule + "” of " + acts.name(),
                        id,
                        context -> it.dryRun(id, rule, OptionalLong.empty(), context),
                        ran));
    }

    /// A rule of which nobody saw a dry run since its last change is tried instead of switched on.
    void switchTo(RuleLine rule, boolean on) {
        if (on && !rule.dryRunSeen()) {
            dryRun(rule.name());
        } else if (on) {
            afterDryRun(
                    ActionClass.NEW_AUTOMATION,
                    "switch on the rule \"" + rule.name() + "\"",
                    "enable",
                    rule,
                    consent -> doing("cycle-enable", "switch on", rule.name(), it -> {
                        it.enable(id, rule.name(), true, consent);
                    }));
        } else {
            acts.ask(
                    Act.local(id, "switch off the rule \"" + rule.name() + "\""),
                    "disable",
                    1,
                    consent -> doing("cycle-enable", "switch off", rule.name(), it -> {
                        it.enable(id, rule.name(), false, consent);
                    }));
        }
    }

    void skip(String rule) {
        doing("cycle-skip", "leave out the next run of", rule, it -> {
            it.skipNext(id, rule, Consent.none(Origin.WINDOW));
        });
    }

    /// @param until empty to go on now
    void pause(String rule, Optional<Instant> until) {
        doing("cycle-pause", until.isPresent() ? "pause" : "go on with", rule, _ -> {
            window.services().cycles().pauseUntil(id, rule, until, Consent.none(Origin.WINDOW));
        });
    }

    void remove(String rule) {
        acts.ask(
                Act.local(id, "remove the rule \"" + rule + "\""),
                "remove",
                1,
                consent -> doing("cycle-remove", "remove", rule, it -> it.remove(id, rule, consent)));
    }

    @FunctionalInterface
    private interface Doing {
        void with(KindCycles cycles) throws Exception;
    }

    private void doing(String kind, String verb, String rule, Doing doing) {
        cycles.ifPresent(it -> window.background()
                .act(
                        kind,
                        verb + " “" + rule + "” of " + acts.name(),
                        id,
                        _ -> {
                            doing.with(it);
                            return true;
                        },
                        _ -> changed.run()));
    }

    private void afterDryRun(ActionClass actionClass, String what, String verb, RuleLine rule, Consumer<Consent> go) {
        cycles.ifPresent(it -> latest.start(
                () -> window.background()
                        .read(
                                "read the latest dry run of “" + rule.name() + "”",
                                List.of(id),
                                _ -> it.runs(id, Optional.of(rule.name()), LOOKED_THROUGH).stream()
                                        .filter(CycleReport::dryRun)
                                        .findFirst()),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<Optional<CycleReport>>(var dry) -> {
                            var chosen = dry.stream()
                                    .flatMap(report -> report.decisions().stream())
                                    .filter(Decided::chosen)
                                    .map(Decided::title)
                                    .toList();
                            acts.ask(Act.on(actionClass, id, what, chosen), verb, 1, said(dry), go);
                        }
                        case Outcome.Failed<Optional<CycleReport>>(var problem) ->
                            window.toasts().problem(acts.instance(), problem, Optional.empty());
                        case Outcome.Cancelled<Optional<CycleReport>>() -> {}
                    }
                }));
    }

    /// @return what stands above the list of what was chosen
    private String said(Optional<CycleReport> dry) {
        var now = window.services().clock().instant();
        return dry.map(it -> window.texts()
                        .text(
                                it.chosen() > 0 ? "hunting.dry-chose" : "hunting.dry-chose-none",
                                window.words().time(it.endedAt(), now),
                                it.chosen(),
                                it.decisions().size(),
                                new RunWords(window.words()).of(it.reason(), now)))
                .orElse("");
    }
}
