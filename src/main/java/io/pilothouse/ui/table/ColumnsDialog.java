package io.pilothouse.ui.table;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.octicons.Octicons;

/// Chooses columns, their order and which stay at the left; each change is seen at once. All by
/// keyboard. FX thread only.
final class ColumnsDialog {

    private final WindowContext window;
    private final Function<String, String> title;
    private final UnaryOperator<TableLayout> changed;
    private final GridPane grid = new GridPane(8, 2);
    private TableLayout layout;

    /// @param layout  as it is seen
    /// @param title   of a column by its id
    /// @param changed shows it, and gives it back as it is seen then
    ColumnsDialog(
            WindowContext window,
            TableLayout layout,
            Function<String, String> title,
            UnaryOperator<TableLayout> changed) {
        this.window = window;
        this.layout = layout;
        this.title = title;
        this.changed = changed;
    }

    /// @param standard what "as usual" brings back
    void open(TableLayout standard) {
        grid.getStyleClass().add("dialog-body");
        var words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().add(words);
        fill();
        var scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(460);
        scroll.setFocusTraversable(false);
        var usual = new Button(window.texts().text("table.columns.usual"));
        usual.setId("columns-usual");
        usual.setOnAction(_ -> change(standard.columns(), false));
        var done = new Button(window.texts().text("common.close"));
        done.getStyleClass().add("accent");
        done.setDefaultButton(true);
        var dialog = window.dialogs()
                .open(new DialogFrame(
                                "columns",
                                window.texts().text("table.columns.title"),
                                Optional.empty(),
                                440,
                                scroll,
                                List.of(usual),
                                List.of(done))
                        .losingNothing());
        done.setOnAction(_ -> dialog.close());
        grid.getChildren().getFirst().requestFocus();
    }

    private void fill() {
        grid.getChildren().clear();
        if (layout.columns().isEmpty()) {
            grid.add(new Label(), 0, 0);
        }
        for (int i = 0; i < layout.columns().size(); i++) {
            int at = i;
            var place = layout.columns().get(i);
            var name = title.apply(place.column());
            var shown = new CheckBox(name);
            shown.setId("column-" + place.column());
            shown.setSelected(place.shown());
            shown.setOnAction(_ -> replace(
                    at,
                    true,
                    new TableLayout.Place(place.column(), place.width(), shown.isSelected(), place.frozen())));
            var pin = new ToggleButton(null, new Icon(Octicons.PIN_16));
            pin.getStyleClass().addAll("flat", "icon-button");
            pin.setAccessibleText(window.texts().text("table.columns.freeze", name));
            pin.setTooltip(new javafx.scene.control.Tooltip(window.texts().text("table.columns.freeze", name)));
            pin.setSelected(place.frozen());
            pin.setOnAction(_ -> replace(
                    at,
                    layout.chosen(),
                    new TableLayout.Place(place.column(), place.width(), place.shown(), pin.isSelected())));
            grid.addRow(
                    i,
                    shown,
                    pin,
                    move(at, -1, Octicons.ARROW_UP_16, "table.columns.up", name),
                    move(at, 1, Octicons.ARROW_DOWN_16, "table.columns.down", name));
        }
    }

    private Button move(int at, int step, Ikon icon, String key, String name) {
        var button = new Button(null, new Icon(icon));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(window.texts().text(key, name));
        int to = at + step;
        button.setDisable(to < 0 || to >= layout.columns().size());
        button.setOnAction(_ -> {
            var places = new ArrayList<>(layout.columns());
            Collections.swap(places, at, to);
            change(places, layout.chosen());
            int column = step < 0 ? 2 : 3;
            grid.getChildren().stream()
                    .filter(node -> GridPane.getRowIndex(node) == to && GridPane.getColumnIndex(node) == column)
                    .forEach(node -> node.requestFocus());
        });
        return button;
    }

    private void replace(int at, boolean chosen, TableLayout.Place place) {
        var places = new ArrayList<>(layout.columns());
        places.set(at, place);
        var focus = grid.getChildren().stream().filter(node -> node.isFocused()).findFirst();
        int row = focus.map(GridPane::getRowIndex).orElse(at);
        int column = focus.map(GridPane::getColumnIndex).orElse(0);
        change(places, chosen);
        grid.getChildren().stream()
                .filter(node -> GridPane.getRowIndex(node) == row && GridPane.getColumnIndex(node) == column)
                .forEach(node -> node.requestFocus());
    }

    private void change(List<TableLayout.Place> places, boolean chosen) {
        layout = changed.apply(new TableLayout(places, layout.sort(), layout.filter(), chosen));
        fill();
    }
}
