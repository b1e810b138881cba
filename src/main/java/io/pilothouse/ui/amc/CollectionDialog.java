package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Collection;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.ui.common.DayPicker;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Shown;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.format.TextStyle;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// A new collection: says what it will take before it begins. FX thread only.
final class CollectionDialog {

    private final Desk desk;
    private final Runnable after;
    private final TextField name = new TextField();
    private final WorkflowChoice workflow;
    private final ParameterFields parameters;
    private final CheckBox monthly;
    private final ComboBox<DayOfWeek> first = new ComboBox<>();
    private final DatePicker from = new DayPicker();
    private final DatePicker to = new DayPicker();
    private final ZoneChoice zone;
    private final CheckBox oldestFirst;
    private final InstanceTicks ticks;
    private final Label plan = new Label();
    private final Button go;
    private final Latest planning;
    private Dialogs.@Nullable Open open;

    private CollectionDialog(Desk desk, Runnable after) {
        this.desk = desk;
        this.after = after;
        workflow = new WorkflowChoice(desk, Optional.empty());
        parameters = new ParameterFields(desk, this::check);
        monthly = new CheckBox(desk.text("amc.collection.monthly"));
        oldestFirst = new CheckBox(desk.text("amc.collection.oldest-first"));
        zone = new ZoneChoice(desk, "UTC");
        ticks = new InstanceTicks(desk, desk.id()::equals, this::check);
        planning = new Latest(desk.window().services().fx());
        go = desk.button("collection.go", Octicons.PLAY_16, this::go);
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
    }

    /// @param after called when it has begun
    static void open(Desk desk, Runnable after) {
        new CollectionDialog(desk, after).show();
    }

    private void show() {
        name.setAccessibleText(desk.text("amc.schedule.name"));
        name.setPromptText(desk.text("amc.schedule.name"));
        from.setAccessibleText(desk.text("amc.run.from"));
        from.setValue(LocalDate.now(desk.window().services().clock()).minusWeeks(26));
        plan.setWrapText(true);
        to.setAccessibleText(desk.text("amc.run.to"));
        to.setPromptText(desk.text("amc.collection.open-end"));
        first.getItems().setAll(DayOfWeek.values());
        first.setValue(DayOfWeek.MONDAY);
        first.setAccessibleText(desk.text("amc.collection.first"));
        first.setConverter(new Shown<>(day -> day.getDisplayName(
                TextStyle.FULL_STANDALONE, desk.window().texts().locale())));
        first.disableProperty().bind(monthly.selectedProperty());
        parameters.show(workflow.getValue(), Map.of());
        workflow.valueProperty().addListener((_, _, it) -> parameters.show(it, Map.of()));
        Stream.of(
                        name.textProperty(),
                        workflow.valueProperty(),
                        from.valueProperty(),
                        to.valueProperty(),
                        zone.valueProperty(),
                        first.valueProperty(),
                        monthly.selectedProperty())
                .forEach(it -> it.addListener((_, _, _) -> check()));
        var grid = new GridPane();
        grid.setHgap(10);
        grid.setVgap(8);
        grid.addRow(0, new Label(desk.text("amc.schedule.name")), name);
        grid.addRow(1, new Label(desk.text("amc.run.workflow")), workflow);
        grid.addRow(2, new Label(desk.text("amc.run.from")), from);
        grid.addRow(3, new Label(desk.text("amc.run.to")), to);
        grid.addRow(4, new Label(desk.text("amc.run.zone")), zone);
        grid.addRow(5, new Label(desk.text("amc.collection.first")), first);
        grid.addRow(6, new Label(), monthly);
        grid.addRow(7, new Label(), oldestFirst);
        var body = new VBox(12, grid, parameters, ticks, plan);
        body.getStyleClass().add("dialog-body");
        open = desk.window()
                .dialogs()
                .open(new DialogFrame(
                        "amc-collection",
                        desk.text("amc.collection.new-title"),
                        desk.instance(),
                        640,
                        body,
                        List.of(),
                        List.of(go),
                        () -> true,
                        planning::cancel));
        desk.window().services().fx().execute(name::requestFocus);
        check();
    }

    private Optional<Collection> typed() {
        var on = ticks.chosen();
        var days = zone.zone();
        if (name.getText().isBlank()
                || on.isEmpty()
                || from.getValue() == null
                || workflow.getValue() == null
                || days.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Collection(
                "c-" + Long.toString(desk.window().services().clock().millis(), 36),
                name.getText().strip(),
                workflow.getValue().id(),
                parameters.values(),
                on,
                !monthly.isSelected(),
                first.getValue(),
                from.getValue(),
                Optional.ofNullable(to.getValue()),
                days.get(),
                2,
                !oldestFirst.isSelected(),
                false));
    }

    private void check() {
        var typed = typed();
        go.setDisable(true);
        if (typed.isEmpty()) {
            planning.cancel();
            plan.setText(desk.text("amc.schedule.incomplete"));
            return;
        }
        desk.read(
                planning,
                "plan a collection of",
                _ -> desk.amc().collections().plan(typed.get()),
                found -> {
                    plan.setText(desk.text("amc.collection.plan", found.periods(), found.runs(), found.days()) + " "
                            + found.sentences().stream().map(desk::said).collect(Collectors.joining(" ")));
                    go.setDisable(found.runs() == 0);
                },
                problem -> plan.setText(desk.window().texts().summary(problem)));
    }

    private void go() {
        var typed = typed();
        if (typed.isEmpty()) {
            return;
        }
        var it = typed.get();
        desk.ask(
                new Act(
                        ActionClass.COSTLY,
                        it.instances(),
                        "run “" + desk.title(it.workflow()) + "” for its past",
                        it.instances().stream().map(desk::name).toList(),
                        it.instances().size()),
                desk.text("amc.collection.sheet", it.name()),
                desk.text("amc.collection.go"),
                plan.getText(),
                consent -> desk.act(
                        "amc-collection",
                        "begin the collection “" + it.name() + "” of " + desk.name(),
                        _ -> desk.amc().collections().start(it, consent),
                        _ -> {
                            if (open != null) {
                                open.close();
                            }
                            after.run();
                        }));
    }
}
