package io.pilothouse.ui.table;

import atlantafx.base.controls.CustomTextField;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.function.Function;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.stage.Popup;
import javafx.stage.PopupWindow;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// Where a filter is typed; offers columns and words below. FX thread only.
final class FilterBox<R> extends CustomTextField {

    private static final double LINE = 28;
    private static final double KEY_SHOWN_FROM = 160;

    private final Function<String, List<Completion.Offer>> complete;
    private final ListView<Completion.Offer> offers = new ListView<>();
    private final Popup popup = new Popup();
    private boolean inserting;

    FilterBox(WindowContext window, FilterWords<R> words) {
        complete = typed -> Completion.offers(typed, words);
        setId("table-filter");
        setPromptText(window.texts().text("table.filter"));
        setAccessibleText(window.texts().text("table.filter"));
        setPrefWidth(280);
        setMinWidth(120);
        setLeft(new Icon(Octicons.FILTER_16));
        var key = new Label();
        key.getStyleClass().add("key-hint");
        window.actions()
                .find("filter")
                .flatMap(action -> action.key())
                .ifPresent(combination -> key.setText(window.actions().keyWords(combination)));
        var room = widthProperty().greaterThanOrEqualTo(KEY_SHOWN_FROM); // else the prompt would be cut off
        key.visibleProperty().bind(room);
        key.managedProperty().bind(room);
        setRight(key);
        offers.setId("table-offers");
        offers.setFocusTraversable(false);
        offers.setFixedCellSize(LINE);
        offers.setPrefWidth(280);
        offers.getStyleClass().addAll("overlay", "table-offers");
        offers.setCellFactory(_ -> new Cell());
        offers.setAccessibleText(window.texts().text("table.filter.offers"));
        popup.setAutoHide(true);
        popup.setHideOnEscape(false);
        popup.setAnchorLocation(PopupWindow.AnchorLocation.CONTENT_TOP_LEFT); // its shadow stands outside
        popup.getContent().setAll(offers);
        caretPositionProperty().subscribe(this::offer);
        textProperty().addListener((_, _, _) -> offer());
        focusedProperty().subscribe(focused -> {
            if (!focused) {
                popup.hide();
            }
        });
        addEventFilter(KeyEvent.KEY_PRESSED, this::onKey);
    }

    private void offer() {
        if (inserting || !isFocused() || getScene() == null || getScene().getWindow() == null) {
            return;
        }
        var found = complete.apply(
                getText().substring(0, Math.min(getCaretPosition(), getText().length())));
        offers.getItems().setAll(found);
        if (found.isEmpty()) {
            popup.hide();
            return;
        }
        offers.setPrefHeight(found.size() * LINE + 4);
        var below = localToScreen(0, getHeight() + 2);
        if (below != null && !popup.isShowing()) {
            popup.show(this, below.getX(), below.getY());
        }
    }

    private void onKey(KeyEvent event) {
        if (!popup.isShowing()) {
            return;
        }
        var selection = offers.getSelectionModel();
        switch (event.getCode()) {
            case DOWN ->
                selection.select(Math.min(
                        selection.getSelectedIndex() + 1, offers.getItems().size() - 1));
            case UP -> selection.select(Math.max(selection.getSelectedIndex() - 1, 0));
            case TAB -> take(Math.max(0, selection.getSelectedIndex()));
            case ENTER -> {
                if (selection.getSelectedIndex() < 0) {
                    popup.hide();
                    return; // the person wants what was typed
                }
                take(selection.getSelectedIndex());
            }
            case ESCAPE -> popup.hide();
            default -> {
                return;
            }
        }
        event.consume();
    }

    private void take(int index) {
        var offer = offers.getItems().get(index);
        inserting = true;
        replaceText(offer.from(), getCaretPosition(), offer.insert());
        inserting = false;
        popup.hide();
        offers.getSelectionModel().clearSelection();
        offer();
    }

    private final class Cell extends ListCell<Completion.Offer> {

        private final Label shown = new Label();
        private final Label about = new Label();
        private final HBox line = new HBox(8, shown, new Region(), about);

        Cell() {
            HBox.setHgrow(line.getChildren().get(1), Priority.ALWAYS);
            line.setAlignment(Pos.CENTER_LEFT);
            about.getStyleClass().addAll("text-muted", "text-second");
            setOnMouseClicked(_ -> {
                if (getItem() != null) {
                    take(getIndex());
                }
            });
        }

        @Override
        protected void updateItem(Completion.@Nullable Offer offer, boolean empty) {
            super.updateItem(offer, empty);
            setText(null);
            if (empty || offer == null) {
                setGraphic(null);
            } else {
                shown.setText(offer.shown());
                about.setText(offer.about());
                setAccessibleText(offer.shown() + " " + offer.about());
                setGraphic(line);
            }
        }
    }
}
