package io.pilothouse.ui.library;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LikeGroup;
import io.pilothouse.domain.library.LikenessRule;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// What is the same, what is not, and what a person must say: one card for each group.
final class LikenessPane extends VBox {

    /// What is listed.
    private enum Part {
        OPEN,
        FOLDED,
        SAID
    }

    private static final Set<EntityType> MERGED_ON_SERVERS =
            Set.of(EntityType.TAG, EntityType.SCENE, EntityType.PERFORMER);

    private final LibraryViewModel model;
    private final WindowContext window;
    private final ListView<Object> list = new ListView<>();
    private final StackPane content = new StackPane();
    private final ToggleGroup parts = new ToggleGroup();
    private final MenuButton type = new MenuButton();
    private LibraryViewModel.Likeness shown = LibraryViewModel.Likeness.NONE;

    LikenessPane(LibraryViewModel model, WindowContext window) {
        this.model = model;
        this.window = window;
        list.getStyleClass().add("library-grid");
        list.setCellFactory(_ -> new Cell());
        var pills = new HBox();
        pills.setAlignment(Pos.CENTER_LEFT);
        type.setAccessibleText(text("library.likeness.type"));
        for (var each : EntityType.forPeople()) {
            var item = new MenuItem(text("library.type." + each.word()));
            item.setOnAction(_ -> model.compare(each));
            type.getItems().add(item);
        }
        var bar = new HBox(8, type, pills);
        bar.getStyleClass().add("toolbar");
        for (var part : Part.values()) {
            var toggle = new ToggleButton();
            toggle.setUserData(part);
            toggle.setToggleGroup(parts);
            toggle.getStyleClass()
                    .add(part == Part.OPEN ? "left-pill" : part == Part.SAID ? "right-pill" : "center-pill");
            toggle.setOnAction(_ -> {
                toggle.setSelected(true);
                list();
            });
            pills.getChildren().add(toggle);
        }
        parts.getToggles().getFirst().setSelected(true);
        VBox.setVgrow(content, Priority.ALWAYS);
        getChildren().setAll(bar, content);
        model.view()
                .subscribe(view ->
                        type.setText(text("library.type." + view.query().type().word())));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    void show(LibraryViewModel.Likeness likeness) {
        shown = likeness;
        for (var toggle : parts.getToggles()) {
            ((ToggleButton) toggle)
                    .setText(
                            switch ((Part) toggle.getUserData()) {
                                case OPEN ->
                                    text(
                                            "library.likeness.open",
                                            number(likeness.open().size()));
                                case FOLDED ->
                                    text(
                                            "library.likeness.folded",
                                            number(likeness.folded().size()));
                                case SAID ->
                                    text(
                                            "library.likeness.said",
                                            number(likeness.said().size()));
                            });
        }
        list();
    }

    private String number(int groups) {
        return shown.reading()
                ? "…"
                : window.words().number(groups) + (groups % LibraryViewModel.GROUPS == 0 && groups > 0 ? "+" : "");
    }

    private void list() {
        var chosen = (Part) parts.getSelectedToggle().getUserData();
        var items =
                switch (chosen) {
                    case OPEN -> shown.open();
                    case FOLDED -> shown.folded();
                    case SAID -> shown.said();
                };
        list.getItems().setAll(items);
        content.getChildren()
                .setAll(
                        items.isEmpty() && !shown.reading()
                                ? new StatePane(
                                        Octicons.CHECK_CIRCLE_16,
                                        text(
                                                switch (chosen) {
                                                    case OPEN -> "library.nothing-open";
                                                    case FOLDED -> "library.no-duplicates";
                                                    case SAID -> "library.nothing-said";
                                                }),
                                        text("library.no-duplicates-why"),
                                        List.of())
                                : list);
    }

    private final class Cell extends ListCell<Object> {
        @Override
        protected void updateItem(Object item, boolean empty) {
            super.updateItem(item, empty);
            setGraphic(
                    empty
                            ? null
                            : switch (item) {
                                case LikeGroup group -> card(group);
                                case LikenessRule rule -> card(rule);
                                case null, default -> null;
                            });
        }
    }

    /// What a person said, with a way back.
    private VBox card(LikenessRule rule) {
        var said = new Label(text(rule.same() ? "library.said-same" : "library.said-different"));
        said.getStyleClass().add("text-strong");
        var when = new Label(
                window.words().time(rule.madeAt(), window.services().clock().instant())
                        + (rule.undoneAt().isPresent() ? "  " + text("library.taken-back") : ""));
        when.getStyleClass().addAll("text-muted", "text-second");
        HBox.setHgrow(when, Priority.ALWAYS);
        when.setMaxWidth(Double.MAX_VALUE);
        var head = new HBox(8, said, when);
        head.setAlignment(Pos.CENTER_LEFT);
        if (rule.undoneAt().isEmpty()) {
            head.getChildren()
                    .add(button("library.take-back", () -> model.library().undo(rule.number()), rule.a()));
        }
        return boxed(head, List.of(rule.a(), rule.b()));
    }

    private VBox boxed(HBox head, List<EntityKey> keys) {
        var box = new VBox(6, head);
        box.getStyleClass().addAll("card-box", "library-card");
        keys.forEach(key -> box.getChildren().add(line(key)));
        var apart = new VBox(box);
        apart.getStyleClass().add("library-group");
        return apart;
    }

    private VBox card(LikeGroup group) {
        var why = new Label(text("library.why." + group.why()));
        why.getStyleClass().addAll("text-second", group.why().equals("same") ? "text-muted" : "library-differs");
        var mark = new Label(
                group.why().equals("differs")
                        ? Stream.of(group.mark().split(", "))
                                .map(field -> text("library.field." + field))
                                .collect(Collectors.joining(", "))
                        : group.mark());
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
                            group.keys().getFirst()));
        } else if (group.why().equals("differs")) {
            head.getChildren()
                    .add(button(
                            "library.let-differ",
                            () -> {
                                for (var field : group.mark().split(", ")) {
                                    model.library().letDiffer(group.keys().getFirst(), field);
                                }
                            },
                            group.keys().getFirst()));
        } else {
            head.getChildren()
                    .addAll(
                            button(
                                    "library.merge",
                                    () -> model.library()
                                            .same(
                                                    group.keys().getFirst(),
                                                    group.keys().getLast()),
                                    group.keys().getFirst()),
                            button(
                                    "library.not-same",
                                    () -> model.library()
                                            .different(
                                                    group.keys().getFirst(),
                                                    group.keys().getLast()),
                                    group.keys().getFirst()));
        }
        if (group.why().equals("one-server") && MERGED_ON_SERVERS.contains(group.type())) {
            var merge = new Button(text("library.merge-on-server"));
            merge.getStyleClass().add("small");
            merge.setOnAction(
                    _ -> mergeOnServer(group.keys().getLast(), group.keys().getFirst()));
            head.getChildren().add(merge);
        }
        return boxed(head, group.keys());
    }

    private void mergeOnServer(EntityKey source, EntityKey into) {
        model.server(source).map(Instance::id).ifPresent(server -> {
            var title = text("library.merge-on-server-title", title(source), title(into));
            new GuardSheet(window)
                    .ask(new GuardedAct(
                            new Act(
                                    ActionClass.DESTRUCTIVE,
                                    List.of(server),
                                    title,
                                    List.of(title(source), title(into)),
                                    2),
                            title,
                            text("library.merge-on-server"),
                            text("library.merge-on-server-effect."
                                    + source.type().word()),
                            Optional.empty(),
                            consent -> window.background()
                                    .act(
                                            "library-merge-on-server",
                                            title,
                                            server,
                                            context -> {
                                                model.library().mergeOnServer(source, into, consent, context);
                                                return true;
                                            },
                                            _ -> {})));
        });
    }

    private String title(EntityKey key) {
        return Optional.ofNullable(shown.rows().get(key)).map(LibraryRow::title).orElse("#" + key.id());
    }

    private HBox line(EntityKey key) {
        var row = Optional.ofNullable(shown.rows().get(key));
        var title = new Label(title(key));
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

    private Button button(String key, Saying saying, EntityKey about) {
        var button = new Button(text(key));
        button.getStyleClass().add("small");
        button.setOnAction(_ -> model.server(about)
                .map(Instance::id)
                .ifPresent(id -> window.background()
                        .act(
                                "library-likeness",
                                "say whether things are the same",
                                id,
                                _ -> {
                                    saying.say();
                                    return true;
                                },
                                _ -> {})));
        return button;
    }
}
