package io.pilothouse.tasks.library;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine.Ask;
import io.pilothouse.connectors.LibraryLine.Row;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryCounts;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Compares what a server has with what is here: what is missed, and what was deleted there (contract for
/// Stash, 13.5). Nothing goes on the word of one listing.
final class LibraryInventory {

    /// So many candidates for deletion are asked for one by one.
    private static final int CONFIRMED = 200;
    private static final int FEW = 50;

    private final ServerReading on;
    private final boolean removals;

    /// @param removals whether a person said that things missing on the server may go, however many
    LibraryInventory(ServerReading on, boolean removals) {
        this.on = on;
        this.removals = removals;
    }

    void compare() throws ConnectorException, InterruptedException, ProblemException {
        on.guard();
        var before = on.patience.ask(on.line::look).counts();
        for (var type : EntityType.values()) {
            on.task.line("Comparing the " + type.plural() + " of " + on.instance.name());
            on.journal.forgetSeen(on.num, type);
            var listed = listed(type);
            for (var otherwise = on.journal.seenOtherwise(on.num, type, 0, ServerReading.LISTING_PAGE);
                    !otherwise.isEmpty();
                    otherwise =
                            on.journal.seenOtherwise(on.num, type, otherwise.getLast(), ServerReading.LISTING_PAGE)) {
                on.read(type, otherwise);
            }
            missing(type, listed, before);
            on.journal.forgetSeen(on.num, type);
        }
        hashes();
    }

    /// Reads scenes again that lack a perceptual hash here and not there.
    private void hashes() throws ConnectorException, InterruptedException, ProblemException {
        int page = ServerReading.LISTING_PAGE;
        for (var here = on.store.withoutPhash(on.num, 0, page);
                !here.isEmpty();
                here = on.store.withoutPhash(on.num, here.getLast(), page)) {
            var there = withoutPhashThere(here.getFirst() - 1, here.getLast());
            on.read(
                    EntityType.SCENE,
                    here.stream().filter(id -> !there.contains(id)).toList());
        }
    }

    private Set<Long> withoutPhashThere(long after, long to) throws ConnectorException, InterruptedException {
        var ids = new HashSet<Long>();
        long last = after;
        while (true) {
            long from = last;
            var some = on.patience.ask(() -> on.line.withoutPhash(from, ServerReading.LISTING_PAGE));
            ids.addAll(some);
            if (some.size() < ServerReading.LISTING_PAGE || some.getLast() >= to) {
                return ids;
            }
            last = some.getLast();
        }
    }

    /// @param rows  of all pages together
    /// @param count what the server itself counted; negative when it did not
    private record Listed(long rows, long count) {}

    private Listed listed(EntityType type) throws ConnectorException, InterruptedException {
        long rows = 0;
        long count = -1;
        long last = 0;
        int size = type.changesSilently() ? ServerReading.SMALL_PAGE : ServerReading.LISTING_PAGE;
        for (int number = 1; ; number++) {
            var ask = new Ask(last, number, size, Optional.empty());
            List<Row> page;
            int told;
            if (type.changesSilently()) {
                var whole = on.patience.ask(() -> on.line.page(type, ask));
                on.report.wrote(on.store.write(
                        on.num, type, whole.things(), whole.served(), Optional.empty(), on.time.instant()));
                page = whole.things().stream()
                        .map(thing -> new Row(thing.id(), thing.updatedRaw()))
                        .toList();
                told = whole.told();
                count = whole.count();
            } else {
                var listing = on.patience.ask(() -> on.line.listing(type, ask));
                page = listing.rows();
                told = listing.told();
                count = type.pagedById() ? count : listing.count();
            }
            on.journal.seen(on.num, type, ServerReading.stamps(page));
            rows += page.size();
            if (told < size || page.isEmpty()) {
                return new Listed(rows, count);
            }
            last = page.getLast().id();
        }
    }

    /// Nothing is deleted on the word of a listing that is empty or incomplete, of one that lacks a large
    /// part, or while the server rearranges itself.
    private void missing(EntityType type, Listed listed, LibraryCounts counts)
            throws ConnectorException, InterruptedException, ProblemException {
        long candidates = on.journal.unseenCount(on.num, type);
        if (candidates == 0) {
            return;
        }
        long here = on.store.live(on.num, type);
        var told = counts.things().get(type);
        boolean complete = listed.rows == on.journal.seenCount(on.num, type)
                && (listed.count < 0 || listed.count == listed.rows)
                && (told == null || told == listed.rows || secondLook(type) == listed.rows);
        boolean empty = listed.rows == 0;
        boolean many = candidates > Math.max(FEW, here / 20);
        if (!complete || busy()) {
            on.task.line("The list of " + type.plural() + " of " + on.instance.name()
                    + " is not complete now; nothing is taken away.");
            return;
        }
        if ((empty || many) && !removals) {
            on.report.held.put(type, Math.toIntExact(candidates));
            on.task.line(on.instance.name() + " lists " + listed.rows + " of " + here + " " + type.plural()
                    + "; they are kept until you decide.");
            return;
        }
        boolean oneByOne = candidates <= CONFIRMED || removals;
        if (!oneByOne) {
            on.journal.trustSeen(on.num, type);
        }
        for (var some = on.journal.unseen(on.num, type, 0, ServerReading.LISTING_PAGE);
                !some.isEmpty();
                some = on.journal.unseen(on.num, type, some.getLast().id(), ServerReading.LISTING_PAGE)) {
            var gone = oneByOne ? confirmed(type, some) : on.journal.suspect(type, some);
            if (!gone.isEmpty()) {
                remove(type, gone);
            }
        }
    }

    private List<EntityKey> confirmed(EntityType type, List<EntityKey> keys)
            throws ConnectorException, InterruptedException {
        var ids = keys.stream().map(EntityKey::id).toList();
        var gone = on.patience.ask(() -> on.line.confirmGone(type, ids));
        return keys.stream().filter(key -> gone.contains(key.id())).toList();
    }

    private long secondLook(EntityType type) throws ConnectorException, InterruptedException {
        return on.patience.ask(on.line::look).counts().things().getOrDefault(type, -1L);
    }

    private boolean busy() throws ConnectorException, InterruptedException {
        return on.patience.ask(on.line::jobs).stream()
                .map(job -> job.description().toLowerCase(java.util.Locale.ROOT))
                .anyMatch(what -> what.startsWith("scan")
                        || what.startsWith("clean")
                        || what.startsWith("import")
                        || what.startsWith("migrat"));
    }

    /// What pointed to something that went away may point to another thing now, or to none; its stamp did
    /// not move.
    private void remove(EntityType type, List<EntityKey> gone) {
        on.store.rereadLinkedTo(gone);
        on.store.removals().gone(on.num, type, gone, on.time.instant());
        on.report.gone += gone.size();
    }
}
