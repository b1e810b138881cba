package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.TimeWindow;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.amc.QuestionRuns;
import io.pilothouse.tasks.amc.QuestionRuns.PreCheck;
import io.pilothouse.ui.common.DayPicker;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StateLabel;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.beans.binding.Bindings;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// Puts a question to several instances: each with its state, what it lacks, the values it will get and
/// what is left of its allowance. Nothing is sent before the button is pressed.
final class RunDialog {

    private static final int LAG_DAYS = 2;
    private static final double DATE = 150;
    private static final double STATE = 110;

    private final Desk desk;
    private final WorkflowChoice workflow;
    private final DatePicker from = new DayPicker();
    private final DatePicker to = new DayPicker();
    private final ZoneChoice zone;
    private final ParameterFields parameters;
    private final VBox targets = new VBox(6);
    private final Map<InstanceId, CheckBox> ticks = new LinkedHashMap<>();
    private final Map<InstanceId, Label> notes = new LinkedHashMap<>();
    private final Map<InstanceId, ParameterFields> own = new LinkedHashMap<>();
    private final CheckBox anyway = new CheckBox();
    private final CheckBox compile = new CheckBox();
    private final Label notice = new Label();
    private final Button go;
    private final Latest checking;
    private final Latest ticking;
    private Dialogs.@Nullable Open open;

    private RunDialog(Desk desk, Optional<String> chosen) {
        this.desk = desk;
        zone = new ZoneChoice(desk, "UTC");
        parameters = new ParameterFields(desk, this::check);
        workflow = new WorkflowChoice(desk, chosen);
        checking = new Latest(desk.window().services().fx());
        ticking = new Latest(desk.window().services().fx());
        go = desk.button("run.go", Octicons.PLAY_16, this::go);
        go.getStyleClass().add("accent");
        go.setDefaultButton(true);
    }

    /// @param chosen the workflow to begin with
    static void open(WindowContext window, InstanceId id, Optional<String> chosen) {
        new RunDialog(new Desk(window, id), chosen).show();
    }

    private void show() {
        workflow.setId("run-workflow");
        var today = LocalDate.now(desk.window().services().clock());
        from.setValue(today.minusDays(LAG_DAYS + 7));
        to.setValue(today.minusDays(LAG_DAYS));
        from.setAccessibleText(desk.text("amc.run.from"));
        to.setAccessibleText(desk.text("amc.run.to"));
        workflow.valueProperty().addListener((_, _, it) -> {
            showParameters();
            check();
        });
        from.valueProperty().addListener((_, _, _) -> check());
        to.valueProperty().addListener((_, _, _) -> check());
        zone.valueProperty().addListener((_, _, _) -> check());
        for (var instance : desk.all()) {
            targets.getChildren().add(target(instance));
        }
        notice.setWrapText(true);
        notice.getStyleClass().add("text-muted");
        var window = new FlowPane(8, 6, dated("amc.run.from", from), dated("amc.run.to", to), zone);
        anyway.setText(desk.text("amc.run.anyway"));
        anyway.setWrapText(true);
        anyway.selectedProperty().addListener((_, _, _) -> check());
        show(anyway, false);
        compile.setId("run-compile");
        compile.setText(desk.text("amc.run.compile"));
        compile.setWrapText(true);
        compile.selectedProperty().addListener((_, _, _) -> check());
        var heading = new Label(desk.text("amc.run.targets"));
        heading.getStyleClass().add("text-bold");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var whom = new HBox(8, heading, space, brands());
        whom.setAlignment(Pos.CENTER_LEFT);
        var body = new VBox(12, workflow, window, parameters, whom, targets, anyway, compile, notice);
        body.getStyleClass().add("dialog-body");
        open = desk.window()
                .dialogs()
                .open(new DialogFrame(
                        "amc-run",
                        desk.text("amc.run.title"),
                        desk.instance(),
                        760,
                        body,
                        List.of(),
                        List.of(go),
                        () -> true,
                        () -> {
                            checking.cancel();
                            ticking.cancel();
                        }));
        showParameters();
        check();
    }

    /// Ticks the instances of a brand, and no others.
    private MenuButton brands() {
        var menu = new MenuButton(desk.text("amc.run.brand"), new Icon(Octicons.TAG_16));
        menu.setId("run-brand");
        for (var brand : desk.amc().brands().known().get()) {
            var item = new MenuItem(brand.name());
            item.setMnemonicParsing(false);
            brand.colour().ifPresent(it -> item.setGraphic(BrandMark.of(it)));
            item.setOnAction(_ -> desk.read(
                    ticking,
                    "find the instances of a brand beside",
                    _ -> desk.amc().brands().byInstance(),
                    all -> ticks.forEach((id, tick) -> tick.setSelected(
                            all.getOrDefault(id, List.of()).stream().anyMatch(it -> it.isCalled(brand.name())))),
                    problem -> notice.setText(desk.window().texts().summary(problem))));
            menu.getItems().add(item);
        }
        show(menu, !menu.getItems().isEmpty());
        return menu;
    }

    private void showParameters() {
        parameters.show(workflow.getValue(), Map.of());
        own.values().forEach(it -> it.show(workflow.getValue(), Map.of()));
    }

