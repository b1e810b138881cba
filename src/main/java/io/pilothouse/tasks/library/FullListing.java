package io.pilothouse.tasks.library;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine.Ask;
import io.pilothouse.connectors.LibraryLine.Look;
import io.pilothouse.connectors.LibraryLine.Page;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.Stamps;
import io.pilothouse.store.LibraryJournal.Cursor;
import io.pilothouse.tasks.library.SyncReport.Mode;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Collectors;

/// Lists everything of a server, page by page (contract for Stash, 13.2 and 13.3). Where it stands is stored
/// with each page.
final class FullListing {

    private static final int SMALLEST_PAGE = 25;
    /// A page that took longer is followed by smaller ones, one that took less by larger ones.
    private static final Duration LONG = Duration.ofSeconds(6);
    private static final Duration SHORT = Duration.ofSeconds(1);
    private static final Duration RESUMED = Duration.ofHours(24);

    private final ServerReading on;
    private long expected;
    private long seen;

    FullListing(ServerReading on) {
        this.on = on;
    }

    void read(Look look) throws ConnectorException, InterruptedException, ProblemException {
        on.guard();
        var now = on.time.instant();
        var cursors = on.journal.cursors(on.num).stream()
                .filter(cursor -> cursor.mode().equals(Mode.FULL.word()))
                .filter(cursor -> cursor.startedAt().plus(RESUMED).isAfter(now))
                .collect(Collectors.toMap(Cursor::type, cursor -> cursor));
        if (cursors.isEmpty()) {
            on.journal.forgetCursors(on.num);
        }
        expected = look.counts().things().values().stream()
                .mapToLong(Long::longValue)
                .sum();
        seen = cursors.values().stream().mapToLong(Cursor::rows).sum();
        for (var type : EntityType.values()) {
            var cursor = cursors.getOrDefault(type, new Cursor(type, Mode.FULL.word(), "listing", 0, "", 0, now));
            if (!cursor.phase().equals("done")) {
                on.task.line("Reading the " + type.plural() + " of " + on.instance.name());
                cursor = list(type, cursor);
            }
            on.journal.raise(on.num, type, cursor.maxRaw());
        }
        on.journal.forgetCursors(on.num);
    }

    private Cursor list(EntityType type, Cursor from) throws ConnectorException, InterruptedException {
        var cursor = from;
        int usual = type.pagedById() ? ServerReading.PAGE : ServerReading.SMALL_PAGE;
        int size = usual;
        boolean resumed = from.rows() > 0 && !type.pagedById();
        long count = -1;
        int again = 0;
        while (true) {
            // before it is gone on with, the last row that was read tells whether rows have moved
            int number = (int) ((cursor.rows() - (resumed ? 1 : 0)) / size) + 1;
            var ask = new Ask(cursor.lastId(), number, size, Optional.empty());
            Page page;
            var asked = on.time.instant();
            try {
                page = on.patience.ask(() -> on.line.page(type, ask));
            } catch (ConnectorException e) {
                if (!tooMuch(e)) {
                    throw e;
                }
                on.report.retries++;
                if (size > 1) {
                    size = size <= SMALLEST_PAGE ? 1 : Math.max(SMALLEST_PAGE, size / 2);
                } else {
                    cursor = skip(type, cursor, number, e);
                    resumed = false;
                }
                continue;
            }
            boolean moved = resumed && !stands(cursor, page, number, size)
                    || !type.pagedById() && count >= 0 && page.count() != count && again++ < 3;
            if (moved) { // rows have moved between pages
                seen -= cursor.rows();
                cursor = at(cursor, "listing", 0, "", 0);
                resumed = false;
                count = -1;
                continue;
            }
            count = page.count();
            if (resumed) {
                resumed = false;
                continue;
            }
            var things = page.things();
            boolean last = page.told() < size || things.isEmpty();
            var before = cursor.rows();
            cursor = at(
                    cursor,
                    last ? "done" : "listing",
                    things.isEmpty() ? cursor.lastId() : things.getLast().id(),
                    things.stream().map(RemoteEntity::updatedRaw).reduce(cursor.maxRaw(), Stamps::later),
                    page.told() + (type.pagedById() ? before : (number - 1L) * size));
            on.report.wrote(
                    on.store.write(on.num, type, things, page.served(), Optional.of(cursor), on.time.instant()));
            seen += cursor.rows() - before;
            on.task.progress(Math.min(seen, expected), expected);
            if (last) {
                return cursor;
            }
            size = next(size, usual, Duration.between(asked, on.time.instant()));
        }
    }

    /// @return whether the last row that was read stands where it stood
    private static boolean stands(Cursor cursor, Page page, int number, int size) {
        long place = cursor.rows() - 1 - (number - 1L) * size;
        return place < page.things().size() && page.things().get((int) place).id() == cursor.lastId();
    }

    private static int next(int size, int usual, Duration took) {
        return took.compareTo(LONG) > 0
                ? Math.min(size, Math.max(SMALLEST_PAGE, size / 2))
                : took.compareTo(SHORT) < 0 ? Math.min(usual, size + size / 2 + 1) : size;
    }

    private static Cursor at(Cursor cursor, String phase, long lastId, String maxRaw, long rows) {
        return new Cursor(cursor.type(), cursor.mode(), phase, lastId, maxRaw, rows, cursor.startedAt());
    }

    /// @return whether a smaller page may help
    private static boolean tooMuch(ConnectorException e) {
        return e.code() == FaultCode.TOO_SLOW
                || e.code() == FaultCode.TOO_LARGE
                || e.code() == FaultCode.SERVER_ERROR
                || e.code() == FaultCode.PROXY_PAGE;
    }

    /// Steps over the one thing that the server cannot tell.
    private Cursor skip(EntityType type, Cursor cursor, int number, ConnectorException why)
            throws ConnectorException, InterruptedException {
        var next = on.line.listing(type, new Ask(cursor.lastId(), number, 1, Optional.empty()));
        if (next.rows().isEmpty()) {
            throw why;
        }
        long id = next.rows().getFirst().id();
        on.unreadable(type, id);
        return at(cursor, "listing", id, cursor.maxRaw(), type.pagedById() ? cursor.rows() + 1 : number);
    }
}
