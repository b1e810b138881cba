package io.pilothouse.ui.torrent;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.TableView;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws the torrents of all clients and the rules of one, to be looked at.
@Tag("pictures")
class TorrentPicturesTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void torrents(boolean dark) {
        var fakes = TorrentScenes.services(300);
        Windows.draw("torrents", dark, fakes, window -> {
            window.context().navigation().go(new Location.Program("torrents"));
            var root = window.scene().getRoot();
            ((Button) root.lookup("#rail-fold")).fire();
            for (int i = 0; i < 3; i++) {
                Windows.settle(fakes);
                root.applyCss();
                root.layout();
            }
            var view = (TableView<?>) root.lookup("#table-rows");
            for (int row = 0; row < view.getItems().size(); row++) {
                if (((TorrentRow) view.getItems().get(row)).key().equals(TorrentScenes.first())) {
                    view.getSelectionModel().select(row); // whose story it is
                }
            }
            view.fireEvent(new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.ENTER, false, false, false, false));
            Windows.settle(fakes);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void rules(boolean dark) {
        var fakes = TorrentScenes.services(10);
        Windows.draw("torrent-rules", dark, fakes, window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "rules");
            var root = window.scene().getRoot();
            Windows.settle(fakes);
            root.applyCss();
            root.layout();
            ((Button) root.lookup("#rules-preview")).fire();
            Windows.settle(fakes);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void brake(boolean dark) {
        var fakes = TorrentScenes.services(10);
        fakes.torrents.enabled = true;
        fakes.torrents.breaker =
                Optional.of("The files of 10 torrents below /downloads/tv are missing at once: is its disk mounted?");
        Windows.draw("torrent-brake", dark, fakes, window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "rules");
            Windows.settle(fakes);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void valuesOfARule(boolean dark) {
        var fakes = TorrentScenes.services(10);
        Windows.draw("torrent-rule-values", dark, fakes, window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "rules");
            press(window, fakes, "#rule-values-stalled");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void adding(boolean dark) {
        var fakes = TorrentScenes.services(10);
        Windows.draw("torrent-add", dark, fakes, window -> {
            window.context().navigation().go(new Location.Program("torrents"));
            press(window, fakes, "#torrent-add");
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void moving(boolean dark) {
        var fakes = TorrentScenes.services(10);
        Windows.draw("torrent-move", dark, fakes, window -> {
            window.context().navigation().go(new Location.Program("torrents"));
            settle(window, fakes);
            var view = (TableView<?>) window.scene().getRoot().lookup("#table-rows");
            new TorrentActs(window.context())
                    .move(
                            (TorrentRow) view.getItems().getFirst(),
                            fakes.instances.fleet().get().live().stream()
                                    .filter(it -> it.kind().value().equals("qbittorrent"))
                                    .toList());
            settle(window, fakes);
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void preferences(boolean dark) {
        var fakes = TorrentScenes.services(10);
        fakes.torrents.preferences.put("dl_limit", 0L);
        fakes.torrents.preferences.put("max_active_downloads", 3L);
        fakes.torrents.preferences.put("max_ratio", 2.5);
        fakes.torrents.preferences.put("dht", true);
        Windows.draw("torrent-preferences", dark, fakes, window -> {
            window.context().navigation().goTo(TorrentScenes.HOME, "preferences");
            settle(window, fakes);
        });
    }

    private static void press(ShellWindow window, FakeServices fakes, String id) {
        settle(window, fakes);
        ((Button) window.scene().getRoot().lookup(id)).fire();
        settle(window, fakes);
    }

    private static void settle(ShellWindow window, FakeServices fakes) {
        var root = window.scene().getRoot();
        for (int i = 0; i < 3; i++) {
            Windows.settle(fakes);
            root.applyCss();
            root.layout();
        }
    }
}
