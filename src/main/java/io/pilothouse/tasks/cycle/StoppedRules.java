package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
import java.time.InstantSource;
import java.util.List;

/// Tells when a rule switched itself off because its runs failed one after the other, and when that is over.
/// Thread-safe.
public final class StoppedRules implements AutoCloseable {

    private final Instances instances;
    private final Notices notices;
    private final InstantSource clock;
    private final Subscription subscription;

    public StoppedRules(Cycles cycles, Instances instances, Notices notices, InstantSource clock) {
        this.instances = instances;
        this.notices = notices;
        this.clock = clock;
        subscription = cycles.rules().subscribe(Runnable::run, rules -> rules.forEach(this::look));
    }

    private void look(Cycles.RuleStatus rule) {
        var key = "rule/" + rule.instance() + "/" + rule.name();
        var ids = List.of(rule.instance());
        var name = instances
                .find(rule.instance())
                .map(Instance::name)
                .orElse(rule.instance().value());
        boolean stopped = !rule.enabled() && rule.failures() >= HuntingCycles.MOST_FAILURES;
        boolean known =
                notices.latest().get().stream().anyMatch(notice -> notice.key().equals(key) && !notice.over());
        if (stopped && !known) {
            notices.tell(Notice.of(
                    key,
                    ids,
                    "cycles",
                    RunSentence.RULE_OFF.with(rule.name(), name, rule.failures()),
                    "Look at its last run, then switch it on again.",
                    clock.instant()));
        } else if (!stopped && known) {
            notices.tell(Notice.over(
                    key, ids, "cycles", "The rule “" + rule.name() + "” of " + name + " runs again.", clock.instant()));
        }
    }

    @Override
    public void close() {
        subscription.close();
    }
}
