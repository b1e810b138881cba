package io.pilothouse.ui.tasks;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.TaskRegistry.LogLine;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.TabStrip;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.hunting.DryRuns;
import io.pilothouse.ui.shell.Releases;
import io.pilothouse.ui.shell.TakingBack;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.tasks.TaskPanelViewModel.Pause;
import io.pilothouse.ui.tasks.TaskPanelViewModel.Row;
import io.pilothouse.ui.tasks.TaskPanelViewModel.Tab;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `TaskPanel.fxml` to its view-model, and decides nothing.
public final class TaskPanelController {

    private static final int TILES = 3;

    private final TaskPanelViewModel model;
    private final WindowContext window;
    private final Releases releases;
    private final Words words;
    private final Runnable close;
    private final TabStrip strip;
    private final DateTimeFormatter second;
    private final Button resume = new Button();
    private final MenuButton pause = new MenuButton();
    private boolean showing;

    @FXML
    private VBox panel;

    @FXML
    private StackPane tabs;

    @FXML
    private StackPane listPlace;

    @FXML
    private ListView<Row> list;

    @FXML
    private VBox detail;

    @FXML
    private StackPane tile;

    @FXML
    private Label title;

    @FXML
    private Button copyLog;

    @FXML
    private Label about;

    @FXML
    private HBox effects;

    @FXML
    private Label problem;

    @FXML
    private GridPane log;

    @FXML
    private Label stopping;

    TaskPanelController(TaskPanelViewModel model, WindowContext window, Runnable close) {
        this.model = model;
        this.window = window;
        releases = new Releases(window);
        this.close = close;
        words = window.words();
        strip = new TabStrip(words, id -> model.show(Tab.valueOf(id.toUpperCase(Locale.ROOT))));
        second = DateTimeFormatter.ofPattern("HH:mm:ss", window.texts().locale())
                .withZone(window.services().zone());
    }

    @FXML
    private void initialize() {
        tabs.getChildren().setAll(strip);
        strip.setRight(pauseMenu(), resumeButton(), schedulesButton(), logButton(), closeButton());
        list.setCellFactory(_ -> new TaskCell());
        list.setAccessibleText(text("tasks.list"));
        list.getSelectionModel().selectedItemProperty().subscribe(chosen -> {
            if (!showing && chosen instanceof Row.Task task) {
                model.choose(task.id());
            }
        });
        copyLog.setGraphic(new Icon(Octicons.DUPLICATE_16));
        copyLog.setMinWidth(Region.USE_PREF_SIZE);
        copyLog.setOnAction(_ -> copyLog());
        model.view().subscribe(this::show);
        model.log().subscribe(this::showLog);
    }

    private Node pauseMenu() {
        pause.setText(text("tasks.pause"));
        pause.setId("pause-all");
        pause.getStyleClass().add("small");
        pause.getItems()
                .setAll(Arrays.stream(Pause.values())
                        .map(each -> {
                            var item = new MenuItem(
                                    text("tasks.pause." + each.name().toLowerCase(Locale.ROOT)));
                            item.setOnAction(_ -> model.pause(each));
                            return item;
                        })
                        .toList());
        return pause;
    }

    private Node resumeButton() {
        resume.setText(text("tasks.resume"));
        resume.setId("resume-all");
        resume.getStyleClass().addAll("small", "accent");
        resume.setOnAction(_ -> model.resume());
        return resume;
    }

    private Node schedulesButton() {
        var button = window.actions().button("schedules.open", Optional.empty());
        button.getStyleClass().add("small");
        return button;
    }

    private Node logButton() {
        var button = new Button(text("tasks.log"), new Icon(Octicons.NOTE_16));
        button.setId("open-log");
        button.getStyleClass().add("small");
        var program = window.services().program();
        button.setOnAction(_ -> program.showFolder(program.logFolder()));
        return button;
    }

    private Node closeButton() {
        var button = new Button(null, new Icon(Octicons.X_16));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(text("common.close"));
        button.setOnAction(_ -> close.run());
        return button;
    }

