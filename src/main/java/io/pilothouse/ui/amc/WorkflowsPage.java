package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Lint;
import io.pilothouse.domain.amc.ParameterType;
import io.pilothouse.domain.amc.QueryParameter;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.SqlText;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.Breaks;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// The library of questions and the editor. What is typed here is checked as it is typed; saving makes a
/// version.
final class WorkflowsPage implements PageView {

    private static final double LIST_SHARE = 0.24;
    private static final double SCROLL_BAR = 16;

    /// Letters of other SQL that a button says itself.
    private static final int LONGEST_FIX = 32;

    private final Desk desk;
    private final SplitPane root = new SplitPane();
    private final ListView<Workflow> list = new ListView<>();
    private final TextField title = new TextField();
    private final TextField tags = new TextField();
    private final Hyperlink version = new Hyperlink();
    private final SqlEditor editor;
    private final VBox parameters = new VBox(6);
    private final VBox findings = new VBox(2);
    private final Button save;
    private final Latest reading;
    private List<String> offers = List.of();
    private Lint.Known known = Lint.Known.NOTHING;
    private @Nullable Workflow open;
    private List<Lint.Finding> found = List.of();
    private Subscription subscription = () -> {};
    private boolean filling;

    WorkflowsPage(WindowContext window, InstanceId id) {
        desk = new Desk(window, id);
        reading = new Latest(window.services().fx());
        editor = new SqlEditor(desk.text("amc.workflow.sql"), () -> offers);
        save = desk.button("workflow.save", Octicons.CHECK_16, this::save);
        save.getStyleClass().add("accent");
        build();
    }

    private void build() {
        root.getStyleClass().add("amc-workflows");
        list.setId("workflow-list");
        list.setAccessibleText(desk.text("amc.workflow.list"));
        list.setCellFactory(_ -> new WorkflowCell());
        list.getSelectionModel().selectedItemProperty().addListener((_, _, chosen) -> {
            if (chosen != null && !filling) {
                instead(() -> show(chosen));
            }
        });
        var add = desk.button("workflow.new", Octicons.PLUS_16, () -> instead(this::fresh));
        var remote = desk.button(
                "workflow.remote",
                Octicons.SERVER_16,
                () -> RemoteWorkflows.open(desk, open, taken -> instead(() -> chosen(taken))));
        remote.setTooltip(new Tooltip(desk.text("amc.workflow.remote-why", desk.name())));
        var left = new VBox(8, new FlowPane(8, 8, add, remote), list);
        left.setPadding(new Insets(12));
        VBox.setVgrow(list, Priority.ALWAYS);
        left.setMinWidth(200);
        title.setId("workflow-title");
        title.setAccessibleText(desk.text("amc.workflow.title"));
        title.setPromptText(desk.text("amc.workflow.title"));
        title.textProperty().addListener((_, _, _) -> changed());
        title.setMinWidth(60);
        HBox.setHgrow(title, Priority.ALWAYS);
        version.setId("workflow-version");
        version.setTooltip(new Tooltip(desk.text("amc.workflow.history")));
        version.setOnAction(_ -> Optional.ofNullable(open)
                .ifPresent(it -> WorkflowHistory.open(desk, it, saved -> instead(() -> show(saved)))));
        tags.setId("workflow-tags");
        tags.setAccessibleText(desk.text("amc.workflow.tags"));
        tags.setPromptText(desk.text("amc.workflow.tags-prompt"));
        tags.textProperty().addListener((_, _, _) -> changed());
        var run = desk.button("workflow.run", Octicons.PLAY_16, this::run);
        var delete = desk.icon("workflow.delete", Octicons.TRASH_16, this::delete);
        var head = new HBox(8, title, save, delete);
        head.setAlignment(Pos.CENTER_LEFT);
        editor.area().textProperty().addListener((_, _, _) -> changed());
        VBox.setVgrow(editor, Priority.ALWAYS);
        editor.setMinHeight(160);
        var more = desk.button("workflow.parameter", Octicons.PLUS_16, () -> {
            parameters.getChildren().add(new ParameterRow(Optional.empty()));
            changed();
        });
        more.getStyleClass().add("flat");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var hint = new Label(desk.text("amc.workflow.hint"));
        hint.getStyleClass().addAll("text-muted", "text-second");
        hint.setWrapText(true);
        hint.setMinHeight(Region.USE_PREF_SIZE);
        var line = new HBox(8, more, space, hint);
        line.setAlignment(Pos.CENTER_LEFT);
        findings.getStyleClass().add("amc-findings");
        findings.setId("findings");
        version.setMinWidth(Region.USE_PREF_SIZE);
        HBox.setHgrow(tags, Priority.ALWAYS);
        var about = new HBox(8, tags, version, run);
        about.setAlignment(Pos.CENTER_LEFT);
        var right = new VBox(8, head, about, editor, findings, parameters, line);
        right.setPadding(new Insets(12));
        root.getItems().setAll(left, right);
        root.setDividerPositions(LIST_SHARE);
        SplitPane.setResizableWithParent(left, false);
    }

