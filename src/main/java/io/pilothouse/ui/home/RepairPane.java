package io.pilothouse.ui.home;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.RepairStep;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.tasks.home.Homes;
import io.pilothouse.ui.common.Icon;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// One repair: what it is about, ignoring it, and its mending, with the questions the house has on the way.
/// FX thread only.
final class RepairPane {

    private final HouseDesk desk;
    private final Repair repair;
    private final VBox asked = new VBox(8);

    private RepairPane(HouseDesk desk, Repair repair) {
        this.desk = desk;
        this.repair = repair;
    }

    static Node of(HouseDesk desk, Repair repair) {
        return new RepairPane(desk, repair).made();
    }

    private Node made() {
        var mend = new Button(desk.text("home.repairs.mend"), new Icon(Octicons.TOOLS_16));
        mend.setId("home-mend");
        mend.setVisible(repair.fixable());
        mend.setManaged(repair.fixable());
        mend.setOnAction(_ -> mend());
        return new DetailPane(repair.title(), repair.domain() + "/" + repair.issueId())
                .with(desk.forAdministrators(mend, ignore()))
                .text(repair.text())
                .with(asked);
    }

    private Button ignore() {
        var key = repair.ignored() ? "repairs.show" : "repairs.ignore";
        var verb = desk.text(repair.ignored() ? "home.repairs.show.verb" : "home.repairs.ignore.verb");
        return HousePages.button(
                desk,
                key,
                Octicons.EYE_CLOSED_16,
                () -> desk.act(
                        new Act(
                                ActionClass.REMOTE_REVERSIBLE,
                                List.of(desk.id()),
                                "ignore the repair",
                                List.of(repair.title()),
                                1),
                        verb + ": " + repair.title(),
                        verb,
                        repair.title(),
                        (homes, consent) -> homes.ignoreRepair(desk.id(), repair, !repair.ignored(), consent),
                        _ -> desk.said(desk.text("home.repairs.done", repair.title()))));
    }

    private void mend() {
        goOn((homes, consent) -> homes.upkeep().mend(desk.id(), repair, desk.language(), consent));
    }

    private void goOn(HouseDesk.Acting<RepairStep> acting) {
        desk.act(
                new Act(
                        ActionClass.COSTLY,
                        List.of(desk.id()),
                        "mend “" + repair.title() + "”",
                        List.of(repair.title()),
                        1),
                desk.text("home.repairs.mend.verb") + ": " + repair.title(),
                desk.text("home.repairs.mend.verb"),
                desk.text("home.repairs.mend.effect", desk.name()),
                acting,
                this::stands);
    }

    private void stands(RepairStep step) {
        asked.getChildren().clear();
        switch (step.stage()) {
            case DONE -> desk.said(desk.text("home.repairs.mend.done", repair.title()));
            case STOPPED -> desk.said(desk.text("home.repairs.mend.stopped", desk.name(), step.step()));
            case CONFIRM, ELSEWHERE -> desk.said(desk.text("home.repairs.mend.elsewhere", desk.name()));
            case ASK -> ask(step);
        }
    }

    private void ask(RepairStep step) {
        var head = new Label(desk.text("home.repairs.asks", desk.name(), step.step()));
        head.getStyleClass().add("text-strong");
        head.setWrapText(true);
        var text = new Label(step.text());
        text.setWrapText(true);
        text.setManaged(!step.text().isEmpty());
        var controls = new LinkedHashMap<String, FieldControl>();
        var go = new Button(desk.text("home.repairs.answer", desk.name()), new Icon(Octicons.TOOLS_16));
        go.setId("home-repair-answer");
        go.getStyleClass().add("accent");
        asked.getChildren().setAll(head, text);
        for (var field : step.fields()) {
            var control =
                    FieldControl.of(field, desk, HouseContents.NONE, () -> go.setDisable(!answered(step, controls)));
            if (field.usual() != null) {
                control.show(field.usual());
            }
            controls.put(field.key(), control);
            var label = new Label(field.title() + (field.required() ? " *" : ""), null);
            label.getStyleClass().add("field-label");
            label.setLabelFor(control.node());
            asked.getChildren().addAll(label, control.node());
            wrong(step.wrong().get(field.key()));
        }
        wrong(step.wrong().get("base"));
        go.setDisable(!answered(step, controls));
        go.setOnAction(_ -> {
            var answers = FieldControl.values(controls);
            goOn((Homes homes, Consent consent) -> answer(homes, consent, step, answers));
        });
        asked.getChildren().add(go);
    }

    private HomeResult<RepairStep> answer(Homes homes, Consent consent, RepairStep step, Map<String, Object> answers)
            throws InterruptedException, io.pilothouse.domain.ProblemException {
        return homes.upkeep().answer(desk.id(), repair, step, answers, desk.language(), consent);
    }

    private void wrong(@org.jspecify.annotations.Nullable String words) {
        if (words != null) {
            var label = new Label(words);
            label.getStyleClass().add("text-danger");
            label.setWrapText(true);
            asked.getChildren().add(label);
        }
    }

    private static boolean answered(RepairStep step, Map<String, FieldControl> controls) {
        var values = FieldControl.values(controls);
        return step.fields().stream().allMatch(field -> !field.required() || values.containsKey(field.key()));
    }
}
