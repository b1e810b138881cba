package io.pilothouse.tasks.library;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Leaving;
import io.pilothouse.domain.library.LibraryCopy;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LibrarySort;
import io.pilothouse.domain.library.LibrarySums;
import io.pilothouse.domain.library.LibraryTotal;
import io.pilothouse.domain.library.LikeGroup;
import io.pilothouse.domain.library.LikenessRule;
import io.pilothouse.domain.library.Opinion;
import io.pilothouse.domain.library.ServerJob;
import io.pilothouse.domain.library.ServerJobOrder;
import io.pilothouse.domain.library.SyncRun;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SortedSet;

/// The library of all servers as people see it. Methods read the store or ask a server: call them from a
/// task. Thread-safe.
public interface Library {

    /// @return live instances that keep a library, best priority first, switched off ones included
    List<Instance> servers();

    /// @return the numbers of those of `wanted` that are shown: switched on; all when `wanted` is empty
    SortedSet<Integer> shown(Collection<InstanceId> wanted);

    /// @return the instance behind a number; empty when it is gone
    Optional<Instance> server(int number);

    /// Raised whenever something in the library changed.
    Published<Long> changes();

    // --- keeping it up to date

    /// Reads what changed on a server, or everything. A second request while one runs is refused.
    ///
    /// @param removals whether a person said that things missing on the server may go, however many
    SyncReport sync(InstanceId id, SyncReport.Mode mode, boolean removals, TaskContext context)
            throws ProblemException, InterruptedException;

    /// Takes the library that answers now as the one of this instance, whatever was known of it.
    ///
    /// @throws ProblemException also when its numbers belong to other things now
    void accept(InstanceId id) throws ProblemException;

    /// Keeps what its server does not list any more, until the next inventory tells of it again.
    void keep(InstanceId id) throws ProblemException;

    /// How a server's part of the library stands.
    ///
    /// @param things  what is there by type
    /// @param held    deletions that wait for a person's word, by type
    /// @param running whether it is read at this moment
    record Status(
            Instance server,
            Map<EntityType, Long> things,
            Map<String, Integer> held,
            boolean running,
            Optional<Instant> readAt,
            Optional<Instant> fullAt,
            Optional<Instant> inventoryAt,
            Optional<SyncRun> last,
            int waiting,
            String writeBack) {

        /// @return whether another library answers there, and reading stopped for that
        public boolean another() {
            return renumbered()
                    || last.filter(run -> run.outcome().equals(LibraryReadings.ANOTHER))
                            .isPresent();
        }

        /// @return whether its numbers belong to other things now, so that it can only be a new instance
        public boolean renumbered() {
            return last.filter(run -> run.outcome().equals(LibraryReadings.RENUMBERED))
                    .isPresent();
        }

        /// @return whether the last reading ended with nothing to show for it
        public boolean failed() {
            return another()
                    || last.filter(run -> run.outcome().equals("failed")).isPresent();
        }
    }

    List<Status> status();

    /// @return newest first
    List<SyncRun> runs(InstanceId id, int most) throws ProblemException;

    // --- looking

    List<LibraryRow> page(LibraryQuery query);

    LibraryTotal total(LibraryQuery query);

    /// Rows by number, for a list with a scroll bar: remembers places on the way, so that going on from
    /// anywhere is one reading.
    LibraryPager pager(LibraryQuery query);

    /// @param text `<instance id>:<type>:<id>`
    EntityKey key(String text) throws ProblemException;

    /// @return how a key is written; empty when its instance is gone
    Optional<String> text(EntityKey key);

    /// Everything known of a thing, copy by copy, the shown one first.
    ///
    /// @param differences fields in which the copies differ and nobody decided, then those decided
    record Detail(
            List<LibraryCopy> copies, Optional<Long> cluster, List<Difference> differences, List<Opinion> opinions) {}

    /// @param values  one for each copy, in the order of the copies
    /// @param shown   the value that is shown
    /// @param decided whether a person decided on exactly these values
    record Difference(String field, List<String> values, String shown, boolean decided) {}

    Detail detail(EntityKey key, SortedSet<Integer> shown) throws ProblemException;

    List<LikeGroup> duplicates(EntityType type, SortedSet<Integer> shown, int most);

    List<LikeGroup> conflicts(EntityType type, SortedSet<Integer> shown, int most);

    List<LikeGroup> likely(EntityType type, SortedSet<Integer> shown, int most);

    List<LibraryRow> rows(EntityType type, SortedSet<Integer> shown, List<EntityKey> keys);

    List<LibrarySums> sums();

    /// @return what goes when this instance is deleted for good, also from the trash; empty when it has no
    ///     library
    Optional<Leaving> leaving(InstanceId id);

    // --- deciding

    /// Says that two things are the same, for ever.
    ///
    /// @throws ProblemException when that contradicts what was said before; the chain is named
    void same(EntityKey one, EntityKey other) throws ProblemException;

