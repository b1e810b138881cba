package io.pilothouse.ui.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Texts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;
import javafx.scene.input.KeyCombination;
import org.junit.jupiter.api.Test;

class ActionsTest {

    private static final InstanceId LOFT = PictureFleet.id("S1");

    private final List<ActionCall> calls = new ArrayList<>();
    private final Actions actions = new Actions(new Texts(Locale.ENGLISH), Optional::empty);

    @Test
    void anActionRunsOnTheInstanceItWasOfferedFor() {
        actions.add(Action.ofInstance("instance.open", ActionClass.READ, calls::add));

        assertThat(actions.run("instance.open", Optional.of(LOFT))).isTrue();

        assertThat(calls).containsExactly(new ActionCall(Optional.of(LOFT), Origin.WINDOW));
    }

    @Test
    void anActionOnAnInstanceDoesNothingWithoutOne() {
        actions.add(Action.ofInstance("instance.open", ActionClass.READ, calls::add));

        assertThat(actions.run("instance.open", Optional.empty())).isFalse();
        assertThat(calls).isEmpty();
    }

    @Test
    void whatIsNotAvailableDoesNotRun() {
        actions.add(Action.ofInstance("instance.open", ActionClass.READ, calls::add)
                .availableWhen(_ -> new Availability.NotNow("It is paused.")));

        assertThat(actions.run("instance.open", Optional.of(LOFT))).isFalse();
    }

    @Test
    void aMenuCallsKeysAsItsWindowDoes() {
        var german = new Actions(new Texts(Locale.GERMAN), Optional::empty);
        german.add(Action.ofWindow("go.back", calls::add).withKey("Ctrl+Shift+E"));

        var key = FxToolkit.call(() -> german.menu(List.of("go.back"), Optional.empty())
                .getItems()
                .getFirst()
                .getAccelerator());

        assertThat(key.getDisplayText()).isEqualTo("Strg Umschalt E");
        assertThat(key.getName())
                .isEqualTo(KeyCombination.valueOf("Ctrl+Shift+E").getName());
    }

    @Test
    void twoActionsCannotShareAnIdOrAKey() {
        actions.add(Action.ofWindow("go.back", calls::add).withKey("Alt+Left"));

        assertThatThrownBy(() -> actions.add(Action.ofWindow("go.back", calls::add)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() ->
                        actions.add(Action.ofWindow("go.forward", calls::add).withKey("Alt+Left")))
                .hasMessageContaining("share the key");
    }

    @Test
    void anActionWithoutWordsIsRefused() {
        assertThatThrownBy(() -> actions.add(Action.ofWindow("no.words", calls::add)))
                .isInstanceOf(MissingResourceException.class);
    }

    @Test
    void aKeyThatTypesALetterOnMacOsIsAnotherOneThere() {
        assertThat(Action.keyOf("Mac OS X", "Alt+1", "Ctrl+1")).isEqualTo("Ctrl+1");
        assertThat(Action.keyOf("Linux", "Alt+1", "Ctrl+1")).isEqualTo("Alt+1");
        assertThat(Action.keyOf("Windows 11", "Alt+1", "Ctrl+1")).isEqualTo("Alt+1");
    }

    @Test
    void aKeyIsSaidAsItIsWrittenOnTheKeyboard() {
        var german = new Actions(new Texts(Locale.GERMAN), Optional::empty);

        assertThat(actions.keyWords(KeyCombination.valueOf("Ctrl+Shift+H"))).isEqualTo("Ctrl Shift H");
        assertThat(german.keyWords(KeyCombination.valueOf("Ctrl+Shift+H"))).isEqualTo("Strg Umschalt H");
        assertThat(german.keyWords(KeyCombination.valueOf("Delete"))).isEqualTo("Entf");
    }

    private static Optional<KeyCombination> key(String written) {
        return Optional.of(KeyCombination.valueOf(written));
    }

    @Test
    void chosenKeysReplaceTheUsualOnesAndTakeThemFromOthers() {
        actions.chooseKeys(Map.of("go.back", key("Alt+Right"), "undo", Optional.empty(), "no.such", key("F2")));
        actions.add(Action.ofWindow("go.back", calls::add).withKey("Alt+Left"));
        actions.add(Action.ofWindow("go.forward", calls::add).withKey("Alt+Right"));
        actions.add(Action.ofWindow("undo", calls::add).withKey("Shortcut+Z"));
        actions.add(Action.ofWindow("window.new", calls::add).withKey("F2"));

        actions.chooseKeys(Map.of("go.back", key("Alt+Right"), "undo", Optional.empty(), "no.such", key("F2")));
        assertThat(actions.find("go.back").orElseThrow().key()).isEqualTo(key("Alt+Right"));
        assertThat(actions.find("go.forward").orElseThrow().key()).isEmpty();
        assertThat(actions.find("undo").orElseThrow().key()).isEmpty();
        assertThat(actions.find("window.new").orElseThrow().key()).isEqualTo(key("F2"));

        actions.chooseKeys(Map.of());
        assertThat(actions.find("go.forward").orElseThrow().key()).isEqualTo(key("Alt+Right"));
        assertThat(actions.find("undo").orElseThrow().key()).isEqualTo(key("Shortcut+Z"));
    }

    @Test
    void chosenKeysAreKeptAndBrokenOnesPassedOver() {
        var keys = Map.of("go.back", key("Shortcut+Shift+B"), "undo", Optional.<KeyCombination>empty());
        var written = KeySettings.KEYS.write().apply(keys);

        assertThat(KeySettings.KEYS.read().apply(written)).isEqualTo(keys);
        assertThat(KeySettings.KEYS.read().apply(written + "\nwindow.new\tNo+Such+Key+At+All\nrubbish"))
                .isEqualTo(keys);
    }
}
