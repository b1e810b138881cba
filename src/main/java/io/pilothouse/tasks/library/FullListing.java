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
            var cursor = cursors.getOrDefault(type, new Cursor(type, Mode.FULL.word(), "listing", 0, 1, "", 0, now));
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
        int size = type.pagedById() ? ServerReading.PAGE : ServerReading.SMALL_PAGE;
        long count = -1;
        int again = 0;
        while (true) {
            Page page;
            var ask = new Ask(cursor.lastId(), cursor.page(), size, Optional.empty());
            try {
                page = on.patience.ask(() -> on.line.page(type, ask));
            } catch (ConnectorException e) {
                if (!tooMuch(e)) {
                    throw e;
                }
                on.report.retries++;
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
            on.report.wrote(
                    on.store.write(on.num, type, things, page.served(), Optional.of(cursor), on.time.instant()));
            seen += things.size();
            on.task.progress(Math.min(seen, expected), expected);
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
        var next = on.line.listing(type, new Ask(cursor.lastId(), cursor.page(), 1, Optional.empty()));
        if (next.rows().isEmpty()) {
            throw why;
        }
        long id = next.rows().getFirst().id();
        on.unreadable(type, id);
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
}
