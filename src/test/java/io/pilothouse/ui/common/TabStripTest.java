package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Test;

/// Tabs in less room than they need.
class TabStripTest {

    @Test
    void whatFindsNoRoomIsInAMenuThatIsSeenWholeFromTheFirstLayoutOn() {
        FxToolkit.start();
        var tabs = IntStream.range(0, 12)
                .mapToObj(i -> new TabStrip.Tab("t" + i, "Tab number " + i, OptionalLong.empty()))
                .toList();
        var beyond = FxToolkit.call(() -> {
            var found = new ArrayList<String>();
            for (int width = 400; width <= 900; width += 10) {
                var strip = new TabStrip(words(Locale.ENGLISH), _ -> {});
                strip.show(tabs, "t0");
                var scene = new Scene(strip, width, 40);
                Themes.dress(scene, false);
                strip.applyCss();
                strip.layout();
                var more = (MenuButton) strip.lookup(".menu-button");
                if (!more.isVisible() || more.getBoundsInParent().getMaxX() > width || more.getWidth() < 16) {
                    found.add(width + ": " + more.getBoundsInParent());
                }
            }
            return List.copyOf(found);
        });

        assertThat(beyond).isEmpty();
    }

    @Test
    void anotherNumberMakesNoOtherTab() {
        FxToolkit.start();
        FxToolkit.run(() -> {
            var strip = new TabStrip(words(Locale.ENGLISH), _ -> {});
            strip.show(List.of(tab("a", 0), tab("b", 3)), "a");
            var before = strip.lookup("#tab-a");

            strip.show(List.of(tab("a", 7), tab("b", 0)), "b");

            var a = (ToggleButton) strip.lookup("#tab-a");
            var b = (ToggleButton) strip.lookup("#tab-b");
            assertThat(a).isSameAs(before);
            assertThat(((Label) a.getGraphic()).getText()).isEqualTo("7");
            assertThat(a.getAccessibleText()).isEqualTo("A a 7");
            assertThat(b.getGraphic()).isNull();
            assertThat(b.isSelected()).isTrue();

            strip.show(List.of(tab("a", 7), tab("c", 1)), "a");
            assertThat(strip.lookup("#tab-b")).isNull();
            assertThat(strip.lookup("#tab-c")).isNotNull();
        });
    }

    @Test
    void largeNumbersReadAsInTheLanguageOfTheWindow() {
        FxToolkit.start();
        FxToolkit.run(() -> {
            var strip = new TabStrip(words(Locale.GERMAN), _ -> {});
            strip.show(List.of(tab("a", 1_234_567)), "a");

            var a = (ToggleButton) strip.lookup("#tab-a");
            assertThat(((Label) a.getGraphic()).getText()).isEqualTo("1.234.567");
            assertThat(a.getAccessibleText()).isEqualTo("A a 1.234.567");
        });
    }

    private static Words words(Locale language) {
        return new Words(new Texts(language), ZoneOffset.UTC);
    }

    private static TabStrip.Tab tab(String id, int count) {
        return new TabStrip.Tab(id, "A " + id, count == 0 ? OptionalLong.empty() : OptionalLong.of(count));
    }
}
