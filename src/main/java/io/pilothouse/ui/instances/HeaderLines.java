package io.pilothouse.ui.instances;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Texts;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.PasswordField;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The extra headers of a form, a line each. FX thread only.
final class HeaderLines {

    private final ObservableList<HeaderRow> headers;
    private final Texts texts;
    private final VBox lines;

    HeaderLines(ObservableList<HeaderRow> headers, Texts texts, VBox lines) {
        this.headers = headers;
        this.texts = texts;
        this.lines = lines;
        headers.addListener((ListChangeListener<HeaderRow>) _ -> show());
        show();
    }

    /// Adds an empty one, to be typed into.
    void add() {
        headers.add(HeaderRow.of("", "", false, false));
        lines.getChildren().getLast().lookup(".text-field").requestFocus();
    }

    private void show() {
        lines.getChildren().clear();
        for (var row : headers) {
            var header = new TextField();
            header.setPromptText(text("instances.header-name"));
            header.setAccessibleText(text("instances.header-name"));
            header.textProperty().bindBidirectional(row.name());
            var value = row.secret().get() ? new PasswordField() : new TextField();
            value.setPromptText(text(row.stored() ? "instances.header-stored" : "instances.header-value"));
            value.setAccessibleText(text("instances.header-value"));
            value.textProperty().bindBidirectional(row.value());
            HBox.setHgrow(value, Priority.ALWAYS);
            var secret = new CheckBox(text("instances.header-secret"));
            secret.setSelected(row.secret().get());
            secret.setOnAction(_ -> {
                row.secret().set(secret.isSelected());
                show();
            });
            var remove = new Button(null, new Icon(Octicons.X_16));
            remove.getStyleClass().addAll("flat", "icon-button");
            remove.setAccessibleText(text("instances.header-remove"));
            remove.setOnAction(_ -> headers.remove(row));
            var line = new HBox(8, header, value, secret, remove);
            line.setAlignment(Pos.CENTER_LEFT);
            lines.getChildren().add(line);
        }
    }

    private String text(String key) {
        return texts.text(key);
    }
}
