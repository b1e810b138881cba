package io.pilothouse.tasks.library;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.Leaving;
import io.pilothouse.domain.library.LibraryCopy;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LibrarySums;
import io.pilothouse.domain.library.LibraryTotal;
import io.pilothouse.domain.library.LikeGroup;
import io.pilothouse.domain.library.LikenessRule;
import io.pilothouse.domain.library.Opinion;
import io.pilothouse.domain.library.ServerJob;
import io.pilothouse.domain.library.ServerJobOrder;
import io.pilothouse.domain.library.SyncRun;
import io.pilothouse.store.LibraryLikeness;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.LibraryQueries;
import io.pilothouse.store.LibraryRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The library as the store has it: reading the servers, what a person decides and thinks are parts of
/// their own.
public final class StoredLibrary implements Library {

    /// Which copy of a scene is shown: by the order of the servers, or the one with the best picture.
    public enum ShownCopy {
        BY_SERVER,
        BEST
    }

    public static final Setting<ShownCopy> SHOWN_COPY = Setting.choice("library.shownCopy", ShownCopy.BY_SERVER);

    private final LibraryRepository store;
    private final LibraryQueries queries;
    private final LibraryPersonalRepository personal;
    private final Instances instances;
    private final Guards guards;
    private final LibraryLines lines;
    private final LibraryServers servers;
    private final LibraryReadings readings;
    private final LibraryDecisions decisions;
    private final LibraryOpinions opinions;
    private final Pictures pictures;
    private final Player player;
    private final ServerWork serverWork;
    private final LibraryFilters saved;
    private final LibraryTidying tidying;
    private final Time time;
    private final Published<Long> changes = new Published<>(0L);

    /// What the library is kept in.
    ///
    /// @param pictures     folder of the thumbnails
    /// @param pictureBytes how many bytes of them are kept
    /// @param kept         folder for what was said of servers that are deleted for good
    /// @param player       plays scenes outside
    public record Keeping(
            LibraryRepository store,
            LibraryQueries queries,
            LibraryLikeness likeness,
            LibraryPersonalRepository personal,
            java.nio.file.Path pictures,
            long pictureBytes,
            java.nio.file.Path kept,
            Player player) {}

    public StoredLibrary(
            Keeping keeping,
            Instances instances,
            Guards guards,
            Activity activity,
            Predicate<KindId> keepsLibrary,
            LibraryLines lines,
            Time time) {
        store = keeping.store;
        queries = keeping.queries;
        personal = keeping.personal;
        var cache = new PictureCache(keeping.pictures, keeping.pictureBytes);
        pictures = new Pictures(
                cache,
                (key, stamp) -> {
                    var scene = queries.things().sceneOf(key);
                    return ask(
                            key,
                            line -> scene.isPresent()
                                    ? line.markerPicture(scene.get().id(), key.id(), stamp)
                                    : line.picture(key.type(), key.id(), stamp));
                },
                time);
        this.instances = instances;
        this.guards = guards;
        this.lines = lines;
        this.time = time;
        player = keeping.player;
        serverWork = new ServerWork(lines, guards, time);
        servers = new LibraryServers(instances, keepsLibrary, queries);
        tidying = new LibraryTidying(
                store, cache, new SaidOfGone(store, queries, personal, servers::numbered, keeping.kept), time);
        saved = new LibraryFilters(servers::text, servers::known);
        readings = new LibraryReadings(
                servers, store, queries, keeping.likeness, personal, lines, activity, time, this::changed);
        decisions = new LibraryDecisions(servers, queries, keeping.likeness, personal, time, this::changed);
        opinions = new LibraryOpinions(servers, store, queries, personal, lines, guards, time, this::changed);
    }

    @Override
    public List<Instance> servers() {
        return servers.all();
    }

