package io.pilothouse.ui.help;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Test;

class KeysDialogTest {

    private final FakeServices fakes = PictureFleet.make();

    private void with(Consumer<ShellWindow> look) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("help.keys", Optional.empty());
                window.scene().getRoot().applyCss();
                look.accept(window);
            }
        });
    }

    private static Button button(ShellWindow window, String id) {
        return (Button) window.scene().getRoot().lookup("#" + id);
    }

    private static void press(ShellWindow window, KeyCode code, boolean ctrl) {
        window.scene()
                .getRoot()
                .lookup("#keys .dialog-body")
                .fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, false, ctrl, false, false));
    }

    private static String message(ShellWindow window) {
        return ((Label) window.scene().getRoot().lookup("#keys-message")).getText();
    }

    private static String key(ShellWindow window, String action) {
        return window.context()
                .actions()
                .find(action)
                .orElseThrow()
                .key()
                .map(window.context().actions()::keyWords)
                .orElse("");
    }

    /// The map of the console design, 3.13.
    @Test
    void everyKeyOfTheDesignDoesWhatItSaysThere() {
        var keys = new LinkedHashMap<String, String>();
        keys.put("palette.open", "Shortcut+K");
        keys.put("switcher.open", "Shortcut+J");
        keys.put("switcher.recent", "Ctrl+Tab");
        keys.put("scope.open", "Shortcut+0");
        for (int i = 1; i <= 9; i++) {
            keys.put("pinned." + i, "Shortcut+" + i);
            keys.put("page." + i, "Alt+" + i);
        }
        keys.put("go.back", "Alt+Left");
        keys.put("go.forward", "Alt+Right");
        keys.put("go.fleet", "Shortcut+Shift+H");
        keys.put("instance.add", "Shortcut+N");
        keys.put("window.new", "Shortcut+Shift+N");
        keys.put("instance.edit", "Shortcut+E");
        keys.put("instance.clone", "Shortcut+D");
        keys.put("window.pin", "Shortcut+Shift+P");
        keys.put("window.close", "Shortcut+W");
        keys.put("filter", "Shortcut+F");
        keys.put("search.open", "Shortcut+Shift+F");
        keys.put("tasks.open", "Shortcut+T");
        keys.put("task.stop", "Shortcut+PERIOD");
        keys.put("instance.check", "F5");
        keys.put("check-all", "Shift+F5");
        keys.put("instance.diagnose", "F8");
        keys.put("work.pause", "Shortcut+Shift+U");
        keys.put("undo", "Shortcut+Z");
        keys.put("redo", "Shortcut+Shift+Z");
        keys.put("settings.open", "Shortcut+COMMA");
        keys.put("help.keys", "F1");
        keys.put("go.area.next", "F6");
        keys.put("go.area.previous", "Shift+F6");
        keys.put("library.blur", "Shortcut+Shift+B");
        keys.put("wall.open", "F11");
        keys.put("scale.up", "Shortcut+EQUALS");
        keys.put("scale.down", "Shortcut+MINUS");
        with(window -> {
            var actions = window.context().actions();
            assertThat(keys)
                    .allSatisfy((id, key) -> assertThat(
                                    actions.find(id).orElseThrow().key())
                            .as(id)
                            .contains(KeyCombination.valueOf(key)));
            assertThat(actions.find("instance.check").orElseThrow().secondKey())
                    .contains(KeyCombination.valueOf("Shortcut+R"));
            assertThat(actions.find("help.keys").orElseThrow().secondKey()).contains(KeyCombination.valueOf("'?'"));
        });
    }

    @Test
    void aKeyIsChangedAndKept() {
        with(window -> {
            button(window, "key-instance-rename").fire();
            assertThat(message(window)).contains("“Rename…”. ");
            press(window, KeyCode.CONTROL, true);
            press(window, KeyCode.M, true);
            assertThat(button(window, "key-instance-rename").getText()).isEqualTo("Ctrl M");
            assertThat(key(window, "instance.rename")).isEqualTo("Ctrl M");
        });
        with(window -> {
            assertThat(key(window, "instance.rename")).isEqualTo("Ctrl M");
            button(window, "keys-usual").fire();
            assertThat(key(window, "instance.rename")).isEqualTo("F2");
        });
    }

    @Test
    void aConflictIsShownAndTheSecondPressTakesTheKey() {
        with(window -> {
            button(window, "key-instance-rename").fire();
            press(window, KeyCode.K, true);
            assertThat(message(window)).contains("Ctrl K").contains("Search or command");
            assertThat(key(window, "instance.rename")).isEqualTo("F2");
            press(window, KeyCode.K, true);
            assertThat(key(window, "instance.rename")).isEqualTo("Ctrl K");
            assertThat(key(window, "palette.open")).isEmpty();
        });
    }

    @Test
    void plainLettersAreRefusedAndEscapeLeavesTheKey() {
        with(window -> {
            button(window, "key-instance-rename").fire();
            press(window, KeyCode.A, false);
            assertThat(message(window)).contains("plain keys are for typing");
            press(window, KeyCode.ESCAPE, false);
            assertThat(window.context().dialogs().anyOpen()).isTrue();
            assertThat(key(window, "instance.rename")).isEqualTo("F2");
            press(window, KeyCode.ESCAPE, false);
            assertThat(window.context().dialogs().anyOpen()).isFalse();
        });
    }

    @Test
    void backspaceTakesAKeyAwayAndItCanComeBack() {
        with(window -> {
            button(window, "key-instance-rename").fire();
            press(window, KeyCode.BACK_SPACE, false);
            assertThat(key(window, "instance.rename")).isEmpty();
            assertThat(button(window, "key-instance-rename").getText()).isEqualTo("no key");
        });
    }

    @Test
    void isFoundByNameAndByKey() {
        with(window -> {
            var search = (TextField) window.scene().getRoot().lookup("#keys-search");
            search.setText("ctrl k");
            assertThat(button(window, "key-palette-open")).isNotNull();
            assertThat(button(window, "key-instance-rename")).isNull();
            search.setText("copy addr");
            assertThat(button(window, "key-instance-copy-address").getText()).isEqualTo("no key");
        });
    }
}
