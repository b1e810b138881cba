package io.pilothouse.ui.home;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Service;
import io.pilothouse.domain.home.Target;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.home.CallPreview;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TitledPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// The form of one service of a house: fields made from what the house says of it, the same as JSON, and the
/// calls that were made. FX thread only.
final class ActionForm extends BorderPane {

    private static final double FORM_WIDTH = 640;
    /// Names that are shown of what a call acts on.
    private static final int NAMED = 4;

    private final HouseDesk desk;
    private final Latest previewing;
    private final VBox fields = new VBox(12);
    private final TextArea raw = new TextArea();
    private final Label rawWrong = new Label();
    private final Label title = new Label();
    private final Label second = new Label();
    private final Label reach = new Label();
    private final Button go = new Button();
    private final Button copy = new Button();
    private final Label guarded = new Label();
    private final CheckBox advanced = new CheckBox();
    private final TabPane tabs = new TabPane();
    private final Tab factsTab = new Tab();
    private final CallLog log;
    private final Map<String, FieldControl> controls = new LinkedHashMap<>();
    private final Map<String, Node> fieldRows = new LinkedHashMap<>();
    private final Map<String, CheckBox> sent = new LinkedHashMap<>();
    private @Nullable IdList targets;
    private @Nullable HouseContents house;
    private @Nullable CallForm form;
    /// What the house said that a call of this target acts on.
    private @Nullable CallPreview seen;

    private Target seenOf = Target.NONE;
    private int reached;
    private boolean filling;

    ActionForm(HouseDesk desk) {
        this.desk = desk;
        previewing = desk.line();
        log = new CallLog(desk);
        title.getStyleClass().add("text-card");
        second.getStyleClass().addAll("text-muted", "text-second");
        second.setWrapText(true);
        reach.getStyleClass().addAll("text-muted", "text-second");
        reach.setWrapText(true);
        guarded.getStyleClass().addAll("text-muted", "text-second");
        guarded.setWrapText(true);
        advanced.setId("home-advanced");
        advanced.setText(desk.text("home.services.advanced"));
        advanced.setOnAction(_ -> changed());
        go.setId("home-call");
        go.getStyleClass().add("accent");
        go.setOnAction(_ -> call());
        copy.setText(desk.text("home.services.copy"));
        copy.setOnAction(_ -> copyAsYaml());
        raw.getStyleClass().add("text-mono");
        raw.setId("home-raw");
        raw.setAccessibleText(desk.text("home.services.raw"));
        raw.textProperty().addListener((_, _, typed) -> readRaw(typed));
        rawWrong.getStyleClass().add("text-danger");
        VBox.setVgrow(raw, Priority.ALWAYS);
        var rawPane = new VBox(8, raw, rawWrong);
        rawPane.setPadding(new Insets(16));
        tabs.getTabs().addAll(tab("home.services.form", formPane()), tab("home.services.raw", rawPane), log.tab());
        tabs.setTabClosingPolicy(TabPane.TabClosingPolicy.UNAVAILABLE);
        getStyleClass().add("home-action");
    }

    static ScrollPane scrolled(Node content) {
        var pane = new ScrollPane(content);
        pane.setFitToWidth(true);
        pane.getStyleClass().add("edge-to-edge");
        return pane;
    }

    /// Leaves out the title, which stands above already.
    ActionForm untitled() {
        title.setVisible(false);
        title.setManaged(false);
        return this;
    }

    /// Shows what is known of an entity as the last tab.
    void facts(Node facts) {
        factsTab.setText(desk.text("home.services.facts"));
        factsTab.setContent(facts);
        if (!tabs.getTabs().contains(factsTab)) {
            tabs.getTabs().add(factsTab);
        }
    }

    // --- the form

    /// @param target what it acts on until a person chooses otherwise
    void open(Service service, HouseContents known, Target target) {
        if (form != null
                && form.service().equals(service)
                && known == house
                && form.target().equals(target)) {
            return;
        }
        house = known;
        seen = null;
        reached = 1;
        form = new CallForm(service);
        form.target(service.targeted() ? target : Target.NONE);
        title.setText(service.title());
        second.setText(desk.name() + "  " + service.name());
        second.setTooltip(service.description().isBlank() ? null : new Tooltip(service.description()));
        showGuard();
        makeFields(service, known);
        tabs.getSelectionModel().selectFirst();
        var head = new VBox(4, title, second);
        head.setPadding(new Insets(title.isManaged() ? 16 : 6, 48, 8, 16));
        var buttons = new FlowPane(8, 8, copy, go); // in two lines sooner than without the end of the house's name
        go.setWrapText(true);
        buttons.setAlignment(Pos.CENTER_RIGHT);
        var foot = new VBox(8, guarded, buttons);
        foot.setPadding(new Insets(12, 16, 12, 16));
        foot.getStyleClass().add("home-action-foot");
        foot.sceneProperty()
                .subscribe(scene -> desk.window().toasts().keepFree(foot, scene != null)); // its button acts
        setTop(head);
        setCenter(tabs);
        setBottom(new VBox(log.last(), foot));
        showForm();
        changed();
    }