    private void changed() {
        if (filling) {
            return;
        }
        found = Lint.of(SqlText.of(editor.sql()), declared(), known);
        editor.findings(found);
        findings.getChildren().setAll(found.stream().limit(6).map(this::line).toList());
        boolean blocked = found.stream().anyMatch(Lint.Finding::blocks);
        save.setDisable(blocked || title.getText().isBlank() || editor.sql().isBlank() || !differs());
    }

    private boolean differs() {
        var was = open;
        return was == null
                || !was.sql().equals(editor.sql())
                || !was.title().equals(title.getText())
                || !was.tags().equals(tags())
                || !was.parameters().equals(declared());
    }

    private List<String> tags() {
        return Stream.of(tags.getText().split(","))
                .map(String::strip)
                .filter(it -> !it.isEmpty())
                .distinct()
                .toList();
    }

    /// Shows something else; asks first where what was typed would be lost.
    private void instead(Runnable show) {
        if (!halfTyped()) {
            show.run();
            return;
        }
        desk.window().services().fx().execute(() -> listed(list.getItems())); // until that is answered
        desk.window()
                .dialogs()
                .mayLose(desk.instance(), title.getText(), List.of(desk.text("amc.workflow.changes")), () -> {
                    show.run();
                    listed(list.getItems());
                });
    }

    private HBox line(Lint.Finding finding) {
        var at = SqlText.of(editor.sql()).positionOf(finding.from());
        var words = new Label(desk.text("amc.workflow.finding", at.line(), desk.said(finding.words())));
        words.getStyleClass().add(finding.blocks() ? "amc-blocks" : "amc-warns");
        words.setWrapText(true);
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        var box = new HBox(8, words);
        box.setAlignment(Pos.CENTER_LEFT);
        words.setOnMouseClicked(_ -> editor.go(finding.from()));
        finding.fix().ifPresent(fix -> box.getChildren().add(mend(fix)));
        return box;
    }

    private Button mend(Lint.Fix fix) {
        var button = new Button(words(fix));
        if (fix instanceof Lint.Fix.Write write && !write.text().isEmpty()) {
            button.setTooltip(new Tooltip(write.text()));
        }
        button.setMnemonicParsing(false); // tables have underscores
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().addAll("flat", "small", "accent", "amc-fix");
        button.setOnAction(_ -> mended(fix));
        return button;
    }

    private String words(Lint.Fix fix) {
        return switch (fix) {
            case Lint.Fix.Declare _ -> desk.text("amc.workflow.fix-declare");
            case Lint.Fix.Undeclare _ -> desk.text("amc.workflow.fix-undeclare");
            case Lint.Fix.Write write when write.text().isEmpty() -> desk.text("amc.workflow.fix-without");
            case Lint.Fix.Write write when write.text().length() > LONGEST_FIX -> desk.text("amc.workflow.fix-rewrite");
            case Lint.Fix.Write write -> desk.text("amc.workflow.fix", write.text());
        };
    }

    private void mended(Lint.Fix fix) {
        switch (fix) {
            case Lint.Fix.Write write -> editor.fix(write);
            case Lint.Fix.Declare(String name) -> {
                var parameter = new QueryParameter(name, "", "", ParameterType.STRING, Optional.empty());
                parameters.getChildren().add(new ParameterRow(Optional.of(parameter)));
                changed();
            }
            case Lint.Fix.Undeclare(String name) -> {
                parameters
                        .getChildren()
                        .removeIf(row -> row instanceof ParameterRow it
                                && it.parameter()
                                        .filter(one -> one.name().equals(name))
                                        .isPresent());
                changed();
            }
        }
    }

    private List<QueryParameter> declared() {
        var all = new ArrayList<QueryParameter>();
        for (var node : parameters.getChildren()) {
            if (node instanceof ParameterRow row) {
                row.parameter().ifPresent(all::add);
            }
        }
        return List.copyOf(all);
    }

    private void show(Workflow workflow) {
        filling = true;
        open = workflow;
        title.setText(workflow.title());
        tags.setText(String.join(", ", workflow.tags()));
        version.setText(workflow.version() == 0 ? "" : desk.text("amc.workflow.version", workflow.version()));
        editor.sql(workflow.sql());
        parameters
                .getChildren()
                .setAll(workflow.parameters().stream()
                        .map(it -> new ParameterRow(Optional.of(it)))
                        .toList());
        filling = false;
        changed();
    }

    private void chosen(Workflow workflow) {
        show(workflow);
        listed(list.getItems());
    }

