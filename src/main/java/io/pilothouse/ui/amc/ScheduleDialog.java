package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.amc.Policies.Missed;
import io.pilothouse.domain.amc.Policies.Overlap;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Shown;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// When a question is put by itself, and which days it is about. The next ten turns are shown as it is
/// typed, in the schedule's own time and in UTC.
final class ScheduleDialog {

    private static final int NEXT = 10;
    private static final List<Duration> DEADLINES =
            Stream.of(1, 3, 6, 12, 24, 48).map(Duration::ofHours).toList();

    private static final double TEN_TURNS = 200;

    private final Desk desk;
    private final Optional<Schedule> was;
    private final Runnable after;
    private final TextField name = new TextField();
    private final WorkflowChoice workflow;
    private final ScheduleWords words;
    private final ComboBox<String> trigger = new ComboBox<>();
    private final ZoneChoice zone;
    private final ParameterFields parameters;
    private final ComboBox<String> window = new ComboBox<>();
    private final ComboBox<Missed> missed = new ComboBox<>(FXCollections.observableArrayList(Missed.values()));
    private final ComboBox<Overlap> overlap = new ComboBox<>(FXCollections.observableArrayList(Overlap.values()));
    private final ComboBox<Integer> lag = new ComboBox<>();
    private final ComboBox<Duration> deadline = new ComboBox<>();
    /// Empty for the ticked ones.
    private final ComboBox<String> brand = new ComboBox<>();
    private final InstanceTicks ticks;
    private final Label next = new Label();
    private final Button save;
    private Dialogs.@Nullable Open open;

    private ScheduleDialog(Desk desk, Optional<Schedule> was, Runnable after) {
        this.desk = desk;
        this.was = was;
        this.after = after;
        zone = new ZoneChoice(
                desk,
                was.map(it -> it.zone().getId())
                        .orElse(desk.window().services().zone().getId()));
        parameters = new ParameterFields(desk, this::check);
        words = new ScheduleWords(desk.window().texts());
        workflow = new WorkflowChoice(desk, was.map(Schedule::workflow));
        ticks = new InstanceTicks(
                desk, id -> was.map(it -> it.instances().contains(id)).orElse(id.equals(desk.id())), this::check);
        save = desk.button("schedule.save", Octicons.CHECK_16, this::save);
        save.getStyleClass().add("accent");
        save.setDefaultButton(true);
    }

    /// @param was   the schedule that is changed; empty for a new one
    /// @param after called when it is stored
    static void open(WindowContext window, InstanceId id, Optional<Schedule> was, Runnable after) {
        new ScheduleDialog(new Desk(window, id), was, after).show();
    }

    private void show() {
        name.setText(was.map(Schedule::name).orElse(""));
        trigger.getItems()
                .setAll(
                        "0 9 * * *",
                        "0 9 * * 1",
                        "30 2 * * 1-5",
                        "0 6 1 * *",
                        "first-workday@08:00",
                        "last-workday@08:00");
        trigger.setEditable(true);
        trigger.setValue(was.map(it -> it.trigger().word()).orElse("0 9 * * 1"));
        window.getItems()
                .setAll(
                        "last-days:7",
                        "last-days:30",
                        "previous-week:monday",
                        "previous-month",
                        "month-to-date",
                        "since-last-success:7");
        window.setEditable(true);
        window.setValue(was.map(it -> it.window().word()).orElse("last-days:7"));
        missed.setValue(was.map(Schedule::missed).orElse(Missed.LATEST));
        overlap.setValue(was.map(Schedule::overlap).orElse(Overlap.QUEUE));
        offer(
                lag,
                IntStream.rangeClosed(0, 14).boxed(),
                was.map(Schedule::lagDays).orElse(2));
        lag.setConverter(new Shown<>(it -> desk.text("amc.schedule.lag-days", it)));
        offer(deadline, DEADLINES.stream(), was.map(Schedule::deadline).orElse(Duration.ofHours(6)));
        deadline.setConverter(new Shown<>(desk.words()::age));
        missed.setConverter(new Shown<>(words::missed));
        overlap.setConverter(new Shown<>(words::overlap));
        trigger.setCellFactory(_ -> new Spoken(word -> words.trigger(Trigger.of(word))));
        window.setCellFactory(_ -> new Spoken(word -> words.days(WindowRule.of(word))));
        brand.getItems().add("");
        desk.amc().brands().known().get().stream().map(Brand::name).forEach(brand.getItems()::add);
        brand.setConverter(new Shown<>(
                it -> it.isEmpty() ? desk.text("amc.schedule.ticked") : desk.text("amc.schedule.of-brand", it)));
        BrandMark.dress(brand, it -> BrandMark.colour(desk.amc(), it));
        brand.setValue(was.map(Schedule::brand).orElse(""));
        ticks.disableProperty().bind(brand.valueProperty().isNotEqualTo(""));
        var grid = new GridPane();
        grid.setHgap(10);
        grid.setVgap(8);
        var row = new ArrayList<Node[]>();
        row.add(field("schedule.name", name));
        row.add(field("run.workflow", workflow));
        row.add(field("schedule.trigger", trigger));
        row.add(field("run.zone", zone));
        row.add(field("schedule.days", window));
        row.add(field("schedule.lag", lag));
        row.add(field("schedule.missed", missed));
        row.add(field("schedule.overlap", overlap));
        row.add(field("schedule.deadline", deadline));
        row.add(field("schedule.on-which", brand));
        for (int i = 0; i < row.size(); i++) {
            grid.addRow(i, row.get(i));
        }
        name.textProperty().addListener((_, _, _) -> check());
        parameters.show(workflow.getValue(), was.map(Schedule::parameters).orElse(Map.of()));
        workflow.valueProperty().addListener((_, _, it) -> {
            parameters.show(it, Map.of());
            check();
        });
        List.of(trigger, zone, window, brand, lag)
                .forEach(box -> box.valueProperty().addListener((_, _, _) -> check()));
        next.setWrapText(true);
        next.setId("next-slots");
        next.setMinHeight(TEN_TURNS); // so that the dialog stays where it is when they come
        var body = new VBox(12, grid, parameters, ticks, next);
        body.getStyleClass().add("dialog-body");
        open = desk.window()
                .dialogs()
                .open(new DialogFrame(
                        "amc-schedule",
                        was.map(it -> desk.text("amc.schedule.edit-title", it.name()))
                                .orElseGet(() -> desk.text("amc.schedule.new-title")),
                        desk.instance(),
                        720,
                        body,
                        List.of(),
                        List.of(save)));
        desk.window().services().fx().execute(name::requestFocus);
        check();
    }