    /// What the guards would say if the button were pressed now.
    private boolean forAdministrators() {
        return ServiceCall.forAdministrators(edited().service().name()) && desk.noAdministrator();
    }

    private void enable(boolean ready) {
        go.setDisable(!ready || forAdministrators());
    }

    private void showGuard() {
        if (forAdministrators()) {
            go.setText(desk.text("home.verb.at", edited().service().title(), desk.name()));
            guarded.setGraphic(new Icon(Octicons.LOCK_16));
            guarded.setText(desk.needsAdministrator());
            return;
        }
        var verdict = desk.window()
                .services()
                .guards()
                .ask(desk.homes().act(desk.id(), edited().call(), reached), Consent.none(Origin.WINDOW));
        var level =
                desk.window().words().guard(desk.window().services().guards().levelOf(desk.id()));
        boolean atOnce = verdict instanceof Verdict.Allowed;
        go.setText(desk.text("home.verb.at", edited().service().title(), desk.name()) + (atOnce ? "" : "…"));
        guarded.setGraphic(new Icon(atOnce ? Octicons.UNLOCK_16 : Octicons.LOCK_16));
        guarded.setText(desk.text(
                switch (verdict) {
                    case Verdict.Allowed _ -> "home.guard.atOnce";
                    case Verdict.Ask _ -> "home.guard.asks";
                    case Verdict.Refused _, Verdict.Held _ -> "home.guard.refuses";
                },
                level));
    }

    private Node formPane() {
        return scrolled(fields);
    }

    private Tab tab(String key, Node content) {
        return new Tab(desk.text(key), content);
    }

