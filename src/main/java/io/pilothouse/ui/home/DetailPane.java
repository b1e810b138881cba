package io.pilothouse.ui.home;

import io.pilothouse.ui.common.SelectableText;
import java.util.Map;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;

/// What is known of one row: a title, facts in two columns, buttons.
final class DetailPane extends ScrollPane {

    private final VBox content = new VBox(8);

    DetailPane(String title, String second) {
        var head = new Label(title);
        head.getStyleClass().add("text-card");
        head.setWrapText(true);
        content.setPadding(new Insets(16));
        VBox.setMargin(head, new Insets(0, 28, 0, 0)); // beside what closes the pane
        content.getChildren().add(head);
        if (!second.isEmpty()) {
            var below = new SelectableText();
            below.setText(second);
            below.style("text-mono");
            content.getChildren().add(below);
        }
        setContent(content);
        setFitToWidth(true);
        getStyleClass().add("edge-to-edge");
    }

    /// @param facts words to values; what is empty is left out
    DetailPane facts(Map<String, String> facts) {
        var grid = new GridPane(12, 6);
        int row = 0;
        for (var fact : facts.entrySet()) {
            if (!fact.getValue().isEmpty()) {
                var word = new Label(fact.getKey());
                word.getStyleClass().addAll("text-muted", "text-second");
                var value = new Label(fact.getValue());
                value.setWrapText(true);
                value.getStyleClass().add("text-second");
                grid.addRow(row++, word, value);
            }
        }
        content.getChildren().add(grid);
        return this;
    }

    DetailPane heading(String words) {
        var heading = new Label(words);
        heading.getStyleClass().add("field-label");
        content.getChildren().add(heading);
        return this;
    }

    DetailPane text(String words) {
        if (!words.isEmpty()) {
            var text = new Label(words);
            text.setWrapText(true);
            content.getChildren().add(text);
        }
        return this;
    }

    DetailPane with(Node... nodes) {
        content.getChildren().addAll(nodes);
        return this;
    }

    DetailPane buttons(Node... buttons) {
        content.getChildren().add(new FlowPane(8, 8, buttons));
        return this;
    }
}
