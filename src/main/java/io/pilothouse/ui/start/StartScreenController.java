package io.pilothouse.ui.start;

import io.pilothouse.domain.Problem;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Wheel;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.RadioButton;
import javafx.scene.control.TextArea;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;

/// Binds `StartScreen.fxml` to its view-model, and decides nothing.
public final class StartScreenController {

    private static final double SIGN = 40;

    private final StartScreenViewModel model;
    private final Texts texts;

    @FXML
    private StackPane sign;

    @FXML
    private Label headline;

    @FXML
    private Label summary;

    @FXML
    private Label advice;

    @FXML
    private VBox copiesBox;

    @FXML
    private VBox copies;

    @FXML
    private TextArea file;

    @FXML
    private Label failure;

    @FXML
    private Button restore;

    @FXML
    private Button beginAnew;

    @FXML
    private Button look;

    @FXML
    private Label kept;

    StartScreenController(StartScreenViewModel model, Texts texts) {
        this.model = model;
        this.texts = texts;
    }

    @FXML
    private void initialize() {
        sign.getChildren().setAll(new Wheel(SIGN));
        headline.setText(model.headline());
        summary.setText(model.summary());
        advice.setText(model.advice());
        file.setText(model.file());
        var group = new ToggleGroup();
        for (var offered : model.copies()) {
            var radio = new RadioButton(offered.words());
            radio.setToggleGroup(group);
            radio.setSelected(
                    model.chosen().get().filter(offered.copy()::equals).isPresent());
            radio.setOnAction(_ -> model.choose(offered.copy()));
            copies.getChildren().add(radio);
        }
        boolean any = !model.copies().isEmpty();
        show(copiesBox, any);
        show(restore, any);
        restore.getStyleClass().add("accent");
        restore.setDefaultButton(any);
        restore.disableProperty().bind(model.busy());
        beginAnew.disableProperty().bind(model.busy());
        look.disableProperty().bind(model.busy());
        show(look, model.readable());
        show(beginAnew, model.replaceable());
        show(kept, model.replaceable());
        model.failure().subscribe(this::failed);
    }

    private void failed(Optional<Problem> why) {
        show(failure, why.isPresent());
        failure.setText(why.map(texts::said).orElse(""));
    }

    private static void show(javafx.scene.Node node, boolean shown) {
        node.setVisible(shown);
        node.setManaged(shown);
    }

    @FXML
    private void restore() {
        model.restore();
    }

    @FXML
    private void beginAnew() {
        model.beginAnew();
    }

    @FXML
    private void look() {
        model.look();
    }

    @FXML
    private void showFile() {
        model.showFile();
    }

    @FXML
    private void showLog() {
        model.showLog();
    }

    @FXML
    private void copyReport() {
        var content = new ClipboardContent();
        content.putString(model.report());
        Clipboard.getSystemClipboard().setContent(content);
        failure.setText(texts.text("start.report-copied"));
        show(failure, true);
    }

    @FXML
    private void quit() {
        model.quit();
    }
}
