package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import org.junit.jupiter.api.Test;

class PlainScrollPaneSkinTest {

    @Test
    void noScrollPaneKeepsAPictureOfWhatItShows() {
        FxToolkit.run(() -> {
            var content = new Label("rows");
            var inner = new ScrollPane(content);
            var outer = new ScrollPane(inner);
            try (var themes = new Themes(new FakeServices().services(Runnable::run))) {
                themes.dress(new Scene(outer, 400, 300));
                outer.applyCss();
                outer.layout();

                assertThat(inner.getSkin()).isInstanceOf(PlainScrollPaneSkin.class);
                for (Node node = content; node != null; node = node.getParent()) {
                    assertThat(node.isCache()).as("%s", node).isFalse();
                }
            }
        });
    }
}
