package io.pilothouse.ui.instances;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.connection.ConnectionTests.Recognised;
import io.pilothouse.tasks.connection.Neighbours;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What else answers on the host of an instance, each with a way to add it. FX thread only.
final class NeighboursDialog {

    private static final double WIDTH = 560;

    private final WindowContext window;
    private final Neighbours neighbours;
    private final BiConsumer<Instance, Address> add;

    /// @param add opens a form for an address, beside an instance
    NeighboursDialog(WindowContext window, BiConsumer<Instance, Address> add) {
        this.window = window;
        this.add = add;
        var services = window.services();
        neighbours = new Neighbours(services.connectionTests(), services.kinds(), services.instances());
    }

    boolean possible(Optional<InstanceId> id) {
        return id.flatMap(window.services().instances()::find)
                .filter(one -> !one.trashed() && neighbours.possible(one))
                .isPresent();
    }

    void open(InstanceId id) {
        window.services().instances().find(id).ifPresent(instance -> new Opened(instance).look());
    }

    /// One open dialog.
    private final class Opened {
        private final Instance instance;
        private final Latest looking = new Latest(window.services().fx());
        private final VBox rows = new VBox(8);
        private final Dialogs.Open dialog;

        Opened(Instance instance) {
            this.instance = instance;
            var ports = neighbours.ports(instance);
            var asked = wrapped(
                    ports.isEmpty()
                            ? text("instances.neighbours.all-known", host())
                            : text(
                                    "instances.neighbours.asked",
                                    host(),
                                    ports.stream().map(String::valueOf).collect(Collectors.joining(", "))));
            asked.getStyleClass().addAll("text-muted", "text-second");
            rows.setId("neighbours-found");
            var body = new VBox(12, asked, rows);
            body.getStyleClass().add("dialog-body");
            var close = new Button(text("common.close"));
            close.setCancelButton(true);
            dialog = window.dialogs()
                    .open(new DialogFrame(
                            "neighbours",
                            text("instances.neighbours", instance.name(), host()),
                            Optional.of(instance),
                            WIDTH,
                            body,
                            List.of(),
                            List.of(close),
                            () -> true,
                            looking::cancel));
            close.setOnAction(_ -> dialog.close());
            close.requestFocus();
        }

        private String host() {
            return instance.address().host();
        }

        void look() {
            if (neighbours.ports(instance).isEmpty()) {
                return;
            }
            rows.getChildren().setAll(words("instances.neighbours.looking"));
            looking.<List<Recognised>>start(
                    () -> window.services()
                            .tasks()
                            .start(
                                    new TaskRequest(
                                            "recognise",
                                            "look for neighbours of " + instance.name() + " on " + host(),
                                            List.of(instance.id()),
                                            Origin.WINDOW),
                                    task -> neighbours.of(instance, task)),
                    this::show);
        }

        private void show(Outcome<List<Recognised>> outcome) {
            switch (outcome) {
                case Outcome.Succeeded<List<Recognised>>(List<Recognised> found) -> {
                    rows.getChildren().setAll(found.stream().map(this::row).toList());
                    if (found.isEmpty()) {
                        rows.getChildren().setAll(words("instances.neighbours.none"));
                    }
                }
                case Outcome.Failed<List<Recognised>>(Problem problem) ->
                    rows.getChildren().setAll(wrapped(window.texts().summary(problem)));
                case Outcome.Cancelled<List<Recognised>>() ->
                    rows.getChildren().setAll(words("instances.neighbours.stopped"));
            }
        }

        private Node row(Recognised found) {
            var product =
                    new Label(found.version().isEmpty() ? found.product() : found.product() + " " + found.version());
            product.getStyleClass().add("text-strong");
            var at = new Label(FormFields.plain(found.address()));
            at.getStyleClass().addAll("text-muted", "text-second");
            var both = new VBox(2, product, at);
            HBox.setHgrow(both, Priority.ALWAYS);
            var go = new Button(text("instances.neighbours.add"));
            go.setMinWidth(Region.USE_PREF_SIZE);
            go.setAccessibleText(go.getText() + ", " + product.getText());
            go.setOnAction(_ -> {
                dialog.close();
                add.accept(instance, found.address());
            });
            var row = new HBox(12, both, go);
            row.setAlignment(Pos.CENTER_LEFT);
            return row;
        }

        private Label words(String key) {
            return wrapped(text(key, host()));
        }

        private static Label wrapped(String sentence) {
            var words = new Label(sentence);
            words.setWrapText(true);
            words.setMinHeight(Region.USE_PREF_SIZE);
            return words;
        }
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