    private void show(TaskPanelViewModel.View view) {
        strip.show(
                Arrays.stream(Tab.values())
                        .map(tab -> new TabStrip.Tab(
                                tab.name().toLowerCase(Locale.ROOT),
                                text("tasks.tab." + tab.name().toLowerCase(Locale.ROOT)),
                                OptionalLong.of(view.counts().getOrDefault(tab, 0))))
                        .toList(),
                view.tab().name().toLowerCase(Locale.ROOT));
        show(pause, !view.paused());
        show(resume, view.paused());
        showing = true;
        list.getItems().setAll(view.rows());
        view.chosen()
                .ifPresent(chosen -> view.rows().stream()
                        .filter(row -> row instanceof Row.Task task && task.id().equals(chosen.id()))
                        .findFirst()
                        .ifPresent(row -> list.getSelectionModel().select(row)));
        showing = false;
        show(list, !view.rows().isEmpty());
        listPlace.getChildren().removeIf(StatePane.class::isInstance);
        if (view.rows().isEmpty()) {
            listPlace.getChildren().add(empty(view));
        }
        show(detail, view.chosen().isPresent());
        view.chosen().ifPresent(this::showDetail);
    }

    private StatePane empty(TaskPanelViewModel.View view) {
        var choice = view.paused()
                ? new StatePane.Choice(text("tasks.resume"), model::resume)
                : new StatePane.Choice(
                        text("tasks.check-all"), () -> window.actions().run("check-all", Optional.empty()));
        return new StatePane(
                Octicons.TASKLIST_16,
                text("tasks.empty." + view.tab().name().toLowerCase(Locale.ROOT)),
                view.paused() ? text("tasks.paused") : view.next(),
                view.tab() == Tab.NOW || view.tab() == Tab.RUNNING ? List.of(choice) : List.of());
    }

    private void showDetail(TaskView task) {
        var instances = task.instances().stream()
                .flatMap(id -> window.services().instances().find(id).stream())
                .toList();
        tile.getChildren()
                .setAll(instances.stream()
                        .limit(1)
                        .map(one -> Monogram.of(one, Monogram.Size.SMALL))
                        .toList());
        show(tile, !instances.isEmpty());
        title.setText(window.words().work(task.kind(), task.title()));
        about.setText(text(
                "tasks.about",
                task.id().toString(),
                text("tasks.origin." + task.origin().word()),
                words.time(task.startedAt(), window.services().clock().instant())));
        var counted = new ArrayList<Node>();
        new TreeMap<>(task.effects()).forEach((name, count) -> {
            var number = new Label(words.number(count));
            number.getStyleClass().addAll("text-strong", "text-second");
            var what = new Label(words.texts().textOr("tasks.effect." + name, name));
            what.getStyleClass().addAll("text-muted", "text-second");
            counted.add(new HBox(4, number, what));
        });
        effects.getChildren().setAll(counted);
        show(effects, !counted.isEmpty());
        var why = task.problem()
                .map(window.texts()::said)
                .or(() -> task.reason()
                        .map(held -> new RunWords(window.words())
                                .of(held, window.services().clock().instant())));
        problem.setText(why.orElse(""));
        problem.getStyleClass().removeAll("task-problem", "text-muted");
        problem.getStyleClass()
                .add(task.problem().isPresent() ? "task-problem" : "text-muted"); // what waits is no fault
        show(problem, why.isPresent());
        show(stopping, task.state() == TaskState.FINISHING);
    }

    private void showLog(List<LogLine> lines) {
        log.getChildren().clear();
        var words = new RunWords(window.words());
        var now = window.services().clock().instant();
        for (int i = 0; i < lines.size(); i++) {
            var at = new Label(second.format(lines.get(i).at()));
            at.getStyleClass().add("text-muted");
            GridPane.setValignment(at, VPos.TOP);
            log.addRow(i, at, new Label(words.of(lines.get(i).text(), now)));
        }
        copyLog.setDisable(lines.isEmpty());
    }

