package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.cycle.CycleReport;
import io.pilothouse.tasks.cycle.CycleTurns;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Tries and runs rules from places that are not their page: what came of it is told, with the way to all its
/// decisions.
/// FX thread only.
public final class DryRuns {

    private final WindowContext window;

    public DryRuns(WindowContext window) {
        this.window = window;
    }

    /// Decides everything for the rules whose turns have these keys in the plan, and does nothing.
    public void start(Collection<String> keys) {
        rules(keys, rule -> acts(rule).dryRun(rule.name()));
    }

    /// Runs such a rule now, after a look at what its latest dry run chose.
    public void run(String key) {
        rules(List.of(key), rule -> acts(rule).run(rule));
    }

    private RuleActs acts(RuleLine rule) {
        return new RuleActs(window, rule.instance(), report -> told(rule, report), () -> {});
    }

    private void rules(Collection<String> keys, Consumer<RuleLine> act) {
        window.background()
                .read(
                        "read the rules",
                        List.of(),
                        _ -> window.services().cycleDesk().rules())
                .whenEnded(window.services().fx(), outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<List<RuleLine>>(var rules) ->
                            rules.stream()
                                    .filter(rule -> keys.contains(CycleTurns.key(rule.instance(), rule.name())))
                                    .forEach(act);
                        case Outcome.Failed<List<RuleLine>>(var problem) ->
                            window.toasts().problem(Optional.empty(), problem, Optional.empty());
                        case Outcome.Cancelled<List<RuleLine>>() -> {}
                    }
                });
    }

    private void told(RuleLine rule, CycleReport report) {
        var words = new RunWords(window.words());
        var name = words.name(rule);
        var said = report.dryRun() && report.ended() == CycleRun.Ended.ACTED
                ? window.texts()
                        .text(
                                "hunting.tried",
                                name,
                                report.chosen(),
                                report.decisions().size())
                : window.texts()
                        .text(
                                report.dryRun() ? "hunting.tried-none" : "hunting.ran",
                                name,
                                words.of(
                                        report.reason(),
                                        window.services().clock().instant()));
        window.toasts()
                .news(
                        window.services().instances().find(rule.instance()),
                        said,
                        Optional.of(new Toasts.Offer(
                                window.texts().text("hunting.tried-show"),
                                () -> window.openRule(rule.instance(), rule.name()))));
    }
}
