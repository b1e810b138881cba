package io.pilothouse.ui.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.query.SortBy;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.ProgramPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kordamp.ikonli.octicons.Octicons;

/// Draws a table with everything it can show, to be looked at.
@Tag("pictures")
class TablePicturesTest {

    private static final class Tile implements CellDrawing<Film> {
        private final Monogram tile = new Monogram(Monogram.Size.NORMAL);
        private final io.pilothouse.testing.ui.FakeServices fakes;

        Tile(io.pilothouse.testing.ui.FakeServices fakes) {
            this.fakes = fakes;
        }

        @Override
        public Node node() {
            return tile;
        }

        @Override
        public void show(Film film) {
            tile.show(fakes.instances.find(film.instance()).orElseThrow());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void table(boolean dark) {
        var name = "table" + (dark ? "-dark" : "-light");
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            try (var window = Windows.open(fakes, dark)) {
                var context = window.context();
                var rows = new MemoryRows<Film>(Film::id);
                rows.set(Film.many(12_345));
                var columns = new java.util.ArrayList<Column<Film>>();
                columns.add(Column.<Film>text(
                                "on",
                                "fleet.column.kind",
                                film -> film.instance().value())
                        .drawn(() -> new Tile(fakes))
                        .width(60)
                        .notFilterable());
                columns.addAll(Film.columns(context.words()));
                var table = new RowTable<>(
                        context,
                        TableSpec.of("films", "Films", rows, columns)
                                .sortedBy(new SortBy("size", true))
                                .ofInstance(Film::instance)
                                .withBulk(List.of(
                                        BulkAct.<Film>of("films.search", "Search", Octicons.SEARCH_16, _ -> {}),
                                        BulkAct.<Film>of("films.delete", "Delete…", Octicons.TRASH_16, _ -> {})
                                                .destroying()))
                                .withDetail(film -> {
                                    var title = new Label(film.title());
                                    title.getStyleClass().add("text-title");
                                    var box = new VBox(8, title, new Label(film.state()));
                                    box.setPadding(new javafx.geometry.Insets(16));
                                    return box;
                                }));
                context.pages().add(new ProgramPage("trash-like", Octicons.ROWS_16, () -> new PageView() {
                    @Override
                    public Parent root() {
                        return table;
                    }
                }));
                context.navigation().go(new Location.Program("trash"));
                var root = window.scene().getRoot();
                root.applyCss();
                var content = (javafx.scene.layout.Pane) root.lookup("#content");
                content.getChildren().setAll(table);
                ((TextField) table.lookup("#table-filter")).setText("-state:queued size>20GB");
                root.applyCss();
                root.layout();
                var view = (TableView<?>) table.lookup("#table-rows");
                view.getSelectionModel().select(2);
                for (var code : List.of(KeyCode.SPACE, KeyCode.ENTER)) {
                    view.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, false, false, false));
                }
                for (int i = 0; i < 4; i++) {
                    view.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.DOWN, true, false, false, false));
                }
                Windows.picture(fakes, window, name);
                table.close();
            }
        });
        assertThat(Files.exists(Path.of("target/pictures", name + ".png"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void frozenColumnsAndTheirDialog(boolean dark) {
        var name = "table-columns" + (dark ? "-dark" : "-light");
        FxToolkit.run(() -> {
            var fakes = PictureFleet.make();
            fakes.views.save(
                    new io.pilothouse.domain.query.SavedView(
                            "films",
                            "",
                            "column title 260 shown frozen\ncolumn size 400 shown\ncolumn year 400 shown\ncolumn added 400 shown\nsort year descending\nsort title"));
            try (var window = Windows.open(fakes, dark)) {
                var context = window.context();
                var rows = new MemoryRows<Film>(Film::id);
                rows.set(Film.many(500));
                var table = new RowTable<>(
                        context,
                        TableSpec.of("films", "Films", rows, Film.columns(context.words()))
                                .withBulk(List.of(
                                        BulkAct.<Film>of("films.search", "Search", Octicons.SEARCH_16, _ -> {}))));
                context.navigation().go(new Location.Program("trash"));
                var root = window.scene().getRoot();
                root.applyCss();
                ((javafx.scene.layout.Pane) root.lookup("#content"))
                        .getChildren()
                        .setAll(table);
                root.applyCss();
                root.layout();
                ((TableView<?>) table.lookup("#table-rows")).scrollTo(100);
                ((TableView<?>) table.lookup("#table-rows")).getSelectionModel().select(102);
                root.layout();
                if (dark) {
                    ((javafx.scene.control.Button) table.lookup("#table-columns")).fire();
                }
                Windows.picture(fakes, window, name);
                table.close();
            }
        });
        assertThat(Files.exists(Path.of("target/pictures", name + ".png"))).isTrue();
    }
}
