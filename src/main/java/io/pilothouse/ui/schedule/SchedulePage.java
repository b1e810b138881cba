package io.pilothouse.ui.schedule;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.schedule.MissedTurns;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.ToolRow;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.hunting.DryRuns;
import io.pilothouse.ui.schedule.ScheduleViewModel.Fate;
import io.pilothouse.ui.schedule.ScheduleViewModel.Row;
import io.pilothouse.ui.schedule.ScheduleViewModel.View;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.Releases;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Chosen;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.InstanceCell;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The schedules: the strip of a day above, the list of all regular work below.
final class SchedulePage implements PageView {

    /// The page scrolls rather than show less of its table.
    private static final double TABLE = 220;

    /// The head of the strip where it needs a second line for what its signs mean.
    private static final double LEGEND = 44;

    /// How often the line of now moves.
    private static final Duration STEP = Duration.ofMinutes(1);

    private final WindowContext window;
    private final Words words;
    private final ScheduleViewModel model;
    private final DryRuns dryRuns;
    private final Releases releases;
    private final DayStrip strip;
    private final VBox warnings = new VBox();
    private final MemoryRows<Row> rows = new MemoryRows<>(Row::key);
    private final RowTable<Row> table;
    private final VBox root = new VBox();
    /// Its words are the head of the strip, which it folds away.
    private final ToggleButton day = new ToggleButton();
    private final ScrollPane scroll;
    private final ToolRow head;
    /// Empty where the height of the window decides whether the strip is shown.
    private Optional<Boolean> wanted = Optional.empty();
    private Subscription moving = () -> {};

    SchedulePage(WindowContext window) {
        this.window = window;
        words = window.words();
        model = new ScheduleViewModel(window.services(), words, window.background(), window.choices()::add);
        dryRuns = new DryRuns(window);
        releases = new Releases(window);
        strip = new DayStrip(
                words, window.services().zone(), id -> window.navigation().goTo(id));
        table = new RowTable<>(window, spec());
        table.setTools(maintenanceButton());
        root.getStyleClass().add("schedule");
        scroll = new ScrollPane(strip);
        scroll.setFitToWidth(true);
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().addAll("edge-to-edge", "strip-scroll");
        scroll.setMinHeight(Region.USE_PREF_SIZE);
        table.setMinHeight(TABLE);
        VBox.setVgrow(table, Priority.ALWAYS);
        day.setText(text("schedule.day"));
        day.setId("day-fold");
        day.getStyleClass().setAll("fold", "text-card");
        day.setMinWidth(Region.USE_PREF_SIZE);
        day.setOnAction(_ -> {
            wanted = Optional.of(day.isSelected());
            makeRoom();
        });
        head = new ToolRow(day, new Region());
        root.getChildren().setAll(head, scroll, warnings, table);
        showStrip(true);
        root.heightProperty().subscribe(this::makeRoom);
        model.view().subscribe(this::show);
    }

    /// In a low window the table comes first; who wants the strip there, too, gets it and scrolls the page.
    private void makeRoom() {
        double least = head.minHeight(root.getWidth()) + warnings.minHeight(root.getWidth()) + TABLE;
        boolean room = root.getHeight() == 0 || root.getHeight() >= least + LEGEND + scroll.prefHeight(-1);
        boolean shown = wanted.orElse(room);
        if (day.isSelected() != shown || scroll.isManaged() != shown) {
            showStrip(shown);
        }
        root.setMinHeight(wanted.orElse(false) ? Region.USE_COMPUTED_SIZE : TABLE + LEGEND + LEGEND);
    }

    private void showStrip(boolean shown) {
        day.setSelected(shown);
        day.setGraphic(new Icon(shown ? Octicons.CHEVRON_DOWN_16 : Octicons.CHEVRON_RIGHT_16));
        scroll.setVisible(shown);
        scroll.setManaged(shown);
        head.setTools(shown ? DayStrip.legend(words).toArray(Node[]::new) : new Node[0]);
    }

