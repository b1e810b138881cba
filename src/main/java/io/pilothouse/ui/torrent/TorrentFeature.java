package io.pilothouse.ui.torrent;

import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.FoundItem;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ProgramPage;
import io.pilothouse.ui.shell.WindowContext;
import java.util.Locale;
import java.util.Optional;
import org.kordamp.ikonli.octicons.Octicons;

/// Torrents of all clients as a page of the program, of one client as its first tab, and its rules.
public final class TorrentFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.pages()
                .add(new ProgramPage(
                        "torrents", Octicons.DOWNLOAD_16, () -> new TorrentsPage(window, Optional.empty())));
        window.pages()
                .add(new InstancePage(
                        "torrents",
                        100,
                        kind -> kind.value().equals("qbittorrent"),
                        id -> new TorrentsPage(window, Optional.of(id))));
        window.pages()
                .add(new InstancePage(
                        "rules", 110, kind -> kind.value().equals("qbittorrent"), id -> new RulesPage(window, id)));
        window.pages()
                .add(new InstancePage(
                        "preferences",
                        120,
                        kind -> kind.value().equals("qbittorrent"),
                        id -> new PreferencesPage(window, id)));
        window.actions()
                .add(Action.ofWindow("torrents.open", _ -> window.navigation().go(new Location.Program("torrents")))
                        .withIcon(Octicons.DOWNLOAD_16));
        window.actions()
                .add(Action.ofWindow(
                                "torrents.add",
                                _ -> new AddTorrentDialog(window)
                                        .open(
                                                window.services().instances().fleet().get().live().stream()
                                                        .filter(instance -> instance.kind()
                                                                .value()
                                                                .equals("qbittorrent"))
                                                        .toList(),
                                                window.active().id()))
                        .withIcon(Octicons.PLUS_16));
        window.actions()
                .add(Action.ofWindow("torrents.categories", _ -> new CategoriesDialog(window).open())
                        .withIcon(Octicons.FILE_DIRECTORY_16));
        window.actions()
                .add(Action.ofWindow("torrents.orphans", _ -> new OrphansDialog(window).open())
                        .withIcon(Octicons.SEARCH_16));
        window.actions().add((words, limit) -> {
            var lower = words.toLowerCase(Locale.ROOT);
            return window.services()
                    .torrents()
                    .fleet()
                    .get()
                    .torrents()
                    .filter(torrent -> torrent.name().toLowerCase(Locale.ROOT).contains(lower))
                    .limit(limit)
                    .map(torrent -> new FoundItem(
                            torrent.key().instance(),
                            torrent.name(),
                            torrent.category(),
                            () -> window.openTorrent(torrent.key())))
                    .toList();
        });
    }
}
