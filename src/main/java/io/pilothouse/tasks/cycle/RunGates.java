package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRule;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.settings.Settings;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/// What has to hold before a run asks its service anything, and the limits that it keeps. Thread-safe.
final class RunGates {

    /// A health check that is no older says what a run would ask again (section 16.3 of the contract): instances
    /// far away are checked every five minutes.
    private static final Duration FRESH = Duration.ofMinutes(6);

    private final LiveInstances live;
    private final HealthRounds health;
    private final Guards guards;
    private final Settings settings;
    private final Clock clock;

    RunGates(LiveInstances live, HealthRounds health, Guards guards, Settings settings, Clock clock) {
        this.live = live;
        this.health = health;
        this.guards = guards;
        this.settings = settings;
        this.clock = clock;
    }

    /// A run in the background must be released.
    Gate guard(InstanceId id, CycleRule rule, Consent consent) {
        var act = new Act(
                ActionClass.BACKGROUND_CYCLE, List.of(id), "run the rule \"" + rule.name() + "\"", List.of(), 1);
        return switch (guards.ask(act, consent)) {
            case Verdict.Allowed _ -> Gate.passed("guard");
            case Verdict.Ask ask -> Gate.closed("guard", ask.problem().summary());
            case Verdict.Refused refused ->
                Gate.closed("guard", refused.problem().summary());
            case Verdict.Held held -> Gate.closed("guard", held.problem().summary());
        };
    }

    /// What has to hold before a service is asked anything, in the order in which it is looked at.
    List<Gate> of(InstanceId id, CycleRule rule, boolean byPerson) throws ProblemException {
        var instance = live.of(id);
        var gates = new ArrayList<Gate>();
        gates.add(
                instance.enabled()
                        ? Gate.passed("disabled")
                        : Gate.closed("disabled", RunSentence.PAUSED.with(instance.name())));
        var today = clock.instant().atZone(clock.getZone()).getDayOfWeek();
        boolean day = byPerson
                || !rule.hours().isEmpty()
                || rule.days().isEmpty()
                || rule.days().contains(today);
        gates.add(
                day
                        ? Gate.passed("window")
                        : Gate.closed(
                                "window",
                                RunSentence.NOT_TODAY.with(today.name().toLowerCase(Locale.ROOT))));
        var state = Optional.ofNullable(health.states().get().get(id)).map(it -> it.state());
        boolean stranger = state.filter(ShownState.IDENTITY_CHANGED::equals).isPresent();
        boolean held = !stranger && state.map(it -> it.holdsCycles()).orElse(true);
        gates.add(
                !held
                        ? Gate.passed("health")
                        : Gate.closed(
                                "health",
                                state.map(it -> RunSentence.HEALTH.with(
                                                instance.name(), it.word().replace('-', ' ')))
                                        .orElseGet(() -> RunSentence.UNCHECKED.with(instance.name()))));
        gates.add(
                !stranger
                        ? Gate.passed("identity")
                        : Gate.closed("identity", RunSentence.STRANGER.with(instance.name())));
        return gates;
    }

    /// What the service complained about at a check a moment ago; empty when it has to be asked.
    Optional<List<ServiceWarning>> freshWarnings(InstanceId id) {
        var since = clock.instant().minus(FRESH);
        return Optional.ofNullable(health.states().get().get(id))
                .filter(it -> it.code().isEmpty()
                        && it.lastCheckAt().filter(at -> at.isAfter(since)).isPresent())
                .flatMap(InstanceHealth::answer)
                .map(CheckAnswer::warnings);
    }

    Hunt.Budgets budgets(InstanceId id) throws ProblemException {
        var configuration = live.of(id).configuration();
        var defaults = new GroupDefaults(settings);
        return new Hunt.Budgets(
                number(defaults.budget("searchesPerHour", configuration)),
                number(defaults.budget("searchesPerDay", configuration)),
                defaults.budget("budgetGroup", configuration),
                settings.get(HuntingCycles.GROUP_LIMIT));
    }

    private static OptionalInt number(String text) {
        return text.isEmpty() ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
    }
}
