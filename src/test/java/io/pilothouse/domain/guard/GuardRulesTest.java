package io.pilothouse.domain.guard;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The guard matrix of console design 3.5 over all action classes, levels and entry points (bar W3).
class GuardRulesTest {

    private static final InstanceId UHD = new InstanceId("radarr-2607181200uhd");
    private static final InstanceId HD = new InstanceId("radarr-2607181200xhd");
    private static final InstanceId TV = new InstanceId("sonarr-2607181200xtv");
    private static final List<String> NAMES = List.of("Radarr 4K", "Radarr HD", "Television");

    /// What a person without any consent is told, by class and level: `y` allowed, `s` sheet, `l` list
    /// to tick, `t` name to type, `h` held, `n` refused.
    private static final Map<ActionClass, String> TABLE = Map.of(
            // Open, Careful, Guarded, Read-only
            ActionClass.READ, "yyyy",
            ActionClass.LOCAL_REVERSIBLE, "yyyy",
            ActionClass.LOCAL_FINAL, "sstt",
            ActionClass.REMOTE_REVERSIBLE, "yysn",
            ActionClass.COSTLY, "yssn",
            ActionClass.DESTRUCTIVE, "sltn",
            ActionClass.BACKGROUND_CYCLE, "yyhn",
            ActionClass.NEW_AUTOMATION, "ylln");

    /// The same for schedules and cycles, where nobody can be asked.
    private static final Map<ActionClass, String> UNATTENDED = Map.of(
            ActionClass.READ, "yyyy",
            ActionClass.LOCAL_REVERSIBLE, "yyyy",
            ActionClass.LOCAL_FINAL, "nnnn",
            ActionClass.REMOTE_REVERSIBLE, "yyhn",
            ActionClass.COSTLY, "yyhn",
            ActionClass.DESTRUCTIVE, "nnnn",
            ActionClass.BACKGROUND_CYCLE, "yyhn",
            ActionClass.NEW_AUTOMATION, "nnnn");

