package io.pilothouse.tasks.torrent;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.ArrHistory;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.Ownership;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.store.TorrentRepository;
import io.pilothouse.tasks.instance.Instances;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Follows a torrent by its hash through all clients and *arrs, and finds what lacks its other half.
/// Methods block. Thread-safe.
public final class Tracing {

    private static final int ENTRIES = 50;

    private final Instances instances;
    private final TorrentLines lines;
    private final TorrentRepository store;
    private final TorrentWatch watch;

    public Tracing(Instances instances, TorrentLines lines, TorrentRepository store, TorrentWatch watch) {
        this.instances = instances;
        this.lines = lines;
        this.store = store;
        this.watch = watch;
    }

    /// @param hash of a torrent, of either version
    public TorrentTrace trace(String hash) throws InterruptedException {
        var fleet = watch.fleet().get();
        var torrents = fleet.find(hash);
        var hashes = new LinkedHashSet<String>();
        torrents.forEach(torrent -> hashes.addAll(Ownership.aliases(torrent)));
        if (hashes.isEmpty()) {
            hashes.add(hash.toLowerCase(Locale.ROOT));
        }
        var told = new ArrayList<TorrentTrace.Line>();
        var leftOut = new TreeMap<>(fleet.stale());
        for (var torrent : torrents) {
            now(torrent, told);
        }
        for (var instance : instances.fleet().get().live()) {
            if (TorrentWatch.arr(instance) && instance.enabled()) {
                ask(instance, hashes, told, leftOut);
            } else if (TorrentWatch.client(instance)) {
                for (var each : hashes) {
                    store.ledger(instance.id(), Optional.of(each), Instant.EPOCH, ENTRIES)
                            .forEach(entry -> told.add(new TorrentTrace.Line(
                                    Optional.of(entry.at()),
                                    instance.id(),
                                    entry.act(),
                                    new TorrentTrace.Told.Act(
                                            entry.state().word(), entry.rule(), entry.reason(), entry.error()))));
                }
            }
        }
        told.sort(Comparator.comparing(line -> line.at().orElse(Instant.MAX)));
        return new TorrentTrace(hashes.getFirst(), torrents, List.copyOf(told), leftOut);
    }

    private static void now(Torrent torrent, List<TorrentTrace.Line> told) {
        var id = torrent.key().instance();
        torrent.addedAt()
                .ifPresent(at -> told.add(new TorrentTrace.Line(
                        Optional.of(at), id, "added", new TorrentTrace.Told.Added(torrent.category()))));
        torrent.completedAt()
                .ifPresent(at -> told.add(new TorrentTrace.Line(Optional.of(at), id, "completed", torrent.name())));
        told.add(new TorrentTrace.Line(
                Optional.empty(),
                id,
                torrent.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                (int) Math.floor(torrent.progress() * 100 + 1e-9) + " %, " + torrent.savePath()));
    }

    private void ask(
            Instance instance, Set<String> hashes, List<TorrentTrace.Line> told, Map<InstanceId, String> leftOut)
            throws InterruptedException {
        try {
            lines.arr(instance, line -> {
                for (var hash : hashes) {
                    for (var event : line.history(hash)) {
                        told.add(new TorrentTrace.Line(
                                Optional.of(event.at()), instance.id(), word(event.what()), text(event)));
                    }
                }
                for (var download : line.downloads()) {
                    if (hashes.contains(download.downloadId())) {
                        told.add(new TorrentTrace.Line(
                                Optional.empty(),
                                instance.id(),
                                "queued",
                                new TorrentTrace.Told.Queued(
                                        download.state(),
                                        download.label(),
                                        download.messages().isEmpty()
                                                ? ""
                                                : download.messages().getFirst())));
                    }
                }
                return true;
            });
        } catch (ConnectorException e) {
            leftOut.put(instance.id(), e.problem().summary());
        }
    }

    private static String word(ArrHistory.What what) {
        return what.name().toLowerCase(Locale.ROOT);
    }

    private static String text(ArrHistory event) {
        return List.of(event.title(), event.item(), event.indexer(), event.note()).stream()
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    /// What lacks its other half.
    ///
    /// @param torrents    in the category of an *arr whose queue does not know them though they are not finished
    /// @param downloads   queue entries of which no client has the torrent, by *arr; none while one is unseen
    /// @param unseen      clients that were not seen, with why
    public record Orphans(
            List<Torrent> torrents, Map<InstanceId, List<String>> downloads, Map<InstanceId, String> unseen) {}

    /// From what is known; asks nobody.
    public Orphans orphans() {
        var fleet = watch.fleet().get();
        var known = new LinkedHashSet<String>();
        fleet.torrents().forEach(torrent -> known.addAll(Ownership.aliases(torrent)));
        var lost = new TreeMap<InstanceId, List<String>>();
        boolean all = fleet.stale().isEmpty();
        for (var view : fleet.ownership().views()) {
            var missing = view.downloads().values().stream()
                    .filter(download -> download.downloadId().length() == 40)
                    .filter(download -> !known.contains(download.downloadId()))
                    .map(download -> download.title())
                    .sorted()
                    .toList();
            if (!missing.isEmpty() && all) { // a client that is not seen may have it
                lost.put(view.instance(), missing);
            }
        }
        var torrents = fleet.torrents()
                .filter(torrent -> !torrent.complete())
                .filter(torrent -> fleet.ownership().of(torrent) instanceof Owner.Arr owner
                        && !owner.certain()
                        && owner.item().isEmpty()
                        && fleet.ownership().reachable(owner.instance()))
                .toList();
        return new Orphans(torrents, lost, fleet.stale());
    }
}
