package io.pilothouse.ui.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Service;
import io.pilothouse.domain.home.Target;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.home.CallPreview;
import io.pilothouse.tasks.home.LoggedCall;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.PageView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// What the house can do: its services on the left, a form made from what the house says of one, and the
/// calls that were made.
final class ActionsPage implements PageView {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final double LIST_WIDTH = 260;
    private static final double FORM_WIDTH = 640;
    /// Names that are shown of what a call acts on.
    private static final int NAMED = 4;

    /// @param entities of the house, to choose from
    private record House(ServiceCatalogue services, HomeIndex index, List<EntityRow> entities) {}

    private final HouseDesk desk;
    private final Latest loading;
    private final Latest previewing;
    private final TextField filter = new TextField();
    private final ListView<Service> list = new ListView<>();
    private final VBox fields = new VBox(12);
    private final TextArea raw = new TextArea();
    private final Label rawWrong = new Label();
    private final VBox calls = new VBox(8);
    private final Label title = new Label();
    private final Label second = new Label();
    private final Label reach = new Label();
    private final Button go = new Button();
    private final BorderPane middle = new BorderPane();
    private final BorderPane root = new BorderPane();
    private final Map<String, FieldControl> controls = new LinkedHashMap<>();
    private final Map<String, Node> fieldRows = new LinkedHashMap<>();
    private final Map<String, CheckBox> sent = new LinkedHashMap<>();
    private final Map<String, IdList> targets = new LinkedHashMap<>();
    private @Nullable House house;
    private @Nullable CallForm form;
    private boolean filling;
    private Subscription following = () -> {};

