package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.task.Origin;
import java.util.List;

/// What can be done with a run.
final class RunActs {

    private RunActs() {}

    static void cancel(Desk desk, Run run) {
        desk.act(
                "amc-cancel",
                "cancel the run “" + run.ask().title() + "” of " + desk.name(run.instance()),
                _ -> desk.amc().runs().cancel(run.id(), Consent.none(Origin.WINDOW)),
                _ -> {});
    }

    /// Fetches a result once more whose download failed.
    static void fetch(Desk desk, Run run) {
        desk.act(
                "amc-fetch",
                "fetch the result of “" + run.ask().title() + "” of " + desk.name(run.instance()) + " again",
                _ -> {
                    desk.amc().runs().fetchAgain(run.id());
                    return true;
                },
                _ -> {});
    }

    /// Asks once more about a run that counts as lost.
    static void check(Desk desk, Run run) {
        desk.act(
                "amc-check",
                "ask Amazon about “" + run.ask().title() + "” of " + desk.name(run.instance()) + " again",
                _ -> {
                    desk.amc().runs().checkAgain(run.id());
                    return true;
                },
                _ -> {});
    }

    static void again(Desk desk, Run run) {
        desk.ask(
                new Act(
                        ActionClass.COSTLY,
                        List.of(run.instance()),
                        "run “" + run.ask().title() + "” again",
                        List.of(),
                        1),
                desk.text("amc.run.sheet", run.ask().title()),
                desk.text("amc.run.verb"),
                desk.text("amc.run.effect", 1),
                consent -> desk.act(
                        "amc-run",
                        "run “" + run.ask().title() + "” on " + desk.name(run.instance()) + " again",
                        _ -> desk.amc().runs().again(run.id(), consent),
                        _ -> {}));
    }

    static void over(Desk desk, Run run) {
        desk.ask(
                new Act(
                        ActionClass.COSTLY,
                        List.of(run.instance()),
                        "run “" + run.ask().title() + "” beyond the allowance",
                        List.of(),
                        1),
                desk.text("amc.run.sheet", run.ask().title()),
                desk.text("amc.runs.over"),
                desk.text("amc.runs.over-effect"),
                consent -> desk.act(
                        "amc-over",
                        "run “" + run.ask().title() + "” beyond the allowance of " + desk.name(run.instance()),
                        _ -> {
                            desk.amc().runs().overAllowance(run.id(), consent);
                            return true;
                        },
                        _ -> {}));
    }
}
