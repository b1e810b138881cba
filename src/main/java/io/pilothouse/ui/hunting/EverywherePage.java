package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.cycle.Cycles.Queued;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.TabStrip;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.Scope;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Chosen;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.InstanceCell;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// What is wanted, on its way and asked for on all *arr instances. An instance that does not answer is a strip
/// above, never silently missing rows. FX thread only.
final class EverywherePage implements PageView {

    private static final int MOST = 500;

    /// A row and whose it is.
    private record Owned<T>(InstanceId instance, T row) {}

    private final WindowContext window;
    private final Words words;
    private final MemoryRows<Owned<Decision>> wantedRows =
            new MemoryRows<>(it -> List.of(it.instance(), it.row().candidate().item()));
    private final MemoryRows<Owned<Queued>> queueRows =
            new MemoryRows<>(it -> List.of(it.instance(), it.row().ids()));
    private final RowTable<Owned<Decision>> wanted;
    private final RowTable<Owned<Queued>> queue;
    private final OutcomesTable outcomes;
    private final Scope scope;
    private final TabStrip tabs;
    private final StackPane shown = new StackPane();
    private final VBox root = new VBox();
    private Pass pass = Pass.MISSING;
    private String tab = "outcomes";
    private long asked;

    EverywherePage(WindowContext window) {
        this.window = window;
        words = window.words();
        tabs = new TabStrip(words, this::tab);
        outcomes = new OutcomesTable(window, Optional.empty());
        wanted = new RowTable<>(window, wantedSpec());
        wanted.setTools(WantedPage.passes(window, this::choose), again());
        queue = new RowTable<>(window, queueSpec());
        queue.setTools(again());
        scope = new Scope(window, "outcomes", it -> it.enabled() && HuntingFeature.hunts(it.kind()), "scope.arr");
        wanted.within(scope);
        queue.within(scope);
        outcomes.within(scope);
        scope.view().addListener((_, _, _) -> readAgain());
        VBox.setVgrow(shown, Priority.ALWAYS);
        root.getChildren().setAll(tabs, shown);
        showTabs();
    }

    private TableSpec<Owned<Decision>> wantedSpec() {
        var columns = new ArrayList<Column<Owned<Decision>>>();
        columns.add(owner());
        columns.addAll(WantedPage.columns(window, (Function<Owned<Decision>, Decision>) Owned::row));
        return TableSpec.of("arr.wanted-all", text("page.wanted"), wantedRows, columns)
                .ofInstance(Owned::instance)
                .withBulk(List.of(BulkAct.of(
                        "hunting.search",
                        text("hunting.search-verb"),
                        Octicons.SEARCH_16,
                        chosen -> eachInstance(
                                chosen,
                                (id, rows) -> new HuntingActs(window, id).search(candidates(rows), this::readAgain)))))
                .whileLoading(text("hunting.everywhere-loading"))
                .whenEmpty(() -> empty("hunting.everywhere-wanted-empty"));
    }

    private TableSpec<Owned<Queued>> queueSpec() {
        var columns = new ArrayList<Column<Owned<Queued>>>();
        columns.add(owner());
        columns.addAll(QueuePage.columns(window, (Function<Owned<Queued>, Queued>) Owned::row));
        return TableSpec.of("arr.queue-all", text("page.queue"), queueRows, columns)
                .ofInstance(Owned::instance)
                .withBulk(List.of(BulkAct.<Owned<Queued>>of(
                                "hunting.another",
                                text("hunting.another-verb"),
                                Octicons.SYNC_16,
                                chosen -> eachInstance(
                                        chosen,
                                        (id, rows) -> new HuntingActs(window, id).takeOut(rows, true, this::readAgain)))
                        .destroying()))
                .whileLoading(text("hunting.everywhere-loading"))
                .whenEmpty(() -> empty("hunting.everywhere-queue-empty"));
    }

    private <T> Column<Owned<T>> owner() {
        return Column.<Owned<T>>text("instance", "hunting.column.instance", it -> name(it.instance()))
                .width(170)
                .drawn(() -> InstanceCell.of(window.services().instances(), Owned::instance));
    }

    private Node empty(String key) {
        return new StatePane(Octicons.CHECK_CIRCLE_16, text(key), "", List.of());
    }

    private static List<Candidate> candidates(List<Decision> rows) {
        return rows.stream().map(Decision::candidate).toList();
    }