    ActionsPage(HouseDesk desk) {
        this.desk = desk;
        loading = desk.line();
        previewing = desk.line();
        filter.setPromptText(desk.text("home.services.filter"));
        filter.setAccessibleText(desk.text("home.services.filter"));
        filter.textProperty().addListener((_, _, _) -> fillList());
        list.setId("home-services");
        list.setAccessibleText(desk.text("home.services.title", desk.name()));
        list.setCellFactory(_ -> new ServiceCell());
        list.getSelectionModel().selectedItemProperty().addListener((_, _, service) -> {
            if (service != null) {
                open(service);
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        var left = new VBox(8, filter, list);
        left.setPadding(new Insets(12));
        left.setPrefWidth(LIST_WIDTH);
        title.getStyleClass().add("text-card");
        second.getStyleClass().addAll("text-muted", "text-second");
        second.setWrapText(true);
        reach.getStyleClass().addAll("text-muted", "text-second");
        reach.setWrapText(true);
        go.setId("home-call");
        go.getStyleClass().add("accent");
        go.setOnAction(_ -> call());
        raw.getStyleClass().add("text-mono");
        raw.setId("home-raw");
        raw.setAccessibleText(desk.text("home.services.raw"));
        raw.textProperty().addListener((_, _, typed) -> readRaw(typed));
        rawWrong.getStyleClass().add("text-danger");
        calls.setPadding(new Insets(16));
        root.setLeft(left);
        root.setCenter(middle);
        var sheet = getClass().getResource("home.css");
        if (sheet != null) {
            root.getStylesheets().add(sheet.toExternalForm());
        }
        showNothing();
    }

    private void showNothing() {
        middle.setCenter(new StatePane(
                Octicons.ZAP_16,
                desk.text("home.services.choose", desk.name()),
                desk.text("home.services.why"),
                List.of()));
        middle.setTop(null);
        middle.setBottom(null);
    }

    private final class ServiceCell extends ListCell<Service> {
        @Override
        protected void updateItem(@Nullable Service service, boolean empty) {
            super.updateItem(service, empty);
            setText(null);
            if (empty || service == null) {
                setGraphic(null);
                return;
            }
            var name = new Label(service.title());
            var id = new Label(service.name());
            id.getStyleClass().addAll("text-muted", "text-micro");
            setGraphic(new VBox(name, id));
        }
    }

    // --- loading

    private void load() {
        desk.read(
                loading,
                desk.text("home.services.what"),
                homes -> {
                    var services = homes.services(desk.id());
                    var index = homes.index(desk.id());
                    var entities = homes.entities(desk.id());
                    return switch (services) {
                        case HomeResult.Got<ServiceCatalogue> got ->
                            new HomeResult.Got<>(
                                    desk.id(),
                                    got.at(),
                                    new House(got.value(), index.orThrow(), entities.orThrow()),
                                    false);
                        case HomeResult.Failed<ServiceCatalogue> failed ->
                            new HomeResult.Failed<House>(desk.id(), failed.at(), failed.kind(), failed.problem());
                    };
                },
                this::loaded,
                this::failed);
    }

    private void loaded(House found) {
        house = found;
        fillList();
    }

    private void failed(Problem problem) {
        middle.setCenter(new StatePane(
                Octicons.ALERT_16,
                problem.summary(),
                problem.advice(),
                List.of(new StatePane.Choice(desk.text("home.refresh"), this::load))));
    }

    private void fillList() {
        var known = house;
        if (known == null) {
            return;
        }
        var words = filter.getText().toLowerCase(Locale.ROOT).strip();
        var chosen = list.getSelectionModel().getSelectedItem();
        list.getItems()
                .setAll(known.services().byName().values().stream()
                        .filter(service -> service.name().contains(words)
                                || service.title().toLowerCase(Locale.ROOT).contains(words))
                        .toList());
        if (chosen != null) {
            list.getSelectionModel().select(chosen);
        }
    }

    // --- the form

    void open(Service service) {
        var known = house;
        if (known == null || form != null && form.service().equals(service)) {
            return;
        }
        form = new CallForm(service);
        title.setText(service.title());
        second.setText(desk.name() + " · " + service.name()
                + (service.description().isBlank() ? "" : "\n" + service.description()));
        go.setText(desk.text("home.verb.at", service.title(), desk.name()));
        makeFields(service, known);
        var formPane = new ScrollPane(fields);
        formPane.setFitToWidth(true);
        formPane.getStyleClass().add("edge-to-edge");
        VBox.setVgrow(raw, Priority.ALWAYS);
        var rawPane = new VBox(8, raw, rawWrong);
        rawPane.setPadding(new Insets(16));
        var tabs = new TabPane(
                tab("home.services.form", formPane),
                tab("home.services.raw", rawPane),
                tab("home.services.calls", new ScrollPane(calls)));
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        var head = new VBox(4, title, second);
        head.setPadding(new Insets(16, 16, 8, 16));
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var foot = new HBox(12, reach, space, go);
        HBox.setHgrow(reach, Priority.SOMETIMES);
        foot.setAlignment(Pos.CENTER_LEFT);
        foot.setPadding(new Insets(12, 16, 12, 16));
        middle.setTop(head);
        middle.setCenter(tabs);
        middle.setBottom(foot);
        showForm();
        changed();
    }

    private Tab tab(String key, Node content) {
        return new Tab(desk.text(key), content);
    }

    private void makeFields(Service service, House known) {
        fields.getChildren().clear();
        fields.getStyleClass().setAll("form", "home-form");
        fields.setMaxWidth(FORM_WIDTH);
        controls.clear();
        sent.clear();
        fieldRows.clear();
        targets.clear();
        if (service.targeted()) {
            makeTarget(service, known);
        }
        var section = "";
        for (var field : service.fields()) {
            if (!field.section().equals(section) && !field.section().isEmpty()) {
                section = field.section();
                var heading = new Label(section);
                heading.getStyleClass().add("text-strong");
                fields.getChildren().add(heading);
            }
            fields.getChildren().add(fieldRow(field, known));
        }
        if (service.response() == ServiceCatalogue.Response.OPTIONAL) {
            var box = new CheckBox(desk.text("home.services.response"));
            box.setOnAction(_ -> {
                edited().response(box.isSelected());
                changed();
            });
            fields.getChildren().add(box);
        }
        if (fields.getChildren().isEmpty()) {
            fields.getChildren().add(new Label(desk.text("home.services.noFields")));
        }
    }

    private void makeTarget(Service service, House known) {
        var heading = new Label(desk.text("home.services.target"));
        heading.getStyleClass().add("field-label");
        fields.getChildren().add(heading);
        var registries = known.index().registries();
        target(
                "entity",
                known.entities().stream()
                        .filter(row -> service.serves(row.domain()))
                        .map(row -> new FieldSort.Option(row.id(), desk.name() + " · " + row.name()))
                        .toList());
        target(
                "area",
                registries.areas().stream()
                        .map(area -> new FieldSort.Option(area.id(), desk.name() + " · " + area.name()))
                        .toList());
        target(
                "device",
                registries.devices().stream()
                        .map(device -> new FieldSort.Option(device.id(), desk.name() + " · " + device.name()))
                        .toList());
    }

    private void target(String kind, List<FieldSort.Option> options) {
        var ids = new IdList(options, () -> {
            if (!filling) {
                edited().target(chosenTarget());
                changed();
            }
        });
        ids.setId("home-target-" + kind);
        ids.prompt(desk.text("home.services.target." + kind));
        targets.put(kind, ids);
        fields.getChildren().add(ids);
    }

    private Target chosenTarget() {
        var before = edited().target();
        return new Target(
                targets.get("entity").ids(),
                targets.get("device").ids(),
                targets.get("area").ids(),
                before.floors(),
                before.labels());
    }

    private Node fieldRow(Field field, House known) {
        var name = new Label(field.required() ? desk.text("home.services.required", field.title()) : field.title());
        name.getStyleClass().add("field-label");
        var use = new CheckBox();
        use.setAccessibleText(desk.text("home.services.send", field.title()));
        use.setVisible(!field.required());
        var control = FieldControl.of(field, known.index(), known.entities(), () -> {
            if (!filling) {
                use.setSelected(true);
                take(field);
            }
        });
        use.setOnAction(_ -> take(field));
        controls.put(field.key(), control);
        sent.put(field.key(), use);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var row = new VBox(4, new HBox(8, name, space, use), control.node());
        if (!field.description().isBlank() && !field.description().equals(field.title() + ".")) {
            var told = new Label(field.description());
            told.setWrapText(true);
            told.getStyleClass().addAll("text-muted", "text-micro");
            row.getChildren().add(told);
        }
        fieldRows.put(field.key(), row);
        return row;
    }

    /// Hides the fields that what the call acts on cannot use.
    private void showFields(Collection<String> reached) {
        var known = house;
        if (known == null) {
            return;
        }
        var states = known.entities().stream()
                .filter(row -> reached.contains(row.id()))
                .flatMap(row -> row.state().stream())
                .toList();
        for (var field : edited().service().fields()) {
            boolean shown = edited().shows(field, states);
            fieldRows.get(field.key()).setVisible(shown);
            fieldRows.get(field.key()).setManaged(shown);
        }
    }

    private CallForm edited() {
        return java.util.Objects.requireNonNull(form);
    }

    private void take(Field field) {
        boolean sends = field.required() || sent.get(field.key()).isSelected();
        edited().value(field.key(), sends ? controls.get(field.key()).value() : null);
        changed();
    }

    /// Shows what the form holds, in the controls.
    private void showForm() {
        filling = true;
        var now = edited();
        controls.forEach((key, control) -> {
            var value = now.value(key);
            sent.get(key).setSelected(value.isPresent());
            value.ifPresent(control::show);
        });
        if (!targets.isEmpty()) {
            targets.get("entity").show(now.target().entities());
            targets.get("device").show(now.target().devices());
            targets.get("area").show(now.target().areas());
        }
        filling = false;
    }

    private void readRaw(String typed) {
        if (filling || form == null || !raw.isFocused()) {
            return;
        }
        var wrong = edited().read(typed);
        rawWrong.setText(wrong.map(key -> desk.text("home.services.raw." + key)).orElse(""));
        if (wrong.isEmpty()) {
            showForm();
            changed();
        } else {
            go.setDisable(true);
        }
    }

    /// After every change: the raw text, what is missing, and what would be reached.
    private void changed() {
        var now = edited();
        if (!raw.isFocused()) {
            filling = true;
            raw.setText(now.json());
            filling = false;
            rawWrong.setText("");
        }
        var missing = now.missing();
        go.setDisable(!missing.isEmpty());
        if (!missing.isEmpty()) {
            reach.setText(desk.text(
                    "home.services.missing",
                    String.join(", ", missing.stream().map(Field::title).toList())));
            return;
        }
        reach.setText("");
        if (now.target().empty()) {
            showFields(List.of());
        }
        if (now.service().targeted() && !now.target().empty()) {
            var call = now.call();
            desk.read(
                    previewing,
                    desk.text("home.services.reach"),
                    homes -> homes.preview(desk.id(), call),
                    this::showReach,
                    problem -> reach.setText(problem.summary()));
        }
    }

    private void showReach(CallPreview preview) {
        if (!preview.unknown().isEmpty()) {
            reach.setText(desk.text("home.services.unknown", String.join(", ", preview.unknown())));
            go.setDisable(true);
            return;
        }
        showFields(preview.entities());
        var known = house;
        var names = new ArrayList<String>();
        preview.entities().stream()
                .limit(NAMED)
                .forEach(id -> names.add(
                        known == null
                                ? id
                                : known.entities().stream()
                                        .filter(row -> row.id().equals(id))
                                        .map(EntityRow::name)
                                        .findFirst()
                                        .orElse(id)));
        int more = preview.entities().size() - names.size();
        reach.setText(desk.text("home.services.acts", preview.entities().size(), String.join(", ", names))
                + (more > 0 ? desk.text("home.services.more", more) : ""));
    }

    // --- calling

    private void call() {
        var now = edited();
        var call = now.call();
        int reached = Math.max(1, call.target().entities().size());
        desk.act(
                desk.homes().act(desk.id(), call, reached),
                now.service().title(),
                now.service().title(),
                desk.text("home.verb.effect", call.name(), desk.name()),
                (homes, consent) -> homes.call(desk.id(), call, consent),
                this::done);
    }

    private void done(CallResult result) {
        desk.said(desk.text(
                "home.services.done", result.call().name(), result.took().toMillis()));
    }

    private void showCalls(List<LoggedCall> all) {
        calls.getChildren()
                .setAll(all.stream()
                        .filter(logged -> logged.instance().equals(desk.id()))
                        .map(this::callRow)
                        .toList());
        if (calls.getChildren().isEmpty()) {
            calls.getChildren().add(new Label(desk.text("home.services.noCalls", desk.name())));
        }
    }

    private Node callRow(LoggedCall logged) {
        var row = new VBox(2);
        var good = logged.result() instanceof HomeResult.Got<CallResult>;
        var icon = new FontIcon(good ? Octicons.CHECK_16 : Octicons.X_16);
        icon.getStyleClass().add(good ? "ok-icon" : "muted-icon");
        var head = new Label(
                desk.text("home.services.call", logged.call().name(), desk.name(), desk.time(logged.at())), icon);
        row.getChildren().add(head);
        switch (logged.result()) {
            case HomeResult.Got<CallResult> got -> {
                got.value()
                        .changes()
                        .forEach(change -> row.getChildren()
                                .add(quiet(desk.text(
                                        "home.services.change",
                                        change.name(),
                                        change.from(),
                                        change.to(),
                                        desk.window()
                                                .words()
                                                .latency(change.after().toMillis())))));
                if (got.value().response() != null) {
                    row.getChildren().add(response(got.value().response()));
                }
            }
            case HomeResult.Failed<CallResult> failed ->
                row.getChildren().add(quiet(failed.problem().summary()));
        }
        return row;
    }

    private static Node response(Object response) {
        try {
            var text = new TextArea(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(response));
            text.setEditable(false);
            text.setPrefRowCount(8);
            text.getStyleClass().add("text-mono");
            text.setAccessibleText("response");
            return text;
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always JSON", e);
        }
    }

    private static Label quiet(String words) {
        var label = new Label(words);
        label.setWrapText(true);
        label.getStyleClass().addAll("text-muted", "text-second");
        return label;
    }

    Optional<CallForm> form() {
        return Optional.ofNullable(form);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        load();
        following = desk.homes().calls().subscribe(desk.window().services().fx(), this::showCalls);
    }

    @Override
    public void hidden() {
        loading.cancel();
        previewing.cancel();
        following.close();
    }

    @Override
    public void close() {
        hidden();
    }

    @Override
    public boolean focusFilter() {
        filter.requestFocus();
        return true;
    }

    /// A form that a person began is not thrown away.
    @Override
    public boolean halfTyped() {
        return form != null && (!form.target().empty() || !form.call().data().isEmpty());
    }
}
