package io.pilothouse.ui.schedule;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.maintenance.Maintenance;
import io.pilothouse.tasks.maintenance.Maintenance.Period;
import io.pilothouse.ui.common.DayPicker;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.TakingBack;
import io.pilothouse.ui.shell.WindowContext;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.TextStyle;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.octicons.Octicons;

/// Plans maintenance of instances: from now on, once, or every week; and takes planned windows back. It
/// stays with the instances it was opened for.
final class MaintenanceDialog {

    private static final String KIND = "maintenance-plan";
    private static final List<Duration> LENGTHS = List.of(
            Duration.ofMinutes(30), Duration.ofHours(1), Duration.ofHours(4), Duration.ofHours(12), Duration.ofDays(1));

    private enum When {
        NOW,
        ONCE,
        WEEKLY
    }

    /// Does one thing to the captured instances; blocks.
    @FunctionalInterface
    private interface Doing {
        void run(Maintenance maintenance) throws ProblemException;
    }

    private final WindowContext window;
    private final ToggleGroup when = new ToggleGroup();
    private final ComboBox<Duration> length = new ComboBox<>();
    private final DatePicker day = new DayPicker();
    private final TextField onceFrom = time("once-from", "23:00");
    private final TextField onceUntil = time("once-until", "01:00");
    private final TextField weeklyFrom = time("weekly-from", "03:00");
    private final TextField weeklyUntil = time("weekly-until", "05:00");
    private final Map<DayOfWeek, CheckBox> days = new EnumMap<>(DayOfWeek.class);
    private final Label problem = new Label();
    private final VBox planned = new VBox(4);

    MaintenanceDialog(WindowContext window) {
        this.window = window;
    }

    void open(List<InstanceId> ids) {
        var instances = ids.stream()
                .flatMap(id -> window.services().instances().find(id).stream())
                .toList();
        if (instances.isEmpty()) {
            return;
        }
        var only = instances.size() == 1 ? Optional.of(instances.getFirst()) : Optional.<Instance>empty();
        var title = only.map(one -> text("schedule.maintenance.title.one", one.name()))
                .orElseGet(() -> text("schedule.maintenance.title.many", instances.size()));
        problem.setId("maintenance-problem");
        problem.getStyleClass().addAll("text-danger", "text-second");
        problem.setWrapText(true);
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        var why = new Label(text("schedule.maintenance.why"));
        why.getStyleClass().addAll("text-muted", "text-second");
        why.setWrapText(true);
        var body = new VBox(12, why);
        if (only.isEmpty()) {
            var names = new Label(instances.stream().map(Instance::name).collect(Collectors.joining(", ")));
            names.setWrapText(true);
            body.getChildren().add(names);
        }
        var choices = new VBox(8);
        for (var each : When.values()) {
            choices.getChildren().add(choice(each));
        }
        body.getChildren().addAll(choices, problem, planned);
        body.getStyleClass().addAll("dialog-body", "form");
        var cancel = new Button(text("common.cancel"));
        var go = new Button(text("schedule.maintenance.go"));
        go.setId("maintenance-go");
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
        showPlanned(instances);
        var dialog = window.dialogs()
                .open(new DialogFrame("maintenance", title, only, 520, body, List.of(), List.of(cancel, go)));
        cancel.setOnAction(_ -> dialog.close());
        go.setOnAction(_ ->
                read(instances.stream().map(Instance::id).toList()).ifPresent(doing -> run(instances, doing, dialog)));
        when.getToggles().getFirst().setSelected(true);
        length.requestFocus();
    }

    private Node choice(When each) {
        var radio = new RadioButton(text("schedule.maintenance." + each.name().toLowerCase(java.util.Locale.ROOT)));
        radio.setId("when-" + each.name().toLowerCase(java.util.Locale.ROOT));
        radio.setToggleGroup(when);
        radio.setUserData(each);
        var fields =
                switch (each) {
                    case NOW -> lengthField();
                    case ONCE -> onceFields();
                    case WEEKLY -> weeklyFields();
                };
        fields.visibleProperty().bind(radio.selectedProperty());
        fields.managedProperty().bind(radio.selectedProperty());
        return new VBox(6, radio, fields);
    }

    private Node lengthField() {
        length.setId("maintenance-length");
        length.getItems().setAll(LENGTHS);
        length.setValue(LENGTHS.get(1));
        length.setAccessibleText(text("schedule.maintenance.for"));
        length.setConverter(new StringConverter<>() {
            @Override
            public String toString(Duration span) {
                return span == null ? "" : window.words().age(span);
            }

            @Override
            public Duration fromString(String typed) {
                throw new UnsupportedOperationException("nothing is typed here");
            }
        });
        return row(labelled("schedule.maintenance.for", length));
    }

