package io.pilothouse.ui.common;

import javafx.scene.control.TextField;
import javafx.scene.text.Text;

/// Words that look like a label and can be selected and copied. As wide as its text.
public final class SelectableText extends TextField {

    private static final double CARET = 4;

    public SelectableText() {
        getStyleClass().add("selectable");
        setEditable(false);
        setFocusTraversable(false); // reached by the pointer; the keyboard copies by the menu's actions
        textProperty().addListener((_, _, text) -> {
            setAccessibleText(text);
            requestLayout();
        });
        fontProperty().addListener((_, _, _) -> requestLayout());
    }

    @Override
    protected double computePrefWidth(double height) {
        var measured = new Text(getText());
        measured.setFont(getFont());
        return Math.ceil(measured.getLayoutBounds().getWidth()) + CARET + snappedLeftInset() + snappedRightInset();
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }
}
