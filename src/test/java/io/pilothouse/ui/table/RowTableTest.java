package io.pilothouse.ui.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.RowQuery;
import io.pilothouse.domain.query.SavedView;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.css.PseudoClass;
import javafx.event.Event;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableRow;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.text.Text;
import javafx.stage.Popup;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.kordamp.ikonli.octicons.Octicons;

class RowTableTest {

    private final FakeServices fakes = PictureFleet.make();
    private final MemoryRows<Film> rows = new MemoryRows<>(Film::id);
    private final List<Chosen<Film>> acted = new ArrayList<>();

    /// How titles are drawn, where not as words.
    private Optional<Supplier<CellDrawing<Film>>> drawn = Optional.empty();

    /// Rows in a list, read page by page.
    private static final class Pages implements PagedRows<Film> {
        final List<Film> films;
        final List<Long> offsets = new ArrayList<>();

        Pages(List<Film> films) {
            this.films = new ArrayList<>(films);
        }

        private List<Film> arranged(RowQuery query) {
            return Arrangement.of(films, Film.columns(WORDS), query, Film::id).rows();
        }

        @Override
        public Object key(Film film) {
            return film.id();
        }

        @Override
        public long count(Filter filter) {
            return arranged(new RowQuery(filter, List.of())).size();
        }

        @Override
        public List<Film> page(RowQuery query, long offset, int limit) {
            offsets.add(offset);
            return arranged(query).stream().skip(offset).limit(limit).toList();
        }
    }

    private static final io.pilothouse.ui.common.Words WORDS = new io.pilothouse.ui.common.Words(
            new io.pilothouse.ui.common.Texts(java.util.Locale.ENGLISH), java.time.ZoneOffset.UTC);

