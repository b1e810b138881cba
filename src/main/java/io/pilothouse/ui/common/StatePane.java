package io.pilothouse.ui.common;

import java.util.List;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.kordamp.ikonli.Ikon;

/// What stands where there is nothing to show: what is (not) there, why, and one highlighted action.
public final class StatePane extends VBox {

    /// @param text what the button says
    public record Choice(String text, Runnable run) {}

    /// @param title   one sentence, names the instance where there is one
    /// @param why     one sentence more, may be empty
    /// @param choices the first is highlighted; may be empty
    public StatePane(Ikon icon, String title, String why, List<Choice> choices) {
        super(8);
        getStyleClass().add("state-pane");
        setAlignment(Pos.CENTER);
        var picture = new Icon(icon);
        picture.getStyleClass().add("state-pane-icon");
        var head = new Label(title);
        head.getStyleClass().add("state-pane-title");
        head.setWrapText(true);
        head.setTextAlignment(TextAlignment.CENTER);
        head.setMinHeight(USE_PREF_SIZE);
        getChildren().setAll(picture, head);
        if (!why.isEmpty()) {
            var reason = new Label(why);
            reason.getStyleClass().addAll("text-muted", "text-second");
            reason.setWrapText(true);
            reason.setTextAlignment(TextAlignment.CENTER);
            reason.setMinHeight(USE_PREF_SIZE);
            getChildren().add(reason);
        }
        if (!choices.isEmpty()) {
            var row = new HBox(8);
            row.setAlignment(Pos.CENTER);
            for (var choice : choices) {
                var button = new Button(choice.text);
                button.setOnAction(_ -> choice.run.run());
                if (row.getChildren().isEmpty()) {
                    button.getStyleClass().add("accent");
                }
                row.getChildren().add(button);
            }
            getChildren().add(row);
        }
    }
}
