package io.pilothouse.ui.search;

import atlantafx.base.controls.CustomTextField;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.ui.action.AskedSearch;
import io.pilothouse.ui.action.FoundItem;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.CellDrawing;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.Grouping;
import io.pilothouse.ui.table.Heads;
import io.pilothouse.ui.table.InstanceCell;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// What all features have stored under some words: each title once, with a line for each instance that
/// has it. FX thread only.
final class SearchPage implements PageView {

    /// A person types on: the last word counts.
    private static final Duration TYPING = Duration.ofMillis(120);

    /// Until the page stands in the window and can have the cursor.
    private static final Duration SETTLE = Duration.ofMillis(50);

    private static final int SHORTEST = 2;
    private static final int MOST_OF_EACH = 500;

    /// A line: something found, or the title over it.
    private sealed interface Line {
        record Title(String key, String title, int count, boolean folded) implements Line {}

        record Of(int number, FoundItem item) implements Line {}
    }

    private final WindowContext window;
    private final CustomTextField words = new CustomTextField();
    private final MemoryRows<Line> rows = new MemoryRows<>(SearchPage::key);
    private final RowTable<Line> table;
    private final Latest finding;
    private final Button ask = new Button();
    private final Label asking = new Label();
    private final List<TaskHandle<?>> questions = new ArrayList<>();
    private final List<String> silent = new ArrayList<>();
    private List<FoundItem> found = List.of();
    private int answered;
    private final Set<String> folded = new HashSet<>();
    private final ReadOnlyStringWrapper subtitle = new ReadOnlyStringWrapper("");
    private final VBox root = new VBox();
    private Subscription typing = () -> {};
    private boolean onScreen;
    private String asked = "";

