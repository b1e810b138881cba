package io.pilothouse.ui.instances;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.ui.action.ActionCall;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.instances.InstanceFormViewModel.After;
import io.pilothouse.ui.instances.InstanceFormViewModel.Saved;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import org.kordamp.ikonli.octicons.Octicons;

/// A form with its buttons, as dialogs and the settings page show it. FX thread only.
public final class InstanceForm implements AutoCloseable {

    private static final KeyCombination ANOTHER = new KeyCodeCombination(KeyCode.ENTER, KeyCombination.SHORTCUT_DOWN);

    private final WindowContext window;
    private final InstanceFormViewModel model;
    private final InstanceFormController controller;
    private final Parent root;

    /// @param saved        hears of each good save
    /// @param openInstance shows an instance that exists already
    /// @param useAsSecond  makes the typed address the second address of an instance that exists already
    /// @param leave        closes the form, unless what was typed is to be kept, and then opens what comes instead
    public InstanceForm(
            WindowContext window,
            FormPurpose purpose,
            Consumer<Saved> saved,
            Consumer<InstanceId> openInstance,
            Consumer<Instance> useAsSecond,
            Consumer<Runnable> leave) {
        this.window = window;
        model = new InstanceFormViewModel(window.services(), window.texts(), purpose, saved);
        controller = new InstanceFormController(
                model,
                window.services(),
                window.words(),
                openInstance,
                useAsSecond,
                kind -> window.actions().find(loginOf(kind)).map(action -> () -> logIn(action.id(), leave)));
        root = Views.load(controller, window.texts());
    }

    /// The address that was typed goes along.
    private void logIn(String action, Consumer<Runnable> leave) {
        var call = new ActionCall(
                Optional.empty(), Origin.WINDOW, model.address().get().strip());
        leave.accept(() -> window.actions().run(action, call));
    }

    /// @return the action of the window that finds all instances of a login of this kind, where there is one
    public static String loginOf(KindId kind) {
        return kind.value() + ".login";
    }

    public InstanceFormViewModel model() {
        return model;
    }

    public Parent root() {
        return root;
    }

    public void focusFirst() {
        controller.focusFirst();
    }

    /// Opens the field of the main secret for a new value.
    public void replaceSecret() {
        controller.replaceSecret();
    }

    void focusField(String id) {
        controller.focusField(id);
    }

    void focusSecond() {
        controller.focusSecond();
    }

    /// @return who the form is about, for the left of the foot
    public List<Node> footLeft() {
        var tile = new Monogram(Monogram.Size.NORMAL);
        model.colour().subscribe(colour -> tile.show(colour, model.monogram().get()));
        model.monogram().subscribe(letters -> tile.show(model.colour().get(), letters));
        tile.visibleProperty().bind(model.monogram().isNotEmpty());
        var name = new Label();
        name.getStyleClass().add("text-strong");
        name.textProperty().bind(model.name());
        var box = new HBox(8, tile, name);
        box.setAlignment(Pos.CENTER_LEFT);
        return List.of(box);
    }

    /// @return the buttons, the default one last
    public List<Node> footRight() {
        return model.editing().isPresent() ? editButtons() : addButtons();
    }

    private List<Node> addButtons() {
        var untested = button("save-untested", "flat");
        untested.setOnAction(_ -> model.saveUntested(After.OPEN));
        untested.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> text(failed() ? "instances.save-anyway" : "instances.save-untested"), model.test()));
        var another = button("save-another", "plain");
        another.setText(text("instances.save-another"));
        another.setOnAction(_ -> model.submit(After.ANOTHER));
        another.setTooltip(new Tooltip(window.actions().keyWords(ANOTHER)));
        root.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (ANOTHER.match(event)) {
                another.fire();
                event.consume();
            }
        });
        var open = button("save-open", "accent");
        open.defaultButtonProperty().bind(model.hereAlready().not());
        open.setOnAction(_ -> model.submit(After.OPEN));
        open.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> text(mainButton()), model.test(), model.waiting(), model.saving(), model.hereAlready()));
        model.test().subscribe(_ -> open.setGraphic(failed() ? new Icon(Octicons.SYNC_16) : null));
        for (var one : List.of(untested, another, open)) {
            one.disableProperty().bind(model.saving());
        }
        return List.of(untested, another, open);
    }

    private String mainButton() {
        if (model.saving().get()) {
            return "instances.saving";
        }
        if (model.waiting().get()) {
            return "instances.testing";
        }
        if (model.hereAlready().get()) {
            return "instances.add-anyway";
        }
        return failed() ? "instances.test-again" : "instances.save-open";
    }

    private List<Node> editButtons() {
        var test = button("test", "plain");
        test.setOnAction(_ -> model.runTest());
        test.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> text(failed() ? "instances.test-again" : "instances.test"), model.test()));
        var anyway = button("save-anyway", "plain");
        anyway.setText(text("instances.save-anyway"));
        anyway.setOnAction(_ -> model.saveUntested(After.STAY));
        anyway.visibleProperty().bind(Bindings.createBooleanBinding(this::failed, model.test()));
        anyway.managedProperty().bind(anyway.visibleProperty());
        var save = button("save", "accent");
        save.setDefaultButton(true);
        save.setOnAction(_ -> model.submit(After.STAY));
        save.textProperty()
                .bind(Bindings.createStringBinding(
                        () -> model.waiting().get()
                                ? text("instances.testing")
                                : text(
                                        "instances.save-name",
                                        model.editing().map(Instance::name).orElse("")),
                        model.waiting(),
                        model.saving()));
        var stale =
                Bindings.createBooleanBinding(() -> model.changedSince().get().isPresent(), model.changedSince());
        save.disableProperty().bind(model.saving().or(stale));
        anyway.disableProperty().bind(model.saving().or(stale));
        return List.of(test, anyway, save);
    }

    private boolean failed() {
        return switch (model.test().get()) {
            case FormTest.Failed _, FormTest.Broken _ -> true;
            case FormTest.Untested _, FormTest.Running _, FormTest.Passed _ -> false;
        };
    }

    private static Button button(String id, String look) {
        var button = new Button();
        button.setId(id);
        button.getStyleClass().add(look);
        return button;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    @Override
    public void close() {
        model.close();
    }
}
