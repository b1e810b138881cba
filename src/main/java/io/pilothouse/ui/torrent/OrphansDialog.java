package io.pilothouse.ui.torrent;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.tasks.torrent.Tracing;
import io.pilothouse.ui.shell.WindowContext;

/// What lacks its other half: downloads for which an app waits and which no client has, and torrents that load
/// for an app that does not know them. FX thread only.
final class OrphansDialog {

    private static final int MOST = 200;

    private final WindowContext window;
    private final FoundDialog found;

    OrphansDialog(WindowContext window) {
        this.window = window;
        found = new FoundDialog(window, "torrent-orphans");
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    void open() {
        found.open(
                text("torrent.orphans.title"),
                text("torrent.orphans.looking"),
                "look for orphans",
                () -> window.services().torrents().orphans(),
                this::show);
    }

    private void show(Tracing.Orphans orphans) {
        orphans.downloads().forEach((arr, titles) -> {
            say(text("torrent.orphans.downloads", name(arr), titles.size()), "text-strong");
            titles.stream().limit(MOST).forEach(title -> say(title, "text-second"));
            more(titles.size());
        });
        if (!orphans.torrents().isEmpty()) {
            say(text("torrent.orphans.torrents", orphans.torrents().size()), "text-strong");
            orphans.torrents().stream()
                    .map(this::line)
                    .sorted(String.CASE_INSENSITIVE_ORDER)
                    .limit(MOST)
                    .forEach(line -> say(line, "text-second"));
            more(orphans.torrents().size());
        }
        orphans.unseen().values().forEach(why -> say(text("torrent.orphans.unknown", why), "text-muted"));
        if (found.isEmpty()) {
            say(text("torrent.orphans.none"), "text-muted");
        }
    }

    private void more(int all) {
        if (all > MOST) {
            say(text("torrent.orphans.more", all - MOST), "text-muted");
        }
    }

    private String line(Torrent torrent) {
        return torrent.name() + "  " + name(torrent.key().instance());
    }

    private void say(String words, String style) {
        found.say(words, style);
    }

    private String name(InstanceId id) {
        return window.services().instances().find(id).map(Instance::name).orElse(id.value());
    }
}