    private Node maintenanceButton() {
        var button = new Button(text("schedule.maintenance.plan"), new Icon(Octicons.TOOLS_16));
        button.setId("plan-maintenance");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> {
            var instances = chosenInstances(table.chosen());
            if (instances.isEmpty()) {
                window.active().id().ifPresent(id -> new MaintenanceDialog(window).open(List.of(id)));
            } else {
                new MaintenanceDialog(window).open(instances);
            }
        });
        return button;
    }

    private static List<InstanceId> chosenInstances(Chosen<Row> chosen) {
        return rowsOf(chosen).stream()
                .flatMap(row -> row.instance().stream())
                .map(Instance::id)
                .distinct()
                .toList();
    }

    private static List<Row> rowsOf(Chosen<Row> chosen) {
        return chosen instanceof Chosen.Rows<Row> some ? some.rows() : List.of();
    }

    private TableSpec<Row> spec() {
        var fates = Arrays.stream(Fate.values()).map(this::fate).toList();
        var now = window.services().clock();
        var columns = List.<Column<Row>>of(
                Column.<Row>choice("state", "schedule.column.state", row -> fate(row.fate()), fates)
                        .exportedAs(row -> ScheduleViewModel.word(row.fate()))
                        .width(92),
                Column.<Row>text("instance", "schedule.column.instance", this::owner)
                        .width(148)
                        .staying()
                        .drawn(() -> new InstanceCell<>(Row::instance, this::owner)),
                Column.<Row>text("work", "schedule.column.work", Row::title)
                        .inOurWords()
                        .width(200)
                        .upTo(380)
                        .growing(),
                Column.<Row>time("next", "schedule.column.next", Row::next, at -> words.time(at, now.instant()))
                        .width(108)
                        .staying(),
                Column.<Row>text("why", "schedule.column.why", Row::why)
                        .inOurWords()
                        .width(200)
                        .upTo(460), // a person needs it whole where there is room
                Column.<Row>time("last", "schedule.column.last", Row::last, at -> words.time(at, now.instant()))
                        .width(108),
                Column.<Row>choice(
                                "outcome",
                                "schedule.column.outcome",
                                row -> row.lastFate().map(this::fate).orElse(""),
                                fates)
                        .exportedAs(row ->
                                row.lastFate().map(ScheduleViewModel::word).orElse(""))
                        .width(84),
                Column.<Row>text("missed", "schedule.column.missed", Row::missed)
                        .inOurWords()
                        .width(132));
        return TableSpec.of("schedules", text("page.schedules"), rows, columns)
                .withBulk(List.of(
                        act("schedule.run", Octicons.PLAY_16, this::runNow),
                        act("schedule.dry-run", Octicons.BEAKER_16, this::dryRun)
                                .onlyWhere(this::anyRule),
                        act("schedule.skip", Octicons.SKIP_16, model::skipNext)
                                .onlyWhere(chosen -> rowsOf(chosen).stream().anyMatch(row -> !row.often())),
                        act("schedule.release-once", Octicons.UNLOCK_16, this::releaseOnce)
                                .onlyWhere(chosen -> rowsOf(chosen).stream().anyMatch(Row::releasable)),
                        act("schedule.release-today", Octicons.UNLOCK_16, this::releaseToday)
                                .onlyWhere(this::anyGuarded),
                        act("schedule.release", Octicons.UNLOCK_16, this::release)
                                .onlyWhere(this::anyGuarded),
                        BulkAct.of(
                                "schedule.maintenance",
                                text("schedule.maintenance.plan"),
                                Octicons.TOOLS_16,
                                chosen -> new MaintenanceDialog(window).open(chosenInstances(chosen)))))
                .opening(row ->
                        row.instance().ifPresent(one -> window.navigation().goTo(one.id())))
                .withMenu(this::menu)
                .whenEmpty(() -> new StatePane(
                        Octicons.CALENDAR_16, text("schedule.empty"), text("schedule.empty-why"), List.of()));
    }

    private BulkAct<Row> act(String id, Octicons icon, Consumer<List<Row>> run) {
        return BulkAct.of(id, text(id), icon, chosen -> run.accept(rowsOf(chosen)));
    }

    private ContextMenu menu(Row row) {
        var menu = new ContextMenu();
        var skip = item(row.often() ? "schedule.skip-often" : "schedule.skip", () -> model.skipNext(List.of(row)));
        skip.setDisable(row.often());
        menu.getItems().addAll(item("schedule.run", () -> runNow(List.of(row))), skip);
        if (row.ofRule()) {
            menu.getItems().add(1, item("schedule.dry-run", () -> dryRun(List.of(row))));
        }
        if (row.missedChosen()) {
            menu.getItems().add(missed(row));
        }
        row.instance().ifPresent(instance -> {
            if (row.guarded()) {
                if (row.releasable()) {
                    menu.getItems().add(item("schedule.release-once", () -> releaseOnce(List.of(row))));
                }
                menu.getItems()
                        .addAll(
                                item("schedule.release-today", () -> releaseToday(List.of(row))),
                                item("schedule.release", () -> release(List.of(row))));
            }
            menu.getItems()
                    .add(item(
                            "schedule.maintenance.plan",
                            () -> new MaintenanceDialog(window).open(List.of(instance.id()))));
            window.actions()
                    .find("instance.open")
                    .filter(action ->
                            action.availability().apply(Optional.of(instance.id())) instanceof Availability.Available)
                    .ifPresent(_ -> menu.getItems()
                            .add(item("schedule.open", () -> window.navigation().goTo(instance.id()))));
        });
        return menu;
    }

    private boolean anyRule(Chosen<Row> chosen) {
        return rowsOf(chosen).stream().anyMatch(Row::ofRule);
    }

    private boolean anyGuarded(Chosen<Row> chosen) {
        return rowsOf(chosen).stream().anyMatch(Row::guarded);
    }

    private void releaseOnce(List<Row> rows) {
        rows.stream().filter(Row::releasable).map(Row::key).forEach(releases::once);
    }

    private void releaseToday(List<Row> rows) {
        guarded(rows).forEach(releases::today);
    }

    private void release(List<Row> rows) {
        guarded(rows).forEach(releases::untilTheEnd);
    }

    private static Stream<InstanceId> guarded(List<Row> rows) {
        return rows.stream()
                .filter(Row::guarded)
                .flatMap(row -> row.instance().stream())
                .map(Instance::id)
                .distinct();
    }

    private void runNow(List<Row> rows) {
        rows.stream().filter(Row::asks).map(Row::key).forEach(dryRuns::run);
        model.runNow(rows.stream().filter(row -> !row.asks()).toList());
    }

    private void dryRun(List<Row> rows) {
        dryRuns.start(rows.stream().filter(Row::ofRule).map(Row::key).toList());
    }

    /// What becomes of the turns of a rule that nobody could run.
    private Menu missed(Row row) {
        var menu = new Menu(text("schedule.column.missed"));
        menu.setId("missed");
        var group = new ToggleGroup();
        var now = model.missedOf(row);
        var usual = text("schedule.missed-usual", model.missed(model.missedOfAll()));
        menu.getItems().add(missed(row, group, usual, now, Optional.empty()));
        for (var turns : MissedTurns.values()) {
            menu.getItems().add(missed(row, group, model.missed(turns), now, Optional.of(turns)));
        }
        return menu;
    }

    private MenuItem missed(
            Row row, ToggleGroup group, String said, Optional<MissedTurns> now, Optional<MissedTurns> turns) {
        var item = new RadioMenuItem(said);
        item.setToggleGroup(group);
        item.setSelected(now.equals(turns));
        item.setOnAction(_ -> model.chooseMissed(row, turns));
        return item;
    }

    private MenuItem item(String key, Runnable run) {
        var item = new MenuItem(text(key));
        item.setOnAction(_ -> run.run());
        return item;
    }

    private String owner(Row row) {
        return row.instance().map(Instance::name).orElseGet(() -> text("common.application"));
    }

    private String fate(Fate fate) {
        return text("schedule.fate." + ScheduleViewModel.word(fate));
    }

    private void show(View view) {
        strip.show(view);
        rows.set(view.rows());
        warnings.getChildren().clear();
        view.collisions().stream()
                .filter(ScheduleViewModel.Collision::first)
                .limit(3)
                .map(collision -> warning(text(
                        "schedule.collision",
                        collision.count(),
                        collision.host(),
                        words.time(collision.at(), view.now()))))
                .forEach(warnings.getChildren()::add);
        if (!view.missed().isEmpty()) {
            warnings.getChildren().add(warning(view.missed()));
        }
        makeRoom();
    }

    private static Node warning(String said) {
        var label = new Label(said);
        label.getStyleClass().add("text-second");
        var box = new HBox(new StateShape(ShownState.WARNING, 14), label);
        box.getStyleClass().add("collision");
        return box;
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
        model.follow();
        moving = window.services().later().every(STEP, model::readAgain);
    }

    @Override
    public void hidden() {
        moving.close();
        model.rest();
    }

    @Override
    public void close() {
        table.close();
    }

    @Override
    public ObservableValue<String> subtitle() {
        return model.view().map(view -> text("schedule.subtitle", view.rows().size()));
    }

    @Override
    public boolean focusFilter() {
        return table.focusFilter();
    }
}