    /// What people choose among, and what is chosen already, in order.
    private static <T extends Comparable<T>> void offer(ComboBox<T> box, Stream<T> usual, T chosen) {
        box.getItems()
                .setAll(Stream.concat(usual, Stream.of(chosen))
                        .distinct()
                        .sorted()
                        .toList());
        box.setValue(chosen);
    }

    private Node[] field(String key, javafx.scene.control.Control control) {
        var label = new Label(desk.text("amc." + key));
        label.setLabelFor(control);
        control.setAccessibleText(desk.text("amc." + key));
        control.setPrefWidth(420);
        return new Node[] {label, control};
    }

    /// What is offered is said in words, and stands as it may be typed.
    private static final class Spoken extends ListCell<String> {

        private final Function<String, String> words;

        Spoken(Function<String, String> words) {
            this.words = words;
        }

        @Override
        protected void updateItem(@Nullable String item, boolean empty) {
            super.updateItem(item, empty);
            setText(item == null || empty ? null : words.apply(item));
        }
    }

    private Optional<Schedule> typed() throws IllegalArgumentException {
        var on = brand.getValue().isEmpty() ? ticks.chosen() : List.<InstanceId>of();
        if (name.getText().isBlank()
                || workflow.getValue() == null
                || (on.isEmpty() && brand.getValue().isEmpty())) {
            return Optional.empty();
        }
        var days = ZoneId.of(zone.getValue().strip());
        var id = was.map(Schedule::id)
                .orElseGet(() ->
                        "s-" + Long.toString(desk.window().services().clock().millis(), 36));
        return Optional.of(new Schedule(
                id,
                name.getText().strip(),
                workflow.getValue().id(),
                parameters.values(),
                on,
                brand.getValue(),
                Trigger.of(trigger.getValue()),
                days,
                WindowRule.of(window.getValue()),
                lag.getValue(),
                missed.getValue(),
                overlap.getValue(),
                deadline.getValue(),
                desk.window().services().clock().instant(),
                was.map(Schedule::failures).orElse(0),
                was.map(Schedule::paused).orElse("")));
    }

    private void check() {
        save.setDisable(true);
        try {
            var schedule = typed();
            if (schedule.isEmpty()) {
                next.setText(desk.text("amc.schedule.incomplete"));
                return;
            }
            var it = schedule.get();
            var now = desk.window().services().clock().instant();
            it.trigger().check(now, it.zone());
            var lines = new ArrayList<String>();
            lines.add(desk.text(
                    "amc.schedule.window",
                    words.trigger(it.trigger()),
                    words.days(it.window()),
                    it.lagDays(),
                    words.missed(it.missed())));
            it.trigger().warnings().stream().map(desk::said).forEach(lines::add);
            for (var at : it.trigger().next(now, it.zone(), NEXT)) {
                lines.add(desk.text(
                        "amc.schedule.slot", words.at(at, it.zone()), it.zone().getId(), words.at(at, ZoneOffset.UTC)));
            }
            next.setText(String.join("\n", lines));
            save.setDisable(false);
        } catch (IllegalArgumentException | DateTimeException e) {
            next.setText(desk.said(String.valueOf(e.getMessage())));
        }
    }

    private void save() {
        var schedule = typed();
        if (schedule.isEmpty()) {
            return;
        }
        var it = schedule.get();
        desk.ask(
                new Act(
                        ActionClass.NEW_AUTOMATION,
                        it.instances(),
                        "run “" + it.name() + "” by itself",
                        it.instances().stream().map(desk::name).toList(),
                        it.instances().size()),
                desk.text("amc.schedule.sheet", it.name()),
                desk.text("amc.schedule.save"),
                desk.text("amc.schedule.effect", it.instances().size()),
                consent -> desk.act(
                        "amc-schedule",
                        "set the schedule “" + it.name() + "” of " + desk.name(),
                        _ -> desk.amc().schedules().save(it, consent),
                        _ -> {
                            if (open != null) {
                                open.close();
                            }
                            after.run();
                        }));
    }
}
