package io.pilothouse.ui.home;

import io.pilothouse.domain.home.HomeProblems;
import io.pilothouse.domain.home.LineRestart;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.home.HomeProblem;
import io.pilothouse.tasks.home.HomeProblemList;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Wanted;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.Scope;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.CellDrawing;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.octicons.Octicons;

/// What is wrong in all houses, what does not work first.
final class ProblemsPage implements PageView {

    private static final Duration EVERY = Duration.ofMinutes(1);

    private final WindowContext window;
    private final MemoryRows<HomeProblem> rows = new MemoryRows<>(
            one -> one.instance() + "/" + one.found().kind() + "/" + one.found().subject());
    private final RowTable<HomeProblem> table;
    private final Latest line;
    private final Latest reconnecting;
    private final ReadOnlyStringWrapper subtitle = new ReadOnlyStringWrapper("");
    private final VBox root;
    private final Scope scope;
    private final Wanted<String> wanted;
    private final HouseLines houseLines;
    private List<Node> lines = List.of();
    private Subscription repeating = () -> {};

    /// @param wanted takes the entity that a problem is about to the page of its house
    ProblemsPage(WindowContext window, Wanted<String> wanted) {
        this.window = window;
        this.wanted = wanted;
        houseLines = new HouseLines(window);
        line = new Latest(window.services().fx());
        reconnecting = new Latest(window.services().fx());
        table = new RowTable<>(
                window,
                TableSpec.of("home.problems", text("home.problems.title"), rows, columns())
                        .ofInstance(HomeProblem::instance)
                        .opening(this::open)
                        .whileLoading(text("home.problems.loading"))
                        .whenEmpty(() ->
                                new StatePane(Octicons.CHECK_CIRCLE_16, text("home.problems.none"), "", List.of())));
        var refresh = new Button(text("home.refresh"), new Icon(Octicons.SYNC_16));
        refresh.setOnAction(_ -> load());
        var reconnect = new Button(text("home.problems.reconnect"), new Icon(Octicons.PLUG_16));
        reconnect.setId("home-reconnect-all");
        reconnect.setOnAction(_ -> reconnect());
        table.setTools(reconnect, refresh);
        scope = new Scope(
                window,
                "house-problems",
                one -> one.enabled() && one.kind().value().equals("homeassistant"),
                "scope.homeassistant");
        table.within(scope);
        VBox.setVgrow(table, Priority.ALWAYS);
        root = new VBox(table);
    }

    /// Monogram and name of the house.
    private static final class HouseCell implements CellDrawing<HomeProblem> {
        private final Monogram tile = new Monogram(Monogram.Size.NORMAL);
        private final Label name = new Label();
        private final HBox node = new HBox(8, tile, name);
        private final WindowContext window;

        HouseCell(WindowContext window) {
            this.window = window;
            node.setAlignment(Pos.CENTER_LEFT);
            tile.getStyleClass().add(Monogram.NAMED);
        }

        @Override
        public Node node() {
            return node;
        }

        @Override
        public void show(HomeProblem problem) {
            name.setText(problem.house());
            var house = window.services().instances().find(problem.instance());
            tile.setVisible(house.isPresent());
            house.ifPresent(tile::show);
        }
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    private List<Column<HomeProblem>> columns() {
        return List.of(
                Column.<HomeProblem>text("house", "home.column.house", HomeProblem::house)
                        .width(160)
                        .drawn(() -> new HouseCell(window)),
                Column.<HomeProblem>choice(
                                "kind",
                                "home.column.problem",
                                one -> word(one.found().kind()),
                                Arrays.stream(HomeProblems.Kind.values())
                                        .map(this::word)
                                        .toList())
                        .exportedAs(one -> Words.stable(one.found().kind()))
                        .width(160),
                Column.<HomeProblem>truth(
                        "serious", "home.column.serious", one -> one.found().serious(), text("home.yes"), ""),
                Column.<HomeProblem>text(
                                "name", "home.column.what", one -> one.found().name())
                        .width(240)
                        .growing(),
                Column.<HomeProblem>text("text", "home.column.says", one -> HouseDesk.said(window.texts(), one.found()))
                        .inOurWords()
                        .exportedAs(one -> one.found().text())
                        .width(240),
                Column.<HomeProblem>time(
                        "since",
                        "home.column.since",
                        one -> one.found().since(),
                        at -> window.words().time(at, window.services().clock().instant())),
                Column.<HomeProblem>text(
                                "subject", "home.column.id", one -> one.found().subject())
                        .hidden());
    }

