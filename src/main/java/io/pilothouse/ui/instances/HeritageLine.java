package io.pilothouse.ui.instances;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.instances.FormHeritage.Given;
import io.pilothouse.ui.instances.FormHeritage.Heritage;
import java.util.function.Supplier;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.octicons.Octicons;

/// Says below a field from where its value is, with an arrow that takes its own away. FX thread only.
public final class HeritageLine extends HBox {

    private final Label note = new Label();
    private final Button reset = new Button(null, new Icon(Octicons.HISTORY_16));
    private final Tooltip hint = new Tooltip();
    private Runnable showing = () -> {};

    public HeritageLine() {
        getStyleClass().add("heritage");
        note.getStyleClass().add("field-note");
        HBox.setHgrow(note, Priority.ALWAYS);
        reset.getStyleClass().addAll("flat", "icon-button");
        reset.setTooltip(hint);
        getChildren().setAll(note, reset);
        InstanceFormController.show(this, false);
    }

    /// @param id    of the field
    /// @param label what the field is called
    /// @param clear takes its own value away
    void follow(Texts texts, String id, String label, Supplier<Heritage> heritage, Runnable clear) {
        note.setId(id + "-from");
        reset.setId(id + "-reset");
        reset.setOnAction(_ -> clear.run());
        showing = () -> show(texts, label, heritage.get());
        show();
    }

    /// Looks again.
    void show() {
        showing.run();
    }

    private void show(Texts texts, String label, Heritage heritage) {
        note.setText(
                heritage.own()
                        ? heritage.given()
                                .map(given -> texts.text(
                                        heritage.holds() ? "instances.own-weaker" : "instances.own-instead",
                                        given.from(),
                                        given.value()))
                                .orElseGet(() -> texts.text("instances.own"))
                        : heritage.given()
                                .map(given -> texts.text("instances.inherited", given.from(), given.value()))
                                .orElse(""));
        var back = heritage.given()
                .map(Given::from)
                .map(from -> texts.text("instances.inherit", label, from))
                .orElseGet(() -> texts.text("instances.own-reset", label));
        hint.setText(back);
        reset.setAccessibleText(back);
        InstanceFormController.show(reset, heritage.own());
        InstanceFormController.show(this, heritage.own() || heritage.given().isPresent());
    }
}
