package io.pilothouse.tasks.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.connectors.LibraryLine.Ask;
import io.pilothouse.connectors.LibraryLine.Listing;
import io.pilothouse.connectors.LibraryLine.Look;
import io.pilothouse.connectors.LibraryLine.Row;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryCounts;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.Stamps;
import io.pilothouse.store.LibraryJournal.State;
import io.pilothouse.store.LibraryRepository;
import io.pilothouse.store.LibraryRepository.Todo;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.library.SyncReport.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// One synchronisation of one server (contract for Stash, section 13): what changed, or everything; then
/// what was left over, now and then an inventory, then what was watched. Where it stands is stored with
/// each page, so that it goes on there after any end. Holds one page in memory, never more.
final class LibrarySync {

    /// So many newest changes of each type are asked for at once.
    private static final int NEWEST = 500;
    /// More changes than these are read by page, not by id.
    private static final int BY_ID = 2_000;
    private static final int SAMPLES_OF_EACH = 8;
    private static final Duration INVENTORY_EVERY = Duration.ofHours(24);
    static final Duration LISTED_EVERY = Duration.ofDays(7);
    static final ObjectMapper JSON = new ObjectMapper();

    private final ServerReading on;
    private final Mode asked;
    private final boolean removals;
    private final LibraryLine.Cost costBefore;

    /// @param removals whether a person said that things missing on the server may go, however many
    LibrarySync(
            LibraryRepository store,
            Time time,
            Instance instance,
            LibraryLine line,
            Mode mode,
            boolean removals,
            TaskContext task) {
        this.on = new ServerReading(store, time, instance, line, mode, task);
        this.asked = mode;
        this.removals = removals;
        this.costBefore = line.cost();
    }

    SyncReport run() throws ConnectorException, InterruptedException, ProblemException {
        var look = on.patience.ask(on.line::look);
        var state = on.journal.state(on.num);
        boolean full =
                asked == Mode.FULL || state.fullAt().isEmpty() || otherRelease(state.software(), look.software());
        boolean inventory = full || asked == Mode.INVENTORY || due(state.inventoryAt(), INVENTORY_EVERY);
        if (full) {
            state = listed(look, state);
        } else {
            state = changes(look, state);
            if (due(state.fullAt(), LISTED_EVERY) && asked != Mode.INVENTORY) {
                state = listed(look, state); // what moves no stamp at all
                inventory = true;
            }
        }
        leftOver();
        if (inventory || !sameCounts(look)) {
            on.report.mode = on.report.mode == Mode.CHANGES ? Mode.INVENTORY : on.report.mode;
            new LibraryInventory(on, removals).compare();
            leftOver();
            on.journal.sample(on.num, SAMPLES_OF_EACH, on.report.held.keySet());
            state = new State(
                    state.software(),
                    state.counts(),
                    state.fileWatermark(),
                    state.zone(),
                    state.fullAt(),
                    Optional.of(on.time.instant()),
                    state.activityAt(),
                    state.goodAt(),
                    json(on.report.held.entrySet().stream()
                            .collect(Collectors.toMap(entry -> entry.getKey().word(), Map.Entry::getValue))),
                    state.writeBack());
        }
        if (!full) { // else everything was just read
            new WatchedThere(on).compare(look, state);
        }
        var ended = on.time.instant();
        if (!on.report.held.isEmpty()
                || full
                || inventory
                || !json(look.counts()).equals(state.counts())
                || worked()) {
            on.journal.save(
                    on.num,
                    new State(
                            look.software(),
                            json(look.counts()),
                            state.fileWatermark(),
                            state.zone(),
                            state.fullAt(),
                            state.inventoryAt(),
                            Optional.of(on.report.startedAt),
                            Optional.of(ended),
                            state.held(),
                            state.writeBack()));
        }
        on.report.retries += on.patience.retries();
        var cost = on.line.cost();
        return on.report.end(ended, cost.requests() - costBefore.requests(), cost.bytes() - costBefore.bytes());
    }