    /// One act for each instance, so that each is asked about by its own name.
    private static <T> void eachInstance(Chosen<Owned<T>> chosen, BiConsumer<InstanceId, List<T>> act) {
        var byInstance = ListPage.rowsOf(chosen).stream()
                .collect(Collectors.groupingBy(
                        Owned::instance, LinkedHashMap::new, Collectors.mapping(Owned::row, Collectors.toList())));
        byInstance.forEach(act);
    }

    private Button again() {
        var button = new Button(null, new FontIcon(Octicons.SYNC_16));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(text("hunting.again"));
        button.setOnAction(_ -> readAgain());
        return button;
    }

    private void choose(Pass chosen) {
        pass = chosen;
        readAgain();
    }

    private void showTabs() {
        tabs.show(List.of(tabOf("outcomes"), tabOf("wanted"), tabOf("queue")), tab);
        shown.getChildren()
                .setAll(
                        switch (tab) {
                            case "wanted" -> wanted;
                            case "queue" -> queue;
                            default -> outcomes;
                        });
    }

    private TabStrip.Tab tabOf(String id) {
        return new TabStrip.Tab(
                id, text(id.equals("outcomes") ? "hunting.tab.outcomes" : "page." + id), OptionalLong.empty());
    }

    private void tab(String chosen) {
        tab = chosen;
        showTabs();
        readAgain();
    }

    private void readAgain() {
        switch (tab) {
            case "wanted" -> {
                var which = pass;
                read(
                        wanted,
                        wantedRows,
                        id -> window.services().cycles().wanted(id, which, MOST).items());
            }
            case "queue" ->
                read(
                        queue,
                        queueRows,
                        id -> window.services().cycles().queue(id).items());
            default -> outcomes.readAgain();
        }
    }

    @FunctionalInterface
    private interface Reading<T> {
        List<T> of(InstanceId id) throws Exception;
    }

    /// Asks all at once; each one's rows come when it answers, whatever the others do.
    private <T> void read(RowTable<Owned<T>> table, MemoryRows<Owned<T>> rows, Reading<T> reading) {
        long mine = ++asked;
        var strips = new LinkedHashMap<InstanceId, Node>();
        var read = new LinkedHashMap<InstanceId, List<T>>();
        var ids = ids();
        table.setStrips();
        if (ids.isEmpty()) {
            rows.set(List.of());
        }
        for (var id : ids) {
            window.background()
                    .read("ask " + name(id), List.of(id), _ -> reading.of(id))
                    .whenEnded(window.services().fx(), outcome -> {
                        if (mine != asked) {
                            return;
                        }
                        switch (outcome) {
                            case Outcome.Succeeded<List<T>>(var value) -> read.put(id, value);
                            case Outcome.Failed<List<T>>(var problem) -> {
                                strips.put(id, strip(words.texts().summary(problem)));
                                read.put(id, List.of());
                            }
                            case Outcome.Cancelled<List<T>>() -> read.put(id, List.of());
                        }
                        rows.set(all(read));
                        table.setStrips(strips.values().toArray(Node[]::new));
                    });
        }
    }

    private static <T> List<Owned<T>> all(Map<InstanceId, List<T>> read) {
        return read.entrySet().stream()
                .flatMap(it -> it.getValue().stream().map(row -> new Owned<>(it.getKey(), row)))
                .toList();
    }

    private static Node strip(String said) {
        var strip = new HBox(8, new FontIcon(Octicons.ALERT_16), new Label(said));
        strip.getStyleClass().addAll("strip", "strip-warning");
        return strip;
    }

    private List<InstanceId> ids() {
        return List.copyOf(scope.view().get().ids());
    }

    private String name(InstanceId id) {
        return window.services().instances().find(id).map(Instance::name).orElse(id.value());
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        readAgain();
    }

    @Override
    public void hidden() {
        asked++;
    }

    @Override
    public Optional<Scope> scope() {
        return Optional.of(scope);
    }

    @Override
    public void close() {
        asked++;
        scope.close();
        wanted.close();
        queue.close();
        outcomes.close();
    }

    @Override
    public boolean focusFilter() {
        return switch (tab) {
            case "wanted" -> wanted.focusFilter();
            case "queue" -> queue.focusFilter();
            default -> outcomes.focusFilter();
        };
    }
}
