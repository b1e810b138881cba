package io.pilothouse.ui.library;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.LikeGroup;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// What is the same, what is not, and what a person must say: one card for each group.
final class LikenessPane extends StackPane {

    private final LibraryViewModel model;
    private final WindowContext window;
    private final ListView<LikeGroup> list = new ListView<>();
    private LibraryViewModel.Likeness shown = new LibraryViewModel.Likeness(true, List.of(), java.util.Map.of());

    LikenessPane(LibraryViewModel model, WindowContext window) {
        this.model = model;
        this.window = window;
        list.getStyleClass().add("library-grid");
        list.setCellFactory(_ -> new Cell());
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    void show(LibraryViewModel.Likeness likeness) {
        shown = likeness;
        list.getItems().setAll(likeness.groups());
        if (likeness.groups().isEmpty() && !likeness.reading()) {
            getChildren()
                    .setAll(new StatePane(
                            Octicons.CHECK_CIRCLE_16,
                            text("library.no-duplicates"),
                            text("library.no-duplicates-why"),
                            List.of()));
        } else {
            getChildren().setAll(list);
        }
    }

    private final class Cell extends ListCell<LikeGroup> {
        @Override
        protected void updateItem(LikeGroup group, boolean empty) {
            super.updateItem(group, empty);
            setGraphic(empty || group == null ? null : card(group));
        }
    }

    private VBox card(LikeGroup group) {
        var why = new Label(text("library.why." + group.why()));
        why.getStyleClass().addAll("text-second", group.why().equals("same") ? "text-muted" : "library-differs");
        var mark = new Label(group.mark());
        mark.getStyleClass().addAll("text-muted", "text-micro");
        HBox.setHgrow(mark, Priority.ALWAYS);
        mark.setMaxWidth(Double.MAX_VALUE);
        var head = new HBox(8, why, mark);
        head.setAlignment(Pos.CENTER_LEFT);
        if (group.why().equals("same")) {
            head.getChildren()
                    .add(button(
                            "library.not-same",
                            () -> model.library().split(group.keys().getLast()),
                            group));
        } else {
            head.getChildren()
                    .addAll(
                            button(
                                    "library.merge",
                                    () -> model.library()
                                            .same(
                                                    group.keys().getFirst(),
                                                    group.keys().getLast()),
                                    group),
                            button(
                                    "library.not-same",
                                    () -> model.library()
                                            .different(
                                                    group.keys().getFirst(),
                                                    group.keys().getLast()),
                                    group));
        }
        var box = new VBox(6, head);
        box.getStyleClass().add("card-box");
        box.setStyle("-fx-padding: 10 12 10 12;");
        group.keys().forEach(key -> box.getChildren().add(line(key)));
        return box;
    }

    private HBox line(EntityKey key) {
        var row = Optional.ofNullable(shown.rows().get(key));
        var title = new Label(row.map(it -> it.title()).orElse("#" + key.id()));
        HBox.setHgrow(title, Priority.ALWAYS);
        title.setMaxWidth(Double.MAX_VALUE);
        var second = new Label(row.map(it -> it.date()
                        + (it.height() == 0 ? "" : "  " + it.height() + "p")
                        + (it.sizeBytes() == 0 ? "" : "  " + window.words().size(it.sizeBytes())))
                .orElse(""));
        second.getStyleClass().addAll("text-muted", "text-second");
        var look = new Button(text("library.show"));
        look.getStyleClass().addAll("link", "small");
        look.setOnAction(_ -> model.choose(key));
        var line = new HBox(8);
        line.setAlignment(Pos.CENTER_LEFT);
        model.server(key)
                .map(server -> Monogram.of(server, Monogram.Size.SMALL))
                .ifPresent(line.getChildren()::add);
        line.getChildren().addAll(title, second, look);
        return line;
    }

    @FunctionalInterface
    private interface Saying {
        void say() throws Exception;
    }

    private Button button(String key, Saying saying, LikeGroup group) {
        var button = new Button(text(key));
        button.getStyleClass().add("small");
        button.setOnAction(_ -> model.server(group.keys().getFirst())
                .map(Instance::id)
                .ifPresent(id -> window.background()
                        .act(
                                "library-likeness",
                                text(key),
                                id,
                                _ -> {
                                    saying.say();
                                    return true;
                                },
                                _ -> {})));
        return button;
    }
}