    private void copyLog() {
        var content = new ClipboardContent();
        content.putString(model.logText());
        Clipboard.getSystemClipboard().setContent(content);
    }

    /// One line of the list, made of values computed before.
    private final class TaskCell extends ListCell<Row> {
        TaskCell() {
            setPrefWidth(0); // as wide as the list, never wider
        }

        /// As high as its words need at that width; a cell by itself asks only for the height of one line.
        @Override
        protected double computePrefHeight(double width) {
            return getGraphic() == null || width <= 0
                    ? super.computePrefHeight(width)
                    : getGraphic().prefHeight(width);
        }

        @Override
        protected void updateItem(Row row, boolean empty) {
            super.updateItem(row, empty);
            setText(null);
            setGraphic(
                    empty || row == null
                            ? null
                            : switch (row) {
                                case Row.Heading heading -> heading(heading);
                                case Row.Task task -> task(task);
                                case Row.Turn turn -> turn(turn);
                            });
            setAccessibleText(
                    switch (row) {
                        case Row.Task task -> task.who() + ", " + task.title() + ", " + task.count();
                        case Row.Turn turn -> turn.who() + ", " + turn.title() + ", " + turn.at();
                        case null, default -> null;
                    });
            setMouseTransparent(row instanceof Row.Heading);
        }
    }

    private Node heading(Row.Heading heading) {
        var name = new Label(text("tasks.tab." + heading.group().name().toLowerCase(Locale.ROOT)));
        name.getStyleClass().add("text-strong");
        var box = new HBox(name, new Label(words.number(heading.count())));
        box.getStyleClass().add("task-heading");
        return box;
    }

    private static Node who(List<Instance> instances, String words) {
        var who = new HBox();
        who.getStyleClass().add("task-who");
        var tiles = new HBox(2);
        tiles.setAlignment(Pos.CENTER_LEFT);
        instances.stream()
                .limit(TILES)
                .forEach(one -> tiles.getChildren()
                        .add(Monogram.of(one, instances.size() == 1 ? Monogram.Size.NORMAL : Monogram.Size.SMALL)));
        if (!instances.isEmpty()) {
            who.getChildren().add(tiles);
        }
        who.getChildren().add(new Label(words));
        return who;
    }

    private Node turn(Row.Turn turn) {
        var what = new Label(turn.title());
        what.getStyleClass().add("task-title");
        what.setWrapText(true);
        HBox.setHgrow(what, Priority.ALWAYS);
        var at = new Label(turn.at());
        at.getStyleClass().add("text-muted");
        at.setMinWidth(Region.USE_PREF_SIZE);
        at.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(at, Priority.ALWAYS);
        var run = new Button(text("schedule.run"));
        run.getStyleClass().add("small");
        run.setMinWidth(Region.USE_PREF_SIZE);
        run.setAccessibleText(text("schedule.running", turn.title()));
        run.setOnAction(_ -> {
            if (turn.asks()) {
                new DryRuns(window).run(turn.key());
            } else {
                model.runNow(turn);
            }
        });
        var row = new HBox(who(turn.instances(), turn.who()), what, at, run);
        row.getStyleClass().addAll("task-row", "task-turn");
        return row;
    }

    private Node task(Row.Task task) {
        var who = who(task.instances(), task.who());
        var what = new Label(task.title());
        what.getStyleClass().add("task-title");
        what.setWrapText(true);
        HBox.setHgrow(what, Priority.SOMETIMES);
        var progress = new HBox();
        progress.getStyleClass().add("task-progress");
        if (task.progress() >= 0) {
            var bar = new ProgressBar(task.progress());
            bar.setAccessibleText(task.count());
            progress.getChildren().add(bar);
        } else {
            sign(task.state()).ifPresent(progress.getChildren()::add);
        }
        progress.getChildren().add(new Label(task.count()));
        var line = new Label(task.line());
        line.getStyleClass().addAll("text-muted", "task-line");
        boolean why = !task.line().isEmpty()
                && switch (task.state()) {
                    case HELD, SKIPPED, FAILED, PARTLY -> true;
                    case DONE, CANCELLED, RUNNING, FINISHING, WAITING -> false;
                };
        if (why) {
            return withReason(task, line, who, what, progress);
        }
        line.setMinWidth(0);
        line.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(line, Priority.ALWAYS);
        var row = new HBox(who, what, progress, line);
        row.getStyleClass().add("task-row");
        row.getChildren().addAll(deeds(task));
        return row;
    }