    private Node onceFields() {
        day.setId("maintenance-day");
        day.setValue(LocalDate.ofInstant(
                window.services().clock().instant(), window.services().zone()));
        day.setPrefWidth(150);
        return row(
                labelled("schedule.maintenance.date", day),
                labelled("schedule.maintenance.from", onceFrom),
                labelled("schedule.maintenance.until", onceUntil));
    }

    private Node weeklyFields() {
        var boxes = new FlowPane(8, 4);
        for (var each : DayOfWeek.values()) {
            var box = new CheckBox(
                    each.getDisplayName(TextStyle.SHORT, window.texts().locale()));
            box.setId("day-" + each.name().toLowerCase(java.util.Locale.ROOT));
            box.setSelected(each == DayOfWeek.SUNDAY);
            days.put(each, box);
            boxes.getChildren().add(box);
        }
        boxes.setPadding(new javafx.geometry.Insets(0, 0, 0, 24));
        return new VBox(
                6,
                boxes,
                row(
                        labelled("schedule.maintenance.from", weeklyFrom),
                        labelled("schedule.maintenance.until", weeklyUntil)));
    }

    private static Node row(Node... fields) {
        var row = new HBox(12, fields);
        row.setAlignment(Pos.BOTTOM_LEFT);
        row.setPadding(new javafx.geometry.Insets(0, 0, 0, 24));
        return row;
    }

    private Node labelled(String key, Node field) {
        var label = new Label(text(key));
        label.getStyleClass().add("field-label");
        label.setLabelFor(field);
        return new VBox(4, label, field);
    }

    private static TextField time(String id, String usual) {
        var field = new TextField(usual);
        field.setId(id);
        field.setPrefColumnCount(6);
        return field;
    }

