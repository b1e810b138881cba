package io.pilothouse.ui.search;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.action.AskedSearch;
import io.pilothouse.ui.action.FoundItem;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.event.Event;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Asking the instances themselves is an act of a person.
class SearchPageTest {

    private final FakeServices fakes = PictureFleet.make();
    private final List<InstanceId> asked = new ArrayList<>();
    private ShellWindow window;

    @BeforeEach
    void open() {
        FxToolkit.run(() -> {
            window = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.empty());
            window.context().actions().add(new AskedSearch(_ -> true, this::answer));
            window.context().actions().run("search.open", Optional.empty());
            window.scene().getRoot().applyCss();
            Windows.settle(fakes);
            window.scene().getRoot().layout();
        });
    }

    @AfterEach
    void close() {
        FxToolkit.run(window::close);
    }

    private List<FoundItem> answer(InstanceId of, String words, int limit) {
        asked.add(of);
        if (asked.size() > 1) {
            throw new IllegalStateException("it does not answer");
        }
        return List.of(new FoundItem(of, "Zebra crossing", "Scene", () -> {}));
    }

    @Test
    void nobodyIsAskedUntilAPersonWantsItAndWhoDoesNotAnswerIsNamed() {
        FxToolkit.run(() -> {
            var words = (TextField) window.scene().lookup("#search-words");
            var ask = (Button) window.scene().lookup("#search-ask");
            assertThat(ask.isDisabled()).isTrue();
            words.setText("zebra");
            Event.fireEvent(
                    words, new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
            assertThat(asked).isEmpty();
            assertThat(ask.isDisabled()).isFalse();
            ask.fire();

            long enabled = fakes.instances.fleet().get().live().stream()
                    .filter(one -> one.enabled())
                    .count();
            assertThat(asked).hasSize((int) enabled);
            var said = ((Label) window.scene().lookup("#search-asked")).getText();
            assertThat(said).contains("were asked").contains("Without an answer");
        });
    }
}
