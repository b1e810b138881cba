package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.Test;

class ToolRowTest {

    @Test
    void wordsThatSayNothingYetTakeNoPlaceAndToolsStandWhereTheLeadStands() {
        FxToolkit.run(() -> {
            var said = new Label();
            var tool = new Button("Back up Cabin");
            var lead = new TextField();
            lead.setMinWidth(120);
            var row = new ToolRow(lead, new Button("Columns"));
            row.setTools(said, tool);
            var scene = new Scene(new VBox(row), 260, 200);
            scene.getRoot().applyCss();
            scene.getRoot().layout();

            assertThat(left(tool)).isEqualTo(left(lead));

            said.setText("Next 02:00");
            scene.getRoot().applyCss();
            scene.getRoot().layout();

            assertThat(said.isManaged()).isTrue();
            assertThat(left(said)).isEqualTo(left(lead));
        });
    }

    private static double left(javafx.scene.Node node) {
        return node.localToScene(node.getLayoutBounds()).getMinX();
    }
}
