package io.pilothouse.ui.system;

import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.connection.SentRequests.Sent;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.SideBySide;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.overview.Facts.Fact;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.system.SystemViewModel.OwnPage;
import io.pilothouse.ui.system.SystemViewModel.View;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The system page of one instance.
final class SystemPage implements PageView {

    private final WindowContext window;
    private final Words words;
    private final SystemViewModel model;
    private final VBox left = new VBox(12);
    private final VBox right = new VBox(12);
    private final TextArea notes = new TextArea();
    private final Button keep = new Button();
    private final Label notesProblem = new Label();
    private final Node notesCard;
    private final ScrollPane root;
    private String stored = "";
    private long openedOn;

    SystemPage(WindowContext window, InstanceId id) {
        this.window = window;
        words = window.words();
        model = new SystemViewModel(window.services(), words, id);
        notesCard = notesCard();
        var columns = new SideBySide();
        columns.setEven(true);
        columns.getChildren().setAll(left, right);
        var page = new VBox(columns);
        page.getStyleClass().add("page");
        root = new ScrollPane(page);
        root.setFitToWidth(true);
        root.setFitToHeight(true);
        root.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        root.getStyleClass().add("edge-to-edge");
        model.view().subscribe(view -> view.ifPresent(this::show));
    }

    private void show(View view) {
        left.getChildren().clear();
        if (!view.warnings().isEmpty()) {
            left.getChildren()
                    .add(card(
                            "system.warnings",
                            view.warnings().stream().map(this::warning).toList()));
        }
        left.getChildren()
                .addAll(
                        card("system.says", List.of(grid(view.says()))),
                        card("system.ways", List.of(grid(view.ways()))));
        var pages = new FlowPane(8, 8);
        view.pages().forEach(page -> pages.getChildren().add(link(page)));
        pages.getStyleClass().add("card-body");
        right.getChildren()
                .setAll(
                        card("system.pages", List.of(pages)),
                        notesCard,
                        card("system.tasks", tasks(view)),
                        card("system.sent", sent(view)));
        if (!halfTyped()) {
            stored = view.instance().configuration().notes();
            openedOn = view.instance().configVersion();
            notes.setText(stored);
        }
    }

    private Node card(String titleKey, List<? extends Node> children) {
        var title = new Label(text(titleKey));
        title.getStyleClass().add("text-card");
        var head = new HBox(title);
        head.getStyleClass().add("card-head");
        var card = new VBox(head);
        card.getChildren().addAll(children);
        card.getStyleClass().add("card-box");
        return card;
    }

    private Node warning(ServiceWarning warning) {
        var said = new Label(window.texts().said(warning.text()));
        said.setWrapText(true);
        var words = new VBox(2, said);
        words.setPadding(new Insets(6, 0, 6, 0));
        words.setAlignment(Pos.CENTER_LEFT);
        var check = window.texts().textOr("system.source." + warning.source(), "");
        if (!check.isEmpty()) { // the names of checks are for programs
            var source = new Label(check);
            source.getStyleClass().addAll("text-muted", "text-second");
            words.getChildren().add(source);
        }
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        var row = new HBox(
                12,
                new StateShape(
                        warning.severity() == ServiceWarning.Severity.NOTICE ? ShownState.CHECKING : ShownState.WARNING,
                        16),
                words);
        row.getStyleClass().addAll("card-row", "system-row");
        warning.link().ifPresent(help -> {
            var open = new Button(text("overview.open-help"), new Icon(Octicons.LINK_EXTERNAL_16));
            open.getStyleClass().add("small");
            open.setMinWidth(Region.USE_PREF_SIZE);
            open.setOnAction(_ -> window.services().browser().accept(URI.create(help)));
            row.getChildren().add(open);
        });
        return row;
    }