    SearchPage(WindowContext window) {
        this.window = window;
        finding = new Latest(window.services().fx());
        table = new RowTable<>(
                window,
                TableSpec.of("search.found", text("search.found"), rows, columns())
                        .sortedBy(new SortBy("title", false))
                        .ofAnyInstance(SearchPage::idOf)
                        .withHeads(new Heads<>(
                                line -> line instanceof Line.Title head ? Optional.of(head.key()) : Optional.empty(),
                                this::fold,
                                Head::new))
                        .opening(line -> {
                            if (line instanceof Line.Of(var _, var item)) {
                                item.open().run();
                            }
                        })
                        .whenEmpty(this::nothing));
        words.setId("search-words");
        words.setPromptText(text("search.prompt"));
        words.setAccessibleText(text("search.prompt"));
        words.setLeft(new Icon(Octicons.SEARCH_16));
        words.setPrefWidth(520);
        words.textProperty().addListener((_, _, _) -> typed());
        words.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN || event.getCode() == KeyCode.ENTER) {
                find();
                table.toRows();
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE && !words.getText().isEmpty()) {
                words.clear();
                event.consume();
            }
        });
        ask.setId("search-ask");
        ask.setText(text("search.ask"));
        ask.setGraphic(new Icon(Octicons.BROADCAST_16));
        ask.setMinWidth(Region.USE_PREF_SIZE);
        ask.setDisable(true);
        ask.setOnAction(_ -> ask());
        asking.setId("search-asked");
        asking.getStyleClass().add("text-muted");
        asking.setWrapText(true);
        var line = new HBox(12, words, ask, asking);
        line.setAlignment(Pos.CENTER_LEFT);
        line.setPadding(new Insets(12, 16, 4, 16));
        VBox.setVgrow(table, Priority.ALWAYS);
        root.getChildren().setAll(line, table);
        rows.set(List.of());
        regroup();
    }

    private static Object key(Line line) {
        return switch (line) {
            case Line.Title head -> "title " + head.key();
            case Line.Of(var number, var _) -> number;
        };
    }

    private static Optional<InstanceId> idOf(Line line) {
        return line instanceof Line.Of(var _, var item) ? Optional.of(item.instance()) : Optional.empty();
    }

    private Optional<Instance> instanceOf(Line line) {
        return idOf(line).flatMap(window.services().instances()::find);
    }

    private String nameOf(Line line) {
        return idOf(line).map(this::name).orElse("");
    }

    private static Function<Line, String> of(Function<FoundItem, String> value) {
        return line -> line instanceof Line.Of(var _, var item) ? value.apply(item) : "";
    }

    private List<Column<Line>> columns() {
        return List.of(
                Column.<Line>text("instance", "search.column.instance", this::nameOf)
                        .width(220)
                        .drawn(() ->
                                new InstanceCell<Line>(Monogram.Size.SMALL, this::instanceOf, this::nameOf).inset(16)),
                Column.<Line>text("title", "search.column.title", of(FoundItem::title))
                        .width(360)
                        .growing(),
                Column.<Line>text("about", "search.column.about", of(FoundItem::about))
                        .width(240),
                Column.<Line>text(
                                "kind",
                                "search.column.kind",
                                of(item -> window.words().kind(item.instance().kind())))
                        .inOurWords()
                        .width(140));
    }

    private String name(InstanceId id) {
        return window.services().instances().find(id).map(Instance::name).orElse(id.value());
    }

    private void fold(String title) {
        if (!folded.remove(title)) {
            folded.add(title);
        }
        regroup();
    }

    private void regroup() {
        table.group(Optional.of(new Grouping<>(
                line -> line instanceof Line.Of(var _, var item) ? item.title().toLowerCase(Locale.ROOT) : "",
                (group, members, away) -> new Line.Title(
                        group,
                        members.getFirst() instanceof Line.Of(var _, var item) ? item.title() : group,
                        members.size(),
                        away),
                Set.copyOf(folded))));
    }

    private void typed() {
        typing.close();
        typing = window.services().later().after(TYPING, this::find);
    }

    private void find() {
        typing.close();
        var wanted = words.getText().strip();
        if (wanted.equals(asked)) {
            return;
        }
        asked = wanted;
        finding.cancel();
        stopAsking();
        ask.setDisable(wanted.length() < SHORTEST || askable().isEmpty());
        if (wanted.length() < SHORTEST) {
            show(List.of());
            return;
        }
        var searches = window.actions().itemSearches();
        finding.<List<FoundItem>>start(
                () -> window.background().read(text("search.finding", wanted), List.of(), _ -> {
                    var found = new ArrayList<FoundItem>();
                    for (var search : searches) {
                        found.addAll(search.find(wanted, MOST_OF_EACH));
                    }
                    return found;
                }),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<List<FoundItem>>(var found) -> show(found);
                        case Outcome.Failed<List<FoundItem>>(var problem) -> table.setProblem(Optional.of(problem));
                        case Outcome.Cancelled<List<FoundItem>> _ -> {}
                    }
                });
    }

    private record Question(InstanceId of, AskedSearch search) {}

    /// Instances that can be asked themselves.
    private List<Question> askable() {
        var all = new ArrayList<Question>();
        for (var instance : window.services().instances().fleet().get().live()) {
            if (instance.enabled()) {
                window.actions().askedSearches().stream()
                        .filter(search -> search.kinds().test(instance.kind()))
                        .forEach(search -> all.add(new Question(instance.id(), search)));
            }
        }
        return all;
    }

    /// Asks every instance that can be asked, each by a task of its own, so that a slow one delays nobody.
    private void ask() {
        stopAsking();
        var wanted = asked;
        var all = askable();
        ask.setDisable(true);
        asking.setText(text("search.asking", 0, all.size()));
        for (var question : all) {
            var handle = window.background()
                    .read(
                            text("search.finding", wanted),
                            List.of(question.of()),
                            _ -> question.search().asking().find(question.of(), wanted, MOST_OF_EACH));
            questions.add(handle);
            handle.whenEnded(window.services().fx(), outcome -> {
                if (questions.contains(handle)) {
                    answered(question.of(), outcome, all.size());
                }
            });
        }
    }

    private void answered(InstanceId of, Outcome<List<FoundItem>> outcome, int all) {
        answered++;
        switch (outcome) {
            case Outcome.Succeeded<List<FoundItem>>(var items) -> {
                var more = new ArrayList<>(found);
                items.stream()
                        .filter(item -> found.stream().noneMatch(known -> same(known, item)))
                        .forEach(more::add);
                show(more);
            }
            case Outcome.Failed<List<FoundItem>> _ -> silent.add(name(of));
            case Outcome.Cancelled<List<FoundItem>> _ -> {}
        }
        var said = text(answered < all ? "search.asking" : "search.asked", answered, all);
        asking.setText(silent.isEmpty() ? said : said + " " + text("search.silent", String.join(", ", silent)));
        ask.setDisable(answered < all);
    }

    private static boolean same(FoundItem one, FoundItem other) {
        return one.instance().equals(other.instance())
                && one.title().equals(other.title())
                && one.about().equals(other.about());
    }

    private void stopAsking() {
        var open = List.copyOf(questions);
        questions.clear();
        open.forEach(TaskHandle::cancel);
        silent.clear();
        answered = 0;
        asking.setText("");
    }

    private void show(List<FoundItem> found) {
        this.found = List.copyOf(found);
        var lines = new ArrayList<Line>();
        for (var item : found) {
            lines.add(new Line.Of(lines.size(), item));
        }
        table.setProblem(Optional.empty());
        rows.set(lines);
        long instances = found.stream().map(FoundItem::instance).distinct().count();
        subtitle.set(found.isEmpty() ? "" : text("search.subtitle", found.size(), instances));
    }

    private Node nothing() {
        return asked.length() < SHORTEST
                ? new StatePane(Octicons.SEARCH_24, text("search.begin"), text("search.begin.why"), List.of())
                : new StatePane(Octicons.SEARCH_24, text("search.nothing", asked), text("search.begin.why"), List.of());
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        onScreen = true;
        window.services().later().after(SETTLE, () -> {
            if (onScreen) { // else the cursor would stand where nobody sees it
                words.requestFocus();
                words.selectAll();
            }
        });
    }

    @Override
    public void hidden() {
        onScreen = false;
        var scene = words.getScene();
        if (scene != null && scene.getFocusOwner() == words) {
            scene.getRoot().requestFocus(); // Tab goes on from there, not from a field that is gone
        }
        typing.close();
        finding.cancel();
        if (!questions.isEmpty() && answered < questions.size()) {
            stopAsking();
            ask.setDisable(asked.length() < SHORTEST);
        }
    }

    @Override
    public void close() {
        hidden();
        table.close();
    }

    @Override
    public ObservableValue<String> subtitle() {
        return subtitle;
    }

    @Override
    public boolean focusFilter() {
        return table.focusFilter();
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    /// The title and on how many instances it is.
    private final class Head implements CellDrawing<Line> {
        private final Label title = new Label();
        private final Label count = new Label();
        private final Icon arrow = new Icon();
        private final HBox box = new HBox(8, arrow, title, count);

        Head() {
            arrow.getStyleClass().addAll("small-icon", "muted-icon");
            title.getStyleClass().add("text-strong");
            count.getStyleClass().add("text-muted");
            box.setAlignment(Pos.CENTER_LEFT);
            box.getStyleClass().add("group-head");
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public void show(Line line) {
            if (line instanceof Line.Title head) {
                arrow.setIconCode(head.folded() ? Octicons.CHEVRON_RIGHT_16 : Octicons.CHEVRON_DOWN_16);
                title.setText(head.title());
                count.setText(window.words().number(head.count()));
            }
        }
    }
}
