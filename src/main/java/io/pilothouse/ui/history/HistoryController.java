package io.pilothouse.ui.history;

import atlantafx.base.controls.SegmentedControl;
import atlantafx.base.controls.ToggleLabel;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.StateLabel;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.history.HistoryViewModel.Event;
import io.pilothouse.ui.history.HistoryViewModel.Show;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.fxml.FXML;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.StackPane;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `History.fxml` to its view-model, and decides nothing.
public final class HistoryController {

    private final HistoryViewModel model;
    private final WindowContext window;
    private final InstanceId id;
    private final String name;
    private final Words said;

    @FXML
    private StackPane shows;

    @FXML
    private Label count;

    @FXML
    private TableView<Event> events;

    @FXML
    private TableColumn<Event, String> at;

    @FXML
    private TableColumn<Event, Event> what;

    @FXML
    private TableColumn<Event, String> words;

    @FXML
    private StackPane empty;

    HistoryController(HistoryViewModel model, WindowContext window, InstanceId id, String name) {
        this.model = model;
        this.window = window;
        this.id = id;
        this.name = name;
        said = window.words();
    }

    @FXML
    private void initialize() {
        var choice = new SegmentedControl();
        for (var show : Show.values()) {
            var label = new ToggleLabel(text("history.show." + show.name().toLowerCase(Locale.ROOT)));
            label.setUserData(show);
            choice.getSegments().add(label);
        }
        choice.getToggleGroup().selectedToggleProperty().subscribe(chosen -> {
            if (chosen != null && chosen.getUserData() instanceof Show show) {
                model.show(show);
            }
        });
        shows.getChildren().setAll(choice);
        at.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(
                said.time(row.getValue().at(), window.services().clock().instant())));
        what.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        what.setCellFactory(_ -> new WhatCell());
        words.setCellValueFactory(
                row -> new ReadOnlyObjectWrapper<>(row.getValue().words()));
        events.setAccessibleText(text("history.spoken", name));
        model.view().subscribe(this::show);
    }

    private void show(HistoryViewModel.View view) {
        events.getItems().setAll(view.events());
        count.setText(view.read() ? text("history.count", view.events().size()) : "");
        boolean nothing = view.read() && view.events().isEmpty();
        events.setVisible(!nothing);
        empty.setVisible(nothing);
        if (nothing && empty.getChildren().isEmpty()) {
            empty.getChildren()
                    .setAll(new StatePane(
                            Octicons.HISTORY_16,
                            text("history.empty", name),
                            text("history.empty-why"),
                            List.of(new StatePane.Choice(
                                    text("action.instance.check"),
                                    () -> window.actions().run("instance.check", Optional.of(id))))));
        }
    }

    private final class WhatCell extends TableCell<Event, Event> {
        @Override
        protected void updateItem(Event event, boolean none) {
            super.updateItem(event, none);
            setText(null);
            setGraphic(null);
            if (!none && event != null) {
                event.state().ifPresent(state -> {
                    var label = new StateLabel(said, 14);
                    label.show(state, "");
                    setGraphic(label);
                });
                event.by().ifPresent(origin -> setText(text("tasks.origin." + origin.word())));
            }
        }
    }

    private String text(String key, Object... arguments) {
        return said.texts().text(key, arguments);
    }
}
