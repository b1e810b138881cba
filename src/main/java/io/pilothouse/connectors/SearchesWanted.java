package io.pilothouse.connectors;

import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.cycle.HuntRule.Order;
import io.pilothouse.domain.cycle.HuntRule.Pass;
import io.pilothouse.domain.cycle.HuntRule.Unit;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.health.ServiceWarning;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/// A connector whose service keeps lists of what is missing or could be better, and can be told to
/// search for single items. All calls block and may be interrupted; each counts the requests it sent
/// in [#requestsSent()].
public interface SearchesWanted {

    /// @return the units in which this service can be searched, the smallest first
    List<Unit> units();

    /// @return the passes this version of the service supports
    Set<Pass> passes() throws ConnectorException, InterruptedException;

    /// @return why a search cannot end in a download at all, in the service's words: no indexer, no
    ///     download client; empty when it can
    Optional<String> searchBlocked() throws ConnectorException, InterruptedException;

    /// The same from what the latest health check said, without asking again.
    Optional<String> searchBlocked(List<ServiceWarning> warnings);

    /// What is on its way, in one call.
    Queue queue() throws ConnectorException, InterruptedException;

    /// One page of candidates in the order asked for, as far as the service can sort so. Rows may repeat
    /// between pages when the list moves, and a page past the end is empty. `inQueue` is not filled: see
    /// [#queue()].
    ///
    /// @param page from 1
    WantedPage wanted(Wish wish, int page) throws ConnectorException, InterruptedException;

    /// @return reads that one page after the first costs at most
    default int pageCost(Pass pass) {
        return 1;
    }

    /// What is looked for.
    ///
    /// @param withoutTag for the pass "tag": what its parent does not bear yet; empty otherwise
    /// @param labels     whether the names of tags are needed; without them [Candidate#tags()] is empty
    record Wish(Pass pass, Unit unit, Order order, String withoutTag, boolean labels) {

        public Wish(Pass pass, Unit unit, Order order, String withoutTag) {
            this(pass, unit, order, withoutTag, true);
        }

        /// What a run needs to know, and no more.
        public static Wish of(HuntRule rule) {
            return new Wish(
                    rule.pass(),
                    rule.unit(),
                    rule.order(),
                    rule.pass() == Pass.TAG ? rule.tagSearched() : "",
                    rule.pass() == Pass.TAG || !rule.exclude().tags().isEmpty());
        }

        /// @return the same with the names of tags
        public Wish labelled() {
            return new Wish(pass, unit, order, withoutTag, true);
        }
    }

    /// @return quality profiles by id, as [Candidate#profile()] names them
    Map<String, String> profileNames() throws ConnectorException, InterruptedException;

    /// Asks the indexers once more, for nothing but why nothing was taken. Slow, and costs them a query.
    ///
    /// @return why each release that was found was refused; empty when none was found, or one would be taken
    /// @throws ConnectorException if the service could not ask
    List<Refusal> refusals(ItemKey item) throws ConnectorException, InterruptedException;

    /// A release that the service found and would not take.
    record Refusal(String title, String indexer, List<String> reasons) {}

    /// Groups single items into larger ones that are cheaper to search: the seasons that have ended and
    /// of which enough is missing. The groups name what they cover.
    ///
    /// @param singles rows of [#wanted], all pages read so far
    /// @return empty where the service knows no such unit
    default List<Candidate> packs(List<Candidate> singles) {
        return List.of();
    }

    /// @param item of a [Candidate] of this connector
    /// @return searches that one search of it stands for: a whole series is searched season by season
    default int cost(ItemKey item) {
        return 1;
    }

    /// Asks the service to search one item, as one command.
    ///
    /// @param item of a [Candidate] of this connector
    /// @return the command; an equal one that was already queued or running is returned instead
    CommandState search(ItemKey item) throws ConnectorException, InterruptedException;

    /// All commands the service still remembers, in one call.
    List<CommandState> commands() throws ConnectorException, InterruptedException;

    /// One command that [#commands()] may have forgotten already; then without its message.
    ///
    /// @return empty when the service forgot it wholly: it has ended, nobody knows how
    Optional<CommandState> command(String id) throws ConnectorException, InterruptedException;

    /// What happened to downloads and files since then, oldest first, in one call.
    List<Happening> historySince(Instant since) throws ConnectorException, InterruptedException;

    /// Puts a tag on the given parents or items, all in one call, making the tag where it is missing.
    void tag(Collection<ItemKey> items, String label) throws ConnectorException, InterruptedException;

    /// Takes a download out of the service's queue.
    ///
    /// @param queueIds      all records of one download
    /// @param removeData    whether the download client deletes it with its files
    /// @param blocklist     whether the same release may not be grabbed again
    /// @param searchAgain   whether the service looks for another release
    void removeFromQueue(Collection<Long> queueIds, boolean removeData, boolean blocklist, boolean searchAgain)
            throws ConnectorException, InterruptedException;

    /// @return requests sent since the connector was opened
    long requestsSent();

    /// @param pages how many there are now
    /// @param total rows the service says there are
    record WantedPage(List<Candidate> rows, int pages, long total) {

        /// @param size rows of a full page
        public static WantedPage of(List<Candidate> rows, long total, int size) {
            return new WantedPage(rows, (int) Math.max(1, (total + size - 1) / size), total);
        }
    }

    /// @param downloads distinct downloads, however many records each has
    record Queue(int downloads, List<QueueItem> items) {

        /// @return items and the units they stand in (a season of a queued episode) that are on their way
        public Set<ItemKey> onTheirWay() {
            return items.stream()
                    .flatMap(it -> it.items().stream())
                    .collect(java.util.stream.Collectors.toUnmodifiableSet());
        }
    }

    /// One download in the queue.
    ///
    /// @param queueIds   the service's records for it
    /// @param downloadId the download client's id, for a torrent its hash; empty while it waits
    /// @param state      the service's word, for example `downloading`, `importPending`
    /// @param progress   0 to 1
    /// @param reason     what it complains about, empty for nothing
    /// @param status     the service's word for what the download client does, for example `paused`
    /// @param trouble    whether the service complains
    record QueueItem(
            List<Long> queueIds,
            String downloadId,
            List<ItemKey> items,
            String title,
            String state,
            OptionalDouble progress,
            OptionalLong sizeBytes,
            OptionalLong leftBytes,
            String client,
            String indexer,
            String reason,
            String status,
            boolean trouble) {}

    /// @param grabbed releases grabbed, known only shortly after the end
    /// @param items   what it searches; empty when it is no search
    record CommandState(
            String id,
            Phase phase,
            OptionalInt grabbed,
            String message,
            Optional<Instant> endedAt,
            Set<ItemKey> items) {}

    enum Phase {
        QUEUED,
        RUNNING,
        COMPLETED,
        FAILED,
        /// The service restarted while it ran.
        ORPHANED,
        CANCELLED,
        UNKNOWN
    }

    /// @param items the item it happened to and the larger ones that contain it
    /// @param from  quality that was replaced, empty when nothing was
    record Happening(
            Instant at,
            What what,
            List<ItemKey> items,
            String downloadId,
            String indexer,
            String from,
            String to,
            String reason) {}

    enum What {
        GRABBED,
        /// Not by a search like ours, as far as the service tells.
        GRABBED_OTHERWISE,
        IMPORTED,
        DOWNLOAD_FAILED,
        FILE_DELETED,
        IGNORED,
        OTHER
    }
}