    /// What the fields say.
    ///
    /// @return empty, with the reason at the field, for something impossible
    private Optional<Doing> read(List<InstanceId> ids) {
        problem.setText("");
        var consent = Consent.confirmed(Origin.WINDOW);
        var now = window.services().clock().instant();
        var bad = timeFields().stream().filter(field -> timeOf(field).isEmpty()).findFirst();
        if (bad.isPresent()) {
            return wrong("schedule.bad.time", bad.get());
        }
        try {
            return switch ((When) when.getSelectedToggle().getUserData()) {
                case NOW -> {
                    var until = now.plus(length.getValue());
                    yield Optional.of(maintenance -> maintenance.begin(ids, until, consent));
                }
                case ONCE -> {
                    var from = at(day.getValue(), onceFrom);
                    var ending = at(day.getValue(), onceUntil);
                    var until =
                            ending.isAfter(from) ? ending : at(day.getValue().plusDays(1), onceUntil);
                    if (!until.isAfter(now)) {
                        yield wrong("schedule.bad.order", onceUntil);
                    }
                    yield Optional.of(maintenance -> maintenance.plan(ids, from, until, consent));
                }
                case WEEKLY -> {
                    var chosen = days.entrySet().stream()
                            .filter(each -> each.getValue().isSelected())
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet());
                    if (chosen.isEmpty()) {
                        yield wrong("schedule.bad.days", days.get(DayOfWeek.MONDAY));
                    }
                    var times = new SleepTimes(List.of(new SleepTimes.Span(
                            chosen,
                            timeOf(weeklyFrom).orElseThrow(),
                            timeOf(weeklyUntil).orElseThrow())));
                    yield Optional.of(maintenance -> maintenance.weekly(ids, times, consent));
                }
            };
        } catch (DateTimeException e) {
            return wrong("schedule.bad.time", onceFrom); // a day without that time
        }
    }

    private List<TextField> timeFields() {
        return switch ((When) when.getSelectedToggle().getUserData()) {
            case NOW -> List.of();
            case ONCE -> List.of(onceFrom, onceUntil);
            case WEEKLY -> List.of(weeklyFrom, weeklyUntil);
        };
    }

    private Optional<Doing> wrong(String key, Node field) {
        problem.setText(text(key));
        field.requestFocus();
        return Optional.empty();
    }

    private Instant at(LocalDate date, TextField field) {
        return date.atTime(timeOf(field).orElseThrow())
                .atZone(window.services().zone())
                .toInstant();
    }

    private static Optional<LocalTime> timeOf(TextField field) {
        var typed = field.getText().strip();
        try {
            return Optional.of(LocalTime.parse(typed.length() == 4 ? "0" + typed : typed));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// The act itself can be taken back, from here as from the terminal.
    private void run(List<Instance> instances, Doing doing, Dialogs.Open dialog) {
        act(instances, doing, task -> {
            dialog.close();
            done(instances, doing, task);
        });
    }

    private void done(List<Instance> instances, Doing doing, TaskId task) {
        new TakingBack(window)
                .tell(
                        Optional.of(instances.getFirst()),
                        task,
                        text(
                                lasts(instances) ? "schedule.maintenance.begun" : "schedule.maintenance.done",
                                names(instances)),
                        () -> again(instances, doing));
    }

    /// Whether all of them are in it already, as its time began at once.
    private boolean lasts(List<Instance> instances) {
        var now = window.services().clock().instant();
        var maintenance = window.services().maintenance();
        return instances.stream()
                .map(Instance::id)
                .allMatch(id ->
                        maintenance.weekly(id).contains(now, window.services().zone())
                                || maintenance.planned().get().stream()
                                        .anyMatch(period -> period.id().equals(id)
                                                && !period.from().isAfter(now)
                                                && period.until().isAfter(now)));
    }

    private void again(List<Instance> instances, Doing doing) {
        var ids = instances.stream().map(Instance::id).toList();
        window.background()
                .act(
                        KIND,
                        title(instances),
                        ids,
                        context -> planned(context, doing),
                        task -> done(instances, doing, task));
    }

    private TaskId planned(TaskContext context, Doing doing) throws ProblemException {
        doing.run(window.services().maintenance());
        return context.id();
    }

    private static String title(List<Instance> instances) {
        return "plan maintenance of " + names(instances);
    }

    private void act(List<Instance> instances, Doing doing, Consumer<TaskId> done) {
        window.services()
                .tasks()
                .start(
                        new TaskRequest(
                                KIND,
                                title(instances),
                                instances.stream().map(Instance::id).toList(),
                                Origin.WINDOW),
                        context -> planned(context, doing))
                .whenEnded(window.services().fx(), outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<TaskId>(TaskId task) -> done.accept(task);
                        case Outcome.Failed<TaskId>(Problem why) ->
                            problem.setText(window.texts().said(why));
                        case Outcome.Cancelled<TaskId> _ -> {}
                    }
                });
    }

    private static String names(List<Instance> instances) {
        return instances.stream().map(Instance::name).collect(Collectors.joining(", "));
    }

    // ---- what is planned already

    private void showPlanned(List<Instance> instances) {
        var now = window.services().clock().instant();
        var lines = new ArrayList<Node>();
        for (var period : window.services().maintenance().planned().get()) {
            if (instances.stream().anyMatch(one -> one.id().equals(period.id()))) {
                lines.add(line(
                        text(
                                "schedule.maintenance",
                                window.words().time(period.from(), now),
                                window.words().time(period.until(), now)),
                        text("schedule.maintenance.remove", window.words().time(period.from(), now)),
                        () -> take(instances, period)));
            }
        }
        for (var instance : instances) {
            var weekly = window.services().maintenance().weekly(instance.id());
            if (!weekly.spans().isEmpty()) {
                lines.add(line(
                        text("schedule.maintenance.weekly-now", window.words().timetable(weekly)),
                        text("schedule.maintenance.remove-weekly"),
                        () -> act(
                                instances,
                                maintenance -> maintenance.weekly(
                                        List.of(instance.id()), SleepTimes.NEVER, Consent.confirmed(Origin.WINDOW)),
                                _ -> showPlanned(instances))));
            }
        }
        if (!lines.isEmpty()) {
            var head = new Label(text("schedule.maintenance.planned"));
            head.getStyleClass().add("field-label");
            lines.addFirst(head);
        }
        planned.getChildren().setAll(lines);
    }

    private void take(List<Instance> instances, Period period) {
        act(instances, maintenance -> takeBack(maintenance, period), _ -> showPlanned(instances));
    }

    private void takeBack(Maintenance maintenance, Period period) throws ProblemException {
        var consent = Consent.confirmed(Origin.WINDOW);
        if (period.from().isAfter(window.services().clock().instant())) {
            maintenance.cancel(period, consent);
        } else {
            maintenance.end(List.of(period.id()), consent);
        }
    }

    private Node line(String said, String spoken, Runnable remove) {
        var label = new Label(said);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var button = new Button(null, new Icon(Octicons.TRASH_16));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(spoken);
        button.setOnAction(_ -> remove.run());
        var line = new HBox(8, label, space, button);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