    private String word(HomeProblems.Kind kind) {
        return text("home.problem." + kind.name());
    }

    private void load() {
        var ids =
                HousePages.houses(window.services()).stream().map(Instance::id).toList();
        line.<HomeProblemList>start(
                () -> window.background()
                        .read(
                                "look for problems of all houses",
                                ids,
                                _ -> window.services().homes().problems(ids)),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<HomeProblemList>(HomeProblemList list) -> show(list, ids);
                        case Outcome.Failed<HomeProblemList>(var problem) -> table.setProblem(Optional.of(problem));
                        case Outcome.Cancelled<HomeProblemList>() -> {}
                    }
                });
    }

    /// The lines to the houses in sight, all at the same time; what came of each is said in a line of its own.
    private void reconnect() {
        var ids = List.copyOf(scope.view().get().ids());
        reconnecting.<List<LineRestart>>start(
                () -> window.background()
                        .read(
                                "restart the lines to all houses",
                                ids,
                                _ -> window.services().homes().restartLines(ids)),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<List<LineRestart>>(var results) ->
                            say(results.stream()
                                    .map(result -> strip(
                                            houseLines.words(result),
                                            result instanceof LineRestart.Done ? Octicons.CHECK_16 : Octicons.ALERT_16))
                                    .toList());
                        case Outcome.Failed<List<LineRestart>>(var problem) ->
                            say(List.of(strip(window.texts().summary(problem), Octicons.ALERT_16)));
                        case Outcome.Cancelled<List<LineRestart>>() -> {}
                    }
                    load();
                });
    }

    private void say(List<Node> strips) {
        lines = strips;
        table.setStrips(lines.toArray(Node[]::new));
    }

    private static Node strip(String words, Ikon icon) {
        var strip = new Label(words, new Icon(icon));
        strip.setWrapText(true);
        strip.getStyleClass().add("text-second");
        strip.setPadding(new javafx.geometry.Insets(4, 16, 8, 16));
        return strip;
    }

    private void show(HomeProblemList list, List<InstanceId> asked) {
        table.setProblem(Optional.empty());
        rows.set(list.problems());
        subtitle.set(text("home.problems.subtitle", list.problems().size(), asked.size()));
        var untold = Stream.concat(
                list.notAsked().values().stream().map(window.texts()::summary),
                list.untold().stream().map(this::words));
        table.setStrips(Stream.concat(lines.stream(), untold.map(words -> strip(words, Octicons.ALERT_16)))
                .toArray(Node[]::new));
    }

    private String words(HomeProblemList.Untold untold) {
        var what = text("home.untold." + Words.stable(untold.source()), untold.house());
        return untold.why()
                .map(problem -> text("home.untold.failed", what, window.texts().summary(problem)))
                .orElseGet(() -> text("home.untold.administrator", what));
    }

    private void open(HomeProblem problem) {
        var page =
                switch (problem.found().kind()) {
                    case REPAIR -> "repairs";
                    case UPDATE -> "updates";
                    case OLD_BACKUP -> "backups";
                    case FAILING_AUTOMATION -> "automations";
                    case FAILING_INTEGRATION -> "house-system";
                    case UNAVAILABLE, LOW_BATTERY -> "entities";
                };
        if (page.equals("entities")) {
            wanted.ask(problem.instance(), problem.found().subject());
        }
        window.navigation().go(new Location.OfInstance(problem.instance(), page));
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        load();
        repeating = window.services().later().every(EVERY, () -> {
            if (!line.busy()) { // many silent houses take longer: what is asked is heard to its end
                load();
            }
        });
    }

    @Override
    public void hidden() {
        repeating.close();
        lines = List.of();
        line.cancel();
        reconnecting.cancel();
    }

    @Override
    public Optional<Scope> scope() {
        return Optional.of(scope);
    }

    @Override
    public void close() {
        hidden();
        scope.close();
        table.close();
    }

    @Override
    public boolean focusFilter() {
        return table.focusFilter();
    }

    @Override
    public ObservableValue<String> subtitle() {
        return subtitle.getReadOnlyProperty();
    }
}
