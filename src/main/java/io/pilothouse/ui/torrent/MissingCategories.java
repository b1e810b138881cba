package io.pilothouse.ui.torrent;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.torrent.TorrentCategories;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Makes the categories that *arrs use and clients lack. FX thread only.
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

    private void make(List<TorrentCategories.Ensured> found) {
        var missing =
                found.stream().filter(it -> it.outcome().equals("missing")).toList();
        if (missing.isEmpty()) {
            window.toasts()
                    .news(
                            Optional.empty(),
                            found.stream()
                                    .filter(it -> it.outcome().equals("other-case"))
                                    .findFirst()
                                    .map(it -> text("torrent.matrix.other-case", it.category(), name(it.client())))
                                    .orElseGet(() -> text("torrent.matrix.none-missing")),
                            Optional.empty());
            return;
        }
        var ids = missing.stream()
                .map(TorrentCategories.Ensured::client)
                .distinct()
                .sorted()
                .toList();
        var items = missing.stream()
                .map(it -> it.category() + "  " + name(it.client()))
                .toList();
        var title = text("torrent.matrix.create", missing.size());
        new GuardSheet(window)
                .ask(new GuardedAct(
                        new Act(ActionClass.REMOTE_REVERSIBLE, ids, "make categories", items, missing.size()),
                        title,
                        text("torrent.matrix.make"),
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

    private void told(List<TorrentCategories.Ensured> done) {
        var made = text(
                "torrent.matrix.made",
                done.stream().filter(it -> it.outcome().equals("created")).count());
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
