package io.pilothouse.ui.home;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.home.FieldSort.Option;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Button;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Several things of a house: chips of those chosen, and a search for more. FX thread only.
final class IdList extends VBox {

    private static final int MOST_FOUND = 30;
    private static final double LIST_HEIGHT = 140;

    private final List<Option> options;
    private final Runnable changed;
    private final List<String> chosen = new ArrayList<>();
    private final FlowPane chips = new FlowPane(6, 6);
    private final TextField search = new TextField();
    private final ListView<Option> found = new ListView<>();

    /// @param changed called when a person adds or takes away
    IdList(List<Option> options, Runnable changed) {
        super(6);
        this.options = options;
        this.changed = changed;
        search.textProperty().addListener((_, _, text) -> find(text));
        search.setOnAction(_ -> found.getItems().stream().findFirst().ifPresent(this::add));
        found.setPrefHeight(LIST_HEIGHT);
        search.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.DOWN && !found.getItems().isEmpty()) {
                found.getSelectionModel().selectFirst();
                found.requestFocus();
                event.consume();
            }
        });
        found.setOnKeyPressed(event -> {
            if (event.getCode() == KeyCode.ENTER) {
                addSelected();
                search.requestFocus();
                event.consume();
            }
        });
        found.setOnMouseClicked(_ -> addSelected());
        find("");
        getChildren().setAll(chips, search);
    }

    void prompt(String words) {
        search.setPromptText(words);
        search.setAccessibleText(words);
        found.setAccessibleText(words);
    }

    private void find(String typed) {
        var words = typed.toLowerCase(Locale.ROOT).strip();
        getChildren().remove(found);
        if (words.isEmpty()) {
            return;
        }
        found.getItems()
                .setAll(options.stream()
                        .filter(option -> !chosen.contains(option.value()))
                        .filter(option ->
                                option.label().toLowerCase(Locale.ROOT).contains(words)
                                        || option.value().contains(words))
                        .limit(MOST_FOUND)
                        .toList());
        getChildren().add(found);
    }

    private void addSelected() {
        var option = found.getSelectionModel().getSelectedItem();
        if (option != null) {
            add(option);
        }
    }

    private void add(Option option) {
        chosen.add(option.value());
        search.clear();
        draw();
        changed.run();
    }

    private void draw() {
        chips.getChildren()
                .setAll(chosen.stream()
                        .map(id -> {
                            var label = options.stream()
                                    .filter(option -> option.value().equals(id))
                                    .map(Option::label)
                                    .findFirst()
                                    .orElse(id);
                            var chip = new Button(label, new Icon(Octicons.X_16));
                            chip.setMnemonicParsing(false);
                            chip.getStyleClass().add("small");
                            chip.setOnAction(_ -> {
                                chosen.remove(id);
                                draw();
                                changed.run();
                            });
                            return chip;
                        })
                        .toList());
    }

    List<String> ids() {
        return List.copyOf(chosen);
    }

    void show(List<String> ids) {
        if (!ids.equals(chosen)) {
            chosen.clear();
            chosen.addAll(ids);
            draw();
        }
    }
}