    private void makeFields(Service service, HouseContents known) {
        fields.getChildren().clear();
        fields.getStyleClass().setAll("form", "home-form");
        fields.setMaxWidth(FORM_WIDTH);
        controls.clear();
        sent.clear();
        fieldRows.clear();
        targets = null;
        if (service.targeted()) {
            makeTarget(service, known);
        }
        var sections = new LinkedHashMap<String, VBox>();
        for (var field : service.fields()) {
            var place = field.section().isEmpty()
                    ? fields
                    : sections.computeIfAbsent(field.section(), title -> section(title, service));
            place.getChildren().add(fieldRow(service, field, known));
        }
        if (service.fields().stream().anyMatch(Field::advanced)) {
            advanced.setSelected(false);
            fields.getChildren().add(advanced);
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

    /// Open from the start when something in it must be filled.
    private VBox section(String title, Service service) {
        var inside = new VBox(12);
        var pane = new TitledPane(title, inside);
        pane.setAnimated(false);
        pane.setExpanded(service.fields().stream()
                .anyMatch(field -> field.required() && field.section().equals(title)));
        fields.getChildren().add(pane);
        return inside;
    }

    private void makeTarget(Service service, HouseContents known) {
        var heading = new Label(desk.text("home.services.target"));
        heading.getStyleClass().add("field-label");
        var ids = new IdList(TargetOptions.of(desk, row -> service.serves(row.domain()), known), () -> {
            if (!filling) {
                edited().target(TargetOptions.target(targets == null ? List.of() : targets.ids()));
                changed();
            }
        });
        ids.setId("home-target");
        ids.prompt(desk.text("home.services.target.add"));
        targets = ids;
        fields.getChildren().addAll(heading, ids, reach);
    }

    private Node fieldRow(Service service, Field field, HouseContents known) {
        var name = new Label(field.required() ? desk.text("home.services.required", field.title()) : field.title());
        name.getStyleClass().add("field-label");
        var use = new CheckBox();
        use.setAccessibleText(desk.text("home.services.send", field.title()));
        use.setVisible(!field.required());
        var control = FieldControl.of(field, desk, known, () -> {
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
        if (service.targeted() && !field.needs().equals(ServiceCatalogue.Filter.NONE)) {
            var depends = new Label(desk.text("home.services.depends"));
            depends.getStyleClass().addAll("text-muted", "text-micro", "home-depends");
            row.getChildren().add(depends);
        }
        if (!field.description().isBlank() && !field.description().equals(field.title() + ".")) {
            var told = new Label(field.description());
            told.setWrapText(true);
            told.getStyleClass().addAll("text-muted", "text-micro");
            row.getChildren().add(told);
        }
        row.setId("home-field-" + field.key());
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
            var row = fieldRows.get(field.key());
            shown(row, edited().shows(field, states, advanced.isSelected()));
            row.lookupAll(".home-depends").forEach(words -> shown(words, states.isEmpty()));
        }
    }

    private static void shown(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
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
        if (targets != null) {
            targets.show(TargetOptions.ids(now.target()));
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
            previewing.cancel(); // its answer would let the former call go
            enable(false);
        }
    }

    /// After every change: the raw text, what is missing, and what would be reached.
    private void changed() {
        var now = edited();
        previewing.cancel();
        if (!raw.isFocused()) {
            filling = true;
            raw.setText(now.json());
            filling = false;
            rawWrong.setText("");
        }
        reached = Math.max(1, now.target().entities().size());
        showGuard();
        reach.setText("");
        if (holds("home.services.wrong", wrong()) || holds("home.services.missing", now.missing())) {
            return;
        }
        enable(true);
        var outside = now.outside(house == null ? List.of() : house.entities());
        if (outside.isPresent()) {
            var words = desk.text(
                    "home.services.outside",
                    outside.get().name(),
                    plain(outside.get().min()),
                    plain(outside.get().max()));
            rawWrong.setText(words);
            hold(words);
            return;
        }
        if (now.target().empty()) {
            showFields(List.of());
        }
        if (now.service().targeted() && !now.target().empty()) {
            look(now);
        }
    }

    /// What was typed and is no value would be left out of the call without a word.
    private List<Field> wrong() {
        return edited().service().fields().stream()
                .filter(field -> !edited().has(field.key())
                        && (field.required() || sent.get(field.key()).isSelected())
                        && controls.get(field.key()).wrong())
                .toList();
    }

    private boolean holds(String why, List<Field> fields) {
        if (fields.isEmpty()) {
            return false;
        }
        hold(desk.text(why, String.join(", ", fields.stream().map(Field::title).toList())));
        return true;
    }

    /// Said beside the button, as that is in sight wherever the form is scrolled to.
    private void hold(String why) {
        enable(false);
        if (!forAdministrators()) {
            guarded.setGraphic(new Icon(Octicons.INFO_16));
            guarded.setText(why);
        }
    }

    /// What the call would reach decides how it is asked for: the button waits until the house has said that.
    private void look(CallForm now) {
        var target = now.target();
        if (seen != null && target.equals(seenOf)) {
            showReach(seen);
            return;
        }
        var call = now.call();
        seen = null;
        enable(false);
        desk.read(
                previewing,
                "reach of a call",
                homes -> homes.preview(desk.id(), call),
                preview -> {
                    seen = preview;
                    seenOf = target;
                    enable(true);
                    showReach(preview);
                },
                problem -> {
                    enable(true);
                    reach.setText(desk.window().texts().summary(problem));
                });
    }

    private String plain(double value) {
        return desk.window().words().decimal(value, value == Math.rint(value) ? 0 : 1);
    }

    private void showReach(CallPreview preview) {
        if (!preview.unknown().isEmpty()) {
            hold(desk.text("home.services.unknown", String.join(", ", preview.unknown())));
            return;
        }
        reached = Math.max(1, preview.entities().size());
        showGuard();
        showFields(preview.entities());
        var names = preview.entities().stream().limit(NAMED).map(this::name).toList();
        int more = preview.entities().size() - names.size();
        reach.setText(desk.text("home.services.acts", preview.entities().size(), String.join(", ", names))
                + (more > 0 ? desk.text("home.services.more", more) : ""));
    }

    // --- calling

    private void call() {
        var now = edited();
        var call = now.call();
        desk.act(
                act(call),
                now.service().title(),
                now.service().title(),
                desk.text("home.services.effect", call.name(), desk.name()),
                (homes, consent) -> homes.call(desk.id(), call, consent),
                this::done);
    }

    /// With the names of all it reaches, for the list that a person confirms.
    private Act act(ServiceCall call) {
        var act = desk.homes().act(desk.id(), call, reached);
        return seen == null || call.target().empty()
                ? act
                : Act.on(
                        act.actionClass(),
                        desk.id(),
                        act.what(),
                        seen.entities().stream().map(this::name).toList());
    }

    private String name(String entityId) {
        var known = house;
        return known == null
                ? entityId
                : known.entities().stream()
                        .filter(row -> row.id().equals(entityId))
                        .map(EntityRow::name)
                        .findFirst()
                        .orElse(entityId);
    }

    private void done(CallResult result) {
        desk.said(desk.text(
                "home.services.done", result.call().name(), result.took().toMillis()));
    }

    Optional<CallForm> form() {
        return Optional.ofNullable(form);
    }

    /// As Home Assistant writes it in automations.
    private void copyAsYaml() {
        var content = new ClipboardContent();
        content.putString(edited().yaml());
        Clipboard.getSystemClipboard().setContent(content);
        desk.said(desk.text("home.services.copied"));
    }

    void shown() {
        log.shown();
    }

    void hidden() {
        previewing.cancel();
        log.hidden();
    }

    /// A form that a person began is not thrown away.
    boolean halfTyped() {
        return form != null && !form.call().data().isEmpty();
    }

    String typedWhat() {
        return form == null ? "" : desk.text("home.services.values", form.call().name());
    }
}
