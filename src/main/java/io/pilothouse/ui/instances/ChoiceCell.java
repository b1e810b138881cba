package io.pilothouse.ui.instances;

import java.util.List;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ListCell;
import org.jspecify.annotations.Nullable;

/// One of the values that a form offers, in words and with a sign where it has one.
final class ChoiceCell<T> extends ListCell<T> {

    private final Function<T, String> said;
    private final Function<T, @Nullable Node> sign;

    private ChoiceCell(Function<T, String> said, Function<T, @Nullable Node> sign) {
        this.said = said;
        this.sign = sign;
    }

    /// Offers these in a box.
    static <T> void fill(ComboBox<T> box, List<T> items, Function<T, String> said, Function<T, @Nullable Node> sign) {
        box.getItems().setAll(items);
        box.setCellFactory(_ -> new ChoiceCell<>(said, sign));
        box.setButtonCell(new ChoiceCell<>(said, sign));
    }

    @Override
    protected void updateItem(T item, boolean empty) {
        super.updateItem(item, empty);
        setText(empty || item == null ? "" : said.apply(item));
        setGraphic(empty || item == null ? null : sign.apply(item));
    }
}