    /// Says that two things are not the same, for ever.
    void different(EntityKey one, EntityKey other) throws ProblemException;

    /// Takes one copy out of its group: it is not the same as any of the others.
    ///
    /// @return the others
    List<EntityKey> split(EntityKey key) throws ProblemException;

    List<LikenessRule> rules(int most);

    boolean undo(long rule);

    /// Shows this copy's value of a field; `*` makes it the one that is shown.
    void take(EntityKey from, String field) throws ProblemException;

    /// Says that a difference is all right.
    void letDiffer(EntityKey any, String field) throws ProblemException;

    /// Takes back what was decided of a difference, by [#take] or [#letDiffer].
    void decideAgain(EntityKey any, String field) throws ProblemException;

    /// Merges two things on their server, which cannot be taken back there: links move to the second one, and
    /// the first is gone. Then reads what changed by that.
    void mergeOnServer(EntityKey source, EntityKey into, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException;

    /// Puts the copies of scenes in order again, after another one is to be shown.
    void ranked();

    // --- thinking

    /// @param rating 1 to 100; empty takes it away
    void rate(EntityKey key, OptionalInt rating) throws ProblemException;

    /// The same for many at once.
    void rate(Collection<EntityKey> keys, OptionalInt rating) throws ProblemException;

    /// Puts up for the servers that things are organised, or not.
    ///
    /// @return for how many: those that are so already are left out
    int organize(Collection<EntityKey> keys, boolean yes);

    void favourite(EntityKey key, boolean yes) throws ProblemException;

    void watched(EntityKey key, double seconds) throws ProblemException;

    /// Adds one to the O counter.
    void counted(EntityKey key) throws ProblemException;

    /// Takes back what was last noted as watched here, also on the server if it knows.
    void unwatched(EntityKey key) throws ProblemException;

    /// Takes the last one that was added here off the O counter, also on the server if it knows.
    void uncounted(EntityKey key) throws ProblemException;

    List<Opinion> opinions();

    /// A value that waits to be written on a server.
    ///
    /// @param base  the server's value that the person saw
    /// @param state `waiting`, `sending`, `conflict` or `failed`
    record Waiting(
            long number,
            EntityKey key,
            String title,
            String field,
            String value,
            String base,
            String state,
            String error,
            Instant at) {}

    /// @return oldest first
    List<Waiting> waiting(InstanceId id) throws ProblemException;

    /// Sends a value next time whatever the server has now.
    void insist(InstanceId id, long number) throws ProblemException;

    /// Does not write a value.
    void drop(InstanceId id, long number) throws ProblemException;

    /// @param mode `off`, `manual` or `automatic`
    void writeBack(InstanceId id, String mode) throws ProblemException;

    /// Sends what waits for a server.
    ///
    /// @return how many orders were carried out
    int push(InstanceId id, Consent consent, TaskContext context) throws ProblemException, InterruptedException;

    /// Writes this copy's value of a field on the other servers that have a copy.
    void give(EntityKey from, String field) throws ProblemException;

    /// @return whether a field can be written on servers
    boolean writable(String field);

    /// A filter with a name.
    ///
    /// @param lost what it named or meant and is not there, or not known here
    record Saved(
            String name,
            EntityType type,
            String text,
            List<LibraryFilter> filters,
            LibrarySort sort,
            boolean downwards,
            List<String> lost) {}

    /// @return by name
    List<Saved> filters();

    /// Replaces one of the same name.
    void saveFilter(String name, LibraryQuery query);

    /// @throws ProblemException with `bad-value` if another has the name already
    void renameFilter(String name, String other) throws ProblemException;

    void forgetFilter(String name);

    /// Filters that people gave a name on a server's own page.
    List<Saved> filtersOf(InstanceId id) throws ProblemException, InterruptedException;

    // --- asking the servers

    /// @return the picture's bytes; empty when there is none, or its server does not answer
    Optional<byte[]> picture(EntityKey key, long stamp) throws InterruptedException;

    URI pageOf(EntityKey key) throws ProblemException, InterruptedException;

    /// How a scene is played.
    ///
    /// @param from   the copy that is played
    /// @param player the program that was started and plays it
    /// @param page   where there is no player: the server's own page of it, to be opened in a browser
    record Playing(EntityKey from, Optional<String> player, Optional<URI> page) {}

    /// Plays a scene in a player outside, and notes that it was watched: this copy, or the next one when its
    /// server is off or silent.
    Playing play(EntityKey key) throws ProblemException, InterruptedException;

    /// Jobs that run or wait on the servers, as far as they were heard of.
    Published<Map<InstanceId, List<ServerJob>>> jobNews();

    void stopJob(InstanceId id, String job) throws ProblemException, InterruptedException;

    List<ServerJob> jobs(InstanceId id) throws ProblemException, InterruptedException;

    /// Starts a job and waits for its end.
    ServerJob job(InstanceId id, ServerJobOrder order, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException;
}
