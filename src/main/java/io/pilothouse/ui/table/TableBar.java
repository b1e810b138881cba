package io.pilothouse.ui.table;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.ToolRow;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.octicons.Octicons;

/// What stands above the rows: filter box, tools of the page, count, views, columns, copies and exports. FX
/// thread only.
final class TableBar<R> {

    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("error");

    /// Narrower bars show the signs of their buttons only.
    private static final double WORDS_NEED = 520;

    /// What the bar asks of its table.
    interface Table {
        /// Puts the keys on the rows.
        void toRows();

        void chooseColumns();

        void copy(RowWriter.Form form);

        /// @param all whether with every column, not only those that are seen
        void export(RowWriter.Form form, boolean all);
    }

    private final WindowContext window;
    private final Table table;
    private final FilterBox<R> filter;
    private final Label wrong = new Label();
    private final Label count = new Label();
    private final ToggleButton perColumn = new ToggleButton();
    private final Button columns = new Button();
    private final ToolRow row;

    TableBar(WindowContext window, FilterBox<R> filter, ViewsMenu<R> views, Table table) {
        this.window = window;
        this.filter = filter;
        this.table = table;
        filter.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
                table.toRows();
                event.consume();
            }
        });
        wrong.getStyleClass().addAll("text-danger", "text-second");
        wrong.managedProperty().bind(wrong.textProperty().isNotEmpty());
        count.setId("table-count");
        count.getStyleClass().addAll("text-muted", "text-second");
        count.setMinWidth(Region.USE_PREF_SIZE);
        perColumn.setGraphic(new Icon(Octicons.MULTI_SELECT_16));
        perColumn.setId("table-per-column");
        perColumn.getStyleClass().addAll("flat", "icon-button");
        perColumn.setAccessibleText(text("table.filter.row"));
        perColumn.setTooltip(new Tooltip(text("table.filter.row")));
        perColumn.setOnAction(_ -> window.background().store(TableSettings.FILTER_ROW, perColumn.isSelected()));
        views.setGraphic(new Icon(Octicons.BOOKMARK_16));
        columns.setGraphic(new Icon(Octicons.COLUMNS_16));
        columns.setId("table-columns");
        sayAside(List.of());
        columns.setMinWidth(Region.USE_PREF_SIZE);
        columns.setOnAction(_ -> table.chooseColumns());
        var lead = new HBox(8, filter, perColumn, wrong);
        lead.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(filter, Priority.ALWAYS);
        filter.setMaxWidth(filter.getPrefWidth());
        var end = new HBox(8, count, views, columns, more());
        end.setAlignment(Pos.CENTER_RIGHT);
        row = new ToolRow(lead, end);
        row.getStyleClass().add("table-bar");
        row.widthProperty().subscribe(width -> signsOnly(width.doubleValue() < WORDS_NEED, List.of(views, columns)));
    }

    /// The signs alone where the words find no room.
    private static void signsOnly(boolean narrow, List<Labeled> buttons) {
        buttons.forEach(button -> button.setContentDisplay(narrow ? ContentDisplay.GRAPHIC_ONLY : ContentDisplay.LEFT));
    }

    private MenuButton more() {
        var more = new MenuButton(null, new Icon(Octicons.KEBAB_HORIZONTAL_16));
        more.setId("table-more");
        more.getStyleClass().addAll("flat", "icon-button");
        more.setAccessibleText(text("table.more"));
        more.getItems().addAll(copies());
        more.getItems().add(new SeparatorMenuItem());
        boolean json = window.services().settings().get(TableSettings.EXPORT_FORM) == TableSettings.ExportForm.JSON;
        var forms = List.of(RowWriter.Form.CSV, RowWriter.Form.JSON);
        for (var form : json ? forms.reversed() : forms) {
            more.getItems().add(item("table.export." + form.ending(), () -> {
                more.hide(); // it would stand beside the chooser
                table.export(form, false);
            }));
            more.getItems().add(item("table.export.all." + form.ending(), () -> {
                more.hide();
                table.export(form, true);
            }));
        }
        return more;
    }

    /// @return copying the rows, in each form
    List<MenuItem> copies() {
        return List.of(RowWriter.Form.values()).stream()
                .map(form -> item("table.copy." + form.ending(), () -> table.copy(form)))
                .toList();
    }

    private MenuItem item(String key, Runnable run) {
        var item = new MenuItem(text(key));
        item.setId(key.replace('.', '-'));
        item.setOnAction(_ -> run.run());
        return item;
    }

    ToolRow node() {
        return row;
    }

    /// Shows nodes of the page between the filter box and the count.
    void setTools(Node... nodes) {
        row.setTools(nodes);
    }

    /// @param part of the filter that nobody understands
    void sayWrong(Optional<String> part) {
        wrong.setText(part.map(words -> text("table.filter.wrong", words)).orElse(""));
        filter.pseudoClassStateChanged(WRONG, part.isPresent());
    }

    void sayFields(boolean shown) {
        perColumn.setSelected(shown);
    }

    /// @param titles of columns that found no room
    void sayAside(List<String> titles) {
        columns.setText(titles.isEmpty() ? text("table.columns") : text("table.columns.aside", titles.size()));
        columns.setTooltip(
                titles.isEmpty() ? null : new Tooltip(text("table.columns.no-room", String.join(", ", titles))));
    }

    void sayCount(RowFeed<R> feed) {
        var total = window.words().number(feed.total());
        count.setText(
                !feed.loaded()
                        ? ""
                        : feed.matching() == feed.total()
                                ? text("table.count.all", total)
                                : text("table.count.some", window.words().number(feed.matching()), total));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
