package io.pilothouse.ui.firstrun;

import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.secret.KeyStatus;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.Wheel;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// Binds `FirstRun.fxml` to the actions of the window. A way in that does not exist is not offered.
public final class FirstRunController {

    /// The actions that lead in, the main one first.
    private static final List<String> WAYS = List.of("instance.add", "demo.open", "import.open");

    private static final double SIGN = 48;

    private final WindowContext window;

    @FXML
    private StackPane sign;

    @FXML
    private VBox ways;

    @FXML
    private Label secrets;

    @FXML
    private Label data;

    @FXML
    private Hyperlink openData;

    @FXML
    private Label theme;

    @FXML
    private Hyperlink changeTheme;

    @FXML
    private HBox promises;

    private Subscription watching = () -> {};

    FirstRunController(WindowContext window) {
        this.window = window;
    }

    /// Only while it is shown: how secrets are kept outlives every window.
    private void watchKeys(@Nullable Scene scene) {
        watching.close();
        watching = scene == null
                ? () -> {}
                : window.services()
                        .safekeeping()
                        .keys()
                        .subscribe(window.services().fx(), keys -> secrets.setText(keptIn(keys)));
    }

    @FXML
    private void initialize() {
        sign.getChildren().setAll(new Wheel(SIGN));
        for (var id : WAYS) {
            window.actions().find(id).ifPresent(_ -> ways.getChildren().add(way(id)));
        }
        secrets.sceneProperty().subscribe(this::watchKeys);
        var folder = window.services().program().dataFolder();
        data.setText(folder.toString());
        openData.setAccessibleText(text("firstrun.open-spoken"));
        openData.setOnAction(_ -> window.services().program().showFolder(folder));
        changeTheme.setAccessibleText(text("firstrun.change-spoken"));
        changeTheme.setOnAction(_ -> nextTheme());
        showTheme(window.services().settings().get(Themes.THEME));
        for (var promise : List.of("account", "telemetry", "port", "background")) {
            var check = new Icon(Octicons.CHECK_16);
            check.getStyleClass().add("muted-icon");
            promises.getChildren().add(new Label(text("firstrun.no." + promise), check));
        }
    }

    private String keptIn(KeyStatus keys) {
        return switch (keys.protection()) {
            case KEY_STORE -> window.texts().text("firstrun.secrets.key-store", keys.keptIn());
            case PASSPHRASE -> text("firstrun.secrets.passphrase");
            case KEY_FILE -> text("firstrun.secrets.key-file");
            case NONE -> text("firstrun.secrets.none");
        };
    }

    private void nextTheme() {
        var all = Themes.Choice.values();
        var next = all[(window.services().settings().get(Themes.THEME).ordinal() + 1) % all.length];
        window.background().store(Themes.THEME, next);
        showTheme(next);
    }

    private void showTheme(Themes.Choice choice) {
        theme.setText(text("firstrun.theme." + choice.name().toLowerCase(Locale.ROOT)));
    }

    private Node way(String id) {
        var action = window.actions().find(id).orElseThrow();
        var word = id.substring(0, id.indexOf('.'));
        var glyph = new StackPane(new Icon(action.icon().orElse(Octicons.PLUS_16)));
        glyph.getStyleClass().add("first-run-glyph");
        var title = new Label(text("firstrun." + word));
        title.getStyleClass().add("first-run-way-title");
        var why = new Label(text("firstrun." + word + "-why"));
        why.getStyleClass().add("text-muted");
        why.setWrapText(true);
        var words = new VBox(2, title, why);
        HBox.setHgrow(words, Priority.ALWAYS);
        var button = new Button(text("firstrun." + word + "-go"));
        button.setId("firstrun-" + word);
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setAccessibleText(title.getText()
                + action.key().map(key -> ", " + window.actions().keyWords(key)).orElse(""));
        if (id.equals(WAYS.getFirst())) {
            button.getStyleClass().add("accent");
        }
        button.setOnAction(_ -> window.actions().run(id, Optional.empty()));
        var row = new HBox(glyph, words, button);
        row.getStyleClass().addAll("card-box", "first-run-way");
        return row;
    }

    private String text(String key) {
        return window.texts().text(key);
    }
}
