package io.pilothouse.tasks.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.testing.FakeKind;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class LevelGuardsTest {

    private static final KindId RADARR = new KindId("radarr");
    private static final KindId HOME = new KindId("homeassistant");
    private static final Instant NOON = Instant.parse("2026-07-18T12:00:00Z");

    private Instant now = NOON;
    private final Published<Map<String, String>> values = new Published<>(Map.of());
    private final Published<Fleet> fleet = new Published<>(Fleet.EMPTY);
    private final Settings settings = new Settings() {
        @Override
        public Published<Map<String, String>> values() {
            return values;
        }

        @Override
        public <T> void set(Setting<T> setting, T value) {
            values.update(before -> {
                var after = new HashMap<>(before);
                after.put(setting.name(), setting.write().apply(value));
                return Map.copyOf(after);
            });
        }

        @Override
        public void reset(Setting<?> setting) {
            throw new UnsupportedOperationException();
        }
    };
    private final LevelGuards guards = new LevelGuards(
            fleet,
            settings,
            new ConnectorKinds(List.of(FakeKind.of("radarr"), new FakeKind(HOME, true))),
            new Published<>(Map.of()),
            () -> now,
            ZoneId.of("Europe/Berlin"));

    @Test
    void theStrictestOfInstanceGroupAndKindWins() {
        var plain = live("radarr-2607181200aaa", configuration -> configuration);
        var open = live("radarr-2607181200bbb", configuration -> configuration.withGuard(Optional.of(GuardLevel.OPEN)));
        var media = live("radarr-2607181200ccc", configuration -> configuration.withGroup("Media"));

        assertThat(levels(plain, open, media)).containsExactly(GuardLevel.CAREFUL, GuardLevel.OPEN, GuardLevel.CAREFUL);

        settings.set(LevelGuards.ofGroup("Media"), GuardLevel.READ_ONLY);
        assertThat(levels(plain, open, media))
                .containsExactly(GuardLevel.CAREFUL, GuardLevel.OPEN, GuardLevel.READ_ONLY);

        settings.set(LevelGuards.ofKind(RADARR), GuardLevel.GUARDED);
        assertThat(levels(plain, open, media))
                .containsExactly(GuardLevel.GUARDED, GuardLevel.GUARDED, GuardLevel.READ_ONLY);
    }

    @Test
    void aReleaseLetsHeldWorkOfThatInstanceRunOnly() {
        var one =
                live("radarr-2607181200aaa", configuration -> configuration.withGuard(Optional.of(GuardLevel.GUARDED)));
        var other =
                live("radarr-2607181200bbb", configuration -> configuration.withGuard(Optional.of(GuardLevel.GUARDED)));
        assertThat(guards.ask(cycle(one), Consent.none(Origin.CYCLE))).isInstanceOf(Verdict.Held.class);

        guards.release(one.id());

        assertThat(guards.ask(cycle(one), Consent.none(Origin.CYCLE))).isEqualTo(new Verdict.Allowed(List.of()));
        assertThat(guards.ask(cycle(other), Consent.none(Origin.CYCLE))).isInstanceOf(Verdict.Held.class);
    }

    @Test
    void aReleaseForTodayEndsAtMidnightOfThePerson() {
        var one =
                live("radarr-2607181200aaa", configuration -> configuration.withGuard(Optional.of(GuardLevel.GUARDED)));

        var end = guards.releaseToday(one.id());

        assertThat(end).isEqualTo(Instant.parse("2026-07-18T22:00:00Z"));
        now = end.minusMillis(1);
        assertThat(guards.ask(cycle(one), Consent.none(Origin.CYCLE))).isEqualTo(new Verdict.Allowed(List.of()));
        now = end;
        assertThat(guards.ask(cycle(one), Consent.none(Origin.CYCLE))).isInstanceOf(Verdict.Held.class);
    }

    @Test
    void aReleaseForTodayDoesNotEndOneThatHoldsLonger() {
        var one =
                live("radarr-2607181200aaa", configuration -> configuration.withGuard(Optional.of(GuardLevel.GUARDED)));
        guards.release(one.id());

        now = guards.releaseToday(one.id());

        assertThat(guards.ask(cycle(one), Consent.none(Origin.CYCLE))).isEqualTo(new Verdict.Allowed(List.of()));
    }

    @Test
    void devicesInAnotherHouseAreGuardedUnlessSomebodyChoseALevel() {
        var here = live("homeassistant-2607181200aaa", configuration -> configuration);
        var cabin = live("homeassistant-2607181200bbb", configuration -> configuration);
        var chosen = live(
                "homeassistant-2607181200ccc", configuration -> configuration.withGuard(Optional.of(GuardLevel.OPEN)));
        settings.set(LevelGuards.whereIAm(), here.id().value());
        var me = Consent.none(Origin.WINDOW);

        assertThat(guards.ask(light(here), me)).isEqualTo(new Verdict.Allowed(List.of()));
        assertThat(guards.ask(light(cabin), me)).isInstanceOf(Verdict.Ask.class);
        assertThat(guards.ask(light(chosen), me)).isEqualTo(new Verdict.Allowed(List.of()));
    }

    @Test
    void lockedTrashedAndUnknownInstancesAreNotWrittenTo() {
        var locked = live("radarr-2607181200aaa", configuration -> configuration);
        fleet.set(Fleet.of(fleet.get().live(), List.of(), Set.of(locked.id()), Map.of()));
        var unknown = new InstanceId("radarr-2607181200zzz");

        assertThat(code(light(locked))).isEqualTo(ProblemCode.LOCKED);
        assertThat(code(new Act(ActionClass.COSTLY, List.of(unknown), "search", List.of(), 1)))
                .isEqualTo(ProblemCode.NOT_FOUND);
        assertThat(guards.ask(Act.local(locked.id(), "rename it"), Consent.none(Origin.WINDOW)))
                .isEqualTo(new Verdict.Allowed(List.of()));
    }

    @Test
    void requireSaysWhatIsMissingByItsCode() {
        var one =
                live("radarr-2607181200aaa", configuration -> configuration.withGuard(Optional.of(GuardLevel.GUARDED)));

        assertThat(code(light(one))).isEqualTo(ProblemCode.CONFIRM);
        assertThatThrownBy(() -> guards.require(cycle(one), Consent.none(Origin.CYCLE)))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        held -> assertThat(held.problem().code()).isEqualTo(ProblemCode.GUARD));
    }

    private ProblemCode code(Act act) {
        try {
            guards.require(act, Consent.none(Origin.WINDOW));
            throw new AssertionError("was allowed");
        } catch (ProblemException refused) {
            return refused.problem().code();
        }
    }

    private List<GuardLevel> levels(Instance... instances) {
        return List.of(instances).stream()
                .map(instance -> guards.levelOf(instance.id()))
                .toList();
    }

    private static Act cycle(Instance instance) {
        return new Act(ActionClass.BACKGROUND_CYCLE, List.of(instance.id()), "hunt", List.of(), 0);
    }

    private static Act light(Instance instance) {
        return new Act(ActionClass.REMOTE_REVERSIBLE, List.of(instance.id()), "switch a light", List.of(), 1);
    }

    @Test
    void whatIsInTheTrashIsOnlyDeletedForGood() {
        var gone = live("radarr-2607181200ggg", configuration -> configuration);
        fleet.set(Fleet.of(List.of(), List.of(trashed(gone)), Set.of(), Map.of()));
        var forGood = new Act(ActionClass.LOCAL_FINAL, List.of(gone.id()), "delete it for good", List.of(), 1);
        var there = new Act(ActionClass.DESTRUCTIVE, List.of(gone.id()), "delete its films", List.of(), 1);

        assertThat(guards.ask(forGood, Consent.none(Origin.WINDOW))).isInstanceOf(Verdict.Ask.class);
        assertThat(guards.ask(forGood, Consent.confirmed(Origin.WINDOW))).isInstanceOf(Verdict.Allowed.class);
        assertThat(guards.ask(there, Consent.confirmed(Origin.WINDOW))).isInstanceOf(Verdict.Refused.class);
    }

    private static Instance trashed(Instance it) {
        return new Instance(
                it.id(),
                it.num(),
                it.configuration(),
                1,
                1,
                Optional.empty(),
                NOON,
                NOON,
                Optional.of(NOON),
                Optional.empty());
    }

    private Instance live(String id, UnaryOperator<Configuration> edit) {
        var instanceId = new InstanceId(id);
        var configuration = edit.apply(Configuration.of(instanceId.kind(), id, Address.of("http://nas:1/")));
        var instance = new Instance(
                instanceId, 1, configuration, 1, 1, Optional.empty(), NOON, NOON, Optional.empty(), Optional.empty());
        fleet.update(before -> {
            var live = new java.util.ArrayList<>(before.live());
            live.add(instance);
            return Fleet.of(live, List.of(), before.locked(), Map.of());
        });
        return instance;
    }
}
