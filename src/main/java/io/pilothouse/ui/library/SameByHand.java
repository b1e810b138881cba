package io.pilothouse.ui.library;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.LibraryCopy;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// Says by hand that two things are the same: first the one, then, when the other is looked at, that it is this.
final class SameByHand extends HBox {

    private final LibraryViewModel model;
    private final WindowContext window;

    SameByHand(LibraryViewModel model, WindowContext window) {
        super(6);
        this.model = model;
        this.window = window;
        setAlignment(Pos.CENTER_LEFT);
        model.half().subscribe(_ -> model.detail().get().ifPresent(this::show));
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    void show(Library.Detail detail) {
        var keys = detail.copies().stream().map(LibraryCopy::key).toList();
        var first = detail.copies().getFirst();
        var half =
                model.half().get().filter(it -> it.key().type() == first.key().type());
        if (half.isEmpty()) {
            var begin = button(text("library.same-as"));
            begin.setOnAction(_ -> model.halve(Optional.of(new LibraryViewModel.Half(first.key(), first.title()))));
            getChildren().setAll(begin);
            return;
        }
        var cancel = button(text("common.cancel"));
        cancel.setOnAction(_ -> model.halve(Optional.empty()));
        if (keys.contains(half.get().key())) {
            var choose = new Label(text("library.same-as-choose"));
            choose.setWrapText(true);
            choose.setMaxWidth(Double.MAX_VALUE);
            setHgrow(choose, Priority.ALWAYS);
            getChildren().setAll(choose, cancel);
        } else {
            var same = button(text("library.same-as-now", half.get().title()));
            same.setMinWidth(0);
            same.setOnAction(_ -> same(half.get().key(), first.key()));
            getChildren().setAll(same, cancel);
        }
    }

    private static Button button(String words) {
        var button = new Button(words);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        return button;
    }

    private void same(EntityKey one, EntityKey other) {
        window.background()
                .act(
                        "library-likeness",
                        "say whether things are the same",
                        model.server(other).map(Instance::id),
                        _ -> {
                            model.library().same(one, other);
                            return true;
                        },
                        _ -> model.halve(Optional.empty()));
    }
}
