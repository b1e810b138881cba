package io.pilothouse.ui.instances;

import io.pilothouse.ui.common.Icon;
import javafx.beans.DefaultProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ObservableList;
import javafx.scene.Node;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// A part of a form that is folded until it is wanted.
@DefaultProperty("content")
public final class Section extends VBox {

    private final ToggleButton head = new ToggleButton();
    private final VBox content = new VBox(12);

    public Section() {
        getStyleClass().add("form-section");
        var arrow = new Icon(Octicons.CHEVRON_RIGHT_16);
        arrow.getStyleClass().addAll("small-icon", "muted-icon");
        head.getStyleClass().setAll("form-section-head");
        head.setGraphic(arrow);
        content.getStyleClass().add("form-section-content");
        getChildren().setAll(head, content);
        head.selectedProperty().subscribe(open -> {
            arrow.setIconCode(open ? Octicons.CHEVRON_DOWN_16 : Octicons.CHEVRON_RIGHT_16);
            content.setVisible(open);
            content.setManaged(open);
        });
    }

    public ObservableList<Node> getContent() {
        return content.getChildren();
    }

    public StringProperty titleProperty() {
        return head.textProperty();
    }

    public String getTitle() {
        return head.getText();
    }

    public void setTitle(String title) {
        head.setText(title);
    }

    void open() {
        head.setSelected(true);
    }
}
