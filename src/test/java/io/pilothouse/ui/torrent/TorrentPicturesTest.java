package io.pilothouse.ui.torrent;

import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
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
            view.getSelectionModel().select(0);
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
}