    static Stream<Arguments> matrix() {
        return Stream.of(ActionClass.values())
                .flatMap(actionClass -> Stream.of(GuardLevel.values())
                        .flatMap(level ->
                                Stream.of(Origin.values()).map(origin -> Arguments.of(actionClass, level, origin))));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void withoutConsentTheMatrixDecidesForEveryEntryPoint(ActionClass actionClass, GuardLevel level, Origin origin) {
        var table = origin.person() ? TABLE : UNATTENDED;

        var verdict = judge(act(actionClass, UHD), List.of(radarr4k(level)), Consent.none(origin));

        assertThat(letter(verdict)).isEqualTo(table.get(actionClass).charAt(level.ordinal()));
    }

    @ParameterizedTest
    @MethodSource("matrix")
    void nothingDestructiveHappensOnGuardedWithoutTheTypedName(
            ActionClass actionClass, GuardLevel level, Origin origin) {
        for (var typed : List.of("", "Radarr HD", "radarr 4k", "Radarr 4", "Radarr 4K", " Radarr 4K ")) {
            for (boolean confirmed : new boolean[] {false, true}) {
                var consent = new Consent(origin, confirmed, true, Optional.of(typed), true);
                var verdict = judge(act(actionClass, UHD), List.of(radarr4k(level)), consent);

                boolean allowed = verdict instanceof Verdict.Allowed;
                boolean named = typed.strip().equals("Radarr 4K") && confirmed && origin.person();
                if (actionClass == ActionClass.DESTRUCTIVE && level == GuardLevel.GUARDED) {
                    assertThat(allowed).isEqualTo(named);
                }
                if (actionClass == ActionClass.LOCAL_FINAL) {
                    assertThat(allowed)
                            .isEqualTo(
                                    level == GuardLevel.GUARDED || level == GuardLevel.READ_ONLY
                                            ? named
                                            : confirmed && origin.person());
                } else if (level == GuardLevel.READ_ONLY) {
                    assertThat(allowed)
                            .isEqualTo(Set.of(ActionClass.READ, ActionClass.LOCAL_REVERSIBLE)
                                    .contains(actionClass));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"WINDOW", "PALETTE", "TERMINAL", "UNDO"})
    void fullConsentOfAPersonAllowsEverythingButReadOnly(Origin origin) {
        for (var actionClass : ActionClass.values()) {
            for (var level : List.of(GuardLevel.OPEN, GuardLevel.CAREFUL, GuardLevel.GUARDED)) {
                var consent = new Consent(origin, true, true, Optional.of("Radarr 4K"), true);
                assertThat(judge(act(actionClass, UHD), List.of(radarr4k(level)), consent))
                        .isEqualTo(new Verdict.Allowed(List.of()));
            }
        }
    }

    @Test
    void aNameTypedForAnotherInstanceIsRecognised() {
        var consent = new Consent(Origin.WINDOW, true, true, Optional.of("Radarr HD"), false);

        var verdict = judge(act(ActionClass.DESTRUCTIVE, UHD), List.of(radarr4k(GuardLevel.GUARDED)), consent);

        assertThat(((Verdict.Ask) verdict).problem().summary())
                .isEqualTo("You typed Radarr HD. This window is about Radarr 4K.");
    }

    @Test
    void readOnlyMembersAreLeftOutOfAnActOverSeveral() {
        var members = List.of(
                member(UHD, "Radarr 4K", GuardLevel.READ_ONLY),
                member(HD, "Radarr HD", GuardLevel.OPEN),
                member(TV, "Television", GuardLevel.OPEN));

        assertThat(judge(act(ActionClass.COSTLY, UHD, HD, TV), members, Consent.none(Origin.WINDOW)))
                .isEqualTo(new Verdict.Allowed(List.of(UHD)));
    }

    @Test
    void anActOverSeveralIsAsStrictAsItsStrictestMember() {
        var open = member(HD, "Radarr HD", GuardLevel.OPEN);
        var careful = member(UHD, "Radarr 4K", GuardLevel.CAREFUL);
        var guarded = member(TV, "Television", GuardLevel.GUARDED);

        assertThat(letter(judge(act(ActionClass.COSTLY, HD, UHD), List.of(open, careful), none())))
                .isEqualTo('s');
        assertThat(letter(judge(act(ActionClass.REMOTE_REVERSIBLE, HD, TV), List.of(open, guarded), none())))
                .isEqualTo('s');
        assertThat(letter(judge(act(ActionClass.DESTRUCTIVE, HD, UHD), List.of(open, careful), none())))
                .isEqualTo('l');
    }

    @Test
    void aDestructiveActOverSeveralWantsTheNumberOfInstancesItReaches() {
        var members = List.of(
                member(HD, "Radarr HD", GuardLevel.OPEN),
                member(UHD, "Radarr 4K", GuardLevel.READ_ONLY),
                member(TV, "Television", GuardLevel.GUARDED));
        var act = act(ActionClass.DESTRUCTIVE, HD, UHD, TV);

        var asked = (Verdict.Ask) judge(act, members, none());
        assertThat(asked.typeWhat()).isEqualTo("2");
        assertThat(asked.leftOut()).containsExactly(UHD);

        for (var typed : List.of("1", "3", "Television", "two")) {
            var consent = new Consent(Origin.WINDOW, true, true, Optional.of(typed), false);
            assertThat(judge(act, members, consent)).isInstanceOf(Verdict.Ask.class);
        }
        var consent = new Consent(Origin.WINDOW, true, true, Optional.of("2"), false);
        assertThat(judge(act, members, consent)).isEqualTo(new Verdict.Allowed(List.of(UHD)));
    }

    @Test
    void anUnclearIdentityHoldsEveryWriteButNoReading() {
        var why = new Problem(ProblemCode.IDENTITY_CHANGED, "Radarr 4K answers as someone else.", "Say who it is.");
        var member = new GuardRules.Member(UHD, "Radarr 4K", GuardLevel.OPEN, Optional.of(why));
        for (var actionClass : EnumSet.complementOf(EnumSet.of(ActionClass.LOCAL_FINAL))) {
            boolean harmless = actionClass == ActionClass.READ || actionClass == ActionClass.LOCAL_REVERSIBLE;
            var byPerson = judge(act(actionClass, UHD), List.of(member), Consent.confirmed(Origin.WINDOW));
            var byCycle = judge(act(actionClass, UHD), List.of(member), Consent.confirmed(Origin.CYCLE));

            assertThat(byPerson).isEqualTo(harmless ? new Verdict.Allowed(List.of()) : new Verdict.Refused(why));
            assertThat(byCycle).isEqualTo(harmless ? new Verdict.Allowed(List.of()) : new Verdict.Held(why));
        }
    }

    /// What is in the trash, or answers as another, can be deleted from here for good.
    @Test
    void nothingHoldsWhatReachesNoService() {
        var why = new Problem(ProblemCode.NOT_FOUND, "Radarr 4K is in the trash.", "Take it back first.");
        var member = new GuardRules.Member(UHD, "Radarr 4K", GuardLevel.OPEN, Optional.of(why));
        var act = act(ActionClass.LOCAL_FINAL, UHD);

        assertThat(judge(act, List.of(member), none())).isInstanceOf(Verdict.Ask.class);
        assertThat(judge(act, List.of(member), Consent.confirmed(Origin.WINDOW)))
                .isEqualTo(new Verdict.Allowed(List.of()));
    }

    @Test
    void everyVerdictThatStopsNamesTheInstance() {
        matrix().forEach(each -> {
            var row = each.get();
            var verdict =
                    judge(act((ActionClass) row[0], UHD), List.of(radarr4k((GuardLevel) row[1])), Consent.none((Origin)
                            row[2]));
            var problem =
                    switch (verdict) {
                        case Verdict.Allowed _ -> Optional.<Problem>empty();
                        case Verdict.Ask ask -> Optional.of(ask.problem());
                        case Verdict.Refused refused -> Optional.of(refused.problem());
                        case Verdict.Held held -> Optional.of(held.problem());
                    };
            assertThat(problem.map(Problem::summary).orElse("Radarr 4K")).contains("Radarr 4K");
        });
    }

    private static Consent none() {
        return Consent.none(Origin.WINDOW);
    }

    private static Verdict judge(Act act, List<GuardRules.Member> members, Consent consent) {
        return GuardRules.judge(act, members, NAMES, consent);
    }

    private static GuardRules.Member radarr4k(GuardLevel level) {
        return member(UHD, "Radarr 4K", level);
    }

    private static GuardRules.Member member(InstanceId id, String name, GuardLevel level) {
        return new GuardRules.Member(id, name, level, Optional.empty());
    }

    private static Act act(ActionClass actionClass, InstanceId... instances) {
        return new Act(actionClass, List.of(instances), "delete 3 movies", List.of(), 3);
    }

    private static char letter(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed _ -> 'y';
            case Verdict.Ask ask -> !ask.typeWhat().isEmpty() ? 't' : ask.tickList() ? 'l' : 's';
            case Verdict.Held _ -> 'h';
            case Verdict.Refused _ -> 'n';
        };
    }
}