    private Node grid(List<Fact> facts) {
        var grid = new GridPane(8, 6);
        grid.getStyleClass().add("card-body");
        var names = new ColumnConstraints(128);
        var values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints().setAll(names, values);
        for (int i = 0; i < facts.size(); i++) {
            var name = new Label(facts.get(i).name());
            name.getStyleClass().addAll("text-muted", "text-second");
            name.setWrapText(true);
            GridPane.setValignment(name, VPos.TOP);
            var value = new Label(facts.get(i).value());
            value.getStyleClass().add("text-second");
            value.setWrapText(true);
            value.setMinHeight(Region.USE_PREF_SIZE);
            grid.addRow(i, name, value);
        }
        return grid;
    }

    private Node link(OwnPage page) {
        var button = new Button(text("system.open-page", page.title()), new Icon(Octicons.LINK_EXTERNAL_16));
        button.getStyleClass().add("small");
        button.setOnAction(_ -> window.services().browser().accept(page.uri()));
        return button;
    }

    private Node notesCard() {
        notes.setId("notes");
        notes.setPrefRowCount(4);
        notes.setWrapText(true);
        notes.setPromptText(text("system.notes-prompt"));
        notes.setAccessibleText(text("system.notes"));
        keep.setText(text("system.keep-notes"));
        keep.setId("keep-notes");
        keep.getStyleClass().add("small");
        keep.setDisable(true);
        keep.setOnAction(_ -> keepNotes());
        notes.textProperty().subscribe(_ -> keep.setDisable(!halfTyped()));
        notesProblem.getStyleClass().addAll("text-danger", "text-second");
        notesProblem.setWrapText(true);
        notesProblem.managedProperty().bind(notesProblem.textProperty().isNotEmpty());
        var body = new VBox(8, notes, notesProblem, keep);
        body.getStyleClass().add("card-body");
        return card("system.notes", List.of(body));
    }

    private void keepNotes() {
        notesProblem.setText("");
        model.keepNotes(
                notes.getText(),
                openedOn,
                kept -> {
                    stored = kept.configuration().notes();
                    openedOn = kept.configVersion();
                    keep.setDisable(!halfTyped());
                    window.toasts().news(Optional.of(kept), text("system.notes-kept", kept.name()), Optional.empty());
                },
                problem -> notesProblem.setText(words.texts().said(problem)));
    }

    private List<Node> tasks(View view) {
        var now = window.services().clock().instant();
        return lines(
                view.read(),
                view.tasks().stream()
                        .<Node>map(task -> line(words.time(task.startedAt(), now), said(task), ""))
                        .toList(),
                "system.no-tasks");
    }

    private String said(TaskView task) {
        return text(
                "system.task",
                words.work(task.kind(), task.title()),
                text("tasks.state." + task.state().word()));
    }

    private List<Node> sent(View view) {
        var now = window.services().clock().instant();
        return lines(
                view.read(),
                view.sent().stream()
                        .<Node>map(request -> line(
                                words.time(request.at(), now),
                                request.method() + " " + request.path(),
                                answer(request)))
                        .toList(),
                "system.no-sent");
    }

    private String answer(Sent request) {
        return request.status().isPresent() ? Integer.toString(request.status().getAsInt()) : text("system.no-answer");
    }

    private List<Node> lines(boolean read, List<Node> lines, String noneKey) {
        if (!lines.isEmpty()) {
            return lines;
        }
        var none = new Label(text(read ? noneKey : "overview.reading"));
        none.getStyleClass().addAll("text-muted", "text-second", "card-body");
        return List.of(none);
    }

    private static Node line(String at, String said, String end) {
        var when = new Label(at);
        when.getStyleClass().addAll("text-muted", "text-second");
        when.setMinWidth(96);
        var what = new Label(said);
        what.getStyleClass().add("text-second");
        what.setMinWidth(0);
        HBox.setHgrow(what, Priority.ALWAYS);
        what.setMaxWidth(Double.MAX_VALUE);
        var last = new Label(end);
        last.getStyleClass().addAll("text-muted", "text-second");
        last.setMinWidth(Region.USE_PREF_SIZE);
        var row = new HBox(8, when, what, last);
        row.getStyleClass().add("system-line");
        return row;
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
    }

    @Override
    public void hidden() {
        model.rest();
    }

    @Override
    public boolean halfTyped() {
        return !notes.getText().equals(stored);
    }

    @Override
    public String typedWhat() {
        return text("system.notes");
    }
}
