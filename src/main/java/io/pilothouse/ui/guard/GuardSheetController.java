package io.pilothouse.ui.guard;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.ui.common.GuardBadge;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import javafx.fxml.FXML;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Binds `GuardSheet.fxml` to its view-model, and decides nothing.
public final class GuardSheetController {

    /// A longer list of items scrolls.
    private static final double HIGHEST_LIST = 232;

    private final GuardSheetViewModel model;
    private final UiServices services;
    private final Words words;

    @FXML
    private VBox instances;

    @FXML
    private HBox leftOutRow;

    @FXML
    private Label leftOut;

    @FXML
    private Label effect;

    @FXML
    private Label noWayBack;

    @FXML
    private ScrollPane list;

    @FXML
    private VBox items;

    @FXML
    private HBox elsewhereRow;

    @FXML
    private Label elsewhere;

    @FXML
    private HBox tickRow;

    @FXML
    private CheckBox tick;

    @FXML
    private Label against;

    @FXML
    private HBox typeRow;

    @FXML
    private Label typeLabel;

    @FXML
    private TextField typed;

    @FXML
    private Label hint;

    GuardSheetController(GuardSheetViewModel model, UiServices services, Words words) {
        this.model = model;
        this.services = services;
        this.words = words;
    }

    @FXML
    private void initialize() {
        model.instances().forEach(instance -> instances.getChildren().add(line(instance)));
        leftOut.setText(words.texts().text("guard.left-out-words", model.leftOut()));
        show(leftOutRow, !model.leftOut().isEmpty());
        effect.setText(model.act().effect());
        show(noWayBack, model.destructive());
        var listed = model.act().act().items();
        listed.forEach(item -> items.getChildren().add(item(item)));
        long more = model.act().act().count() - listed.size();
        if (!listed.isEmpty() && more > 0) {
            items.getChildren().add(item(words.texts().text("guard.more-items", words.number(more))));
        }
        items.heightProperty()
                .subscribe(height -> list.setPrefViewportHeight(Math.min(height.doubleValue(), HIGHEST_LIST)));
        show(list, !listed.isEmpty());
        elsewhere.setText(model.act().elsewhere().orElse(""));
        show(elsewhereRow, model.act().elsewhere().isPresent());
        show(tickRow, model.tickList());
        tick.setText(words.texts().text(listed.isEmpty() ? "guard.tick-effect" : "guard.tick"));
        tick.selectedProperty().bindBidirectional(model.ticked());
        model.against().subscribe(said -> {
            against.setText(said);
            show(against, !said.isEmpty());
        });
        show(typeRow, model.typeName());
        typeLabel.setText(words.texts().text(model.typeNumber() ? "guard.type-number" : "guard.type-name"));
        typeLabel.setLabelFor(typed);
        typed.setAccessibleText(typeLabel.getText());
        typed.textProperty().bindBidirectional(model.typed());
        hint.textProperty().bind(model.hint());
        model.wrongName().subscribe(wrong -> {
            hint.getStyleClass().removeAll("text-danger", "text-muted");
            hint.getStyleClass().add(wrong ? "text-danger" : "text-muted");
        });
    }

    private Node line(Instance instance) {
        var name = new Label(instance.name());
        name.getStyleClass().add("text-strong");
        var group = instance.configuration().group();
        var place = new Label(
                group.isEmpty()
                        ? words.place(instance)
                        : words.texts().text("guard.place", words.place(instance), group));
        place.getStyleClass().add("text-muted");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var badge = new GuardBadge(words);
        badge.show(services.guards().levelOf(instance.id()));
        var line = new HBox(8, Monogram.of(instance, Monogram.Size.NORMAL), name, place, space, badge);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private Node item(String text) {
        var label = new Label(text);
        label.getStyleClass().add("guard-item");
        if (items.getChildren().isEmpty()) {
            label.getStyleClass().add("guard-item-first");
        }
        label.setMaxWidth(Double.MAX_VALUE);
        label.setWrapText(true);
        return label;
    }

    private static void show(Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }
}
