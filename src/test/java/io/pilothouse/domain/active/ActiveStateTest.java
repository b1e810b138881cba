package io.pilothouse.domain.active;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.active.ActiveEvent.InstanceSwitched;
import io.pilothouse.domain.active.ActiveEvent.Named;
import io.pilothouse.domain.active.ActiveEvent.SelectionFallback;
import io.pilothouse.domain.active.ActiveEvent.SwitchCause;
import io.pilothouse.domain.active.Resolution.Cleared;
import io.pilothouse.domain.active.Resolution.Level;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The three levels of the active instance, and what is told when one of them fails.
class ActiveStateTest {

    private static final Instant NOON = Instant.parse("2026-07-18T12:00:00Z");
    private static final KindId SONARR = new KindId("sonarr");
    private static final Instance LOFT = instance("sonarr-2607181200aaa", "Loft", 100);
    private static final Instance CELLAR = instance("sonarr-2607181200bbb", "Cellar", 50);
    private static final Instance ATTIC = instance("sonarr-2607181200ccc", "attic", 50);
    private static final List<Candidate> ALL = List.of(good(LOFT), good(CELLAR), good(ATTIC));

    @Test
    void theFirstAccessibleIsThatOfTheLowestPriorityThenByNameWithoutRegardToCase() {
        assertThat(Resolution.of(SONARR, Selection.NONE, Selection.NONE, ALL))
                .isEqualTo(new Resolution(Optional.of(ATTIC), Level.FIRST_ACCESSIBLE, List.of()));
    }

    @Test
    void theSessionSpeaksBeforeTheStoredPreference() {
        var session = Selection.NONE.with(LOFT.id());
        var stored = Selection.NONE.with(CELLAR.id());

        assertThat(Resolution.of(SONARR, session, stored, ALL).instance()).contains(LOFT);
        assertThat(Resolution.of(SONARR, Selection.NONE, stored, ALL))
                .isEqualTo(new Resolution(Optional.of(CELLAR), Level.STORED, List.of()));
    }

    @Test
    void everyReasonClearsALevelAndTheNextOneSpeaks() {
        var session = Selection.NONE.with(LOFT.id());
        var stored = Selection.NONE.with(CELLAR.id());
        var reasons = new ArrayList<Unusable>();
        for (var unusable : List.of(
                Optional.<Candidate>empty(),
                Optional.of(good(trashed(LOFT))),
                Optional.of(good(disabled(LOFT))),
                Optional.of(new Candidate(LOFT, false, false)))) {
            var candidates = new ArrayList<>(List.of(good(CELLAR)));
            unusable.ifPresent(candidates::add);

            var resolution = Resolution.of(SONARR, session, stored, candidates);

            assertThat(resolution.instance()).contains(CELLAR);
            assertThat(resolution.level()).isEqualTo(Level.STORED);
            reasons.add(resolution.cleared().getFirst().reason());
        }
        assertThat(reasons)
                .containsExactly(Unusable.DELETED, Unusable.ARCHIVED, Unusable.DISABLED, Unusable.NOT_CONFIGURED);
    }

    /// The three levels in every combination of missing, invalid and valid (contract of Home Assistant,
    /// acceptance 1).
    @Test
    void everyCombinationOfTheThreeLevels() {
        enum Held {
            MISSING,
            INVALID,
            VALID
        }
        for (var session : Held.values()) {
            for (var stored : Held.values()) {
                for (var first : Held.values()) {
                    var candidates = new ArrayList<Candidate>();
                    add(candidates, LOFT, session == Held.VALID, session == Held.MISSING);
                    add(candidates, ATTIC, stored == Held.VALID, stored == Held.MISSING);
                    add(candidates, CELLAR, first == Held.VALID, first == Held.MISSING);
                    var inSession = session == Held.MISSING ? Selection.NONE : Selection.NONE.with(LOFT.id());
                    var inStore = stored == Held.MISSING ? Selection.NONE : Selection.NONE.with(ATTIC.id());

                    var cleared = new ArrayList<Cleared>();
                    Optional<Instance> expected = Optional.empty();
                    Level level;
                    if (session == Held.VALID) {
                        expected = Optional.of(LOFT);
                        level = Level.SESSION;
                    } else {
                        if (session == Held.INVALID) {
                            cleared.add(new Cleared(Level.SESSION, LOFT.id(), Unusable.DISABLED));
                        }
                        if (stored == Held.VALID) {
                            expected = Optional.of(ATTIC);
                            level = Level.STORED;
                        } else {
                            if (stored == Held.INVALID) {
                                cleared.add(new Cleared(Level.STORED, ATTIC.id(), Unusable.DISABLED));
                            }
                            expected = first == Held.VALID ? Optional.of(CELLAR) : Optional.empty();
                            level = first == Held.VALID
                                    ? Level.FIRST_ACCESSIBLE
                                    : candidates.isEmpty() ? Level.NO_INSTANCE : Level.ALL_UNUSABLE;
                        }
                    }
                    assertThat(Resolution.of(SONARR, inSession, inStore, candidates))
                            .as("session %s, stored %s, first %s", session, stored, first)
                            .isEqualTo(new Resolution(expected, level, cleared));
                    var shown = new ActiveState(
                            inSession,
                            session == Held.MISSING ? Optional.empty() : Optional.of(named(LOFT)),
                            session == Held.MISSING ? 0 : 7);
                    assertTold(
                            shown.resolve(SONARR, inStore, candidates, _ -> "Loft", NOON),
                            shown,
                            new Resolution(expected, level, cleared));
                }
            }
        }
    }