    /// A reason is a sentence: it stands below, over the whole width, and is read to its end.
    private Node withReason(Row.Task task, Label reason, Node... parts) {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var first = new HBox(parts);
        first.getStyleClass().add("task-first");
        first.getChildren().add(space);
        reason.setWrapText(true);
        var deeds = deeds(task);
        var row = new VBox(first);
        if (deeds.size() > 1) { // which need more room than the first line has
            var second = new HBox(reason);
            second.getStyleClass().add("task-first");
            HBox.setHgrow(reason, Priority.ALWAYS);
            reason.setMaxWidth(Double.MAX_VALUE);
            second.getChildren().addAll(deeds);
            row.getChildren().add(second);
        } else {
            first.getChildren().addAll(deeds);
            row.getChildren().add(reason);
        }
        row.getStyleClass().addAll("task-row", "task-reasoned");
        return row;
    }

    private static Optional<Node> sign(TaskState state) {
        return switch (state) {
            case FAILED -> Optional.of(new StateShape(ShownState.DOWN, 14));
            case PARTLY -> Optional.of(new StateShape(ShownState.WARNING, 14));
            case HELD, SKIPPED -> Optional.of(new StateShape(ShownState.PAUSED, 14));
            case DONE -> Optional.of(new StateShape(ShownState.HEALTHY, 14));
            case CANCELLED, WAITING -> Optional.of(new StateShape(ShownState.UNKNOWN, 14));
            case RUNNING, FINISHING -> Optional.of(new StateShape(ShownState.CHECKING, 14));
        };
    }

    private List<Button> deeds(Row.Task task) {
        return switch (task.deed()) {
            case NONE -> List.of();
            case RELEASE ->
                List.of(
                        deed(
                                "release-once",
                                task,
                                () -> model.guarded(task.id()).map(Planned::key).ifPresent(releases::once)),
                        deed(
                                "release-today",
                                task,
                                () -> task.instances().stream()
                                        .map(Instance::id)
                                        .forEach(releases::today)));
            case STOP -> {
                var stop = deed("stop", task, () -> model.stop(task.id()));
                stop.setGraphic(new Icon(Octicons.SQUARE_FILL_16));
                yield List.of(stop);
            }
            case SKIP ->
                List.of(deed("skip", task, () -> model.waiting(task.id()).ifPresent(this::skip)));
            case ANYWAY -> List.of(deed("anyway", task, () -> model.runAnyway(task.id())));
            case UNDO -> List.of(deed("undo", task, () -> takeBack(task.id())));
        };
    }

    private Button deed(String word, Row.Task task, Runnable run) {
        var button = new Button(text("tasks." + word));
        button.setId("task-" + word + "-" + task.id());
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(text("tasks." + word + "-spoken", task.title(), task.who()));
        button.setOnAction(_ -> run.run());
        return button;
    }

    private void skip(Planned planned) {
        window.background()
                .act(
                        "work-skip",
                        "skip the held turn of \"" + planned.title() + "\"",
                        planned.instance(),
                        _ -> window.services().schedules().skipHeld(planned.key()),
                        _ -> window.toasts()
                                .news(
                                        planned.instance()
                                                .flatMap(window.services().instances()::find),
                                        text("tasks.skipped", words.workKind(planned.kind(), planned.title())),
                                        Optional.empty()));
    }

    /// The task keeps the English of its title for whoever looks at it from the terminal.
    private void takeBack(TaskId id) {
        window.services().tasks().tasks().get().stream()
                .filter(task -> task.id().equals(id))
                .findFirst()
                .ifPresent(task -> new TakingBack(window).of(id, task.title()));
    }

    void focusList() {
        list.requestFocus();
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
