package io.pilothouse.domain.torrent;

import io.pilothouse.domain.instance.InstanceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
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
public record Distribution(SortedMap<InstanceId, Boolean> clients, List<Row> rows) {

    public static final Distribution NONE = new Distribution(Collections.emptySortedMap(), List.of());

    /// @param owner    empty for torrents of nobody
    /// @param category empty for torrents without one
    /// @param cells    by client; a client that is absent has none of them
    public record Row(
            Optional<InstanceId> owner, boolean disputed, String category, SortedMap<InstanceId, Cell> cells) {

        public Cell total() {
            return cells.values().stream().reduce(Cell.EMPTY, Cell::plus);
        }

        private boolean holds(Row other) {
            return !category.isEmpty()
                    && other.category.startsWith(category + "/")
                    && owner.equals(other.owner)
                    && disputed == other.disputed;
        }

        private Row with(List<Row> below) {
            var sums = new TreeMap<>(cells);
            below.forEach(row -> row.cells.forEach((client, cell) -> sums.merge(client, cell, Cell::plus)));
            sums.replaceAll((client, sum) ->
                    sum.there(cells.getOrDefault(client, Cell.EMPTY).categoryThere()));
            return new Row(owner, disputed, category, Collections.unmodifiableSortedMap(sums));
        }
    }

    /// A row, and the sub-categories of it: with their figures in its own while it is folded, else after it.
    ///
    /// @param inside whether it is a sub-category itself
    public record Fold(Row row, List<String> below, boolean open, boolean inside) {}

    /// @param bytes        of the wanted files
    /// @param categoryThere whether the client has the category, or no *arr that uses it watches the client
    public record Cell(
            long count,
            long bytes,
            long downloading,
            long seeding,
            long stalled,
            long stopped,
            long errors,
            boolean categoryThere) {

        public static final Cell EMPTY = nothing(false);

        static Cell nothing(boolean categoryThere) {
            return new Cell(0, 0, 0, 0, 0, 0, 0, categoryThere);
        }

        private Cell there(boolean there) {
            return new Cell(count, bytes, downloading, seeding, stalled, stopped, errors, there);
        }

        public Cell plus(Cell other) {
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
        return new Distribution(Collections.unmodifiableSortedMap(left), List.copyOf(narrowed));
    }

    /// @param open categories whose sub-categories stand by themselves
    public List<Fold> folded(Set<String> open) {
        var tops = new LinkedHashMap<Row, List<Row>>();
        for (var row : rows) {
            if (rows.stream().noneMatch(other -> other.holds(row))) {
                tops.put(row, rows.stream().filter(row::holds).toList());
            }
        }
        var folds = new ArrayList<Fold>();
        tops.forEach((top, below) -> {
            var names = below.stream().map(Row::category).toList();
            boolean opened = !names.isEmpty() && open.contains(top.category);
            folds.add(new Fold(opened ? top : top.with(below), names, opened, false));
            if (opened) {
                below.forEach(row -> folds.add(new Fold(row, List.of(), false, true)));
            }
        });
        return folds;
    }

    private record Place(Optional<InstanceId> owner, boolean disputed, String category) {

        static Place of(Torrent torrent, Owner owner) {
            return switch (owner) {
                case Owner.Arr arr -> new Place(Optional.of(arr.instance()), false, torrent.category());
                case Owner.Disputed _ -> new Place(Optional.empty(), true, torrent.category());
                case Owner.Nobody _ -> new Place(Optional.empty(), false, torrent.category());
            };
        }
    }

    /// What one client has, kept up by what comes and goes. Not thread-safe.
    public static final class Tally {
        private final Map<Place, Sum> sums = new HashMap<>();

        private static final class Sum {
            private long count;
            private long bytes;
            private long downloading;
            private long seeding;
            private long stalled;
            private long stopped;
            private long errors;

            void count(Torrent torrent, int more) {
                count += more;
                bytes += more * torrent.size();
                switch (torrent.family()) {
                    case DOWNLOADING, METADATA -> downloading += more;
                    case SEEDING -> seeding += more;
                    case STOPPED_DOWNLOAD, STOPPED_SEEDING -> stopped += more;
                    case MISSING, ERROR -> errors += more;
                    case TRANSIENT -> {}
                }
                if (torrent.state() == TorrentState.STALLED_DOWNLOAD) {
                    stalled += more;
                }
            }

            Cell cell(boolean categoryThere) {
                return new Cell(count, bytes, downloading, seeding, stalled, stopped, errors, categoryThere);
            }
        }

        public Tally copy() {
            var copy = new Tally();
            sums.forEach((place, sum) -> {
                var same = copy.sum(place);
                same.count = sum.count;
                same.bytes = sum.bytes;
                same.downloading = sum.downloading;
                same.seeding = sum.seeding;
                same.stalled = sum.stalled;
                same.stopped = sum.stopped;
                same.errors = sum.errors;
            });
            return copy;
        }

        public void add(Torrent torrent, Owner owner) {
            sum(Place.of(torrent, owner)).count(torrent, 1);
        }

        /// @param torrent as it was added
        /// @param owner   to whom it was added
        public void remove(Torrent torrent, Owner owner) {
            var place = Place.of(torrent, owner);
            var sum = sum(place);
            sum.count(torrent, -1);
            if (sum.count == 0) {
                sums.remove(place);
            }
        }

        private Sum sum(Place place) {
            return sums.computeIfAbsent(place, _ -> new Sum());
        }
    }

    /// Puts it together from what each client has. Not thread-safe.
    public static final class Gathering {
        private final TreeMap<InstanceId, Boolean> clients = new TreeMap<>();
        private final Map<Place, TreeMap<InstanceId, Cell>> cells = new HashMap<>();
        private final Map<InstanceId, Set<String>> categories = new HashMap<>();

        /// @param fresh         whether its figures are as they are now
        /// @param itsCategories those that the client has, with torrents or without
        public void client(InstanceId instance, boolean fresh, Set<String> itsCategories, Tally tally) {
            clients.put(instance, fresh);
            categories.put(instance, itsCategories);
            tally.sums.forEach((place, sum) -> cells.computeIfAbsent(place, _ -> new TreeMap<>())
                    .put(instance, sum.cell(itsCategories.contains(place.category))));
        }

        /// A category that an owner uses shows as a row though nothing is in it.
        public void wanted(String category, InstanceId owner) {
            cells.computeIfAbsent(new Place(Optional.of(owner), false, category), _ -> new TreeMap<>());
        }

        public Distribution made() {
            var rows = new ArrayList<Row>();
            cells.forEach((place, byClient) -> {
                categories.forEach((client, its) ->
                        byClient.computeIfAbsent(client, _ -> Cell.nothing(its.contains(place.category))));
                rows.add(new Row(
                        place.owner, place.disputed, place.category, Collections.unmodifiableSortedMap(byClient)));
            });
            rows.sort(Comparator.comparing((Row row) -> row.owner().isEmpty())
                    .thenComparing(row -> row.category().isEmpty())
                    .thenComparing(row -> row.owner().map(InstanceId::value).orElse(""))
                    .thenComparing(Row::category));
            return new Distribution(Collections.unmodifiableSortedMap(clients), List.copyOf(rows));
        }
    }
}
