package io.pilothouse.tasks.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.connectors.LibraryLine.Ask;
import io.pilothouse.connectors.LibraryLine.Listing;
import io.pilothouse.connectors.LibraryLine.Look;
import io.pilothouse.connectors.LibraryLine.Page;
import io.pilothouse.connectors.LibraryLine.Row;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryCounts;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.Stamps;
import io.pilothouse.store.LibraryJournal;
import io.pilothouse.store.LibraryJournal.Cursor;
import io.pilothouse.store.LibraryJournal.State;
import io.pilothouse.store.LibraryRepository;
import io.pilothouse.store.LibraryRepository.Todo;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.library.SyncReport.Mode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// One synchronisation of one server (contract for Stash, section 13): what changed, or everything; then
/// what was left over, now and then an inventory, then what was watched. Where it stands is stored with
/// each page, so that it goes on there after any end. Holds one page in memory, never more.
final class LibrarySync {

    /// So many newest changes of each type are asked for at once.
    private static final int NEWEST = 500;
    private static final int PAGE = 500;
    private static final int SMALL_PAGE = 1_000;
    private static final int LISTING_PAGE = 5_000;
    private static final int SMALLEST_PAGE = 25;
    /// More changes than these are read by page, not by id.
    private static final int BY_ID = 2_000;
    private static final int IDS = 100;
    private static final int LATEST = 200;
    /// So many candidates for deletion are asked for one by one.
    private static final int CONFIRMED = 200;
    private static final int FEW = 50;
    private static final int SAMPLES_OF_EACH = 8;
    private static final Duration RESUMED = Duration.ofHours(24);
    private static final Duration INVENTORY_EVERY = Duration.ofHours(24);
    static final Duration LISTED_EVERY = Duration.ofDays(7);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final LibraryRepository store;
    private final LibraryJournal journal;
    private final Time time;
    private final Instance instance;
    private final int num;
    private final LibraryLine line;
    private final TaskContext task;
    private final Patience patience;
    private final boolean removals;
    private final SyncReport.Builder report;
    private final LibraryLine.Cost costBefore;
    private boolean known;
    private long expected;
    private long seen;

    /// @param removals whether a person said that things missing on the server may go, however many
    LibrarySync(
            LibraryRepository store,
            Time time,
            Instance instance,
            LibraryLine line,
            Mode mode,
            boolean removals,
            TaskContext task) {
        this.store = store;
        this.journal = store.journal();
        this.time = time;
        this.instance = instance;
        this.num = instance.num();
        this.line = line;
        this.task = task;
        this.removals = removals;
        this.patience = new Patience(time);
        this.report = new SyncReport.Builder(mode, time.instant());
        this.costBefore = line.cost();
    }

    SyncReport run() throws ConnectorException, InterruptedException, ProblemException {
        var look = patience.ask(line::look);
        var state = journal.state(num);
        boolean full =
                report.mode == Mode.FULL || state.fullAt().isEmpty() || otherRelease(state.software(), look.software());
        boolean inventory = full || report.mode == Mode.INVENTORY || due(state.inventoryAt(), INVENTORY_EVERY);
        if (full) {
            everything(look);
            state = after(state, look);
        } else {
            state = changes(look, state);
            if (due(state.fullAt(), LISTED_EVERY) && report.mode != Mode.INVENTORY) {
                everything(look); // what moves no stamp at all
                state = after(state, look);
                inventory = true;
            }
        }
        leftOver();
        if (inventory || !sameCounts(look)) {
            inventory();
            leftOver();
            journal.sample(num, SAMPLES_OF_EACH);
            state = new State(
                    state.software(),
                    state.counts(),
                    state.fileWatermark(),
                    state.zone(),
                    state.fullAt(),
                    Optional.of(time.instant()),
                    state.activityAt(),
                    state.goodAt(),
                    json(report.held.entrySet().stream()
                            .collect(Collectors.toMap(entry -> entry.getKey().word(), Map.Entry::getValue))),
                    state.writeBack());
        }
        activity(look, state, full);
        var ended = time.instant();
        if (!report.held.isEmpty() || full || inventory || !json(look.counts()).equals(state.counts()) || worked()) {
            journal.save(
                    num,
                    new State(
                            look.software(),
                            json(look.counts()),
                            state.fileWatermark(),
                            state.zone(),
                            state.fullAt(),
                            state.inventoryAt(),
                            Optional.of(report.startedAt),
                            Optional.of(ended),
                            state.held(),
                            state.writeBack()));
        }
        report.retries = patience.retries();
        var cost = line.cost();
        return report.end(ended, cost.requests() - costBefore.requests(), cost.bytes() - costBefore.bytes());
    }

