package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.cycle.Cycles.Kept;
import io.pilothouse.tasks.cycle.Cycles.Queue;
import io.pilothouse.tasks.cycle.Cycles.Queued;
import io.pilothouse.tasks.cycle.Cycles.Wanted;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.TabStrip;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
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
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// What is wanted, on its way and asked for on all *arr instances. Of an instance that does not answer stand the
/// rows that are stored, and a strip above says so. FX thread only.
final class EverywherePage implements PageView {

    private static final int MOST = 500;

    /// A row and whose it is.
    ///
    /// @param onEach how what is wanted stands on each instance; empty for what is on its way
    private record Owned<T>(InstanceId instance, T row, List<StateOnEach.On> onEach) {}

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
    private final Set<InstanceId> fetched = new HashSet<>();
    private StateOnEach onEach = StateOnEach.NONE;
    private Pass pass = Pass.MISSING;
    private String tab = "outcomes";
    private long asked;
    private boolean showing;

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
        columns.add(
                Math.min(2, columns.size()),
                Column.<Owned<Decision>>text(
                                "each", "hunting.column.each", it -> StateOnEach.said(it.onEach(), words.texts()))
                        .inOurWords()
                        .width(170)
                        .drawn(() -> new StateOnEachCell<>(words.texts(), Owned::onEach)));
        return TableSpec.of("arr.wanted-all", text("page.wanted"), wantedRows, columns)
                .ofInstance(Owned::instance)
                .withBulk(List.of(
                        BulkAct.of("hunting.search", text("hunting.search-verb"), Octicons.SEARCH_16, this::search)))
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
                                "hunting.another", text("hunting.another-verb"), Octicons.SYNC_16, this::another)
                        .destroying()))
                .whileLoading(text("hunting.everywhere-loading"))
                .whenEmpty(() -> empty("hunting.everywhere-queue-empty"));
    }

    private <T> Column<Owned<T>> owner() {
        return Column.<Owned<T>>text("instance", "hunting.column.instance", it -> name(it.instance()))
                .width(170)
                .drawn(() -> InstanceCell.of(window.services().instances(), Owned::instance));
    }

    /// Looks how titles stand in the stored libraries of all instances in view, then goes on.
    private void readLibraries(Runnable then) {
        long mine = ++asked;
        var instances = scope.view().get().ids().stream()
                .flatMap(id -> window.services().instances().find(id).stream())
                .toList();
        window.background()
                .read(
                        text("hunting.everywhere-stored"),
                        ids(),
                        _ -> StateOnEach.read(window.services().shelves(), instances))
                .whenEnded(window.services().fx(), outcome -> {
                    if (outcome instanceof Outcome.Succeeded<StateOnEach>(var read)) {
                        onEach = read;
                        fetch(read.unread());
                    }
                    if (mine == asked) {
                        then.run();
                    }
                });
    }

    /// Asks for libraries that nobody opened yet, each once while the page lives; shows them when all have answered.
    /// Whoever cannot be asked now would let the others wait.
    private void fetch(List<InstanceId> unread) {
        var states = window.services().health().states().get();
        var first = unread.stream()
                .filter(id -> Optional.ofNullable(states.get(id))
                        .filter(health -> !health.state().holdsCycles())
                        .isPresent())
                .filter(fetched::add)
                .toList();
        var left = new AtomicInteger(first.size());
        for (var id : first) {
            window.background()
                    .read(
                            text("hunting.everywhere-asking", name(id)),
                            List.of(id),
                            _ -> window.services().shelves().read(id))
                    .whenEnded(window.services().fx(), _ -> {
                        if (left.decrementAndGet() == 0 && showing && tab.equals("wanted")) {
                            readAgain();
                        }
                    });
        }
    }

    private Node empty(String key) {
        return new StatePane(Octicons.CHECK_CIRCLE_16, text(key), "", List.of());
    }

    private void search(Chosen<Owned<Decision>> chosen) {
        var split = split(chosen);
        if (split.size() == 1) {
            split.forEach((id, rows) -> new HuntingActs(window, id).search(candidates(rows), this::readAgain));
            return;
        }
        askOnce(
                ActionClass.COSTLY,
                "search %d items",
                "search",
                split,
                List.of(),
                (id, consent) -> new HuntingActs(window, id)
                        .searchAgreed(candidates(split.getOrDefault(id, List.of())), consent, this::readAgain));
    }

    private void another(Chosen<Owned<Queued>> chosen) {
        var split = split(chosen);
        if (split.size() == 1) {
            split.forEach((id, rows) -> new HuntingActs(window, id).takeOut(rows, true, this::readAgain));
            return;
        }
        askOnce(
                ActionClass.DESTRUCTIVE,
                "take %d downloads out of the queues",
                "another",
                split,
                split.entrySet().stream()
                        .flatMap(it -> it.getValue().stream().map(row -> name(it.getKey()) + ": " + row.title()))
                        .toList(),
                (id, consent) -> new HuntingActs(window, id)
                        .takeOutAgreed(split.getOrDefault(id, List.of()), true, consent, this::readAgain));
    }

    /// Asked about once, with how many on which; each instance acts in a task of its own.
    ///
    /// @param what   with the place of how many
    /// @param verb   part of the keys of its words
    /// @param titles listed too, where a person has to read what goes
    private <T> void askOnce(
            ActionClass actionClass,
            String what,
            String verb,
            Map<InstanceId, List<T>> split,
            List<String> titles,
            BiConsumer<InstanceId, Consent> agreed) {
        long items = split.values().stream().mapToLong(List::size).sum();
        var act = new Act(
                actionClass,
                List.copyOf(split.keySet()),
                what.formatted(items),
                Stream.concat(
                                split.entrySet().stream()
                                        .map(it -> text(
                                                "table.chosen.split",
                                                words.number(it.getValue().size()),
                                                name(it.getKey()))),
                                titles.stream().limit(HuntingActs.LISTED))
                        .toList(),
                split.size() + titles.size());
        new GuardSheet(window)
                .ask(new GuardedAct(
                        act,
                        text("hunting." + verb + "-many-title", items, split.size()),
                        text("hunting." + verb + "-verb"),
                        text("hunting." + verb + "-effect"),
                        Optional.empty(),
                        consent -> {
                            var leftOut = window.services().guards().ask(act, consent)
                                            instanceof Verdict.Allowed(List<InstanceId> ids)
                                    ? ids
                                    : List.<InstanceId>of();
                            split.keySet().stream()
                                    .filter(id -> !leftOut.contains(id))
                                    .forEach(id -> agreed.accept(id, consent.forPart(name(id))));
                        }));
    }

    private static List<Candidate> candidates(List<Decision> rows) {
        return rows.stream().map(Decision::candidate).toList();
    }

    private static <T> Map<InstanceId, List<T>> split(Chosen<Owned<T>> chosen) {
        return ListPage.rowsOf(chosen).stream()
                .collect(Collectors.groupingBy(
                        Owned::instance, LinkedHashMap::new, Collectors.mapping(Owned::row, Collectors.toList())));
    }

    private Button again() {
        var button = new Button(null, new Icon(Octicons.SYNC_16));
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
        var cycles = window.services().cycles();
        switch (tab) {
            case "wanted" -> {
                var which = pass;
                readLibraries(() -> read(
                        wanted,
                        wantedRows,
                        new Reading<>(
                                id -> cycles.keptWanted(id, which),
                                id -> cycles.wanted(id, which, MOST),
                                Wanted::items)));
            }
            case "queue" -> read(queue, queueRows, new Reading<>(cycles::keptQueue, cycles::queue, Queue::items));
            default -> outcomes.readAgain();
        }
    }

    /// @param stored what is there without asking, if anything ever was read
    /// @param asked  asks the instance
    private record Reading<L, T>(Function<InstanceId, Kept<L>> stored, AskedOf<L> asked, Function<L, List<T>> rows) {
        @FunctionalInterface
        private interface AskedOf<L> {
            L of(InstanceId id) throws Exception;
        }
    }

    /// Shows what is stored, then asks all at once; each one's rows change when it answers, whatever the others do.
    private <L, T> void read(RowTable<Owned<T>> table, MemoryRows<Owned<T>> rows, Reading<L, T> reading) {
        long mine = ++asked;
        var ids = ids();
        window.background()
                .<Map<InstanceId, Kept<L>>>read(text("hunting.everywhere-stored"), ids, _ -> {
                    var stored = new LinkedHashMap<InstanceId, Kept<L>>();
                    ids.forEach(id -> stored.put(id, reading.stored().apply(id)));
                    return stored;
                })
                .whenEnded(window.services().fx(), outcome -> {
                    if (mine == asked) {
                        ask(
                                table,
                                rows,
                                reading,
                                outcome instanceof Outcome.Succeeded<Map<InstanceId, Kept<L>>>(var stored)
                                        ? stored
                                        : Map.of());
                    }
                });
    }

    private <L, T> void ask(
            RowTable<Owned<T>> table,
            MemoryRows<Owned<T>> rows,
            Reading<L, T> reading,
            Map<InstanceId, Kept<L>> stored) {
        long mine = asked;
        var strips = new LinkedHashMap<InstanceId, Node>();
        var read = new LinkedHashMap<InstanceId, List<T>>();
        var ids = ids();
        for (var id : ids) {
            Optional.ofNullable(stored.get(id))
                    .filter(kept -> kept.readAt().isPresent())
                    .ifPresent(kept -> read.put(id, reading.rows().apply(kept.list())));
        }
        table.setStrips();
        if (ids.isEmpty() || !read.isEmpty()) {
            rows.set(all(read));
        }
        for (var id : ids) {
            window.background()
                    .read(
                            text("hunting.everywhere-asking", name(id)),
                            List.of(id),
                            _ -> reading.asked().of(id))
                    .whenEnded(window.services().fx(), outcome -> {
                        if (mine != asked) {
                            return;
                        }
                        switch (outcome) {
                            case Outcome.Succeeded<L>(var value) ->
                                read.put(id, reading.rows().apply(value));
                            case Outcome.Failed<L>(var problem) -> {
                                read.putIfAbsent(id, List.of());
                                strips.put(
                                        id,
                                        strip(
                                                words.texts().summary(problem),
                                                id,
                                                Optional.ofNullable(stored.get(id))
                                                        .flatMap(Kept::readAt)));
                            }
                            case Outcome.Cancelled<L>() -> read.putIfAbsent(id, List.of());
                        }
                        rows.set(all(read));
                        table.setStrips(strips.values().toArray(Node[]::new));
                    });
        }
    }

    private <T> List<Owned<T>> all(Map<InstanceId, List<T>> read) {
        return read.entrySet().stream()
                .flatMap(it ->
                        it.getValue().stream().map(row -> new Owned<>(it.getKey(), row, onEach(it.getKey(), row))))
                .toList();
    }

    private List<StateOnEach.On> onEach(InstanceId id, Object row) {
        return row instanceof Decision wanted ? onEach.of(id, wanted.candidate()) : List.of();
    }

    /// @param readAt when what is shown of it was read; empty where there is nothing to show
    private Node strip(String said, InstanceId id, Optional<Instant> readAt) {
        var shown = readAt.map(at -> text(
                        "hunting.everywhere-old",
                        name(id),
                        words.time(at, window.services().clock().instant())))
                .orElseGet(() -> text("hunting.everywhere-never", name(id)));
        var label = new Label(said + " " + shown);
        label.setWrapText(true);
        var strip = new HBox(8, new Icon(Octicons.ALERT_16), label);
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
        showing = true;
        readAgain();
    }

    @Override
    public void hidden() {
        showing = false;
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
