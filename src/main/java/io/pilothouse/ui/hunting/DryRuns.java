package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.tasks.cycle.CycleReport;
import io.pilothouse.tasks.cycle.CycleTurns;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// Tries rules from places that are not their page: what came of it is told, with the way to all its decisions.
/// FX thread only.
public final class DryRuns {

    private final WindowContext window;

    public DryRuns(WindowContext window) {
        this.window = window;
    }

    /// @return all rules by the keys under which they have turns in the plan of regular work
    public Map<String, RuleLine> byTurns() {
        return window.services().cycleDesk().rules().stream()
                .collect(Collectors.toMap(
                        rule -> CycleTurns.key(rule.instance(), rule.name()), rule -> rule, (one, _) -> one));
    }

    public void start(RuleLine rule) {
        new RuleActs(window, rule.instance(), report -> told(rule, report), () -> {}).dryRun(rule.name());
    }

    private void told(RuleLine rule, CycleReport report) {
        var words = new RunWords(window.words());
        var name = words.name(rule);
        var said = report.ended() == CycleRun.Ended.ACTED
                ? window.texts()
                        .text(
                                "hunting.tried",
                                name,
                                report.chosen(),
                                report.decisions().size())
                : window.texts()
                        .text(
                                "hunting.tried-none",
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
