package io.pilothouse.ui.common;

import javafx.scene.control.ScrollPane;
import javafx.scene.control.skin.ScrollPaneSkin;

/// What a scroll pane looks like, drawn straight into the window. The toolkit's own skin keeps its viewport
/// as a picture (`ScrollPaneSkin`, `viewRect.setCache(true)`): each changed cell then draws all of the
/// page into that picture and the picture into the window, and the picture of each page that is kept
/// alive stays in memory. Set for all scroll panes by `app.css`. FX thread only.
public final class PlainScrollPaneSkin extends ScrollPaneSkin {

    public PlainScrollPaneSkin(ScrollPane pane) {
        super(pane);
        getChildren().stream()
                .filter(child -> child.getStyleClass().contains("viewport"))
                .forEach(viewport -> viewport.setCache(false));
    }
}
