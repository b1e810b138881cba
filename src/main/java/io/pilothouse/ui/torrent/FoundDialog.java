package io.pilothouse.ui.torrent;

import io.pilothouse.domain.task.Outcome;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/// Looks for something among all clients, and shows it line by line, to be closed. FX thread only.
final class FoundDialog {

    private static final double WIDTH = 640;
    private static final double HIGHEST = 420;

    private final WindowContext window;
    private final String id;
    private final VBox lines = new VBox(6);

    FoundDialog(WindowContext window, String id) {
        this.window = window;
        this.id = id;
    }

    /// @param looking said until it is found
    /// @param what    what is read, as an infinitive
    /// @param look    called beside the FX thread
    /// @param show    says what was found
    <T> void open(String title, String looking, String what, Supplier<T> look, Consumer<T> show) {
        var scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(HIGHEST);
        scroll.getStyleClass().add("edge-to-edge");
        var body = new VBox(scroll);
        body.getStyleClass().add("dialog-body");
        var close = new Button(window.texts().text("common.close"));
        close.setDefaultButton(true);
        var open = window.dialogs()
                .open(new DialogFrame(id, title, Optional.empty(), WIDTH, body, List.of(), List.of(close)));
        close.setOnAction(_ -> open.close());
        say(looking, "text-muted");
        new Latest(window.services().fx())
                .<T>start(() -> window.background().read(what, List.of(), _ -> look.get()), outcome -> {
                    lines.getChildren().clear();
                    if (outcome instanceof Outcome.Succeeded<T>(var found)) {
                        show.accept(found);
                    } else if (outcome instanceof Outcome.Failed<T>(var problem)) {
                        say(window.texts().summary(problem), "text-danger");
                    }
                });
    }

    boolean isEmpty() {
        return lines.getChildren().isEmpty();
    }

    void add(Node line) {
        lines.getChildren().add(line);
    }

    void say(String words, String style) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().add(style);
        add(label);
    }
}