    /// What was cleared is gone from its level; it is told once, and then the switch, if it is one.
    private static void assertTold(ActiveState.Step step, ActiveState shown, Resolution resolution) {
        var to = resolution.instance().map(ActiveStateTest::named);
        var events = new ArrayList<ActiveEvent>();
        if (!resolution.cleared().isEmpty()) {
            events.add(new SelectionFallback(
                    SONARR,
                    new Named(resolution.cleared().getFirst().id(), "Loft"),
                    to,
                    resolution.level(),
                    Unusable.DISABLED,
                    NOON));
        }
        if (!to.equals(shown.active())) {
            boolean start = shown.active().isEmpty() && resolution.cleared().isEmpty();
            events.add(new InstanceSwitched(
                    shown.generation() + 1,
                    SONARR,
                    shown.active(),
                    to,
                    start ? SwitchCause.RESTORE : SwitchCause.FALLBACK,
                    NOON));
        }
        assertThat(step.events()).isEqualTo(events);
        assertThat(step.state().session().of(SONARR)).isEqualTo(to.map(Named::id));
        assertThat(step.clearStored())
                .isEqualTo(
                        resolution.cleared().stream().map(Cleared::level).anyMatch(Level.STORED::equals)
                                ? List.of(SONARR)
                                : List.of());
        assertThat(step.store()).isEmpty();
    }

    private static void add(List<Candidate> candidates, Instance instance, boolean valid, boolean missing) {
        if (!missing) {
            candidates.add(good(valid ? instance : disabled(instance)));
        }
    }

    @Test
    void arejectedSecretKeepsAChosenInstanceButIsNotChosenFirst() {
        var rejected = List.of(good(LOFT), new Candidate(CELLAR, true, true));

        assertThat(Resolution.of(SONARR, Selection.NONE.with(CELLAR.id()), Selection.NONE, rejected)
                        .instance())
                .contains(CELLAR);
        assertThat(Resolution.of(SONARR, Selection.NONE, Selection.NONE, rejected)
                        .instance())
                .contains(LOFT);
        assertThat(Resolution.of(
                                SONARR,
                                Selection.NONE,
                                Selection.NONE,
                                List.of(new Candidate(LOFT, true, true), new Candidate(CELLAR, true, true)))
                        .instance())
                .contains(CELLAR);
    }

    @Test
    void noneIsSaidWithItsReason() {
        assertThat(Resolution.of(SONARR, Selection.NONE, Selection.NONE, List.of())
                        .level())
                .isEqualTo(Level.NO_INSTANCE);
        assertThat(Resolution.of(SONARR, Selection.NONE, Selection.NONE, List.of(good(disabled(LOFT))))
                        .level())
                .isEqualTo(Level.ALL_UNUSABLE);
    }

    @Test
    void theFirstResolutionIsARestoreWithoutAWarning() {
        var step = ActiveState.START.resolve(SONARR, Selection.NONE.with(LOFT.id()), ALL, InstanceId::value, NOON);

        assertThat(step.events())
                .containsExactly(new InstanceSwitched(
                        1, SONARR, Optional.empty(), Optional.of(named(LOFT)), SwitchCause.RESTORE, NOON));
        assertThat(step.store()).isEmpty();
    }