    private void with(
            RowSource<Film> source, UnaryOperator<TableSpec<Film>> more, BiConsumer<RowTable<Film>, Seen> look) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                WindowContext context = window.context();
                var columns = Film.columns(context.words()).stream()
                        .map(column -> column.id().equals("title")
                                ? drawn.map(column::drawn).orElse(column)
                                : column)
                        .toList();
                var spec = TableSpec.of("test.films", "Films", source, columns)
                        .sortedBy(new SortBy("title", false))
                        .ofInstance(Film::instance)
                        .withBulk(List.of(BulkAct.of("films.search", "Search", Octicons.SEARCH_16, acted::add)));
                var table = new RowTable<>(context, more.apply(spec));
                var scene = new Scene(table, 900, 500);
                context.themes().dress(scene);
                var seen = new Seen(scene);
                seen.lay();
                look.accept(table, seen);
                table.close();
            }
        });
    }

    /// What is on screen.
    private final class Seen {
        private final Scene scene;

        Seen(Scene scene) {
            this.scene = scene;
        }

        void lay() {
            for (int i = 0; i < 3; i++) {
                scene.getRoot().applyCss();
                scene.getRoot().layout();
                fakes.later.pass(Duration.ofMillis(100));
            }
        }

        @SuppressWarnings("unchecked")
        TableView<Film> view() {
            return (TableView<Film>) scene.getRoot().lookup("#table-rows");
        }

        List<String> titles() {
            lay();
            return scene.getRoot().lookupAll(".table-row-cell").stream()
                    .map(node -> (TableRow<?>) node)
                    .filter(row -> row.isVisible() && row.getItem() != null)
                    .sorted(java.util.Comparator.comparingInt(TableRow::getIndex))
                    .flatMap(row -> row.lookupAll(".table-cell").stream()
                            .map(cell -> ((javafx.scene.control.TableCell<?, ?>) cell))
                            .filter(cell -> "title".equals(cell.getTableColumn().getId()))
                            .limit(1))
                    .map(cell -> cell.getText())
                    .toList();
        }

        int linesDrawn() {
            return (int) scene.getRoot().lookupAll(".table-row-cell").stream()
                    .filter(node -> node.isVisible() && ((TableRow<?>) node).getItem() != null)
                    .count();
        }

        RowLine<?> line(int index) {
            return scene.getRoot().lookupAll(".table-row-cell").stream()
                    .map(node -> (RowLine<?>) node)
                    .filter(line -> line.isVisible() && line.getIndex() == index)
                    .findFirst()
                    .orElseThrow();
        }

        private Stream<Text> texts(String column) {
            return scene.getRoot().lookupAll(".table-row-cell").stream()
                    .filter(Node::isVisible)
                    .flatMap(line -> line.lookupAll(".table-cell").stream())
                    .filter(cell -> column.equals(((javafx.scene.control.TableCell<?, ?>) cell)
                            .getTableColumn()
                            .getId()))
                    .flatMap(cell -> cell.lookupAll(".text").stream())
                    .map(Text.class::cast)
                    .filter(text -> !text.getText().isEmpty());
        }

        /// What stands in the cells of a column, cut off where it is.
        List<String> painted(String column) {
            return texts(column).map(Text::getText).toList();
        }

        double rightEdge(String column) {
            return texts(column).findFirst().orElseThrow().getBoundsInParent().getMaxX();
        }

        String label(String id) {
            return ((Label) scene.getRoot().lookup(id)).getText();
        }

        void type(String filter) {
            ((TextField) scene.getRoot().lookup("#table-filter")).setText(filter);
            lay();
        }

        void press(KeyCode code, boolean shift, boolean shortcut) {
            view().requestFocus();
            view().fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, shortcut, false, false));
            lay();
        }

        /// As the head does when it is clicked.
        void sortByClick(String id, boolean shift) {
            view().fireEvent(new MouseEvent(
                    MouseEvent.MOUSE_RELEASED,
                    20,
                    20,
                    20,
                    20,
                    MouseButton.PRIMARY,
                    1,
                    shift,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    null));
            if (shift) {
                view().getSortOrder().add(column(id));
            } else {
                view().getSortOrder().setAll(List.of(column(id)));
            }
        }

        TableColumn<Film, ?> column(String id) {
            return view().getColumns().stream()
                    .filter(column -> id.equals(column.getId()))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static List<Film> abc() {
        return List.of(Film.of(1, "Beta", 10), Film.of(2, "Alpha", 30), Film.of(3, "Gamma", 20));
    }

    @Test
    void saysLoadingUntilTheFirstRowsThenShowsThemSorted() {
        with(rows, spec -> spec.whileLoading("Loading the films"), (_, seen) -> {
            assertThat(seen.view().getParent().isVisible()).isFalse();
            assertThat(seen.scene.getRoot().lookupAll(".state-pane-title"))
                    .extracting(node -> ((Label) node).getText())
                    .containsExactly("Loading the films");
            rows.set(abc());
            assertThat(seen.titles()).containsExactly("Alpha", "Beta", "Gamma");
            assertThat(seen.label("#table-count")).isEqualTo("3");
        });
    }

    @Test
    void theFirstLinesAreDrawnAFewAtATimeWhereAskedFor() {
        with(rows, TableSpec::fewAtATime, (_, seen) -> {
            rows.set(Film.many(500));
            var drawn = new ArrayList<Integer>();
            for (int i = 0; i < 20; i++) {
                seen.scene.getRoot().applyCss();
                seen.scene.getRoot().layout();
                drawn.add(seen.linesDrawn());
                fakes.later.pass(Duration.ofMillis(16));
            }
            int before = 0;
            for (int now : drawn) {
                assertThat(now - before).as(drawn.toString()).isBetween(0, 5);
                before = now;
            }
            assertThat(drawn.getLast()).isEqualTo(seen.titles().size()).isGreaterThan(8);
        });
    }

    @Test
    void wordsThatFindNoRoomAreCutOffAndSaySo() {
        var words = "The long harbour of a film whose title is longer than its column can ever be";
        rows.set(List.of(Film.of(1, words, 10), Film.of(2, "Short", 10)));
        with(rows, spec -> spec, (_, seen) -> {
            seen.lay();
            assertThat(seen.painted("title")).hasSize(2).contains("Short").noneMatch(words::equals);
            assertThat(seen.painted("title"))
                    .anyMatch(cut -> cut.endsWith("...")
                            && cut.length() > 10
                            && words.startsWith(cut.substring(0, cut.length() - 3)));
        });
    }

    @Test
    void anotherRowInALineMovesItsNumbersOnly() {
        rows.set(List.of(Film.of(1, "A", 1)));
        with(rows, spec -> spec, (_, seen) -> {
            seen.lay();
            double edge = seen.rightEdge("size");
            rows.change(List.of(Film.of(1, "A", 123_000_000_000L)), List.of());
            assertThat(seen.line(0).isNeedsLayout()).isFalse();
            assertThat(seen.painted("size")).containsExactly("123 GB");
            assertThat(seen.rightEdge("size")).isCloseTo(edge, within(1.0));
        });
    }

    @Test
    void aLineThatAskedForItsLayoutWhileOthersWereLaidOutShowsItsNextRow() {
        rows.set(List.of(Film.of(1, "A", 1), Film.of(2, "B", 2)));
        drawn = Optional.of(() -> new InstanceCell<>(_ -> Optional.empty(), Film::title));
        with(rows, spec -> spec, (_, seen) -> {
            seen.lay();
            var first = seen.line(0);
            seen.line(1).needsLayoutProperty().addListener((_, _, needed) -> {
                if (!needed) {
                    first.requestLayout(); // its turn was before
                }
            });
            seen.line(1).requestLayout();
            seen.scene.getRoot().layout();
            assertThat(first.isNeedsLayout()).isTrue();
            assertThat(first.getParent().isNeedsLayout())
                    .as("nobody goes there any more")
                    .isFalse();
            assertThat(seen.painted("title")).contains("A");
            rows.change(List.of(Film.of(1, "Another", 1)), List.of());
            assertThat(seen.painted("title")).contains("Another");
        });
    }

    @Test
    void linesOfATableThatIsScrolledSidewaysShowTheRowsThatCameMeanwhile() {
        rows.set(List.of(Film.of(1, "A", 1), Film.of(2, "B", 2), Film.of(3, "C", 3)));
        with(rows, spec -> spec, (_, seen) -> {
            seen.column("year").setPrefWidth(2000);
            seen.lay();
            seen.scene.getRoot().lookupAll(".scroll-bar").stream()
                    .map(ScrollBar.class::cast)
                    .filter(bar -> bar.isVisible() && bar.getOrientation() == Orientation.HORIZONTAL)
                    .forEach(bar -> bar.setValue(200));
            rows.set(List.of(Film.of(1, "A", 1), Film.of(3, "C", 3), Film.of(4, "D", 4)));
            fakes.later.pass(Duration.ofSeconds(1));
            assertThat(seen.titles()).containsExactly("A", "C", "D");
        });
    }

    @Test
    void aPressPutsTheCursorOnTheLine() {
        rows.set(abc());
        with(rows, spec -> spec, (table, seen) -> {
            seen.lay();
            Event.fireEvent(
                    seen.line(2).lookup(".table-cell"),
                    new MouseEvent(
                            MouseEvent.MOUSE_PRESSED,
                            5,
                            5,
                            5,
                            5,
                            MouseButton.PRIMARY,
                            1,
                            false,
                            false,
                            false,
                            false,
                            true,
                            false,
                            false,
                            false,
                            false,
                            true,
                            null));
            assertThat(table.selected()).map(Film::title).hasValue("Gamma");
        });
    }

    @Test
    void linesBelowTheLastRowShowNothingOfRowsThatWereThere() {
        rows.set(Film.many(40));
        with(rows, spec -> spec, (_, seen) -> {
            seen.lay();
            rows.set(abc());
            assertThat(seen.titles()).containsExactly("Alpha", "Beta", "Gamma");
            assertThat(seen.painted("title")).containsExactlyInAnyOrder("Alpha", "Beta", "Gamma");
            rows.set(Film.many(40));
            assertThat(seen.titles()).hasSizeGreaterThan(10).doesNotContain("Alpha");
        });
    }

    @Test
    void filtersAndSaysWhatItDidNotUnderstand() {
        rows.set(abc());
        with(rows, spec -> spec, (_, seen) -> {
            seen.type("size>15");
            assertThat(seen.titles()).containsExactly("Alpha", "Gamma");
            assertThat(seen.label("#table-count")).isEqualTo("2 of 3");
            seen.type("size>big");
            assertThat(seen.titles()).hasSize(3);
            assertThat(seen.scene.getRoot().lookupAll(".text-danger"))
                    .extracting(node -> ((Label) node).getText())
                    .contains("Not understood: size>big");
            seen.type("zzz");
            assertThat(seen.view().getParent().isVisible()).isFalse();
            seen.press(KeyCode.ESCAPE, false, false);
            assertThat(seen.titles()).hasSize(3);
        });
    }

    @Test
    void sortsBySeveralColumns() {
        rows.set(abc());
        with(rows, spec -> spec, (table, seen) -> {
            seen.column("size").setSortType(TableColumn.SortType.DESCENDING);
            seen.view().getSortOrder().setAll(List.of(seen.column("state"), seen.column("size")));
            assertThat(seen.titles()).containsExactly("Alpha", "Gamma", "Beta");
            assertThat(table.query().sort()).containsExactly(new SortBy("state", false), new SortBy("size", true));
        });
    }

    @Test
    void aChangeIsShownInPlaceAndMovesNothingWhileThePointerAims() {
        rows.set(abc());
        with(rows, spec -> spec, (_, seen) -> {
            seen.view()
                    .fireEvent(new MouseEvent(
                            MouseEvent.MOUSE_MOVED,
                            20,
                            20,
                            20,
                            20,
                            null,
                            0,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            false,
                            null));
            rows.change(List.of(Film.of(2, "Zulu", 30), Film.of(4, "Aaa", 1)), List.of());
            assertThat(seen.titles()).containsExactly("Zulu", "Beta", "Gamma");
            fakes.later.pass(Aim.PAUSE);
            assertThat(seen.titles()).containsExactly("Aaa", "Beta", "Gamma", "Zulu");
        });
    }

    @Test
    void theCursorStaysOnItsRow() {
        rows.set(abc());
        with(rows, spec -> spec, (table, seen) -> {
            table.select(3);
            rows.change(List.of(Film.of(3, "Aaa", 20)), List.of());
            seen.lay();
            assertThat(table.selected()).contains(Film.of(3, "Aaa", 20));
            assertThat(seen.titles()).containsExactly("Aaa", "Alpha", "Beta");
            rows.change(List.of(), List.of(3));
            seen.lay();
            assertThat(table.selected()).isEmpty();
        });
    }

    @Test
    void ticksOutliveFiltersAndAreSaidWithTheirInstances() {
        var four = new Film(9, PictureFleet.id("R4"), "Delta", "missing", 5, 2020, java.util.Optional.empty());
        rows.set(java.util.stream.Stream.concat(abc().stream(), java.util.stream.Stream.of(four))
                .toList());
        with(rows, spec -> spec, (table, seen) -> {
            assertThat(seen.scene.getRoot().lookup("#table-bulk").isVisible()).isFalse();
            table.select(1);
            seen.press(KeyCode.SPACE, false, false);
            assertThat(seen.label("#table-chosen")).isEqualTo("1 selected on Radarr HD");
            seen.type("delta");
            seen.press(KeyCode.A, false, true);
            assertThat(seen.label("#table-chosen")).isEqualTo("2 selected: 1 on Radarr HD, 1 on Radarr 4K (Guarded)");
            ((javafx.scene.control.Button) seen.scene.getRoot().lookup("#films-search")).fire();
            assertThat(acted).containsExactly(new Chosen.Rows<>(List.of(Film.of(1, "Beta", 10), four)));

            rows.change(List.of(), List.of(9)); // what is gone is not chosen any more
            seen.lay();
            assertThat(seen.label("#table-chosen")).isEqualTo("1 selected on Radarr HD");
        });
    }

    @Test
    void whatATabLeavesOutIsNotChosenAnyMore() {
        rows.set(abc());
        with(rows, spec -> spec, (table, seen) -> {
            seen.press(KeyCode.A, false, true);
            assertThat(table.chosen().count()).isEqualTo(3);

            table.showPart(film -> film.title().equals("Beta"));
            seen.lay();

            assertThat(table.chosen()).isEqualTo(new Chosen.Rows<>(List.of(Film.of(1, "Beta", 10))));
        });
    }

    @Test
    void shiftAndArrowsTickARange() {
        rows.set(abc());
        with(rows, spec -> spec, (table, seen) -> {
            table.select(2);
            seen.press(KeyCode.DOWN, true, false);
            assertThat(table.chosen().count()).isEqualTo(2);
            assertThat(table.selected()).contains(Film.of(1, "Beta", 10));
        });
    }

    @Test
    void deleteDoesWhatTheRedButtonWouldToTheRowOrToWhatIsTicked() {
        rows.set(abc());
        var removed = new ArrayList<Chosen<Film>>();
        var remove = BulkAct.<Film>of("films.remove", "Remove", Octicons.TRASH_16, removed::add)
                .destroying();
        with(rows, spec -> spec.withBulk(List.of(remove)), (table, seen) -> {
            seen.press(KeyCode.DELETE, false, false);
            assertThat(removed).as("nothing is chosen").isEmpty();

            table.select(2);
            seen.press(KeyCode.DELETE, false, false);
            seen.press(KeyCode.DOWN, true, false);
            seen.press(KeyCode.DELETE, false, false);
            seen.press(KeyCode.DELETE, true, false);
            assertThat(removed).extracting(Chosen::count).containsExactly(1L, 2L);
        });
        with(rows, spec -> spec.withBulk(List.of(remove.onlyWhere(_ -> false))), (table, seen) -> {
            table.select(2);
            seen.press(KeyCode.DELETE, false, false);
            assertThat(removed).as("what does not fit is not done").hasSize(2);
        });
        with(rows, spec -> spec, (table, seen) -> {
            table.select(2);
            seen.press(KeyCode.DELETE, false, false);
            assertThat(acted).as("an act that destroys nothing").isEmpty();
        });
    }

    @Test
    void rowsAreCopiedByTheKeyForIt() {
        rows.set(abc());
        with(rows, spec -> spec, (_, seen) -> {
            seen.titles();
            seen.view().getSelectionModel().select(0);
            seen.press(KeyCode.C, false, true);
            assertThat(Clipboard.getSystemClipboard().getString().lines())
                    .singleElement()
                    .asString()
                    .contains("Alpha\t");

            seen.press(KeyCode.A, false, true);
            seen.press(KeyCode.C, false, true);
            assertThat(Clipboard.getSystemClipboard().getString().lines()).hasSize(3);
        });
    }

    @Test
    void manyRowsAreWrittenOutBesideTheWindowAndOnlyTheLastCopyStays() {
        rows.set(Film.many(900));
        with(rows, spec -> spec, (table, seen) -> {
            seen.titles();
            table.select(rows.all().getFirst().id());
            seen.press(KeyCode.C, false, true);
            var before = Clipboard.getSystemClipboard().getString();

            fakes.tasks.hold();
            seen.press(KeyCode.A, false, true);
            seen.press(KeyCode.C, false, true);
            assertThat(Clipboard.getSystemClipboard().getString()).isEqualTo(before);
            fakes.tasks.runNext();
            assertThat(Clipboard.getSystemClipboard().getString().lines()).hasSize(900);

            seen.press(KeyCode.C, false, true);
            seen.press(KeyCode.ESCAPE, false, false);
            seen.press(KeyCode.C, false, true);
            fakes.tasks.runNext();
            assertThat(Clipboard.getSystemClipboard().getString()).isEqualTo(before);
        });
    }

    @Test
    void aFailureIsSaidAboveRowsThatWereReadBefore() {
        rows.set(abc());
        var problem = new Problem(ProblemCode.UNREACHABLE, "Loft did not answer.", "Is it running?");
        with(rows, spec -> spec, (table, seen) -> {
            seen.titles();
            table.setProblem(Optional.of(problem));
            seen.lay();
            assertThat(seen.scene.getRoot().lookup("#table-failed .label"))
                    .extracting(node -> ((Label) node).getText())
                    .isEqualTo("Loft did not answer. Is it running?");
            assertThat(seen.scene.getRoot().lookup("#table-failed .button")).isNull(); // nobody would read again
            assertThat(seen.titles()).hasSize(3);

            table.setProblem(Optional.empty());
            assertThat(seen.scene.getRoot().lookup("#table-failed")).isNull();

            var asked = new AtomicInteger();
            table.whenAskedAgain(asked::incrementAndGet);
            table.setProblem(Optional.of(problem));
            seen.lay();
            ((Button) seen.scene.getRoot().lookup("#table-failed .button")).fire();
            assertThat(asked).hasValue(1);
        });
    }

    @Test
    void whatIsOfferedToAFilterStandsInTheMiddleOfItsLines() {
        rows.set(abc());
        with(rows, spec -> spec, (_, seen) -> {
            var stage = new Stage();
            stage.setScene(seen.scene);
            stage.show();
            stage.requestFocus();
            var box = (TextField) seen.scene.getRoot().lookup("#table-filter");
            box.requestFocus();
            box.appendText("s");
            var popup = (Popup) Window.getWindows().stream()
                    .filter(Popup.class::isInstance)
                    .findFirst()
                    .orElseThrow();
            var list = popup.getContent().getFirst();
            list.applyCss();
            ((Parent) list).layout();
            var lines = list.lookupAll(".list-cell").stream()
                    .map(node -> (ListCell<?>) node)
                    .filter(cell -> cell.isVisible() && cell.getGraphic() != null)
                    .toList();
            assertThat(lines).hasSizeGreaterThan(1).allSatisfy(cell -> {
                var shown = cell.lookup(".label");
                var at = cell.sceneToLocal(shown.localToScene(shown.getLayoutBounds()));
                assertThat(at.getCenterY()).isCloseTo(cell.getHeight() / 2, within(1.5));
                assertThat(list.sceneToLocal(cell.localToScene(0, 0)).getY()).isGreaterThanOrEqualTo(0);
            });
            stage.hide();
        });
    }

    @Test
    void theGuardOfWhatIsChosenIsNeverCutOff() {
        UnaryOperator<TableSpec<Film>> full = spec -> spec.withBulk(IntStream.range(0, 6)
                .mapToObj(i ->
                        BulkAct.<Film>of("films.act" + i, "An act with a long name " + i, Octicons.SEARCH_16, _ -> {}))
                .toList());
        rows.set(Film.many(5)); // some on one that is guarded
        with(rows, full, (_, seen) -> {
            seen.titles();
            seen.press(KeyCode.A, false, true);
            seen.lay();
            var words = (Label) seen.scene.getRoot().lookup("#table-chosen");
            var shown = words.lookupAll(".text").stream()
                    .map(node -> ((Text) node).getText())
                    .collect(Collectors.joining());
            assertThat(shown).isEqualTo(words.getText()).doesNotContain("…");
            assertThat(seen.scene.getRoot().lookupAll("#table-bulk .button"))
                    .allMatch(button -> button.getBoundsInParent().getMaxX() <= seen.scene.getWidth());
        });
    }

    @Test
    void pageKeysMoveCursorAndViewByWhatIsSeen() {
        rows.set(Film.many(500));
        with(rows, spec -> spec, (table, seen) -> {
            var first = seen.titles();
            seen.view().getSelectionModel().select(0);
            seen.press(KeyCode.PAGE_DOWN, false, false);
            int page = seen.view().getSelectionModel().getSelectedIndex();
            assertThat(page).isBetween(first.size() - 3, first.size());
            assertThat(seen.titles()).contains(seen.view().getItems().get(page).title());
            assertThat(seen.titles()).doesNotContain(first.getFirst());
            for (int i = 0; i < 500; i++) {
                seen.view()
                        .fireEvent(new KeyEvent(
                                KeyEvent.KEY_PRESSED, "", "", KeyCode.PAGE_DOWN, false, false, false, false));
            }
            assertThat(seen.view().getSelectionModel().getSelectedIndex()).isEqualTo(499);
            assertThat(seen.titles()).contains(seen.view().getItems().get(499).title());
            for (int i = 0; i < 500; i++) {
                seen.view()
                        .fireEvent(new KeyEvent(
                                KeyEvent.KEY_PRESSED, "", "", KeyCode.PAGE_UP, false, false, false, false));
            }
            assertThat(seen.view().getSelectionModel().getSelectedIndex()).isZero();
            assertThat(seen.titles()).isEqualTo(first);
        });
    }

    @Test
    void readsOnlyThePagesThatAreLookedAt() {
        var pages = new Pages(Film.many(20_000));
        with(pages, spec -> spec.sortedBy(new SortBy("year", false)), (_, seen) -> {
            assertThat(seen.titles()).isNotEmpty();
            assertThat(seen.label("#table-count")).isEqualTo("20,000");
            assertThat(pages.offsets).containsOnly(0L);
            seen.view().scrollTo(15_000);
            assertThat(seen.titles()).isNotEmpty();
            assertThat(pages.offsets).hasSizeLessThan(5).contains(15_000L);
        });
    }

    @Test
    void everythingThatMatchesCanBeChosenWithoutReadingIt() throws Exception {
        var pages = new Pages(Film.many(5_000));
        with(pages, spec -> spec, (table, seen) -> {
            seen.type("state:missing");
            long matching = seen.view().getItems().size();
            seen.press(KeyCode.A, false, true);
            table.select(seen.view().getItems().get(0).id());
            seen.press(KeyCode.SPACE, false, false);
            assertThat(seen.label("#table-chosen"))
                    .isEqualTo("All " + WORDS.number(matching - 1) + " of 5,000 that match are selected");
            assertThat(pages.offsets).containsOnly(0L);
            ((javafx.scene.control.Button) seen.scene.getRoot().lookup("#films-search")).fire();
        });
        var chosen = (Chosen.Matching<Film>) acted.getFirst();
        assertThat(chosen.filter()).isEqualTo(new Filter.Has("state", "missing"));
        assertThat(chosen.except()).hasSize(1);
        assertThat(chosen.read())
                .hasSize((int) chosen.count())
                .allMatch(film -> film.state().equals("missing"));
    }

    @Test
    void newsFromTheStoreKeepThePlace() {
        var pages = new Pages(Film.many(1_000));
        with(pages, spec -> spec.sortedBy(new SortBy("year", false)), (table, seen) -> {
            var first = seen.view().getItems().get(0);
            pages.films.set(pages.films.indexOf(first), first.withTitle("New title"));
            table.changed();
            assertThat(seen.titles().getFirst()).isEqualTo("New title");
        });
    }

    @Test
    void theDetailFollowsTheCursorAndEscapeClosesIt() {
        rows.set(abc());
        with(rows, spec -> spec.withDetail(film -> new Label("about " + film.title())), (table, seen) -> {
            table.select(1);
            assertThat(seen.scene.getRoot().lookup(".table-detail .label")).isNull();
            seen.press(KeyCode.ENTER, false, false);
            assertThat(((Label) seen.scene.getRoot().lookup(".table-detail .label")).getText())
                    .isEqualTo("about Beta");
            table.select(2);
            seen.lay();
            assertThat(((Label) seen.scene.getRoot().lookup(".table-detail .label")).getText())
                    .isEqualTo("about Alpha");
            rows.set(List.of());
            seen.lay();
            assertThat(seen.scene.getRoot().lookup(".table-detail").isVisible()).isFalse();
            rows.set(abc());
            table.select(2);
            seen.lay();
            assertThat(((Label) seen.scene.getRoot().lookup(".table-detail .label")).getText())
                    .isEqualTo("about Alpha");
            seen.press(KeyCode.ESCAPE, false, false);
            assertThat(seen.scene.getRoot().lookup(".table-detail .label")).isNull();
        });
    }

    @Test
    void aSlowAnswerShowsThatItIsOnItsWay() {
        rows.set(Film.many(1_500)); // few rows are arranged at once
        with(rows, spec -> spec, (_, seen) -> {
            fakes.tasks.hold();
            seen.type("tide");
            var slow = seen.scene.getRoot().lookup(".slow");
            assertThat(slow.isVisible()).isFalse();
            fakes.later.pass(Duration.ofSeconds(1));
            assertThat(slow.isVisible()).isTrue();
            fakes.tasks.runNext();
            assertThat(slow.isVisible()).isFalse();
            assertThat(seen.label("#table-count")).endsWith("of 1,500");
        });
    }

    @Test
    void inANarrowTableTheLastColumnsStepAsideAndTheButtonSaysHowMany() {
        rows.set(Film.many(20));
        with(rows, spec -> spec, (table, seen) -> {
            assertThat(shownColumns(seen)).containsExactly("title", "state", "size", "year", "added");
            table.resize(500, 500);
            seen.lay();
            assertThat(shownColumns(seen)).containsExactly("title", "state", "size");
            assertThat(((Button) table.lookup("#table-columns")).getText()).isEqualTo("Columns +2");
            assertThat(seen.view().getVisibleLeafColumns().stream()
                            .mapToDouble(TableColumn::getWidth)
                            .sum())
                    .as("nothing scrolls sideways")
                    .isLessThanOrEqualTo(500);
            table.resize(900, 500);
            seen.lay();
            assertThat(shownColumns(seen)).containsExactly("title", "state", "size", "year", "added");
            assertThat(((Button) table.lookup("#table-columns")).getText()).isEqualTo("Columns");
        });
    }

    @Test
    void columnsThatAPersonChoseStayWhereverThereIsRoomForThem() {
        fakes.views.save(new SavedView(
                "test.films",
                "",
                "column title 220 shown\ncolumn state 110 hidden\ncolumn size 110 shown\ncolumn year 110 shown"));
        rows.set(Film.many(20));
        with(rows, spec -> spec, (table, seen) -> {
            table.resize(420, 500);
            seen.lay();
            assertThat(shownColumns(seen)).containsExactly("title", "size", "year", "added");
        });
    }

    private static List<String> shownColumns(Seen seen) {
        return seen.view().getVisibleLeafColumns().stream()
                .map(TableColumn::getId)
                .filter(id -> !"tick".equals(id))
                .toList();
    }

    /// Also that which otherwise takes what the others leave.
    @ParameterizedTest
    @ValueSource(strings = {"title", "size"})
    void aColumnHasTheWidthThatAPersonGaveItAlsoAfterwards(String column) {
        rows.set(abc());
        var width = new AtomicReference<Double>();
        with(rows, spec -> spec, (table, seen) -> {
            seen.lay();
            double before = seen.column(column).getWidth();
            assertThat(seen.view().resizeColumn(seen.column(column), 60)).isTrue();
            assertThat(seen.column(column).getWidth()).isEqualTo(before + 60);
            table.resize(1150, 500);
            seen.lay();
            assertThat(seen.column(column).getWidth()).isEqualTo(before + 60);
            seen.sortByClick("year", false); // which stores how the table stands
            fakes.later.pass(Duration.ofSeconds(1));
            width.set(before + 60);
        });
        with(rows, spec -> spec, (_, seen) -> {
            seen.lay();
            assertThat(seen.column(column).getWidth()).isEqualTo(width.get());
        });
    }

    @Test
    void withShiftAColumnComesAfterTheFrozenOnesInTheOrder() {
        rows.set(abc());
        fakes.views.save(new SavedView("test.films", "", "column title 200 shown frozen\nsort title"));
        with(rows, spec -> spec, (table, seen) -> {
            seen.sortByClick("size", true);
            assertThat(table.query().sort()).containsExactly(new SortBy("title", false), new SortBy("size", false));
            seen.sortByClick("year", false);
            assertThat(table.query().sort()).containsExactly(new SortBy("year", false));
        });
    }

    @Test
    void frozenColumnsStayAtTheLeftAndScrollWithTheRest() {
        rows.set(Film.many(300));
        fakes.views.save(new SavedView("test.films", "", "column title 200 shown frozen\nsort year"));
        with(rows, spec -> spec, (table, seen) -> {
            var views = seen.scene.getRoot().lookupAll(".table-view").stream()
                    .map(node -> (TableView<?>) node)
                    .toList();
            assertThat(views).hasSize(2);
            assertThat(views.getFirst().getColumns())
                    .extracting(TableColumn::getId)
                    .containsExactly("tick", "title");
            assertThat(table.query().sort()).containsExactly(new SortBy("year", false));
            seen.view().scrollTo(200);
            var titles = seen.titles();
            assertThat(titles).isNotEmpty();
            assertThat(lineNumbers(views.getFirst())).contains(200).isEqualTo(lineNumbers(views.get(1)));
            table.select(rows.all().get(5).id());
            var stage = new Stage();
            stage.setScene(seen.scene);
            stage.show();
            stage.requestFocus();
            seen.view().requestFocus();
            assertThat(views.getFirst().getPseudoClassStates())
                    .contains(PseudoClass.getPseudoClass("keys-here")); // one colour over the whole line
            stage.hide();
            assertThat(views.getFirst().getSelectionModel().getSelectedIndex())
                    .isEqualTo(seen.view().getSelectionModel().getSelectedIndex());
        });
    }

    private static List<Integer> lineNumbers(TableView<?> view) {
        return view.lookupAll(".table-row-cell").stream()
                .map(node -> (TableRow<?>) node)
                .filter(row -> row.isVisible() && row.getItem() != null)
                .map(TableRow::getIndex)
                .sorted()
                .toList();
    }

    @Test
    void theTableComesBackAsItWasLeft() {
        rows.set(abc());
        with(rows, spec -> spec, (_, seen) -> {
            seen.column("state").setVisible(false);
            seen.column("size").setSortType(TableColumn.SortType.DESCENDING);
            seen.view().getSortOrder().setAll(List.of(seen.column("size")));
            fakes.later.pass(Duration.ofSeconds(1));
        });
        with(rows, spec -> spec, (table, seen) -> {
            assertThat(seen.column("state").isVisible()).isFalse();
            assertThat(table.query().sort()).containsExactly(new SortBy("size", true));
            assertThat(seen.titles()).containsExactly("Alpha", "Gamma", "Beta");
        });
    }

    @Test
    void aBrokenLayoutIsTheStandardOne() {
        rows.set(abc());
        fakes.views.save(new SavedView(
                "test.films", "", "column title wide\nsort nothing\n\u0000\ncolumn state 99999999999 shown"));
        with(rows, spec -> spec, (table, seen) -> {
            assertThat(seen.titles()).hasSize(3);
            assertThat(table.query().sort()).containsExactly(new SortBy("title", false));
        });
    }

    @Test
    void layoutsThatCannotBeReadAreKeptAsideAndSaidOnce() {
        rows.set(abc());
        fakes.views.save(new SavedView("test.films", "", "{\"columns\": 12"));
        fakes.views.save(new SavedView("test.films", "Torn", "column ti"));
        fakes.views.save(new SavedView("test.films", "Good", "sort size descending"));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var context = window.context();
                for (int i = 0; i < 2; i++) {
                    new RowTable<>(
                                    context,
                                    TableSpec.of("test.films", "Films", rows, Film.columns(context.words()))
                                            .ofInstance(Film::instance))
                            .close();
                    Windows.settle(fakes);
                }
                assertThat(context.toasts().lookupAll(".label").stream()
                                .filter(Label.class::isInstance)
                                .map(node -> ((Label) node).getText())
                                .filter(said -> said != null && said.contains("2 views of the table “Films”")))
                        .hasSize(1);
            }
        });
        assertThat(fakes.views.of("test.films"))
                .containsExactly(new SavedView("test.films", "Good", "sort size descending"));
        assertThat(fakes.views.views().get())
                .contains(
                        new SavedView("aside.test.films", "", "{\"columns\": 12"),
                        new SavedView("aside.test.films", "Torn", "column ti"));
    }

    @Test
    void aViewIsSavedUnderItsNameAndUsedAgain() {
        rows.set(abc());
        fakes.views.save(
                new SavedView("test.films", "Big", "column size 90 shown\nsort size descending\nfilter size>15"));
        with(rows, spec -> spec, (table, seen) -> {
            var menu = (javafx.scene.control.MenuButton) seen.scene.getRoot().lookup("#table-views");
            menu.getItems().stream()
                    .filter(item -> "Big".equals(item.getText()))
                    .findFirst()
                    .orElseThrow()
                    .fire();
            assertThat(seen.titles()).containsExactly("Alpha", "Gamma");
            assertThat(menu.getText()).isEqualTo("Big");
            menu.getItems().stream()
                    .filter(item -> "table-view-delete".equals(item.getId()))
                    .findFirst()
                    .orElseThrow()
                    .fire();
            assertThat(fakes.views.of("test.films")).isEmpty();
            assertThat(menu.getText()).isEqualTo("Standard view");
        });
    }

    @Test
    void exportsEverythingThatMatches(@org.junit.jupiter.api.io.TempDir java.nio.file.Path folder) throws Exception {
        var pages = new Pages(Film.many(5_000));
        var file = folder.resolve("films.csv");
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var context = window.context();
                var spec = TableSpec.of("test.films", "Films", pages, Film.columns(context.words()));
                var query = new RowQuery(new Filter.Has("state", "missing"), List.of(new SortBy("size", true)));
                new RowExport<>(context, spec)
                        .write(RowWriter.Form.CSV, query, List.of(), Film.columns(context.words()), file);
            }
        });
        var lines = java.nio.file.Files.readAllLines(file);
        assertThat(lines).hasSize((int) pages.count(new Filter.Has("state", "missing")) + 1);
        assertThat(lines.get(1)).matches("[A-Za-z ]+ \\d+,missing,\\d{11},\\d{4},\\d{4}-.*Z");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    /// On the page of an instance that is for its kind; what another kind has in the same table stays.
    @Test
    void aTableOpensAsAPersonChoseForItsKind() {
        rows.set(abc());
        var small = new SavedView("usual.radarr/test.films", "", "column size 90 shown\ncolumn title 300 hidden");
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var context = window.context();
                context.navigation().goTo(PictureFleet.id("R1"), "overview");
                var spec = TableSpec.of("test.films", "Films", rows, Film.columns(context.words()));
                var table = new RowTable<>(context, spec);
                var scene = new Scene(table, 900, 500);
                context.themes().dress(scene);
                var menu = (MenuButton) lookup(scene, "#table-views");
                assertThat(item(menu, "table-view-forget")).isEmpty();
                fakes.views.save(small);
                item(menu, "table-view-standard").orElseThrow().fire();
                assertThat(shownColumns(scene)).contains("Size").doesNotContain("Title");

                item(menu, "table-view-forget").orElseThrow().fire();
                assertThat(fakes.views.find("usual.radarr/test.films", "")).isEmpty();
                assertThat(shownColumns(scene)).contains("Title");
                context.choices().newest().orElseThrow().back().run();
                assertThat(fakes.views.find("usual.radarr/test.films", "")).contains(small);

                var usual = item(menu, "table-view-usual").orElseThrow();
                assertThat(usual.getText()).contains("Radarr");
                var before = context.choices().newest();
                fakes.views.fault = Optional.of(new IllegalStateException("the disk is full"));
                usual.fire();
                assertThat(context.choices().newest()).as("nothing was chosen").isEqualTo(before);
                assertThat(context.toasts().lookupAll(".label"))
                        .extracting(label -> ((Labeled) label).getText())
                        .noneMatch(said -> said.contains("opens with these columns"))
                        .anyMatch(said -> said.contains("the disk is full"));
                fakes.views.fault = Optional.empty();
                usual.fire();
                assertThat(fakes.views
                                .find("usual.radarr/test.films", "")
                                .orElseThrow()
                                .layout())
                        .contains("column title");
                assertThat(context.choices().newest().orElseThrow().what()).contains("(Radarr)");
                table.close();

                fakes.views.delete("radarr/test.films", "");
                fakes.views.save(small);
                var again = new RowTable<>(context, spec);
                var opened = new Scene(again, 900, 500);
                context.themes().dress(opened);
                assertThat(shownColumns(opened)).contains("Size").doesNotContain("Title");
                again.close();

                context.navigation().goTo(PictureFleet.id("S1"), "overview");
                var other = new RowTable<>(context, spec);
                var ofSonarr = new Scene(other, 900, 500);
                context.themes().dress(ofSonarr);
                assertThat(shownColumns(ofSonarr)).contains("Title");
                other.close();
            }
        });
    }

    private static Node lookup(Scene scene, String selector) {
        scene.getRoot().applyCss();
        scene.getRoot().layout();
        return scene.getRoot().lookup(selector);
    }

    private static Optional<MenuItem> item(MenuButton menu, String id) {
        return menu.getItems().stream().filter(item -> id.equals(item.getId())).findFirst();
    }

    private static List<String> shownColumns(Scene scene) {
        return ((TableView<?>) lookup(scene, ".table-view"))
                .getVisibleLeafColumns().stream()
                        .map(column -> column.getText())
                        .toList();
    }

    /// In Settings, where only the name in the store is known.
    @Test
    void everyTableHasANameForPeople() throws Exception {
        var named = java.util.regex.Pattern.compile("TableSpec\\s*\\.of\\(\\s*(?:[a-z.()]+ \\? )?\"([a-z.-]*[a-z-])\"");
        var missing = new java.util.TreeSet<String>();
        int[] found = {0};
        try (var files = java.nio.file.Files.walk(java.nio.file.Path.of("src/main/java/io/pilothouse/ui"))) {
            for (var file : files.filter(it -> it.toString().endsWith(".java") && !it.endsWith("package-info.java"))
                    .toList()) {
                var ids = named.matcher(java.nio.file.Files.readString(file));
                while (ids.find()) {
                    found[0]++;
                    if (TableNames.said(WORDS, ids.group(1)).equals(ids.group(1))) {
                        missing.add(ids.group(1));
                    }
                }
            }
        }
        assertThat(missing).isEmpty();
        assertThat(found[0]).isGreaterThan(30);
        assertThat(TableNames.said(WORDS, "radarr/arr.wanted")).isEqualTo("Wanted (Radarr)");
    }
}
