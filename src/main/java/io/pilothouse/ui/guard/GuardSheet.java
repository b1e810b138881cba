package io.pilothouse.ui.guard;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.kordamp.ikonli.octicons.Octicons;

/// Puts an act to the guards and, where they ask, to the person. The only way in which a screen acts on
/// a service. FX thread only.
public final class GuardSheet {

    private static final double WIDTH = 640;

    private final WindowContext window;

    public GuardSheet(WindowContext window) {
        this.window = window;
    }

    /// Acts at once where that is allowed, opens the sheet where the guards ask, and says why not where
    /// they refuse.
    public void ask(GuardedAct act) {
        switch (window.services().guards().ask(act.act(), Consent.none(Origin.WINDOW))) {
            case Verdict.Allowed _ -> act.go().accept(Consent.none(Origin.WINDOW));
            case Verdict.Ask asked -> open(act, asked);
            case Verdict.Refused(Problem problem) -> window.toasts().problem(about(act), problem, Optional.empty());
            case Verdict.Held(Problem problem) -> window.toasts().problem(about(act), problem, Optional.empty());
        }
    }

    /// As [#ask], but the person always sees what would become of it first, also where the guards ask nothing.
    public void preview(GuardedAct act) {
        if (window.services().guards().ask(act.act(), Consent.none(Origin.WINDOW))
                instanceof Verdict.Allowed(List<InstanceId> leftOut)) {
            open(act, new Verdict.Ask(false, "", leftOut, new Problem(ProblemCode.CONFIRM, act.title(), act.effect())));
        } else {
            ask(act);
        }
    }

    private void open(GuardedAct act, Verdict.Ask asked) {
        var texts = window.texts();
        var model = new GuardSheetViewModel(window.services(), texts, act, asked);
        var copy = new Button(texts.text("guard.copy"), new Icon(Octicons.DUPLICATE_16));
        copy.setId("guard-copy");
        copy.getStyleClass().add("flat");
        copy.setOnAction(_ -> copy(act));
        copy.setVisible(!act.act().items().isEmpty());
        var cancel = new Button(texts.text("common.cancel"));
        cancel.setId("guard-cancel");
        cancel.setDefaultButton(model.destructive()); // Enter never deletes
        var go = new Button(model.button());
        go.setId("guard-go");
        go.getStyleClass().add(model.destructive() ? "danger" : "accent");
        go.setDefaultButton(!model.destructive());
        go.disableProperty().bind(model.ready().not());
        var body = Views.load(new GuardSheetController(model, window.services(), window.words()), texts);
        Dialogs.Open dialog = window.dialogs()
                .open(new DialogFrame(
                                "guard-sheet", act.title(), about(act), WIDTH, body, List.of(copy), List.of(cancel, go))
                        .losingNothing());
        cancel.setOnAction(_ -> dialog.close());
        go.setOnAction(_ -> {
            if (model.ready().get()) {
                dialog.close();
                model.go();
            }
        });
        window.services()
                .fx()
                .execute(() -> body.lookup(model.typeName() ? "#typed" : model.tickList() ? "#tick" : "#instances")
                        .requestFocus());
    }

    private Optional<Instance> about(GuardedAct act) {
        return act.act().instances().stream()
                .findFirst()
                .flatMap(window.services().instances()::find);
    }

    private static void copy(GuardedAct act) {
        var content = new ClipboardContent();
        content.putString(String.join("\n", act.act().items()));
        Clipboard.getSystemClipboard().setContent(content);
    }
}