    @Test
    void aBetterPriorityNeverMovesAnExistingSelection() {
        var shown = ActiveState.START.resolve(SONARR, Selection.NONE, List.of(good(LOFT)), InstanceId::value, NOON);

        var later = shown.state().resolve(SONARR, Selection.NONE, ALL, InstanceId::value, NOON);

        assertThat(later.state()).isEqualTo(shown.state());
        assertThat(later.events()).isEmpty();
    }

    @Test
    void aDisabledActiveInstanceIsToldOnceThenSwitched() {
        var shown = ActiveState.START.resolve(SONARR, Selection.NONE.with(LOFT.id()), ALL, InstanceId::value, NOON);
        var without = List.of(good(disabled(LOFT)), good(CELLAR));

        var fallback = shown.state().resolve(SONARR, Selection.NONE, without, _ -> "Loft", NOON);

        assertThat(fallback.events())
                .containsExactly(
                        new SelectionFallback(
                                SONARR,
                                named(LOFT),
                                Optional.of(named(CELLAR)),
                                Level.FIRST_ACCESSIBLE,
                                Unusable.DISABLED,
                                NOON),
                        new InstanceSwitched(
                                2,
                                SONARR,
                                Optional.of(named(LOFT)),
                                Optional.of(named(CELLAR)),
                                SwitchCause.FALLBACK,
                                NOON));
        assertThat(fallback.store()).isEmpty();
        assertThat(fallback.state()
                        .resolve(SONARR, Selection.NONE, without, _ -> "Loft", NOON)
                        .events())
                .isEmpty();
    }

    @Test
    void aClearedStoredPreferenceIsRemoved() {
        var step = ActiveState.START.resolve(
                SONARR, Selection.NONE.with(LOFT.id()), List.of(good(CELLAR)), _ -> "Loft", NOON);

        assertThat(step.clearStored()).containsExactly(SONARR);
    }

    @Test
    void aSwitchIsStoredOnlyWhenAPersonOrALinkAsked() {
        var shown = ActiveState.START
                .resolve(SONARR, Selection.NONE, ALL, InstanceId::value, NOON)
                .state();
        for (var cause : SwitchCause.values()) {
            var step = shown.switchTo(LOFT, cause, NOON);
            assertThat(step.state().generation()).isEqualTo(2);
            assertThat(step.store().isPresent()).isEqualTo(cause == SwitchCause.USER || cause == SwitchCause.LINK);
        }
    }

    @Test
    void switchingToTheActiveOneIsNoOperation() {
        var shown = ActiveState.START
                .resolve(SONARR, Selection.NONE, ALL, InstanceId::value, NOON)
                .state();

        var step = shown.switchTo(ATTIC, SwitchCause.USER, NOON);

        assertThat(step.state()).isEqualTo(shown);
        assertThat(step.events()).isEmpty();
    }

    @Test
    void aFallbackOfAKindThatIsNotShownDoesNotSwitchTheWindow() {
        var radarr = instance("radarr-2607181200rrr", "Films", 100);
        var shown = ActiveState.START
                .switchTo(radarr, SwitchCause.USER, NOON)
                .state()
                .switchTo(LOFT, SwitchCause.USER, NOON)
                .state();

        var step = shown.resolve(radarr.kind(), Selection.NONE, ALL, _ -> "Films", NOON);

        assertThat(step.state().active()).contains(named(LOFT));
        assertThat(step.events()).hasSize(1).first().isInstanceOf(SelectionFallback.class);
        assertThat(step.state().generation()).isEqualTo(shown.generation());
    }

    private static Named named(Instance instance) {
        return new Named(instance.id(), instance.name());
    }

    private static Candidate good(Instance instance) {
        return new Candidate(instance, true, false);
    }

    private static Instance instance(String id, String name, int priority) {
        var instanceId = new InstanceId(id);
        var configuration = Configuration.of(instanceId.kind(), name, Address.of("http://nas:8989/"))
                .withPriority(priority);
        return new Instance(
                instanceId, 1, configuration, 1, 1, Optional.empty(), NOON, NOON, Optional.empty(), Optional.empty());
    }

    private static Instance disabled(Instance instance) {
        return changed(instance, instance.configuration().withEnabled(false), Optional.empty());
    }

    private static Instance trashed(Instance instance) {
        return changed(instance, instance.configuration(), Optional.of(NOON));
    }

    private static Instance changed(Instance instance, Configuration configuration, Optional<Instant> deletedAt) {
        return new Instance(
                instance.id(),
                instance.num(),
                configuration,
                instance.position(),
                instance.configVersion(),
                instance.identity(),
                instance.createdAt(),
                instance.updatedAt(),
                deletedAt,
                instance.legacyKey());
    }
}
