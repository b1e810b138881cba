package io.pilothouse.connectors;

import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryCounts;
import io.pilothouse.domain.library.RemoteEntity;
import io.pilothouse.domain.library.ServerJob;
import io.pilothouse.domain.library.ServerJobOrder;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Consumer;

/// The library of one server: read in pages, changed in single acts. All calls block and may be
/// interrupted. At most two are under way at once, so that a person's question is answered beside a
/// synchronisation.
public interface LibraryLine {

    /// Asks how the server is and how much it has, in one request.
    ///
    /// @throws ConnectorException also when the server is not ready, or too old to have its library read
    Look look() throws ConnectorException, InterruptedException;

    /// Whole things, by id.
    Page page(EntityType type, Ask ask) throws ConnectorException, InterruptedException;

    /// Ids and stamps, by id.
    Listing listing(EntityType type, Ask ask) throws ConnectorException, InterruptedException;

    /// What changed since, newest first, all types in one request.
    ///
    /// @param bounds lower bounds by type, as [io.pilothouse.domain.library.Stamps#bound] makes them
    /// @param newest so many rows of each type at most; the count tells how many there are
    Map<EntityType, Listing> changed(Map<EntityType, String> bounds, int newest)
            throws ConnectorException, InterruptedException;

    /// Files that changed since: their stamps move though those of their owners do not.
    ///
    /// @return empty where the server does not tell (below v0.29)
    Optional<Listing> changedFiles(String bound, int page, int size) throws ConnectorException, InterruptedException;

    /// Whole things by id.
    ///
    /// @param ids at most 100 are asked for at once; any number may be given
    Found find(EntityType type, Collection<Long> ids) throws ConnectorException, InterruptedException;

    /// Makes sure, by asking for each alone, that things are not there.
    ///
    /// @return those that are gone; empty for a type that cannot be asked for alone
    Set<Long> confirmGone(EntityType type, Collection<Long> ids) throws ConnectorException, InterruptedException;

    /// Looks at things by which a library is known again.
    ///
    /// @param known at most 50
    /// @return how those look that are there
    List<Sample> samples(List<Sample> known) throws ConnectorException, InterruptedException;

    /// @return ids of a gallery's images
    Set<Long> imagesOf(long gallery) throws ConnectorException, InterruptedException;

    /// Scenes that have no perceptual hash: no stamp moves when one is made.
    ///
    /// @param after only those with greater ids
    /// @return ids in ascending order; less than `size` when there are no more
    List<Long> withoutPhash(long after, int size) throws ConnectorException, InterruptedException;

    /// What was watched since, oldest id first.
    List<Activity> playedSince(Instant since) throws ConnectorException, InterruptedException;

    /// What was played last, and what got an O last, newest first.
    List<Activity> latest(int howMany) throws ConnectorException, InterruptedException;

    /// @return all scenes that have an O; no stamp moves with it
    List<Activity> scenesWithO() throws ConnectorException, InterruptedException;

    /// @return the O counters of images that have one, by id; no stamp moves with them
    Map<Long, Integer> imagesWithO() throws ConnectorException, InterruptedException;

    /// @param o whether the times of its O counter are asked for, and not when it was played
    /// @return newest first, whole seconds
    List<Instant> history(long scene, boolean o) throws ConnectorException, InterruptedException;

    // --- acts

    /// Sets values of a thing. Sending them again does no harm.
    ///
    /// @param values by the server's own names, for example `rating100`; null clears
    void update(EntityType type, long id, Map<String, ? extends @org.jspecify.annotations.Nullable Object> values)
            throws ConnectorException, InterruptedException;

    /// The same for many scenes at once: all of them or none.
    ///
    /// @param ids at most 200, each once
    void updateScenes(Collection<Long> ids, Map<String, ? extends @org.jspecify.annotations.Nullable Object> values)
            throws ConnectorException, InterruptedException;

    /// Notes that a scene was played. Sending it twice counts twice.
    void addPlay(long scene, Instant at) throws ConnectorException, InterruptedException;

    /// Adds one to a scene's O counter. Sending it twice counts twice.
    void addO(long scene, Instant at) throws ConnectorException, InterruptedException;

    /// Takes back a play, or an O, of exactly this moment. Sending it twice takes two back.
    void deleteEvent(long scene, boolean o, Instant at) throws ConnectorException, InterruptedException;

