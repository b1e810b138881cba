package io.pilothouse.tasks.guard;

import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.guard.GuardRules;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Guards by the levels that people chose for instances, groups and kinds. Thread-safe.
public final class LevelGuards implements Guards {

    private final Published<Fleet> fleet;
    private final Settings settings;
    private final ConnectorKinds kinds;
    private final Published<Map<InstanceId, InstanceHealth>> healths;
    private final InstantSource clock;
    private final ZoneId zone;
    /// Until when.
    private final Published<Map<InstanceId, Instant>> released = new Published<>(Map.of());

    /// @param healths says whose identity is unclear
    public LevelGuards(
            Published<Fleet> fleet,
            Settings settings,
            ConnectorKinds kinds,
            Published<Map<InstanceId, InstanceHealth>> healths,
            InstantSource clock,
            ZoneId zone) {
        this.fleet = fleet;
        this.settings = settings;
        this.kinds = kinds;
        this.healths = healths;
        this.clock = clock;
        this.zone = zone;
    }

    /// The level of every instance of a kind, at least.
    public static Setting<GuardLevel> ofKind(KindId kind) {
        return level("guard.kind." + kind);
    }

    /// The level of every instance of a group, at least.
    public static Setting<GuardLevel> ofGroup(String group) {
        return level("guard.group." + group);
    }

    /// The id of the instance that controls the devices of the house the person is in; empty for none.
    public static Setting<String> whereIAm() {
        return new Setting<>("guard.where-i-am", "", Function.identity(), Function.identity());
    }

    @Override
    public GuardLevel levelOf(InstanceId instance) {
        return chosen(instance).orElse(GuardRules.USUAL);
    }

    @Override
    public Verdict ask(Act act, Consent consent) {
        var known = fleet.get();
        var members = new ArrayList<GuardRules.Member>();
        for (var id : act.instances()) {
            var instance = known.find(id);
            if (instance.isEmpty()) {
                return new Verdict.Refused(known.absence(id));
            }
            members.add(new GuardRules.Member(
                    id, instance.get().name(), levelFor(act, instance.get()), hold(known, instance.get())));
        }
        var names = consent.typed().isEmpty() // only to recognise what was typed by mistake
                ? Set.<String>of()
                : known.byId().values().stream().map(Instance::name).collect(Collectors.toSet());
        boolean allReleased = consent.released() || act.instances().stream().allMatch(this::released);
        return GuardRules.judge(
                act,
                members,
                names,
                new Consent(consent.origin(), consent.confirmed(), consent.listRead(), consent.typed(), allReleased));
    }

    @Override
    public Verdict.Allowed require(Act act, Consent consent) throws ProblemException {
        return switch (ask(act, consent)) {
            case Verdict.Allowed allowed -> allowed;
            case Verdict.Ask ask -> throw new ProblemException(ask.problem());
            case Verdict.Refused refused -> throw new ProblemException(refused.problem());
            case Verdict.Held held -> throw new ProblemException(held.problem());
        };
    }

    @Override
    public void release(InstanceId instance) {
        release(instance, Instant.MAX);
    }

    @Override
    public Instant releaseToday(InstanceId instance) {
        var end = LocalDate.ofInstant(clock.instant(), zone)
                .plusDays(1)
                .atStartOfDay(zone)
                .toInstant();
        release(instance, end);
        return end;
    }

    /// The longer of two releases holds.
    private void release(InstanceId instance, Instant until) {
        released.update(before -> {
            var after = new HashMap<>(before);
            after.merge(instance, until, (one, other) -> one.isAfter(other) ? one : other);
            return Map.copyOf(after);
        });
    }

    @Override
    public boolean released(InstanceId instance) {
        return clock.instant().isBefore(released.get().getOrDefault(instance, Instant.MIN));
    }

    /// Instances whose held background work may run, and until when: [Instant#MAX] for until the program ends.
    public Published<Map<InstanceId, Instant>> released() {
        return released;
    }

    private static Setting<GuardLevel> level(String name) {
        return new Setting<>(name, GuardLevel.OPEN, GuardLevel::valueOf, GuardLevel::name);
    }

    /// Where devices are controlled, a person could act in a house they are not in: unless a level was
    /// chosen, only the instance of the house they are in is less than Guarded.
    private GuardLevel levelFor(Act act, Instance instance) {
        var chosen = chosen(instance.id());
        boolean devices = act.actionClass() == ActionClass.REMOTE_REVERSIBLE
                && kinds.find(instance.kind())
                        .filter(ConnectorKind::controlsDevices)
                        .isPresent();
        boolean elsewhere =
                devices && !settings.get(whereIAm()).equals(instance.id().value());
        return chosen.orElse(elsewhere ? GuardLevel.GUARDED : GuardRules.USUAL);
    }

    /// @return the strictest level that anybody chose
    private Optional<GuardLevel> chosen(InstanceId id) {
        var instance = fleet.get().find(id);
        if (instance.isEmpty()) {
            return Optional.empty();
        }
        var configuration = instance.get().configuration();
        return Stream.of(
                        configuration.guard(),
                        set(ofKind(configuration.kind())),
                        configuration.group().isEmpty()
                                ? Optional.<GuardLevel>empty()
                                : set(ofGroup(configuration.group())))
                .flatMap(Optional::stream)
                .reduce(GuardLevel::strictest);
    }

    private Optional<GuardLevel> set(Setting<GuardLevel> setting) {
        return settings.values().get().containsKey(setting.name())
                ? Optional.of(settings.get(setting))
                : Optional.empty();
    }

    private Optional<Problem> hold(Fleet known, Instance instance) {
        var name = instance.name();
        if (instance.trashed()) {
            return Optional.of(new Problem(
                    ProblemCode.NOT_FOUND, name + " is in the trash.", "Take " + name + " back from the trash first."));
        }
        if (known.locked().contains(instance.id())) {
            return Optional.of(new Problem(
                    ProblemCode.LOCKED,
                    "The secret of " + name + " cannot be read.",
                    "Give " + name + " its secret again, or use the recovery phrase."));
        }
        var health = Optional.ofNullable(healths.get().get(instance.id()));
        if (health.flatMap(InstanceHealth::code)
                .filter(FaultCode.IDENTITY_CHANGED::equals)
                .isPresent()) {
            return Optional.of(new Problem(
                    ProblemCode.IDENTITY_CHANGED,
                    name + " answers as someone else, so nothing is changed on it.",
                    "Say in the overview of " + name + " who it is."));
        }
        return Optional.empty();
    }
}