    @Override
    public SortedSet<Integer> shown(Collection<InstanceId> wanted) {
        return servers().stream()
                .filter(Instance::enabled)
                .filter(instance -> wanted.isEmpty() || wanted.contains(instance.id()))
                .map(Instance::num)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public Optional<Instance> server(int number) {
        return servers.numbered(number);
    }

    @Override
    public Published<Long> changes() {
        return changes;
    }

    private void changed() {
        changes.update(before -> before + 1);
    }

    // --- keeping it up to date

    @Override
    public SyncReport sync(InstanceId id, SyncReport.Mode mode, boolean removals, TaskContext context)
            throws ProblemException, InterruptedException {
        return readings.sync(id, mode, removals, context);
    }

    @Override
    public void accept(InstanceId id) throws ProblemException {
        readings.accept(id);
    }

    @Override
    public void keep(InstanceId id) throws ProblemException {
        readings.keep(id);
    }

    @Override
    public List<Status> status() {
        return readings.status();
    }

    @Override
    public List<SyncRun> runs(InstanceId id, int most) throws ProblemException {
        return readings.runs(id, most);
    }

    LibraryReadings.Preview preview(InstanceId id) throws ProblemException, InterruptedException {
        return readings.preview(id);
    }

    // --- looking

    @Override
    public List<LibraryRow> page(LibraryQuery query) {
        return queries.page(query);
    }

    @Override
    public LibraryTotal total(LibraryQuery query) {
        return queries.total(query);
    }

    @Override
    public LibraryPager pager(LibraryQuery query) {
        return new LibraryPager(queries, query);
    }

    @Override
    public EntityKey key(String text) throws ProblemException {
        return servers.key(text);
    }

    @Override
    public Optional<String> text(EntityKey key) {
        return servers.text(key);
    }

    @Override
    public List<LibraryRow> rows(EntityType type, SortedSet<Integer> shown, List<EntityKey> keys) {
        return queries.things().rows(type, shown, keys);
    }

    @Override
    public List<LibrarySums> sums() {
        return queries.things().sums();
    }

    @Override
    public Optional<Leaving> leaving(InstanceId id) {
        return instances
                .find(id)
                .filter(instance -> keeps(instance.kind()))
                .map(instance -> store.removals().leaving(instance.num()));
    }

    // --- deciding

    @Override
    public Detail detail(EntityKey key, SortedSet<Integer> shown) throws ProblemException {
        return decisions.detail(key, shown);
    }

    @Override
    public List<LikeGroup> duplicates(EntityType type, SortedSet<Integer> shown, int most) {
        return decisions.duplicates(type, shown, most);
    }

    @Override
    public List<LikeGroup> conflicts(EntityType type, SortedSet<Integer> shown, int most) {
        return decisions.conflicts(type, shown, most);
    }

    @Override
    public List<LikeGroup> likely(EntityType type, SortedSet<Integer> shown, int most) {
        return decisions.likely(type, shown, most);
    }

    @Override
    public void same(EntityKey one, EntityKey other) throws ProblemException {
        decisions.same(one, other);
    }

    @Override
    public void different(EntityKey one, EntityKey other) throws ProblemException {
        decisions.different(one, other);
    }

    @Override
    public List<EntityKey> split(EntityKey key) throws ProblemException {
        return decisions.split(key);
    }

    @Override
    public List<LikenessRule> rules(int most) {
        return decisions.rules(most);
    }

    @Override
    public boolean undo(long rule) {
        return decisions.undo(rule);
    }

    @Override
    public void take(EntityKey from, String field) throws ProblemException {
        decisions.take(from, field);
    }

    @Override
    public void letDiffer(EntityKey any, String field) throws ProblemException {
        decisions.letDiffer(any, field);
    }

    @Override
    public void decideAgain(EntityKey any, String field) throws ProblemException {
        decisions.decideAgain(any, field);
    }

    @Override
    public void mergeOnServer(EntityKey source, EntityKey into, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        if (source.type() != into.type() || source.instance() != into.instance() || source.equals(into)) {
            throw LibraryServers.problem(
                    ProblemCode.BAD_VALUE,
                    "Only two different things of one type on one server can be merged there.",
                    "Choose two " + source.type().plural() + " of the same server.");
        }
        var instance = enabled(source);
        guards.require(
                new Act(
                        ActionClass.DESTRUCTIVE,
                        List.of(instance.id()),
                        "merge two " + source.type().plural() + " on it, which cannot be taken back there",
                        List.of(text(source).orElse(""), text(into).orElse("")),
                        2),
                consent);
        ask(source, line -> {
            line.merge(source.type(), List.of(source.id()), into.id());
            return true;
        });
        // the stamps of what pointed to it did not move
        store.rereadLinkedTo(List.of(source));
        store.addTodo(LibraryRepository.Todo.REREAD, List.of(into));
        store.removals().gone(source.instance(), source.type(), List.of(source), time.instant());
        readings.sync(instance.id(), SyncReport.Mode.CHANGES, false, context);
    }

    @Override
    public void ranked() {
        store.rankScenesAgain();
        changed();
    }

    // --- thinking

    @Override
    public void rate(EntityKey key, OptionalInt rating) throws ProblemException {
        opinions.rate(List.of(key), rating);
    }

    @Override
    public void rate(Collection<EntityKey> keys, OptionalInt rating) throws ProblemException {
        opinions.rate(keys, rating);
    }

    @Override
    public int organize(Collection<EntityKey> keys, boolean yes) {
        return opinions.organize(keys, yes);
    }

    @Override
    public void favourite(EntityKey key, boolean yes) {
        opinions.favourite(key, yes);
    }

    @Override
    public void watched(EntityKey key, double seconds) {
        opinions.watched(key, seconds);
    }

    @Override
    public void counted(EntityKey key) {
        opinions.counted(key);
    }

    @Override
    public void unwatched(EntityKey key) throws ProblemException {
        opinions.takeBack(key, "play");
    }

    @Override
    public void uncounted(EntityKey key) throws ProblemException {
        opinions.takeBack(key, "o");
    }

    @Override
    public List<Opinion> opinions() {
        return opinions.opinions();
    }

    @Override
    public void writeBack(InstanceId id, String mode) throws ProblemException {
        opinions.writeBack(id, mode);
    }

    @Override
    public int push(InstanceId id, Consent consent, TaskContext context) throws ProblemException, InterruptedException {
        return opinions.push(id, consent, context);
    }

    /// @return how many orders may be sent to a server now without a person
    int sendable(Instance instance) {
        return opinions.sendable(instance);
    }

    @Override
    public List<Waiting> waiting(InstanceId id) throws ProblemException {
        return opinions.waiting(id);
    }

    @Override
    public void insist(InstanceId id, long order) throws ProblemException {
        opinions.insist(id, order);
    }

    @Override
    public void drop(InstanceId id, long order) throws ProblemException {
        opinions.drop(id, order);
    }

    @Override
    public void give(EntityKey from, String field) throws ProblemException {
        opinions.give(from, field);
    }

    @Override
    public boolean writable(String field) {
        return opinions.writable(field);
    }

    @Override
    public List<Saved> filters() {
        return personal.filters().entrySet().stream()
                .map(entry -> saved.read(entry.getKey(), entry.getValue()))
                .toList();
    }

    @Override
    public void saveFilter(String name, LibraryQuery query) {
        personal.save(name.strip(), saved.document(query), time.instant());
        changed();
    }

    @Override
    public void renameFilter(String name, String other) throws ProblemException {
        if (!personal.rename(name, other.strip())) {
            throw LibraryServers.problem(
                    ProblemCode.BAD_VALUE,
                    "There is a filter called “" + other.strip() + "” already.",
                    "Choose another name, or forget that one first.");
        }
        changed();
    }

    @Override
    public void forgetFilter(String name) {
        personal.forget(name);
        changed();
    }

    @Override
    public List<Saved> filtersOf(InstanceId id) throws ProblemException, InterruptedException {
        var instance = servers.named(id);
        var everywhere = servers.everywhere();
        var reading = new ServerFilters(
                instance.num(), key -> Set.copyOf(queries.things().copiesOf(key, everywhere)));
        try {
            return lines.use(instance, LibraryLine::filters).stream()
                    .flatMap(named -> reading.read(named).stream())
                    .toList();
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    // --- asking the servers

    private <T> T ask(EntityKey key, LibraryLines.Use<T> use) throws ProblemException, InterruptedException {
        try {
            return lines.use(enabled(key), use);
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    private Instance enabled(EntityKey key) throws ProblemException {
        return server(key.instance())
                .filter(it -> it.enabled() && it.deletedAt().isEmpty())
                .orElseThrow(() -> LibraryServers.problem(
                        ProblemCode.PAUSED,
                        "The server of this copy is switched off.",
                        "Choose another copy, or switch its server on."));
    }

    @Override
    public Optional<byte[]> picture(EntityKey key, long stamp) throws InterruptedException {
        return pictures.get(key, stamp);
    }

    @Override
    public URI pageOf(EntityKey key) throws ProblemException, InterruptedException {
        return ask(key, line -> line.pageOf(key.type(), key.id()));
    }

    /// From this copy, or where its server is switched off or does not answer from the next best one.
    @Override
    public Playing play(EntityKey key) throws ProblemException, InterruptedException {
        var copies = new LinkedHashSet<>(List.of(key));
        copies.addAll(queries.things().copiesOf(key, shown(List.of())));
        var silent = new ArrayList<ProblemException>();
        for (var copy : copies) {
            try {
                return playThis(copy);
            } catch (ProblemException e) {
                silent.add(e);
            }
        }
        throw silent.getFirst();
    }

    private Playing playThis(EntityKey key) throws ProblemException, InterruptedException {
        var title = queries.things().copy(key).map(LibraryCopy::title).orElse("");
        var stream = ask(key, line -> {
            line.jobs(); // a player outside tells nobody that a server is silent
            return line.playable(key.id());
        });
        var started = player.play(stream, title);
        if (started.isPresent()) {
            watched(key, 0);
            return new Playing(key, started, Optional.empty());
        }
        // a browser keeps the addresses it was given: one with a key in it must not get there
        return new Playing(key, Optional.empty(), Optional.of(pageOf(key)));
    }

    @Override
    public List<ServerJob> jobs(InstanceId id) throws ProblemException, InterruptedException {
        return serverWork.jobs(servers.named(id));
    }

    @Override
    public ServerJob job(InstanceId id, ServerJobOrder order, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        var server = servers.named(id);
        var ended = serverWork.job(server, order, consent, context);
        if (order == ServerJobOrder.GENERATE) {
            readings.listAgain(server);
        }
        return ended;
    }

    @Override
    public void stopJob(InstanceId id, String job) throws ProblemException, InterruptedException {
        serverWork.stop(servers.named(id), job);
    }

    @Override
    public Published<Map<InstanceId, List<ServerJob>>> jobNews() {
        return serverWork.news();
    }

    /// Listens to what a server tells by itself, until the connection ends.
    ///
    /// @param scanned called when a scan or a clean has ended there
    void listen(Instance instance, Runnable scanned) throws ConnectorException, InterruptedException {
        serverWork.listen(instance, scanned);
    }

    // --- life of an instance

    /// Follows what happens to an instance: another priority, gone for good. Call from a task.
    public void follow(Instance before, Instance after) {
        if (before.configuration().priority() != after.configuration().priority()) {
            store.rankAgain(after.num());
            changed();
        }
    }

    /// Follows what happened to the instances while no console ran: the terminal may have given them other
    /// priorities. Call from a task.
    void catchUpWithPriorities() {
        if (store.rankWhereOtherwise() > 0) {
            changed();
        }
    }

    /// Tells that other servers are there, or switched on, than before.
    void othersAreThere() {
        changed();
    }

    /// Deletes what is left of instances that are gone for good, a slice at a time.
    ///
    /// @return how many instances were tidied up
    public int tidyUp() throws InterruptedException {
        int tidied = tidying.tidyUp();
        if (tidied > 0) {
            changed();
        }
        return tidied;
    }

    /// Counts anew, and forgets what has been away for long. Call from a task.
    public void upkeep(TaskContext context) throws InterruptedException {
        if (tidying.upkeep(context)) {
            changed();
        }
    }

    boolean keeps(KindId kind) {
        return servers.keeps(kind);
    }

    Instant now() {
        return time.instant();
    }

    Optional<Instance> server(InstanceId id, boolean live) {
        return instances
                .find(id)
                .filter(instance -> !live || instance.deletedAt().isEmpty());
    }

    /// @return enabled servers by id, for those who schedule
    Map<InstanceId, Instance> scheduled() {
        var scheduled = new HashMap<InstanceId, Instance>();
        servers().stream().filter(Instance::enabled).forEach(it -> scheduled.put(it.id(), it));
        return scheduled;
    }
}
