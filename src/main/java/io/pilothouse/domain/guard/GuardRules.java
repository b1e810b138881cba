package io.pilothouse.domain.guard;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.instance.InstanceId;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The matrix of what may be done to instances of which guard level, and what a person must give for
/// it (console design 3.5). Pure, and the same for every entry point.
public final class GuardRules {

    /// What counts where neither instance nor group nor kind has a level.
    public static final GuardLevel USUAL = GuardLevel.CAREFUL;

    private GuardRules() {}

    /// @param members    the act's instances
    /// @param otherNames names of all existing instances, to recognise one that was typed by mistake
    public static Verdict judge(Act act, List<Member> members, Collection<String> otherNames, Consent consent) {
        if (act.actionClass() == ActionClass.READ || act.actionClass() == ActionClass.LOCAL_REVERSIBLE) {
            return new Verdict.Allowed(List.of());
        }
        boolean ours = act.actionClass() == ActionClass.LOCAL_FINAL; // reaches no service, so that nothing holds it
        var held = members.stream().flatMap(member -> member.hold().stream()).findFirst();
        if (held.isPresent() && !ours) {
            return consent.origin().person() ? new Verdict.Refused(held.get()) : new Verdict.Held(held.get());
        }
        var readOnly = members.stream()
                .filter(member -> member.level() == GuardLevel.READ_ONLY && !ours)
                .toList();
        var reached =
                members.stream().filter(member -> !readOnly.contains(member)).toList();
        if (reached.isEmpty()) {
            return new Verdict.Refused(new Problem(
                    ProblemCode.GUARD,
                    names(members) + (members.size() == 1 ? " is" : " are") + " Read-only: Pilothouse may not "
                            + act.what() + ".",
                    "Lower the guard level in the instance's settings if this is what you want."));
        }
        var asked = new Asked(act, reached, readOnly.stream().map(Member::id).toList(), otherNames, consent);
        var strictest = reached.stream().map(Member::level).reduce(GuardLevel.OPEN, GuardLevel::strictest);
        return consent.origin().person() ? byPerson(asked, strictest) : byProgram(asked, strictest);
    }

    private static Verdict byPerson(Asked asked, GuardLevel level) {
        return switch (asked.act().actionClass()) {
            case READ, LOCAL_REVERSIBLE -> asked.allowed();
            case LOCAL_FINAL -> level.compareTo(GuardLevel.GUARDED) < 0 ? asked.sheet() : asked.typed();
            case REMOTE_REVERSIBLE -> level == GuardLevel.GUARDED ? asked.sheet() : asked.allowed();
            case COSTLY -> level == GuardLevel.OPEN ? asked.allowed() : asked.sheet();
            case DESTRUCTIVE ->
                switch (level) {
                    case OPEN -> asked.sheet();
                    case CAREFUL -> asked.listRead();
                    case GUARDED, READ_ONLY -> asked.typed();
                };
            case BACKGROUND_CYCLE -> level == GuardLevel.GUARDED ? asked.released() : asked.allowed();
            case NEW_AUTOMATION ->
                switch (level) {
                    case OPEN -> asked.allowed();
                    case CAREFUL -> asked.listRead();
                    case GUARDED, READ_ONLY -> asked.listRead() instanceof Verdict.Ask ask ? ask : asked.released();
                };
        };
    }

    /// Nobody is there to look: what a person would be asked for is refused or waits. That a schedule
    /// or cycle acts at all was agreed to when a person switched it on.
    private static Verdict byProgram(Asked asked, GuardLevel level) {
        return switch (asked.act().actionClass()) {
            case READ, LOCAL_REVERSIBLE -> asked.allowed();
            case REMOTE_REVERSIBLE, COSTLY, BACKGROUND_CYCLE ->
                level == GuardLevel.GUARDED ? asked.released() : asked.allowed();
            case DESTRUCTIVE ->
                level == GuardLevel.GUARDED || !asked.consent().confirmed() ? asked.onlyByHand() : asked.allowed();
            case NEW_AUTOMATION, LOCAL_FINAL -> asked.onlyByHand();
        };
    }

    private static String names(List<Member> members) {
        return members.stream().map(Member::name).collect(Collectors.joining(", "));
    }

    /// @param hold why nothing may be written to it at all now, whatever its level: an unclear
    ///             identity, a locked secret, the trash
    public record Member(InstanceId id, String name, GuardLevel level, Optional<Problem> hold) {}

    /// @param reached the instances that the act reaches
    /// @param leftOut the Read-only ones among the act's, which it does not reach
    private record Asked(
            Act act, List<Member> reached, List<InstanceId> leftOut, Collection<String> otherNames, Consent consent) {

        Verdict allowed() {
            return new Verdict.Allowed(leftOut);
        }

        Verdict sheet() {
            return consent.confirmed() ? allowed() : ask(false, "", "Confirm that you want this.");
        }

        Verdict listRead() {
            return consent.confirmed() && consent.listRead()
                    ? allowed()
                    : ask(true, "", "Read the list, tick that you have, and confirm.");
        }

        Verdict typed() {
            var wanted = reached.size() == 1 ? reached.getFirst().name() : Integer.toString(reached.size());
            var typed = consent.typed().map(String::strip).orElse("");
            if (consent.confirmed() && typed.equals(wanted)) {
                return allowed();
            }
            var advice = reached.size() == 1
                    ? "Type the name of the instance: " + wanted + "."
                    : "Type the number of instances: " + wanted + ".";
            if (!typed.equals(wanted) && otherNames.contains(typed)) {
                return new Verdict.Ask(
                        true,
                        wanted,
                        leftOut,
                        new Problem(
                                ProblemCode.CONFIRM,
                                "You typed " + typed + ". This window is about " + names(reached) + ".",
                                advice));
            }
            return ask(true, wanted, advice);
        }

        Verdict released() {
            return consent.released()
                    ? allowed()
                    : new Verdict.Held(new Problem(
                            ProblemCode.GUARD,
                            guarded() + " Guarded: background work waits for a release.",
                            "Release the instance for this run of the program."));
        }

        Verdict onlyByHand() {
            return new Verdict.Refused(new Problem(
                    ProblemCode.GUARD,
                    "Nobody was there to confirm: " + act.what() + " on " + names(reached) + ".",
                    "Do it by hand, where you can see what it touches."));
        }

        private String guarded() {
            var guarded = reached.stream()
                    .filter(member -> member.level() == GuardLevel.GUARDED)
                    .toList();
            return names(guarded) + (guarded.size() == 1 ? " is" : " are");
        }

        private Verdict ask(boolean tickList, String typeWhat, String advice) {
            return new Verdict.Ask(
                    tickList,
                    typeWhat,
                    leftOut,
                    new Problem(
                            ProblemCode.CONFIRM,
                            "This needs a confirmation: " + act.what() + " on " + names(reached) + ".",
                            advice));
        }
    }
}
