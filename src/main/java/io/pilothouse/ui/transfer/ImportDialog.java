package io.pilothouse.ui.transfer;

import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What importing a file would do, as a dialog with the button that does it.
final class ImportDialog {

    private static final double WIDTH = 720;
    private static final double LONGEST = 320;
    /// More notes are counted; the terminal's dry run has them all.
    private static final int NOTES = 50;

    private final WindowContext window;
    private final Path file;
    private final ImportViewModel model;
    private final Label headline = new Label();
    private final ProgressBar progress = new ProgressBar();
    private final Label problem = new Label();
    private final VBox rows = new VBox(10);
    private final PasswordField passphrase = new PasswordField();
    private final HBox unlock;
    private final Button go;
    private final Button close;

    ImportDialog(WindowContext window, Path file) {
        this.window = window;
        this.file = file;
        model = new ImportViewModel(window.services(), window.words(), file);
        headline.setId("import-headline");
        headline.getStyleClass().add("text-strong");
        progress.setMaxWidth(Double.MAX_VALUE);
        progress.setAccessibleText(text("transfer.progress"));
        problem.setId("import-problem");
        problem.getStyleClass().add("text-danger");
        wrap(headline);
        wrap(problem);
        rows.setId("import-rows");
        passphrase.setId("import-passphrase");
        passphrase.setPromptText(text("transfer.passphrase"));
        passphrase.setAccessibleText(text("transfer.passphrase"));
        HBox.setHgrow(passphrase, Priority.ALWAYS);
        var again = new Button(text("transfer.passphrase-go"));
        again.setId("import-unlock");
        again.setOnAction(_ -> model.unlock(passphrase.getText()));
        unlock = new HBox(8, passphrase, again);
        go = new Button();
        go.setId("import-go");
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
        go.setOnAction(_ -> model.run());
        close = new Button();
        close.setId("import-close");
    }

    void open() {
        var scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(LONGEST);
        scroll.setAccessibleText(text("transfer.rows"));
        var body = new VBox(14, headline, progress, problem, unlock, scroll);
        body.getStyleClass().addAll("dialog-body", "form");
        Dialogs.Open dialog = window.dialogs()
                .open(new DialogFrame(
                        "import",
                        text("transfer.import", String.valueOf(file.getFileName())),
                        Optional.empty(),
                        WIDTH,
                        body,
                        List.of(),
                        List.of(close, go),
                        () -> true,
                        model::close));
        close.setOnAction(_ -> dialog.close());
        model.view().subscribe(this::show);
        model.plan();
        close.requestFocus();
    }

    private void show(ImportViewModel.View view) {
        headline.setText(view.headline());
        shown(progress, view.busy());
        problem.setText(view.problem().map(why -> window.texts().said(why)).orElse(""));
        shown(problem, view.problem().isPresent());
        shown(unlock, view.asksPassphrase());
        shown(go, !view.done());
        go.setDisable(!view.mayImport());
        long added = view.rows().stream().filter(ImportViewModel.Row::taken).count();
        go.setText(text("transfer.import-go", added));
        close.setText(text(view.done() ? "common.close" : "common.cancel"));
        rows.getChildren().setAll(view.rows().stream().map(this::row).toList());
        view.notes().stream().limit(NOTES).forEach(note -> {
            var label = new Label(note);
            label.getStyleClass().add("text-muted");
            rows.getChildren().add(wrap(label));
        });
        if (view.notes().size() > NOTES) {
            rows.getChildren()
                    .add(new Label(text("transfer.more-notes", view.notes().size() - NOTES)));
        }
    }

    private Node row(ImportViewModel.Row row) {
        var name = new Label(row.name());
        name.getStyleClass().add("text-strong");
        var what = new Label(row.what());
        what.getStyleClass().add("text-muted");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var decision = new Label(row.decision());
        decision.setMinWidth(Region.USE_PREF_SIZE);
        var first = new HBox(8, name, what, space, decision);
        var reason = new Label(row.reason());
        reason.getStyleClass().add("text-second");
        return row.reason().isEmpty() ? first : new VBox(2, first, wrap(reason));
    }

    private static Label wrap(Label label) {
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private static void shown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
