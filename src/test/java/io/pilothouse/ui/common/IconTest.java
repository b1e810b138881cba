package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.octicons.Octicons;

/// Signs of the icon font, as the style sheets dress them.
class IconTest {

    @BeforeAll
    static void starts() {
        FxToolkit.start();
    }

    private static Icon dressed(Icon icon, HBox around) {
        var scene = new Scene(around, 200, 40);
        Themes.dress(scene, false);
        around.applyCss();
        return icon;
    }

    @Test
    void theStyleSheetGivesFontSizeAndColour() {
        FxToolkit.run(() -> {
            var plain = new Icon(Octicons.X_16);
            dressed(plain, new HBox(plain));
            assertThat(plain.getFont().getFamily()).isEqualTo("Octicons");
            assertThat(plain.getFont().getSize()).isEqualTo(16);
            assertThat(plain.getFill()).isNotEqualTo(Color.WHITE);

            var small = new Icon(Octicons.X_16);
            small.getStyleClass().add("small-icon");
            dressed(small, new HBox(small));
            assertThat(small.getFont().getFamily()).isEqualTo("Octicons");
            assertThat(small.getFont().getSize()).isEqualTo(12);

            var onAccent = new Icon(Octicons.X_16);
            var accent = new Button("Add", onAccent);
            accent.getStyleClass().add("accent");
            dressed(onAccent, new HBox(accent));
            assertThat(onAccent.getFill()).isEqualTo(Color.WHITE);
        });
    }

    @Test
    void beingStyledChangesNothingThatIsStyledAgain() {
        FxToolkit.run(() -> {
            var fonts = new AtomicInteger();
            var icon = new Icon(Octicons.X_16);
            icon.fontProperty().subscribe(_ -> fonts.incrementAndGet());
            dressed(icon, new HBox(new Button("Close", icon)));

            assertThat(fonts).as("the font before, and the one of the sheet").hasValue(2);
            assertThat(icon.getStyle()).isEmpty();
        });
    }

    @Test
    void anotherSignTakesThePlaceOfTheOne() {
        FxToolkit.run(() -> {
            var icon = new Icon(Octicons.CHEVRON_DOWN_16);
            var before = icon.getText();
            icon.setIconCode(Octicons.CHEVRON_RIGHT_16);

            assertThat(icon.getIconCode()).isEqualTo(Octicons.CHEVRON_RIGHT_16);
            assertThat(icon.getText())
                    .isEqualTo(Character.toString(Octicons.CHEVRON_RIGHT_16.getCode()))
                    .isNotEqualTo(before);
        });
    }
}