    private void fresh() {
        list.getSelectionModel().clearSelection();
        show(desk.amc()
                .library()
                .fresh(
                        "ph.q" + Long.toString(desk.window().services().clock().millis(), 36),
                        desk.text("amc.workflow.untitled"),
                        "SELECT\n  campaign,\n  SUM(impressions) AS impressions\nFROM sponsored_ads_traffic\nGROUP BY campaign",
                        List.of()));
        open = null;
        changed();
    }

    private Workflow typed() {
        var was = open;
        var base = was == null
                ? desk.amc()
                        .library()
                        .fresh(
                                "ph." + slug(title.getText())
                                        + Long.toString(
                                                desk.window().services().clock().millis() % 46_656, 36),
                                title.getText(),
                                editor.sql(),
                                declared())
                : was;
        return new Workflow(
                base.id(),
                title.getText().strip(),
                editor.sql(),
                declared(),
                tags(),
                base.units(),
                base.privacy(),
                base.marker(),
                base.version(),
                false,
                base.createdAt(),
                base.updatedAt());
    }

    private static String slug(String text) {
        var slug = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        return slug.isEmpty() ? "" : slug.substring(0, Math.min(40, slug.length())) + "-";
    }

    private void save() {
        save(() -> {});
    }

    /// @param after called when it is stored
    private void save(Runnable after) {
        var workflow = typed();
        desk.act(
                "amc-workflow",
                "save the workflow “" + workflow.title() + "”",
                _ -> desk.amc().library().save(workflow),
                saved -> {
                    open = saved;
                    version.setText(desk.text("amc.workflow.version", saved.version()));
                    changed();
                    after.run();
                });
    }

    /// What is asked is what is stored: where the editor says something else, a person decides.
    private void run() {
        if (differs()) {
            askWhich();
        } else {
            runSaved();
        }
    }

    private void runSaved() {
        RunDialog.open(desk.window(), desk.id(), Optional.ofNullable(open).map(Workflow::id));
    }

    private void askWhich() {
        var was = Optional.ofNullable(open).filter(it -> it.version() > 0);
        var words = new Label(was.map(it -> desk.text("amc.workflow.unsaved", it.title(), it.version()))
                .orElse(desk.text("amc.workflow.never-saved")));
        words.setWrapText(true);
        var body = new VBox(words);
        body.getStyleClass().add("dialog-body");
        var first = desk.button("workflow.save-and-run", Octicons.CHECK_16, () -> {});
        first.getStyleClass().add("accent");
        first.setDefaultButton(true);
        first.setDisable(save.isDisabled());
        var second = desk.button("workflow.run-saved", Octicons.PLAY_16, () -> {});
        second.setDisable(was.isEmpty());
        var none = new Button(desk.text("common.cancel"));
        none.setCancelButton(true);
        var asked = desk.window()
                .dialogs()
                .open(new DialogFrame(
                                "amc-unsaved",
                                desk.text("amc.workflow.unsaved-title"),
                                desk.instance(),
                                520,
                                body,
                                List.of(none),
                                List.of(second, first))
                        .named());
        none.setOnAction(_ -> asked.close());
        second.setOnAction(_ -> {
            asked.close();
            runSaved();
        });
        first.setOnAction(_ -> {
            asked.close();
            save(this::runSaved);
        });
    }

    private void delete() {
        var was = open;
        if (was == null) {
            return;
        }
        desk.act(
                "amc-workflow",
                "remove the workflow “" + was.title() + "”",
                _ -> {
                    desk.amc().library().delete(was.id());
                    return was;
                },
                gone -> desk.window()
                        .toasts()
                        .news(
                                desk.instance(),
                                desk.text("amc.workflow.deleted", gone.title()),
                                Optional.of(new io.pilothouse.ui.common.Toasts.Offer(
                                        desk.text("amc.workflow.undelete"), () -> undelete(gone)))));
    }

    private void undelete(Workflow gone) {
        desk.act(
                "amc-workflow",
                "bring the workflow “" + gone.title() + "” back",
                _ -> desk.amc().library().save(gone),
                _ -> {});
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        subscription = desk.amc()
                .library()
                .workflows()
                .subscribe(desk.window().services().fx(), this::listed);
        desk.read(
                reading,
                "read the tables of",
                _ -> {
                    var told = desk.amc().memory().dataSources(desk.id());
                    return new Learned(told, desk.amc().memory().known(desk.id()));
                },
                this::learned,
                _ -> {});
    }

    /// The tables of the instance.
    private record Learned(List<Remote.DataSource> sources, Lint.Known known) {}

