package io.pilothouse.ui.table;

import io.pilothouse.domain.query.ValueType;
import io.pilothouse.ui.shell.WindowContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.TextField;
import javafx.scene.layout.Pane;
import javafx.scene.shape.Rectangle;

/// A field under the head of each column, in which only that column is looked through. What stands in
/// the fields is said in the language of the filter box. FX thread only.
final class FilterRow<R> extends Pane {

    static final double HEIGHT = 34;
    private static final double GAP = 3;

    private final WindowContext window;
    private final FilterWords<R> words;
    private final Runnable typed;
    private final Map<String, Control> fields = new LinkedHashMap<>();
    private List<Grid.Spot<R>> spots = List.of();
    private boolean clearing;

    /// @param typed called when something else stands in a field
    FilterRow(WindowContext window, FilterWords<R> words, Runnable typed) {
        this.window = window;
        this.words = words;
        this.typed = typed;
        setId("table-filter-row");
        getStyleClass().add("filter-row");
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMinWidth(0);
        setPrefWidth(0); // the columns decide
        var clip = new Rectangle();
        clip.widthProperty().bind(widthProperty());
        clip.heightProperty().bind(heightProperty());
        setClip(clip);
        show(false);
    }

    void show(boolean shown) {
        setVisible(shown);
        setManaged(shown);
        if (!shown) {
            getChildren().clear();
        } else {
            place(spots);
        }
    }

    /// Puts the fields under their columns.
    void place(List<Grid.Spot<R>> columns) {
        spots = columns;
        if (!isVisible()) {
            return;
        }
        var shown = columns.stream()
                .filter(spot -> spot.column().isFilterable())
                .map(spot -> fields.computeIfAbsent(spot.column().id(), _ -> field(spot.column())))
                .toList();
        if (!getChildren().equals(shown)) {
            getChildren().setAll(shown);
        }
        requestLayout();
    }

    private Control field(Column<R> column) {
        var spoken = window.texts().text("table.filter.column", words.title(column));
        var type = column.type();
        if ((type == ValueType.CHOICE || type == ValueType.TRUTH)
                && !column.completions().isEmpty()) {
            var box = new ComboBox<String>();
            box.getItems().add("");
            box.getItems().addAll(words.completions(column));
            box.setEditable(type == ValueType.CHOICE);
            box.setAccessibleText(spoken);
            box.setId("table-filter-" + column.id());
            box.valueProperty().addListener((_, _, _) -> changed());
            if (box.isEditable()) {
                box.getEditor().setAccessibleText(spoken);
                box.getEditor().textProperty().addListener((_, _, _) -> changed());
            }
            return box;
        }
        var field = new TextField();
        field.setId("table-filter-" + column.id());
        field.setAccessibleText(spoken);
        field.setPromptText(
                switch (type) {
                    case TEXT, CHOICE, TRUTH -> "";
                    case NUMBER -> "> 5";
                    case SIZE -> "> 8GB";
                    case TIME -> "< 30d";
                    case DURATION -> "> 1h";
                });
        field.textProperty().addListener((_, _, _) -> changed());
        return field;
    }

    private void changed() {
        if (!clearing) {
            typed.run();
        }
    }

    /// @return what stands in the fields, in the language of the filter box; empty for nothing
    String words() {
        return fields.entrySet().stream()
                .map(field -> term(field.getKey(), textOf(field.getValue()).strip()))
                .filter(term -> !term.isEmpty())
                .collect(Collectors.joining(" "));
    }

    private static String textOf(Control field) {
        return switch (field) {
            case TextField text -> text.getText();
            case ComboBox<?> box
            when box.isEditable() ->
                box.getEditor().getText() == null ? "" : box.getEditor().getText();
            case ComboBox<?> box -> box.getValue() == null ? "" : box.getValue().toString();
            default -> "";
        };
    }

    static String term(String column, String typed) {
        if (typed.isEmpty()) {
            return "";
        }
        boolean not = typed.length() > 1 && typed.startsWith("-");
        var rest = not ? typed.substring(1) : typed;
        int signs = 0;
        while (signs < Math.min(2, rest.length()) && "<>=".indexOf(rest.charAt(signs)) >= 0) {
            signs++;
        }
        var sign = signs == 0 ? ":" : rest.substring(0, signs);
        var value = rest.substring(signs).strip().replace("\"", "");
        if (value.isEmpty()) {
            return "";
        }
        boolean apart = value.chars().anyMatch(Character::isWhitespace);
        return (not ? "-" : "") + column + sign + (apart ? "\"" + value + "\"" : value);
    }

    /// Empties all fields, without saying so.
    void clear() {
        clearing = true;
        for (var field : fields.values()) {
            switch (field) {
                case TextField text -> text.clear();
                case ComboBox<?> box -> {
                    if (box.isEditable()) {
                        box.getEditor().clear();
                    }
                    box.setValue(null);
                }
                default -> {}
            }
        }
        clearing = false;
    }

    @Override
    protected void layoutChildren() {
        for (var spot : spots) {
            var field = fields.get(spot.column().id());
            if (field != null && field.getParent() == this) {
                field.resizeRelocate(
                        snapPositionX(spot.x() + GAP),
                        GAP,
                        Math.max(0, snapSizeX(spot.width() - 2 * GAP)),
                        HEIGHT - 2 * GAP - 1);
            }
        }
    }
}
