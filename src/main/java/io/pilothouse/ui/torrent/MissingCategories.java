package io.pilothouse.ui.torrent;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.torrent.TorrentCategories.Ensured;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Makes the categories that clients shall have and lack. FX thread only.
final class MissingCategories {

    private final WindowContext window;
    private final List<String> categories;

    /// @param categories empty for all
    MissingCategories(WindowContext window, List<String> categories) {
        this.window = window;
        this.categories = categories;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    /// First what is missing, then the making of it.
    ///
    /// @param asked clients; empty for all
    void preview(List<InstanceId> asked) {
        window.background()
                .act(
                        "torrents-categories",
                        "see which categories are missing",
                        Optional.empty(),
                        context -> window.services()
                                .torrents()
                                .ensureCategories(asked, categories, true, Consent.none(Origin.WINDOW), context),
                        this::make);
    }

    private void make(List<Ensured> found) {
        if (!toDo(found).isEmpty()) {
            act(toDo(found));
            return;
        }
        window.toasts()
                .news(
                        Optional.empty(),
                        found.stream()
                                .filter(it -> it.outcome().equals("other-case"))
                                .findFirst()
                                .map(it -> text("torrent.matrix.other-case", it.category(), name(it.client())))
                                .orElseGet(() -> text("torrent.matrix.none-missing")),
                        Optional.empty());
    }

    /// @return what is to be made or changed
    static List<Ensured> toDo(List<Ensured> found) {
        return found.stream()
                .filter(it -> it.outcome().equals("missing") || it.outcome().equals("other-path"))
                .toList();
    }

    /// Puts it to the guards, then does it.
    void act(List<Ensured> open) {
        var ids = open.stream().map(Ensured::client).distinct().sorted().toList();
        var items = open.stream()
                .map(it -> it.category() + "  " + name(it.client())
                        + it.folder().map(folder -> "  → " + folder.to()).orElse(""))
                .toList();
        boolean creates = open.stream().allMatch(it -> it.outcome().equals("missing"));
        new GuardSheet(window)
                .ask(new GuardedAct(
                        new Act(ActionClass.REMOTE_REVERSIBLE, ids, "make categories", items, open.size()),
                        text(creates ? "torrent.matrix.create" : "torrent.matrix.set", open.size()),
                        text(creates ? "torrent.matrix.make" : "torrent.matrix.do"),
                        items.stream().limit(5).collect(Collectors.joining(", ")),
                        Optional.empty(),
                        consent -> window.background()
                                .act(
                                        "torrents-categories",
                                        "make missing categories",
                                        ids,
                                        context -> window.services()
                                                .torrents()
                                                .ensureCategories(ids, categories, false, consent, context),
                                        this::told)));
    }

    private void told(List<Ensured> done) {
        long created =
                done.stream().filter(it -> it.outcome().equals("created")).count();
        long changed =
                done.stream().filter(it -> it.outcome().equals("changed")).count();
        var made = changed == 0
                ? text("torrent.matrix.made", created)
                : text("torrent.matrix.changed", changed)
                        + (created == 0 ? "" : " " + text("torrent.matrix.made", created));
        var failed = done.stream()
                .filter(it -> it.outcome().equals("failed") || it.outcome().equals("skipped"))
                .findFirst()
                .map(it -> " " + text("torrent.matrix.failed", it.category(), name(it.client()), it.message()))
                .orElse("");
        window.toasts().news(Optional.empty(), made + failed, Optional.empty());
    }

    private String name(InstanceId id) {
        return window.services().instances().find(id).map(it -> it.name()).orElse(id.value());
    }
}