    private void listed(List<Workflow> all) {
        var was = open;
        filling = true;
        list.getItems().setAll(List.copyOf(all));
        all.stream()
                .filter(it -> was != null && it.id().equals(was.id()))
                .findFirst()
                .ifPresentOrElse(it -> list.getSelectionModel().select(it), list.getSelectionModel()::clearSelection);
        filling = false;
        if (was == null && !all.isEmpty() && editor.sql().isEmpty()) {
            list.getSelectionModel().select(0);
        }
    }

    private void learned(Learned learned) {
        var told = learned.sources();
        known = learned.known();
        var words = new ArrayList<String>();
        told.forEach(source -> words.add(source.id()));
        told.forEach(source -> source.columns().forEach(column -> words.add(column.name())));
        offers = words.stream().distinct().toList();
        changed();
    }

    @Override
    public void hidden() {
        subscription.close();
        reading.cancel();
    }

    @Override
    public void close() {
        hidden();
    }

    @Override
    public boolean halfTyped() {
        return !editor.sql().isBlank() && differs() && !filling;
    }

    @Override
    public String typedWhat() {
        return title.getText().strip();
    }

    /// One declared parameter.
    private final class ParameterRow extends HBox {
        private final TextField name = new TextField();
        private final ComboBox<String> type = new ComboBox<>();
        private final TextField usual = new TextField();
        private final Optional<QueryParameter> was;

        ParameterRow(Optional<QueryParameter> parameter) {
            super(8);
            was = parameter;
            setAlignment(Pos.CENTER_LEFT);
            for (var each : ParameterType.Name.values()) {
                type.getItems().add(each.name());
                if (each != ParameterType.Name.IDENTIFIER) {
                    type.getItems().add(each.name() + "[]");
                }
            }
            name.setText(parameter.map(QueryParameter::name).orElse(""));
            name.setPromptText(desk.text("amc.parameter.name"));
            name.setAccessibleText(desk.text("amc.parameter.name"));
            type.setValue(parameter.map(it -> it.type().word()).orElse("STRING"));
            type.setAccessibleText(desk.text("amc.parameter.type"));
            usual.setText(parameter.flatMap(QueryParameter::defaultValue).orElse(""));
            usual.setPromptText(desk.text("amc.parameter.default"));
            usual.setAccessibleText(desk.text("amc.parameter.default"));
            HBox.setHgrow(usual, Priority.ALWAYS);
            name.textProperty().addListener((_, _, _) -> changed());
            usual.textProperty().addListener((_, _, _) -> changed());
            type.valueProperty().addListener((_, _, _) -> changed());
            var remove = desk.icon("parameter.remove", Octicons.X_16, () -> {
                parameters.getChildren().remove(this);
                changed();
            });
            getChildren().setAll(name, type, usual, remove);
        }

        Optional<QueryParameter> parameter() {
            var word = name.getText().strip();
            if (!word.matches("[A-Za-z_][A-Za-z0-9_.-]*")) {
                return Optional.empty();
            }
            return Optional.of(new QueryParameter(
                    word,
                    was.map(QueryParameter::displayName).orElse(""),
                    was.map(QueryParameter::description).orElse(""),
                    ParameterType.of(type.getValue()).orElse(ParameterType.STRING),
                    usual.getText().isEmpty() ? Optional.empty() : Optional.of(usual.getText())));
        }
    }

    /// A workflow in the list.
    private static final class WorkflowCell extends ListCell<Workflow> {
        private final Label name = new Label();
        private final Label id = new Label();
        private final VBox box = new VBox(2, name, id);

        WorkflowCell() {
            setPrefWidth(0); // as wide as the list, never wider
            setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
            name.setWrapText(true);
            id.setWrapText(true);
            id.getStyleClass().addAll("text-muted", "text-second");
        }

        /// As high as its words need at the width of the list.
        @Override
        protected double computePrefHeight(double width) {
            if (isEmpty()) {
                return super.computePrefHeight(width);
            }
            double room = width > 0 ? width : getListView().getWidth() - SCROLL_BAR;
            double inside = room - snappedLeftInset() - snappedRightInset();
            return snappedTopInset() + box.prefHeight(inside) + snappedBottomInset();
        }

        @Override
        protected void layoutChildren() {
            super.layoutChildren();
            if (getGraphic() != null) {
                box.resizeRelocate(
                        snappedLeftInset(),
                        snappedTopInset(),
                        getWidth() - snappedLeftInset() - snappedRightInset(),
                        getHeight() - snappedTopInset() - snappedBottomInset());
            }
        }

        @Override
        protected void updateItem(@Nullable Workflow item, boolean empty) {
            super.updateItem(item, empty);
            if (item == null || empty) {
                setGraphic(null);
            } else {
                name.setText(item.title());
                id.setText(Breaks.in(
                        item.tags().isEmpty() ? item.id() : item.id() + " · " + String.join(", ", item.tags())));
                setGraphic(box);
            }
        }
    }
}