    private boolean worked() {
        return report.added + report.changed + report.gone > 0;
    }

    private boolean due(Optional<Instant> last, Duration every) {
        return last.isEmpty() || !time.instant().isBefore(last.get().plus(every));
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

    /// Tells whether this is the library it was: before anything is written or deleted.
    private void guard() throws ConnectorException, InterruptedException, ProblemException {
        if (known) {
            return;
        }
        var samples = journal.samples(num).stream()
                .map(it -> new LibraryLine.Sample(it.type(), it.id(), it.createdRaw(), it.content()))
                .toList();
        if (!samples.isEmpty()) {
            var there = new HashSet<>(patience.ask(() -> line.samples(samples)));
            long different =
                    samples.stream().filter(sample -> !there.contains(sample)).count();
            if (different * 3 > samples.size()) {
                throw new ProblemException(new Problem(
                        ProblemCode.IDENTITY_CHANGED,
                        instance.name() + " answers with another library, or with a restored one: " + different + " of "
                                + samples.size() + " things looked at are others now. Nothing was changed here.",
                        "Add it as a new instance, or accept it as the same one and read it anew."));
            }
        }
        known = true;
    }

    // --- everything

    private void everything(Look look) throws ConnectorException, InterruptedException, ProblemException {
        guard();
        var now = time.instant();
        var cursors = journal.cursors(num).stream()
                .filter(cursor -> cursor.mode().equals(Mode.FULL.word()))
                .filter(cursor -> cursor.startedAt().plus(RESUMED).isAfter(now))
                .collect(Collectors.toMap(Cursor::type, cursor -> cursor));
        if (cursors.isEmpty()) {
            journal.forgetCursors(num);
        }
        expected = look.counts().things().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        seen = cursors.values().stream().mapToLong(Cursor::rows).sum();
        for (var type : EntityType.values()) {
            var cursor = cursors.getOrDefault(type, new Cursor(type, Mode.FULL.word(), "listing", 0, 1, "", 0, now));
            if (!cursor.phase().equals("done")) {
                task.line("Reading the " + type.plural() + " of " + instance.name());
                cursor = list(type, cursor);
            }
            journal.raise(num, type, cursor.maxRaw());
        }
        journal.forgetCursors(num);
    }

    private State after(State state, Look look) {
        return new State(
                look.software(),
                state.counts(),
                store.newestFile(num),
                zone(state),
                Optional.of(time.instant()),
                state.inventoryAt(),
                state.activityAt(),
                state.goodAt(),
                state.held(),
                state.writeBack());
    }

    private String zone(State state) {
        return journal.watermarks(num).values().stream()
                .max(String::compareTo)
                .map(Stamps::offset)
                .orElse(state.zone());
    }

    private Cursor list(EntityType type, Cursor from) throws ConnectorException, InterruptedException {
        var cursor = from;
        int size = type.pagedById() ? PAGE : SMALL_PAGE;
        long count = -1;
        int again = 0;
        while (true) {
            Page page;
            var ask = new Ask(cursor.lastId(), cursor.page(), size, Optional.empty());
            try {
                page = patience.ask(() -> line.page(type, ask));
            } catch (ConnectorException e) {
                if (!tooMuch(e)) {
                    throw e;
                }
                report.retries++;
                if (size > 1) {
                    int smaller = size <= SMALLEST_PAGE ? 1 : Math.max(SMALLEST_PAGE, size / 2);
                    if (!type.pagedById()) { // pages of another size begin elsewhere
                        cursor = begun(cursor, (int) ((long) (cursor.page() - 1) * size / smaller) + 1);
                    }
                    size = smaller;
                    continue;
                }
                cursor = skip(type, cursor, e);
                continue;
            }
            if (!type.pagedById() && count >= 0 && page.count() != count && again++ < 3) {
                cursor = begun(cursor, 1); // it was changed meanwhile: rows have moved between pages
                count = -1;
                continue;
            }
            count = page.count();
            var things = page.things();
            boolean last = things.size() < size;
            cursor = new Cursor(
                    type,
                    cursor.mode(),
                    last ? "done" : "listing",
                    things.isEmpty() ? cursor.lastId() : things.getLast().id(),
                    cursor.page() + 1,
                    things.stream().map(RemoteEntity::updatedRaw).reduce(cursor.maxRaw(), Stamps::later),
                    cursor.rows() + things.size(),
                    cursor.startedAt());
            report.wrote(store.write(num, type, things, page.served(), Optional.of(cursor), time.instant()));
            seen += things.size();
            task.progress(Math.min(seen, expected), expected);
            if (last) {
                return cursor;
            }
        }
    }

    private static Cursor begun(Cursor cursor, int page) {
        return new Cursor(
                cursor.type(),
                cursor.mode(),
                "listing",
                cursor.lastId(),
                page,
                cursor.maxRaw(),
                cursor.rows(),
                cursor.startedAt());
    }

    /// @return whether a smaller page may help
    private static boolean tooMuch(ConnectorException e) {
        return e.code() == FaultCode.TOO_SLOW
                || e.code() == FaultCode.TOO_LARGE
                || e.code() == FaultCode.SERVER_ERROR
                || e.code() == FaultCode.PROXY_PAGE;
    }

    /// Steps over the one thing that the server cannot tell.
    private Cursor skip(EntityType type, Cursor cursor, ConnectorException why)
            throws ConnectorException, InterruptedException {
        var next = line.listing(type, new Ask(cursor.lastId(), cursor.page(), 1, Optional.empty()));
        if (next.rows().isEmpty()) {
            throw why;
        }
        long id = next.rows().getFirst().id();
        report.unreadable.add(type.word() + " " + id);
        task.line("The " + type.word() + " " + id + " of " + instance.name() + " cannot be read: "
                + why.problem().summary());
        return new Cursor(
                type,
                cursor.mode(),
                "listing",
                id,
                cursor.page() + 1,
                cursor.maxRaw(),
                cursor.rows(),
                cursor.startedAt());
    }

    // --- what changed

    private State changes(Look look, State state) throws ConnectorException, InterruptedException, ProblemException {
        var watermarks = journal.watermarks(num);
        var overlap = Stamps.OVERLAP;
        var bounds = bounds(watermarks, overlap);
        var changed = patience.ask(() -> line.changed(bounds, NEWEST));
        var zone = newestZone(changed, state.zone());
        if (!state.zone().isEmpty() && !zone.equals(state.zone())) { // the server moved to another time zone
            overlap = Stamps.ZONE_OVERLAP;
            var wider = bounds(watermarks, overlap);
            changed = patience.ask(() -> line.changed(wider, NEWEST));
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
        if (newest.count() > newest.rows().size()) { // more than were told at once
            for (int number = 1; ; number++) {
                var ask = new Ask(ids.isEmpty() ? 0 : ids.last(), number, LISTING_PAGE, Optional.of(bound));
                var listing = patience.ask(() -> line.listing(type, ask));
                raw = later(raw, listing.rows());
                ids.addAll(store.differing(num, type, stamps(listing.rows())));
                if (ids.size() > BY_ID) {
                    guard();
                    byPage(type, bound);
                    return;
                }
                if (listing.rows().size() < LISTING_PAGE) {
                    break;
                }
            }
        } else {
            raw = later(raw, newest.rows());
            ids.addAll(store.differing(num, type, stamps(newest.rows())));
        }
        store.todo(num, Todo.UNSETTLED, type, LISTING_PAGE).forEach(key -> ids.add(key.id()));
        if (!ids.isEmpty()) {
            read(type, ids);
            journal.raise(num, type, raw);
        }
    }

    private static String later(String raw, List<Row> rows) {
        return rows.stream().map(Row::updatedRaw).reduce(raw, Stamps::later);
    }

    private static Map<Long, String> stamps(List<Row> rows) {
        var stamps = new LinkedHashMap<Long, String>();
        rows.forEach(row -> stamps.put(row.id(), row.updatedRaw()));
        return stamps;
    }

    private void byPage(EntityType type, String bound) throws ConnectorException, InterruptedException {
        long last = 0;
        var raw = "";
        int size = type.pagedById() ? PAGE : SMALL_PAGE;
        for (int number = 1; ; number++) {
            var ask = new Ask(last, number, size, Optional.of(bound));
            var page = patience.ask(() -> line.page(type, ask));
            report.wrote(store.write(num, type, page.things(), page.served(), Optional.empty(), time.instant()));
            raw = page.things().stream().map(RemoteEntity::updatedRaw).reduce(raw, Stamps::later);
            if (page.things().size() < size) {
                journal.raise(num, type, raw);
                return;
            }
            last = page.things().getLast().id();
        }
    }

    /// Reads things in full and stores them.
    ///
    /// @return ids that are not there any more
    private Set<Long> read(EntityType type, Collection<Long> ids)
            throws ConnectorException, InterruptedException, ProblemException {
        guard();
        var gone = new HashSet<Long>();
        var all = List.copyOf(ids);
        for (int from = 0; from < all.size(); from += IDS) {
            var some = all.subList(from, Math.min(all.size(), from + IDS));
            var found = patience.ask(() -> line.find(type, some));
            gone.addAll(found.gone());
            report.wrote(store.write(num, type, found.things(), found.served(), Optional.empty(), time.instant()));
            if (type == EntityType.GALLERY) {
                for (var gallery : found.things()) {
                    var images = patience.ask(() -> line.imagesOf(gallery.id()));
                    store.setImages(new EntityKey(num, type, gallery.id()), images);
                }
            }
        }
        return gone;
    }

    private String files(String watermark, Duration overlap)
            throws ConnectorException, InterruptedException, ProblemException {
        var bound = Stamps.bound(watermark, overlap);
        var newest = watermark;
        var owners = new HashSet<EntityKey>();
        for (int number = 1; ; number++) {
            int page = number;
            var files = patience.ask(() -> line.changedFiles(bound, page, NEWEST));
            if (files.isEmpty()) {
                break;
            }
            var rows = files.get().rows();
            newest = later(newest, rows);
            owners.addAll(store.ownersOfChanged(num, stamps(rows)));
            if (rows.size() < NEWEST) {
                break;
            }
        }
        var byType = owners.stream()
                .collect(
                        Collectors.groupingBy(EntityKey::type, Collectors.mapping(EntityKey::id, Collectors.toList())));
        for (var entry : byType.entrySet()) {
            read(entry.getKey(), entry.getValue());
        }
        return newest;
    }

    // --- what is left over

    private void leftOver() throws ConnectorException, InterruptedException, ProblemException {
        for (var what : List.of(Todo.MISSING, Todo.REREAD)) {
            for (var type : EntityType.values()) {
                for (var keys = store.todo(num, what, type, LISTING_PAGE);
                        !keys.isEmpty();
                        keys = store.todo(num, what, type, LISTING_PAGE)) {
                    read(type, keys.stream().map(EntityKey::id).toList());
                    store.done(what, keys); // what is not there either is a link to nothing
                }
            }
        }
        while (store.catchUp(num, time.instant()) > 0) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }

    // --- inventory

    /// @return whether the server has as many of everything as are here
    private boolean sameCounts(Look look) {
        return look.counts().things().entrySet().stream()
                .allMatch(entry -> store.live(num, entry.getKey()) == entry.getValue());
    }

    private void inventory() throws ConnectorException, InterruptedException, ProblemException {
        guard();
        var before = patience.ask(line::look).counts();
        for (var type : EntityType.values()) {
            task.line("Comparing the " + type.plural() + " of " + instance.name());
            journal.forgetSeen(num, type);
            var listed = listed(type);
            var otherwise = journal.seenOtherwise(num, type);
            if (!otherwise.isEmpty()) {
                read(type, otherwise);
            }
            missing(type, listed, before);
            journal.forgetSeen(num, type);
        }
    }

    /// @param rows  of all pages together
    /// @param count what the server itself counted; negative when it did not
    private record Listed(long rows, long count) {}

    private Listed listed(EntityType type) throws ConnectorException, InterruptedException {
        long rows = 0;
        long count = -1;
        long last = 0;
        int size = type.changesSilently() ? SMALL_PAGE : LISTING_PAGE;
        for (int number = 1; ; number++) {
            var ask = new Ask(last, number, size, Optional.empty());
            List<Row> page;
            if (type.changesSilently()) {
                var whole = patience.ask(() -> line.page(type, ask));
                report.wrote(store.write(num, type, whole.things(), whole.served(), Optional.empty(), time.instant()));
                page = whole.things().stream()
                        .map(thing -> new Row(thing.id(), thing.updatedRaw()))
                        .toList();
                count = whole.count();
            } else {
                var listing = patience.ask(() -> line.listing(type, ask));
                page = listing.rows();
                count = type.pagedById() ? count : listing.count();
            }
            journal.seen(num, type, stamps(page));
            rows += page.size();
            if (page.size() < size) {
                return new Listed(rows, count);
            }
            last = page.getLast().id();
        }
    }

    /// Nothing is deleted on the word of a listing that is empty or incomplete, of one that lacks a large
    /// part, or while the server rearranges itself.
    private void missing(EntityType type, Listed listed, LibraryCounts counts)
            throws ConnectorException, InterruptedException, ProblemException {
        var candidates = journal.unseen(num, type);
        if (candidates.isEmpty()) {
            return;
        }
        long here = store.live(num, type);
        var told = counts.things().get(type);
        boolean complete = listed.rows == journal.seenCount(num, type)
                && (listed.count < 0 || listed.count == listed.rows)
                && (told == null || told == listed.rows || secondLook(type) == listed.rows);
        boolean empty = listed.rows == 0;
        boolean many = candidates.size() > Math.max(FEW, here / 20);
        if (!complete || busy()) {
            task.line("The list of " + type.plural() + " of " + instance.name()
                    + " is not complete now; nothing is taken away.");
            return;
        }
        if ((empty || many) && !removals) {
            report.held.put(type, candidates.size());
            task.line(instance.name() + " lists " + listed.rows + " of " + here + " " + type.plural()
                    + "; they are kept until you decide.");
            return;
        }
        var ids = candidates.stream().map(EntityKey::id).toList();
        Set<EntityKey> gone;
        if (ids.size() <= CONFIRMED || removals) {
            var confirmed = patience.ask(() -> line.confirmGone(type, ids));
            gone = candidates.stream()
                    .filter(key -> confirmed.contains(key.id()))
                    .collect(Collectors.toSet());
        } else {
            var suspected = new HashSet<>(store.todo(num, Todo.SUSPECT, type, Integer.MAX_VALUE));
            gone = candidates.stream().filter(suspected::contains).collect(Collectors.toSet());
            store.done(Todo.SUSPECT, suspected);
            store.addTodo(
                    Todo.SUSPECT,
                    candidates.stream().filter(key -> !gone.contains(key)).toList());
        }
        if (!gone.isEmpty()) {
            remove(type, gone);
        }
    }

    private long secondLook(EntityType type) throws ConnectorException, InterruptedException {
        return patience.ask(line::look).counts().things().getOrDefault(type, -1L);
    }

    private boolean busy() throws ConnectorException, InterruptedException {
        return patience.ask(line::jobs).stream()
                .map(job -> job.description().toLowerCase(java.util.Locale.ROOT))
                .anyMatch(what -> what.startsWith("scan")
                        || what.startsWith("clean")
                        || what.startsWith("import")
                        || what.startsWith("migrat"));
    }

    /// What pointed to something that went away may point to another thing now, or to none; its stamp did
    /// not move.
    private void remove(EntityType type, Set<EntityKey> gone) {
        var holders = new ArrayList<EntityKey>();
        for (var key : gone) {
            holders.addAll(store.linkedTo(key, LISTING_PAGE));
        }
        store.gone(num, type, gone, time.instant());
        store.addTodo(Todo.REREAD, holders);
        report.gone += gone.size();
    }

    // --- what was watched

    private void activity(Look look, State state, boolean full) throws ConnectorException, InterruptedException {
        if (full || json(look.counts()).equals(state.counts())) {
            return; // everything was just read, or nobody watched anything
        }
        watched(patience.ask(() -> line.latest(LATEST)));
        var since = state.activityAt().orElse(Instant.EPOCH);
        watched(patience.ask(() -> line.playedSince(since.minus(Duration.ofMinutes(1)))));
        if (oCount(state) != look.counts().o()) {
            report.changed += store.counted(num, patience.ask(line::imagesWithO));
        }
        if (!agrees(look)) {
            var all = patience.ask(() -> line.playedSince(Instant.EPOCH));
            watched(all);
            var listed = all.stream().map(LibraryLine.Activity::scene).collect(Collectors.toSet());
            var forgotten = store.played(num).stream()
                    .filter(id -> !listed.contains(id))
                    .toList();
            var found = patience.ask(() -> line.find(EntityType.SCENE, forgotten));
            report.wrote(store.write(
                    num, EntityType.SCENE, found.things(), found.served(), Optional.empty(), time.instant()));
        }
    }

    /// @return the sum as it was last time; -1 when it is not known
    private static long oCount(State state) {
        try {
            return JSON.readTree(state.counts()).path("o").asLong(-1);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds counts that cannot be read", e);
        }
    }

    private boolean agrees(Look look) {
        var sums = store.watchedSums(num);
        return sums[0] == look.counts().plays() && sums[1] == look.counts().played();
    }

    private void watched(List<LibraryLine.Activity> activity) {
        report.changed += store.watched(
                num,
                activity.stream()
                        .map(it -> new LibraryRepository.Watched(
                                it.scene(), it.o(), it.plays(), it.playSeconds(), it.resumeSeconds(), it.lastPlayed()))
                        .toList());
    }
}
