package io.pilothouse.ui.common;

import javafx.application.ColorScheme;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ListView;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Loads what every window needs, style sheets, fonts and controls, while the store is opened on another
/// thread: the first window is there a tenth sooner. What it makes is thrown away.
public final class WarmStart {

    private WarmStart() {}

    /// FX thread only, as the first thing there.
    public static void run() {
        var button = new Button("Pilothouse", new Icon(Octicons.SERVER_16));
        button.setTooltip(new Tooltip("Pilothouse"));
        var table = new TableView<String>();
        table.getColumns().add(new TableColumn<>("Pilothouse"));
        table.getItems().add("Pilothouse");
        var list = new ListView<String>();
        list.getItems().add("Pilothouse");
        var root = new VBox(new Label("Pilothouse"), button, new TextField(), list, table);
        var scene = new Scene(root, 400, 400);
        Themes.dress(scene, Platform.getPreferences().getColorScheme() == ColorScheme.DARK);
        root.applyCss();
        root.layout();
    }
}
