package io.pilothouse.ui.torrent;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.TabStrip;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.OptionalLong;
import javafx.geometry.Orientation;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.SplitPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Where rules stand, and what they would do or did: one below the other, or as two tabs where a window is too low
/// for both. Before the first preview the rules have all but a line. FX thread only.
final class RulePanes extends VBox {

    /// Below this, neither of two panes shows enough to work with.
    private static final double LOW = 420;

    private static final String RULES = "rules";
    private static final String RESULT = "result";

    private final WindowContext window;
    private final Node rules;
    private final Node result;
    private final Node hint;
    private final SplitPane split = new SplitPane();
    private final TabStrip tabs;
    private boolean looked;
    private String open = RULES;
    private OptionalLong found = OptionalLong.empty();

    /// @param result  what a preview or a run said
    /// @param preview makes one
    RulePanes(WindowContext window, Node rules, Node result, Runnable preview) {
        this.window = window;
        this.rules = rules;
        this.result = result;
        hint = hint(preview);
        tabs = new TabStrip(window.words(), this::open);
        split.setOrientation(Orientation.VERTICAL);
        split.setDividerPositions(0.62);
        for (var pane : List.of(rules, result, split)) {
            VBox.setVgrow(pane, Priority.ALWAYS);
        }
        heightProperty().subscribe(this::arrange);
    }

    private Node hint(Runnable preview) {
        var title = new Label(window.texts().text("torrent.rules.no-preview"));
        title.getStyleClass().add("text-strong");
        var why = new Label(window.texts().text("torrent.rules.no-preview-why"));
        why.getStyleClass().add("text-muted");
        why.setWrapText(true);
        var words = new VBox(2, title, why);
        HBox.setHgrow(words, Priority.ALWAYS);
        var button = new Button(window.texts().text("torrent.rules.preview"));
        button.getStyleClass().add("accent");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> preview.run());
        var line = new HBox(12, new Icon(Octicons.EYE_24), words, button);
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("rules-hint");
        line.setMinHeight(Region.USE_PREF_SIZE);
        line.setVisible(false); // until it is known whether they were previewed
        line.setManaged(false);
        return line;
    }

    /// @param seen whether somebody saw a preview of the rules as they are, here or elsewhere
    void previewed(boolean seen) {
        hint.setVisible(!seen);
        hint.setManaged(!seen);
    }

    /// @param some whether there is anything to be seen of a preview or a run
    void show(boolean some) {
        if (some && !looked) {
            open = RESULT;
        }
        looked = some;
        arrange();
    }

    /// @param torrents of which rules say something
    void found(long torrents) {
        found = OptionalLong.of(torrents);
        arrange();
    }

    private void open(String tab) {
        open = tab;
        arrange();
    }

    private void arrange() {
        boolean low = getHeight() > 0 && getHeight() < LOW;
        if (!looked) {
            split.getItems().clear();
            getChildren().setAll(rules, hint);
        } else if (low) {
            split.getItems().clear();
            tabs.show(
                    List.of(
                            new TabStrip.Tab(RULES, window.texts().text("page.rules"), OptionalLong.empty()),
                            new TabStrip.Tab(RESULT, window.texts().text("torrent.rules.result"), found)),
                    open);
            getChildren().setAll(tabs, open.equals(RULES) ? rules : result);
        } else if (split.getItems().isEmpty()) {
            getChildren().setAll(split);
            split.getItems().setAll(rules, result);
        }
    }
}
