package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentResult;
import io.pilothouse.domain.torrent.TorrentTracker;
import io.pilothouse.tasks.torrent.TorrentFleet;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Torrents as the terminal writes them.
final class TorrentAnswers {

    private static final int HASH_SHOWN = 10;

    private TorrentAnswers() {}

    static String key(TorrentKey key) {
        return key.hash() + "@" + key.instance();
    }

    /// @param rule that will touch it next; empty for none
    static SequencedMap<String, @Nullable Object> json(Torrent it, TorrentFleet fleet, Optional<String> rule) {
        return Json.object(
                "key",
                key(it.key()),
                "hash",
                it.key().hash(),
                "instance",
                it.key().instance().value(),
                "name",
                it.name(),
                "state",
                it.state(),
                "family",
                it.family(),
                "progress",
                it.progress(),
                "ratio",
                Double.isFinite(it.ratio()) ? it.ratio() : null,
                "sizeBytes",
                it.hasMetadata() ? it.size() : null,
                "category",
                it.category(),
                "tags",
                it.tags(),
                "owner",
                owner(fleet.ownership().of(it)),
                "rule",
                rule,
                "downloadBytesPerSecond",
                it.downloadSpeed(),
                "uploadBytesPerSecond",
                it.uploadSpeed(),
                "etaMillis",
                it.eta().map(Duration::toMillis),
                "seedingMillis",
                it.seedingTime().toMillis(),
                "seeds",
                it.seeds(),
                "peers",
                it.leeches(),
                "addedAt",
                it.addedAt(),
                "completedAt",
                it.completedAt(),
                "tracker",
                TorrentTracker.hostOf(it.tracker()).isEmpty() ? null : TorrentTracker.hostOf(it.tracker()),
                "private",
                it.isPrivate(),
                "savePath",
                it.savePath());
    }

    private static @Nullable Object owner(Owner owner) {
        return owner instanceof Owner.Arr(var instance, var item, var label, var certain)
                ? Json.object(
                        "instance",
                        instance.value(),
                        "item",
                        item.isEmpty() ? null : item,
                        "label",
                        label.isEmpty() ? null : label,
                        "certain",
                        certain)
                : null;
    }

    static Object stale(TorrentFleet fleet, List<InstanceId> asked) {
        return fleet.stale().entrySet().stream()
                .filter(entry -> asked.contains(entry.getKey()))
                .map(entry -> Json.object("instance", entry.getKey().value(), "reason", entry.getValue()))
                .toList();
    }

    static Table table(List<Torrent> torrents, TorrentFleet fleet, Map<InstanceId, String> names) {
        var table = new Table("HASH", "ON", "NAME", "STATE", "DONE", "SIZE", "RATIO", "CATEGORY", "OWNER");
        torrents.forEach(it -> table.row(
                it.key().hash().substring(0, HASH_SHOWN),
                name(it.key().instance(), names),
                it.name(),
                Json.word(it.state()),
                Math.floor(it.progress() * 100) == 100 ? "100 %" : (int) Math.floor(it.progress() * 100) + " %",
                it.hasMetadata() ? new Bytes(it.size()).toString() : "",
                Double.isFinite(it.ratio()) ? String.format(Locale.ROOT, "%.2f", it.ratio()) : "",
                it.category(),
                switch (fleet.ownership().of(it)) {
                    case Owner.Arr arr ->
                        name(arr.instance(), names) + (arr.label().isEmpty() ? "" : ": " + arr.label());
                    case Owner.Disputed _ -> "several";
                    case Owner.Nobody _ -> "";
                }));
        return table;
    }

    static String name(InstanceId id, Map<InstanceId, String> names) {
        return names.getOrDefault(id, id.value());
    }

    /// The answer of a bulk order; not well when one of them was not done.
    static Answer results(List<TorrentResult> results, Map<InstanceId, String> names) {
        long done = results.stream()
                .filter(result -> result.outcome() == TorrentResult.Outcome.DONE)
                .count();
        return Answer.of(
                        Json.object(
                                "results",
                                results.stream()
                                        .map(result -> Json.object(
                                                "key",
                                                key(result.torrent()),
                                                "outcome",
                                                result.outcome().word(),
                                                "message",
                                                result.message().isEmpty() ? null : result.message()))
                                        .toList()),
                        page -> {
                            page.done(done + " of " + results.size() + " done.");
                            results.stream()
                                    .filter(result -> result.outcome() != TorrentResult.Outcome.DONE)
                                    .forEach(result -> page.line(
                                            Table.Style.CAUTION,
                                            result.torrent().hash().substring(0, HASH_SHOWN) + " on "
                                                    + name(result.torrent().instance(), names) + ": "
                                                    + result.outcome().word() + ". " + result.message()));
                        })
                .notWellIf(done < results.size());
    }
}
