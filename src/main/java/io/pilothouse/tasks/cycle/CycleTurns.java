package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Soon;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.cycle.Cycles.RuleStatus;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.tasks.schedule.ScheduledWork;
import io.pilothouse.tasks.schedule.Scheduler;
import io.pilothouse.tasks.schedule.Schedules;
import io.pilothouse.tasks.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Keeps the scheduler in step with the rules: an enabled rule has its turns there.
public final class CycleTurns implements AutoCloseable {

    private final HuntingCycles cycles;
    private final Scheduler scheduler;
    private final Instances instances;
    private final Settings settings;
    private final Map<String, Object> scheduled = new HashMap<>();
    private final Soon following;
    private final List<Subscription> subscriptions;

    public CycleTurns(HuntingCycles cycles, Scheduler scheduler, Instances instances, Settings settings, Time time) {
        this.cycles = cycles;
        this.scheduler = scheduler;
        this.instances = instances;
        this.settings = settings;
        // on a thread of its own: whoever changes a rule may be in the middle of a transaction
        following = new Soon(
                "schedule the rules",
                time,
                Duration.ZERO,
                () -> follow(cycles.rules().get()));
        subscriptions = List.of(
                cycles.rules().subscribe(Runnable::run, _ -> following.ask()),
                settings.values().subscribe(Runnable::run, _ -> scheduler.surroundingsChanged()));
    }

    /// @return what names the turns of a rule in the plan
    public static String key(InstanceId id, String rule) {
        return Schedules.RULES + id + "/" + rule.replace('@', '_');
    }

    @Override
    public void close() {
        subscriptions.forEach(Subscription::close);
        following.close();
    }

    private synchronized void follow(List<RuleStatus> rules) {
        var wanted = new HashMap<String, ScheduledWork>();
        var versions = new HashMap<String, Object>();
        for (var rule : rules) {
            if (rule.enabled()) {
                var turns = new RuleTurns(rule.instance(), rule.name());
                wanted.put(turns.key(), turns);
                versions.put(turns.key(), List.of(rule.rule(), rule.next(), rule.pausedUntil()));
            }
        }
        List.copyOf(scheduled.keySet()).stream()
                .filter(key -> !wanted.containsKey(key))
                .forEach(key -> {
                    scheduled.remove(key);
                    scheduler.remove(key);
                });
        wanted.forEach((key, work) -> {
            if (!versions.get(key).equals(scheduled.put(key, versions.get(key)))) {
                scheduler.put(work);
            }
        });
    }

    private String name(InstanceId id) {
        return instances.find(id).map(instance -> instance.name()).orElse(id.value());
    }

    /// The turns of one rule.
    private final class RuleTurns implements ScheduledWork {
        private final InstanceId id;
        private final String rule;

        RuleTurns(InstanceId id, String rule) {
            this.id = id;
            this.rule = rule;
        }

        @Override
        public String key() {
            return CycleTurns.key(id, rule);
        }

        @Override
        public TaskRequest request() {
            return new TaskRequest("cycle", "run \"" + rule + "\" on " + name(id), List.of(id), Origin.CYCLE);
        }

        @Override
        public Optional<InstanceId> instance() {
            return Optional.of(id);
        }

        @Override
        public ActionClass actionClass() {
            return ActionClass.BACKGROUND_CYCLE;
        }

        @Override
        public Optional<Instant> next(Instant after) {
            return cycles.slotAfter(id, rule, after).map(slot -> slot.due());
        }

        @Override
        public MissedTurns missed() {
            return MissedTurns.of(settings, key());
        }

        @Override
        public void run(Instant turn, Consent consent, TaskContext context) throws Exception {
            cycles.run(id, rule, OptionalLong.empty(), OptionalInt.empty(), Origin.CYCLE, consent, context);
        }
    }
}
