package io.pilothouse.domain.torrent;

import io.pilothouse.domain.instance.InstanceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Where how much of what is: torrents by owner and category, over all clients (contract section 13.7).
/// Immutable.
///
/// @param clients whether each client's figures are as they are now
/// @param rows    owned ones first, then by category
/// @param twice   hashes that are on more than one client, with the state on each
public record Distribution(
        SortedMap<InstanceId, Boolean> clients, List<Row> rows, Map<String, Map<InstanceId, TorrentState>> twice) {

    public static final Distribution NONE = new Distribution(Collections.emptySortedMap(), List.of(), Map.of());

    /// @param owner    empty for torrents of nobody
    /// @param category empty for torrents without one
    /// @param cells    by client; a client that is absent has none of them
    public record Row(
            Optional<InstanceId> owner, boolean disputed, String category, SortedMap<InstanceId, Cell> cells) {

        public Cell total() {
            return cells.values().stream().reduce(Cell.EMPTY, Cell::plus);
        }
    }

    /// @param bytes        of the wanted files
    /// @param categoryThere whether the client has the category
    public record Cell(
            long count,
            long bytes,
            long downloading,
            long seeding,
            long stalled,
            long stopped,
            long errors,
            boolean categoryThere) {

        public static final Cell EMPTY = new Cell(0, 0, 0, 0, 0, 0, 0, false);

        Cell plus(Cell other) {
            return new Cell(
                    count + other.count,
                    bytes + other.bytes,
                    downloading + other.downloading,
                    seeding + other.seeding,
                    stalled + other.stalled,
                    stopped + other.stopped,
                    errors + other.errors,
                    categoryThere || other.categoryThere);
        }
    }

    /// @return what of it is on these clients; rows of owners stay, as a category that is missing counts too
    public Distribution on(Set<InstanceId> some) {
        var left = new TreeMap<>(clients);
        left.keySet().retainAll(some);
        var narrowed = new ArrayList<Row>();
        for (var row : rows) {
            var cells = new TreeMap<>(row.cells());
            cells.keySet().retainAll(some);
            if (row.owner().isPresent() || cells.values().stream().anyMatch(cell -> cell.count() > 0)) {
                narrowed.add(
                        new Row(row.owner(), row.disputed(), row.category(), Collections.unmodifiableSortedMap(cells)));
            }
        }
        var several = new TreeMap<String, Map<InstanceId, TorrentState>>();
        twice.forEach((hash, where) -> {
            var there = new TreeMap<>(where);
            there.keySet().retainAll(some);
            if (there.size() > 1) {
                several.put(hash, there);
            }
        });
        return new Distribution(
                Collections.unmodifiableSortedMap(left), List.copyOf(narrowed), Collections.unmodifiableMap(several));
    }

    /// Collects it, torrent by torrent. Not thread-safe.
    public static final class Counting {
        private final TreeMap<InstanceId, Boolean> clients = new TreeMap<>();
        private final Map<InstanceId, Set<String>> categories = new HashMap<>();
        private final Map<Place, TreeMap<InstanceId, Sum>> sums = new HashMap<>();
        private final Map<String, Torrent> once = new HashMap<>();
        private final TreeMap<String, Map<InstanceId, TorrentState>> twice = new TreeMap<>();

        private record Place(Optional<InstanceId> owner, boolean disputed, String category) {}

        private static final class Sum {
            private long count;
            private long bytes;
            private long downloading;
            private long seeding;
            private long stalled;
            private long stopped;
            private long errors;
        }

        public void client(InstanceId instance, boolean fresh, Set<String> itsCategories) {
            clients.put(instance, fresh);
            categories.put(instance, itsCategories);
        }

        /// A category that an owner uses shows as a row though nothing is in it.
        public void wanted(String category, InstanceId owner) {
            sums.computeIfAbsent(new Place(Optional.of(owner), false, category), _ -> new TreeMap<>());
        }

        public void count(Torrent torrent, Owner owner) {
            var place =
                    switch (owner) {
                        case Owner.Arr arr -> new Place(Optional.of(arr.instance()), false, torrent.category());
                        case Owner.Disputed _ -> new Place(Optional.empty(), true, torrent.category());
                        case Owner.Nobody _ -> new Place(Optional.empty(), false, torrent.category());
                    };
            var client = torrent.key().instance();
            var sum = sums.computeIfAbsent(place, _ -> new TreeMap<>()).computeIfAbsent(client, _ -> new Sum());
            sum.count++;
            sum.bytes += torrent.size();
            switch (torrent.family()) {
                case DOWNLOADING, METADATA -> sum.downloading++;
                case SEEDING -> sum.seeding++;
                case STOPPED_DOWNLOAD, STOPPED_SEEDING -> sum.stopped++;
                case MISSING, ERROR -> sum.errors++;
                case TRANSIENT -> {}
            }
            if (torrent.state() == TorrentState.STALLED_DOWNLOAD) {
                sum.stalled++;
            }
            var other = once.putIfAbsent(torrent.key().hash(), torrent);
            if (other != null) {
                var where = twice.computeIfAbsent(torrent.key().hash(), _ -> new TreeMap<>());
                where.put(other.key().instance(), other.state());
                where.put(client, torrent.state());
            }
        }

        public Distribution made() {
            var rows = new ArrayList<Row>();
            sums.forEach((place, byClient) -> {
                var cells = new TreeMap<InstanceId, Cell>();
                clients.keySet().forEach(client -> {
                    var sum = byClient.getOrDefault(client, new Sum());
                    cells.put(
                            client,
                            new Cell(
                                    sum.count,
                                    sum.bytes,
                                    sum.downloading,
                                    sum.seeding,
                                    sum.stalled,
                                    sum.stopped,
                                    sum.errors,
                                    categories.getOrDefault(client, Set.of()).contains(place.category())));
                });
                rows.add(new Row(
                        place.owner(), place.disputed(), place.category(), Collections.unmodifiableSortedMap(cells)));
            });
            rows.sort(Comparator.comparing((Row row) -> row.owner().isEmpty())
                    .thenComparing(row -> row.category().isEmpty())
                    .thenComparing(row -> row.owner().map(InstanceId::value).orElse(""))
                    .thenComparing(Row::category));
            return new Distribution(
                    Collections.unmodifiableSortedMap(clients), List.copyOf(rows), Collections.unmodifiableMap(twice));
        }
    }
}