    private boolean worked() {
        return on.report.added + on.report.changed + on.report.gone > 0;
    }

    private boolean due(Optional<Instant> last, Duration every) {
        return last.isEmpty() || !on.time.instant().isBefore(last.get().plus(every));
    }

    /// @return whether another release answers than last time, which may tell more
    private static boolean otherRelease(String before, String now) {
        return !before.isEmpty() && !release(before).equals(release(now));
    }

    private static String release(String software) {
        var parts = software.split("\\.");
        return parts.length < 2 ? software : parts[0] + "." + parts[1];
    }

    static String json(Object value) {
        try {
            return JSON.writeValueAsString(
                    value instanceof LibraryCounts counts
                            ? new java.util.TreeMap<>(Map.of(
                                    "plays", counts.plays(),
                                    "o", counts.o(),
                                    "playSeconds", counts.playSeconds(),
                                    "played", counts.played()))
                            : value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not to be written: " + value, e);
        }
    }

    private State listed(Look look, State state) throws ConnectorException, InterruptedException, ProblemException {
        on.report.mode = Mode.FULL;
        new FullListing(on).read(look);
        return new State(
                look.software(),
                state.counts(),
                on.store.newestFile(on.num),
                zone(state),
                Optional.of(on.time.instant()),
                state.inventoryAt(),
                state.activityAt(),
                state.goodAt(),
                state.held(),
                state.writeBack());
    }

    private String zone(State state) {
        return on.journal.watermarks(on.num).values().stream()
                .max(String::compareTo)
                .map(Stamps::offset)
                .orElse(state.zone());
    }

    // --- what changed

    private State changes(Look look, State state) throws ConnectorException, InterruptedException, ProblemException {
        var watermarks = on.journal.watermarks(on.num);
        var overlap = Stamps.OVERLAP;
        var bounds = bounds(watermarks, overlap);
        var changed = on.patience.ask(() -> on.line.changed(bounds, NEWEST));
        var zone = newestZone(changed, state.zone());
        if (!state.zone().isEmpty() && !zone.equals(state.zone())) { // the server moved to another time zone
            overlap = Stamps.ZONE_OVERLAP;
            var wider = bounds(watermarks, overlap);
            changed = on.patience.ask(() -> on.line.changed(wider, NEWEST));
            bounds.putAll(wider);
        }
        for (var type : EntityType.values()) {
            changesOf(type, java.util.Objects.requireNonNull(changed.get(type)), bounds.getOrDefault(type, ""));
        }
        var files = look.fileStamps() ? files(state.fileWatermark(), overlap) : state.fileWatermark();
        return new State(
                look.software(),
                state.counts(),
                files,
                zone,
                state.fullAt(),
                state.inventoryAt(),
                state.activityAt(),
                state.goodAt(),
                state.held(),
                state.writeBack());
    }

    private static Map<EntityType, String> bounds(Map<EntityType, String> watermarks, Duration overlap) {
        var bounds = new EnumMap<EntityType, String>(EntityType.class);
        for (var type : EntityType.values()) {
            bounds.put(type, Stamps.bound(watermarks.getOrDefault(type, ""), overlap));
        }
        return bounds;
    }

    private static String newestZone(Map<EntityType, Listing> changed, String before) {
        return changed.values().stream()
                .flatMap(listing -> listing.rows().stream())
                .max(java.util.Comparator.comparing(
                        row -> Stamps.instant(row.updatedRaw()).orElse(Instant.EPOCH)))
                .map(row -> Stamps.offset(row.updatedRaw()))
                .orElse(before);
    }

    private void changesOf(EntityType type, Listing newest, String bound)
            throws ConnectorException, InterruptedException, ProblemException {
        var ids = new java.util.TreeSet<Long>();
        var raw = "";
        long last = 0;
        if (newest.count() > newest.rows().size()) { // more than were told at once
            for (int number = 1; ; number++) {
                var ask = new Ask(last, number, ServerReading.LISTING_PAGE, Optional.of(bound));
                var listing = on.patience.ask(() -> on.line.listing(type, ask));
                raw = later(raw, listing.rows());
                ids.addAll(on.store.differing(on.num, type, ServerReading.stamps(listing.rows())));
                if (ids.size() > BY_ID) {
                    on.guard();
                    byPage(type, bound);
                    return;
                }
                if (listing.told() < ServerReading.LISTING_PAGE
                        || listing.rows().isEmpty()) {
                    break;
                }
                last = listing.rows().getLast().id();
            }
        } else {
            raw = later(raw, newest.rows());
            ids.addAll(on.store.differing(on.num, type, ServerReading.stamps(newest.rows())));
        }
        on.store.todo(on.num, Todo.UNSETTLED, type, ServerReading.LISTING_PAGE).forEach(key -> ids.add(key.id()));
        if (!ids.isEmpty()) {
            on.read(type, ids);
            on.journal.raise(on.num, type, raw);
        }
    }

    private static String later(String raw, List<Row> rows) {
        return rows.stream().map(Row::updatedRaw).reduce(raw, Stamps::later);
    }

    private void byPage(EntityType type, String bound) throws ConnectorException, InterruptedException {
        long last = 0;
        var raw = "";
        int size = type.pagedById() ? ServerReading.PAGE : ServerReading.SMALL_PAGE;
        for (int number = 1; ; number++) {
            var ask = new Ask(last, number, size, Optional.of(bound));
            var page = on.patience.ask(() -> on.line.page(type, ask));
            on.report.wrote(
                    on.store.write(on.num, type, page.things(), page.served(), Optional.empty(), on.time.instant()));
            raw = page.things().stream().map(RemoteEntity::updatedRaw).reduce(raw, Stamps::later);
            if (page.told() < size || page.things().isEmpty()) {
                on.journal.raise(on.num, type, raw);
                return;
            }
            last = page.things().getLast().id();
        }
    }

    private String files(String watermark, Duration overlap)
            throws ConnectorException, InterruptedException, ProblemException {
        var bound = Stamps.bound(watermark, overlap);
        var newest = watermark;
        var owners = new HashSet<EntityKey>();
        for (int number = 1; ; number++) {
            int page = number;
            var files = on.patience.ask(() -> on.line.changedFiles(bound, page, NEWEST));
            if (files.isEmpty()) {
                break;
            }
            var rows = files.get().rows();
            newest = later(newest, rows);
            owners.addAll(on.store.ownersOfChanged(on.num, ServerReading.stamps(rows)));
            if (files.get().told() < NEWEST) {
                break;
            }
        }
        var byType = owners.stream()
                .collect(
                        Collectors.groupingBy(EntityKey::type, Collectors.mapping(EntityKey::id, Collectors.toList())));
        for (var entry : byType.entrySet()) {
            on.read(entry.getKey(), entry.getValue());
        }
        return newest;
    }

    // --- what is left over

    private void leftOver() throws ConnectorException, InterruptedException, ProblemException {
        for (var what : List.of(Todo.MISSING, Todo.REREAD)) {
            for (var type : EntityType.values()) {
                for (var keys = on.store.todo(on.num, what, type, ServerReading.LISTING_PAGE);
                        !keys.isEmpty();
                        keys = on.store.todo(on.num, what, type, ServerReading.LISTING_PAGE)) {
                    on.read(type, keys.stream().map(EntityKey::id).toList());
                    on.store.done(what, keys); // what is not there either is a link to nothing
                }
            }
        }
        while (on.store.catchUp(on.num, on.time.instant()) > 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    /// @return whether the server has as many of everything as are here, or as it fails at
    private boolean sameCounts(Look look) {
        return look.counts().things().entrySet().stream()
                .allMatch(entry -> on.store.live(on.num, entry.getKey()) + on.store.unreadable(on.num, entry.getKey())
                        == entry.getValue());
    }
}
