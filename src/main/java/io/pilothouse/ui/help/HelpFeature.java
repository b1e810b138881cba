package io.pilothouse.ui.help;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.Actions;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import javafx.geometry.HPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.octicons.Octicons;

/// Shows every key of the window, from the one registry of actions.
public final class HelpFeature implements Feature {

    private static final int COLUMNS = 2;

    @Override
    public void register(WindowContext window) {
        window.actions()
                .add(Action.ofWindow("help.keys", _ -> open(window))
                        .withIcon(Octicons.QUESTION_16)
                        .withKey("F1"));
    }

    private static void open(WindowContext window) {
        var scroll = new ScrollPane(keys(window));
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(480);
        scroll.setAccessibleText(window.texts().text("help.keys.title"));
        window.dialogs()
                .open(new DialogFrame(
                        "keys",
                        window.texts().text("help.keys.title"),
                        Optional.empty(),
                        760,
                        scroll,
                        List.of(),
                        List.of()));
        scroll.requestFocus();
    }

    /// Numbered actions (views and pinned instances 1 to 9) are one line each.
    private static Node keys(WindowContext window) {
        var grid = new GridPane(16, 8);
        grid.getStyleClass().add("dialog-body");
        for (int column = 0; column < COLUMNS; column++) {
            var words = new ColumnConstraints();
            words.setHgrow(Priority.ALWAYS);
            var key = new ColumnConstraints(110);
            key.setHalignment(HPos.LEFT);
            grid.getColumnConstraints().addAll(key, words);
        }
        var shown = window.actions().all().stream()
                .filter(action -> action.key().isPresent())
                .filter(action -> !action.id().matches(".*\\.[2-9]"))
                .toList();
        int lines = Math.ceilDiv(shown.size(), COLUMNS);
        for (int i = 0; i < shown.size(); i++) {
            var action = shown.get(i);
            var key = new Label(Actions.keyWords(action.key().orElseThrow()) + (numbered(action) ? "…9" : ""));
            key.getStyleClass().add("key-hint");
            int column = i / lines * 2;
            grid.add(key, column, i % lines);
            grid.add(
                    new Label(
                            numbered(action)
                                    ? allOf(window, action)
                                    : window.actions().title(action)),
                    column + 1,
                    i % lines);
        }
        return grid;
    }

    private static boolean numbered(Action action) {
        return action.id().endsWith(".1");
    }

    private static String allOf(WindowContext window, Action action) {
        return window.texts().text("help.keys." + action.id().replace(".1", ""));
    }
}
