package io.pilothouse.ui.common;

import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import javafx.scene.text.Text;

/// Words that look like a label and can be selected and copied. As wide as its text; where there is less room
/// fewer words stand there, or its end is left out with dots, and the whole stands in a tooltip.
public final class SelectableText extends StackPane {

    private static final double CARET = 4;

    private final TextField field = new TextField();
    private final Label shortened = new Label();
    private final Tooltip whole = new Tooltip();

    public SelectableText() {
        setAlignment(javafx.geometry.Pos.CENTER_LEFT);
        field.getStyleClass().add("selectable");
        field.setEditable(false);
        field.setFocusTraversable(false); // reached by the pointer; the keyboard copies by the menu's actions
        shortened.getStyleClass().add("selectable-short");
        shortened.setMinWidth(0);
        shortened.setVisible(false);
        whole.textProperty().bind(field.textProperty());
        getChildren().setAll(field, shortened);
        field.textProperty().addListener((_, _, text) -> {
            field.setAccessibleText(text);
            requestLayout();
        });
        field.fontProperty().addListener((_, _, _) -> requestLayout());
    }

    public void setText(String text) {
        setText(text, text);
    }

    /// @param shorter what is said where there is no room for `text`
    public void setText(String text, String shorter) {
        shortened.setText(shorter);
        field.setText(text);
    }

    public String getText() {
        return field.getText();
    }

    /// A class for the looks of the words.
    public void style(String styleClass) {
        field.getStyleClass().add(styleClass);
        shortened.getStyleClass().add(styleClass);
    }

    @Override
    protected void layoutChildren() {
        boolean tight = getWidth() < computePrefWidth(-1) - 1;
        if (tight != shortened.isVisible()) {
            shortened.setVisible(tight);
            field.setVisible(!tight);
            Tooltip.uninstall(this, whole);
            if (tight) {
                Tooltip.install(this, whole);
            }
        }
        super.layoutChildren();
    }

    @Override
    protected double computePrefWidth(double height) {
        var measured = new Text(field.getText());
        measured.setFont(field.getFont());
        return Math.ceil(measured.getLayoutBounds().getWidth()) + CARET + snappedLeftInset() + snappedRightInset();
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }
}