    void saveResume(long scene, double seconds) throws ConnectorException, InterruptedException;

    /// Lets one thing take over what others of its server are linked to. Cannot be taken back there.
    ///
    /// @throws ConnectorException also when this server cannot merge things of this type
    void merge(EntityType type, Collection<Long> sources, long destination)
            throws ConnectorException, InterruptedException;

    // --- jobs

    /// @return what runs, then what waits
    List<ServerJob> jobs() throws ConnectorException, InterruptedException;

    /// @return empty when the server has forgotten it
    Optional<ServerJob> job(String id) throws ConnectorException, InterruptedException;

    /// @return the number of the job that was started; empty for one that is done at once
    Optional<String> start(ServerJobOrder order) throws ConnectorException, InterruptedException;

    void stop(String job) throws ConnectorException, InterruptedException;

    /// Listens to what the server tells by itself, until the connection ends. What is told is a hint:
    /// nothing may rely on it, as a slow listener misses some and not every proxy lets it through.
    ///
    /// @param news called on this thread
    void listen(Consumer<News> news) throws ConnectorException, InterruptedException;

    /// What a server tells by itself.
    sealed interface News {

        /// A job was added, went on or ended.
        record Job(ServerJob job) implements News {}

        /// A scan or a clean ended: things have changed.
        record Scanned() implements News {}
    }

    /// Filters that people gave a name on the server.
    List<NamedFilter> filters() throws ConnectorException, InterruptedException;

    /// @param mode   what it is about, in the server's words, for example `SCENES`
    /// @param find   search words and order, as JSON
    /// @param object what it narrows down by, as JSON in the form of the server's own page
    record NamedFilter(String name, String mode, String find, String object) {}

    // --- pictures and pages

    /// A small picture of a thing.
    ///
    /// @param stamp lets the server say that it never changes
    /// @return the file's bytes; empty when there is none, or none that can be drawn
    Optional<byte[]> picture(EntityType type, long id, long stamp) throws ConnectorException, InterruptedException;

    /// A small picture of a marker, or of its scene where the server has made none.
    Optional<byte[]> markerPicture(long scene, long marker, long stamp) throws ConnectorException, InterruptedException;

    /// @return the server's own page of a thing
    URI pageOf(EntityType type, long id);

    /// @return where a player finds a scene's file; carries the key where the server wants one, so it is
    ///     given to a player on a person's word only, and never written down
    URI playable(long scene) throws ConnectorException, InterruptedException;

    /// @return requests sent and bytes read since the connector was opened
    Cost cost();

    /// @param after  things with greater ids; only for types that are paged by id
    /// @param page   from 1; for the other types
    /// @param since  only those with a stamp greater than this text
    record Ask(long after, int page, int size, Optional<String> since) {

        public static Ask first(int size) {
            return new Ask(0, 1, size, Optional.empty());
        }
    }

    /// @param software tells whether the server is another version than before
    /// @param served   the server's clock
    record Look(String version, String software, LibraryCounts counts, Instant served, boolean fileStamps) {}

    /// @param told  how many rows the server told, also those that have no id that can be one
    /// @param count how many there are of them; negative when the server was not asked to count
    record Page(List<RemoteEntity> things, int told, long count, Instant served) {}

    /// @param told  how many rows the server told, also those that have no id that can be one
    /// @param count how many there are in all; negative when the server was not asked to count
    record Listing(List<Row> rows, int told, long count, Instant served) {}

    record Row(long id, String updatedRaw) {}

    /// @param unreadable ids at which the server fails of itself
    record Found(List<RemoteEntity> things, Set<Long> gone, Set<Long> unreadable, Instant served) {}

    /// A thing by which a library is known again.
    ///
    /// @param content checksum of its first file, or its name
    record Sample(EntityType type, long id, String createdRaw, String content) {}

    record Activity(
            long scene, int o, int plays, double playSeconds, double resumeSeconds, Optional<Instant> lastPlayed) {}

    record Cost(long requests, long bytes) {}

    /// @return fields of a thing that can be written on a server, by the name of the stored field
    static SortedMap<String, String> writable() {
        return new java.util.TreeMap<>(Map.of(
                "title", "title",
                "date", "date",
                "details", "details",
                "code", "code",
                "director", "director",
                "rating", "rating100",
                "organized", "organized",
                "favourite", "favorite"));
    }
}
