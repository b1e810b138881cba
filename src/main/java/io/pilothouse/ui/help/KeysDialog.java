package io.pilothouse.ui.help;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.help.KeyMap.Pressed;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Shows every key, finds one by action or key, and changes it: press the key's button, then the new
/// key. FX thread only.
final class KeysDialog {

    private static final int COLUMNS = 2;

    /// Keys that belong to tables and lists wherever they are, with their words in `help.fixed.<key>`.
    private static final List<String> FIXED =
            List.of("enter", "space", "shift-arrows", "ctrl-a", "ctrl-c", "ctrl-shift-c", "delete", "esc", "menu");

    private final WindowContext window;
    private final KeyMap model;
    private final TextField search = new TextField();
    private final Label message = new Label();
    private final GridPane grid = new GridPane(8, 6);
    private Optional<String> capturing = Optional.empty();

    KeysDialog(WindowContext window) {
        this.window = window;
        model = new KeyMap(window);
    }

    void open() {
        search.setId("keys-search");
        search.setPromptText(text("help.keys.search"));
        search.setAccessibleText(text("help.keys.search"));
        search.textProperty().addListener((_, _, _) -> fill());
        message.setId("keys-message");
        message.getStyleClass().addAll("text-second", "text-muted");
        message.setText(text("help.keys.how"));
        for (int column = 0; column < COLUMNS; column++) {
            var words = new ColumnConstraints();
            words.setHgrow(Priority.ALWAYS);
            words.setPercentWidth(33);
            var keys = new ColumnConstraints();
            keys.setPercentWidth(21);
            grid.getColumnConstraints().addAll(keys, words);
        }
        fill();
        var scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        scroll.setPrefHeight(440);
        scroll.setMaxHeight(440);
        scroll.setFocusTraversable(false);
        scroll.setAccessibleText(text("help.keys.title"));
        var body = new VBox(10, search, message, scroll);
        body.getStyleClass().add("dialog-body");
        body.addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
        var usual = new Button(text("help.keys.usual"));
        usual.setId("keys-usual");
        usual.setOnAction(_ -> {
            model.resetAll();
            message.setText(text("help.keys.how"));
            fill();
        });
        var done = new Button(text("common.close"));
        done.getStyleClass().add("accent");
        var dialog = window.dialogs()
                .open(new DialogFrame(
                                "keys",
                                text("help.keys.title"),
                                Optional.empty(),
                                860,
                                body,
                                List.of(usual),
                                List.of(done),
                                this::mayClose,
                                () -> {})
                        .losingNothing());
        done.setOnAction(_ -> dialog.close());
        search.requestFocus();
    }

    /// Esc first ends the waiting for a key.
    private boolean mayClose() {
        if (capturing.isPresent()) {
            endCapture(text("help.keys.how"));
            return false;
        }
        return true;
    }

    private void onKey(KeyEvent event) {
        if (capturing.isEmpty()) {
            return;
        }
        switch (model.press(capturing.get(), event)) {
            case Pressed.Taken _ -> endCapture(text("help.keys.how"));
            case Pressed.Refused(var reason) -> message.setText(reason);
            case Pressed.Belongs belongs -> message.setText(belongs.words());
            case Pressed.NotYet _ -> {}
        }
        event.consume();
    }

    private void capture(Action action) {
        capturing = Optional.of(action.id());
        message.setText(text("help.keys.press", window.actions().title(action)));
        fill();
        focus(action.id());
    }

    private void endCapture(String words) {
        var id = capturing.orElse("");
        capturing = Optional.empty();
        message.setText(words);
        fill();
        focus(id);
    }

    private void focus(String id) {
        Optional.ofNullable(grid.lookup("#key-" + id.replace('.', '-'))).ifPresent(Node::requestFocus);
    }

    private void fill() {
        grid.getChildren().clear();
        var entries = new ArrayList<Node[]>();
        for (var action : model.actions(search.getText())) {
            entries.add(new Node[] {keyButton(action), words(window.actions().title(action))});
        }
        if (search.getText().isBlank()) {
            for (var fixed : FIXED) {
                var key = new Label(text("help.fixed." + fixed + ".key"));
                key.getStyleClass().add("key-hint");
                entries.add(new Node[] {key, words(text("help.fixed." + fixed))});
            }
        }
        int lines = Math.ceilDiv(entries.size(), COLUMNS);
        for (int i = 0; i < entries.size(); i++) {
            grid.add(entries.get(i)[0], i / lines * 2, i % lines);
            grid.add(entries.get(i)[1], i / lines * 2 + 1, i % lines);
        }
    }

    private static Label words(String said) {
        var label = new Label(said);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    private Node keyButton(Action action) {
        var title = window.actions().title(action);
        var said = model.key(action);
        boolean waiting = capturing.equals(Optional.of(action.id()));
        var key = new Button(waiting ? text("help.keys.waiting") : said.isEmpty() ? text("help.keys.none") : said);
        key.setId("key-" + action.id().replace('.', '-'));
        key.getStyleClass().addAll("small", "key-button");
        key.setAccessibleText(text("help.keys.spoken", title, key.getText()));
        key.setOnAction(_ -> capture(action));
        if (!model.changed(action)) {
            return key;
        }
        var back = new Button(null, new Icon(Octicons.HISTORY_16));
        back.getStyleClass().addAll("flat", "icon-button");
        back.setAccessibleText(text("help.keys.back", title));
        back.setTooltip(new Tooltip(text("help.keys.back", title)));
        back.setOnAction(_ -> {
            model.reset(action.id());
            fill();
        });
        return new HBox(4, key, back);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