    private HBox dated(String key, DatePicker picker) {
        var label = new Label(desk.text(key));
        label.setMinWidth(Region.USE_PREF_SIZE); // read whole in every language
        label.setLabelFor(picker);
        picker.setPrefWidth(DATE);
        var box = new HBox(8, label, picker);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    /// One instance to be asked, below it values that count for it alone.
    private VBox target(Instance instance) {
        var tick = new CheckBox(instance.name());
        tick.setMnemonicParsing(false);
        tick.setSelected(instance.id().equals(desk.id()));
        tick.selectedProperty().addListener((_, _, _) -> check());
        tick.setMinWidth(220);
        var note = new Label();
        note.setWrapText(true);
        HBox.setHgrow(note, Priority.ALWAYS);
        note.setMaxWidth(Double.MAX_VALUE);
        note.getStyleClass().add("text-muted");
        var fields = new ParameterFields(desk, this::check);
        fields.setId("run-values-" + instance.id());
        fields.setPadding(new Insets(0, 0, 0, 28));
        var more = new ToggleButton(null, new Icon(Octicons.PENCIL_16));
        more.getStyleClass().addAll("flat", "icon-button", "small");
        more.setAccessibleText(desk.text("amc.run.own", instance.name()));
        more.setTooltip(new Tooltip(more.getAccessibleText()));
        more.setId("run-own-" + instance.id());
        more.disableProperty().bind(Bindings.isEmpty(fields.getChildren()));
        ticks.put(instance.id(), tick);
        notes.put(instance.id(), note);
        own.put(instance.id(), fields);
        var state = new StateLabel(desk.words(), 14);
        Optional.ofNullable(desk.window().services().health().states().get().get(instance.id()))
                .ifPresent(it -> state.show(it.state(), ""));
        state.setMinWidth(STATE);
        var box = new HBox(8, tick, state, note, more);
        box.setAlignment(Pos.CENTER_LEFT);
        var whole = new VBox(6, box);
        more.selectedProperty()
                .subscribe(open -> whole.getChildren().setAll(open ? List.of(box, fields) : List.of(box)));
        return whole;
    }

    private Optional<QuestionRuns.Order> order() {
        var chosen = workflow.getValue();
        var on = new ArrayList<InstanceId>();
        ticks.forEach((id, tick) -> {
            if (tick.isSelected()) {
                on.add(id);
            }
        });
        if (chosen == null
                || from.getValue() == null
                || to.getValue() == null
                || !from.getValue().isBefore(to.getValue())) {
            return Optional.empty();
        }
        var values = new LinkedHashMap<InstanceId, Map<String, String>>();
        own.forEach((id, fields) -> values.put(id, fields.values()));
        return Optional.of(new QuestionRuns.Order(
                chosen.id(),
                on,
                new TimeWindow(from.getValue(), to.getValue(), zone.zone().orElse(ZoneOffset.UTC)),
                parameters.values(),
                values,
                compile.isSelected(),
                false,
                anyway.isSelected(),
                false));
    }

    private void check() {
        var order = order();
        go.setDisable(true);
        if (order.isEmpty()) {
            notice.setText(desk.text("amc.run.bad-window"));
            return;
        }
        var everybody = new QuestionRuns.Order(
                order.get().workflow(),
                List.copyOf(ticks.keySet()),
                order.get().window(),
                order.get().values(),
                order.get().own(),
                order.get().dryRun(),
                false,
                anyway.isSelected(),
                false);
        desk.read(
                checking,
                "look at what would be asked of",
                _ -> desk.amc().runs().preCheck(everybody),
                checks -> checked(order.get(), checks),
                problem -> notice.setText(desk.window().texts().summary(problem)));
    }

    private void checked(QuestionRuns.Order order, List<PreCheck> checks) {
        boolean good = !order.on().isEmpty();
        for (var check : checks) {
            var note = notes.get(check.instance());
            if (note != null) {
                note.setText(note(check));
                note.getStyleClass().remove("amc-bad");
                if (check.objection().isPresent()) {
                    note.getStyleClass().add("amc-bad");
                }
            }
            if (order.on().contains(check.instance()) && check.objection().isPresent()) {
                good = false;
            }
        }
        show(
                anyway,
                checks.stream()
                        .anyMatch(it ->
                                it.lifecycle().equals("error") && order.on().contains(it.instance())));
        var sql = workflow.getValue() == null ? "" : workflow.getValue().sql();
        notice.setText(order.window().notices(desk.window().services().clock().instant(), sql).stream()
                .map(desk::said)
                .collect(Collectors.joining(" ")));
        go.setText(desk.text(
                order.dryRun() ? "amc.run.compile-on" : "amc.run.go-on",
                order.on().size()));
        go.setDisable(!good);
    }

    private String note(PreCheck check) {
        if (check.objection().isPresent()) {
            return desk.said(check.objection().get());
        }
        var parts = new ArrayList<String>();
        if (!check.missingTables().isEmpty()) {
            parts.add(desk.text("amc.run.missing", String.join(", ", check.missingTables())));
        }
        check.left().ifPresent(left -> parts.add(desk.text("amc.run.left", left)));
        check.answered()
                .flatMap(run -> run.progress().endedAt())
                .ifPresent(at -> parts.add(desk.text(
                        "amc.run.answered",
                        desk.words().time(at, desk.window().services().clock().instant()))));
        return String.join(" · ", parts);
    }

    private void go() {
        var order = order();
        if (order.isEmpty()) {
            return;
        }
        var title = workflow.getValue() == null ? "" : workflow.getValue().title();
        var names = order.get().on().stream().map(desk::name).toList();
        desk.ask(
                new Act(
                        order.get().dryRun() ? ActionClass.READ : ActionClass.COSTLY,
                        order.get().on(),
                        "run “" + title + "”",
                        names,
                        order.get().on().size()),
                desk.text("amc.run.sheet", title),
                desk.text("amc.run.verb"),
                desk.text("amc.run.effect", order.get().on().size()),
                consent -> desk.act(
                        "amc-run",
                        "run “" + title + "” on " + desk.name(),
                        _ -> desk.amc().runs().ask(order.get(), consent),
                        runs -> {
                            if (open != null) {
                                open.close();
                            }
                            desk.window().navigation().goTo(desk.id(), "runs");
                        }));
    }
}
