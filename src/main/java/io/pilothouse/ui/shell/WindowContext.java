package io.pilothouse.ui.shell;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.ui.action.Actions;
import io.pilothouse.ui.active.ActiveInstance;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Wanted;
import io.pilothouse.ui.common.Words;
import java.util.Optional;
import java.util.function.Consumer;

/// One window, as features see it.
///
/// @param active     the instance it shows; take the id once and pass it on
/// @param drawer     a panel over the lower part of the content
/// @param pin        whether it stays with one instance
/// @param choices    what was chosen here and can be taken back
/// @param torrent    one that was asked for on another page, until the page of its client has put the cursor on it
/// @param rule       one that was asked for on another page, until the page of its instance's cycles shows it
/// @param openWindow opens another window, on an instance if one is given
public record WindowContext(
        UiServices services,
        Texts texts,
        Words words,
        Themes themes,
        ActiveInstance active,
        Actions actions,
        Pages pages,
        Navigation navigation,
        Dialogs dialogs,
        Drawer drawer,
        Toasts toasts,
        Banners banners,
        Background background,
        Pin pin,
        ChoicesMade choices,
        Wanted<TorrentKey> torrent,
        Wanted<String> rule,
        Consumer<Optional<InstanceId>> openWindow) {

    /// Shows the torrents of a client, with the cursor on one of them.
    public void openTorrent(TorrentKey key) {
        if (navigation.goTo(key.instance(), "torrents")) {
            torrent.ask(key.instance(), key);
        }
    }

    /// Shows the queue of an instance that uses a torrent client, with the cursor on the download of this torrent.
    public void openQueue(InstanceId arr, TorrentKey download) {
        if (navigation.goTo(arr, "queue")) {
            torrent.ask(arr, download);
        }
    }

    /// Shows what a rule decided last.
    public void openRule(InstanceId id, String name) {
        if (navigation.goTo(id, "cycles")) {
            rule.ask(id, name);
        }
    }
}
