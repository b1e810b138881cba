package io.pilothouse.tasks.library;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.domain.Problem;
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
import io.pilothouse.domain.library.Folding;
import io.pilothouse.domain.library.Folding.Said;
import io.pilothouse.domain.library.LibraryCopy;
import io.pilothouse.domain.library.LibraryCopy.Named;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LibrarySums;
import io.pilothouse.domain.library.LibraryTotal;
import io.pilothouse.domain.library.LikeGroup;
import io.pilothouse.domain.library.LikenessRule;
import io.pilothouse.domain.library.Opinion;
import io.pilothouse.domain.library.ServerJob;
import io.pilothouse.domain.library.ServerJobOrder;
import io.pilothouse.domain.library.Stamps;
import io.pilothouse.domain.library.SyncRun;
import io.pilothouse.store.LibraryLikeness;
import io.pilothouse.store.LibraryPersonalRepository;
import io.pilothouse.store.LibraryPersonalRepository.Pick;
import io.pilothouse.store.LibraryQueries;
import io.pilothouse.store.LibraryRepository;
import io.pilothouse.store.LibraryRepository.State;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.instance.Instances;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// The library as the store has it. One synchronisation of each server at a time, eight of all.
public final class StoredLibrary implements Library {

    private static final int SYNCS_AT_ONCE = 8;
    private static final int RUNS_LOOKED_AT = 20;
    /// Fields that should be the same on every copy.
    private static final Set<String> NAMING = Set.of("title", "date");

    /// The outcome of a run that met another library behind the address.
    static final String ANOTHER = "another";

    private static final ObjectMapper JSON = new ObjectMapper();
    /// Fields whose difference says nothing: they belong to the copy, not to the thing.
    private static final Set<String> OF_THE_COPY =
            Set.of("image_count", "audio_codec", "frame_rate", "captions", "folder", "urls", "sort_name", "seconds");

    private final LibraryRepository store;
    private final LibraryQueries queries;
    private final LibraryLikeness likeness;
    private final LibraryPersonalRepository personal;
    private final Instances instances;
    private final Guards guards;
    private final Predicate<KindId> keepsLibrary;
    private final LibraryLines lines;
    private final PictureCache pictures;
    private final Player player;
    private final ServerWork serverWork;
    private final LibraryFilters saved;
    private final Time time;
    private final Set<InstanceId> running = ConcurrentHashMap.newKeySet();
    private final Semaphore slots = new Semaphore(SYNCS_AT_ONCE);
    private final Map<Integer, Semaphore> pictureSlots = new ConcurrentHashMap<>();
    private final Published<Long> changes = new Published<>(0L);

    /// What the library is kept in.
    ///
    /// @param pictures     folder of the thumbnails
    /// @param pictureBytes how many bytes of them are kept
    /// @param player       plays scenes outside
    public record Keeping(
            LibraryRepository store,
            LibraryQueries queries,
            LibraryLikeness likeness,
            LibraryPersonalRepository personal,
            java.nio.file.Path pictures,
            long pictureBytes,
            Player player) {}

    public StoredLibrary(
            Keeping keeping,
            Instances instances,
            Guards guards,
            Predicate<KindId> keepsLibrary,
            LibraryLines lines,
            Time time) {
        store = keeping.store;
        queries = keeping.queries;
        likeness = keeping.likeness;
        personal = keeping.personal;
        pictures = new PictureCache(keeping.pictures, keeping.pictureBytes);
        this.instances = instances;
        this.guards = guards;
        this.keepsLibrary = keepsLibrary;
        this.lines = lines;
        this.time = time;
        player = keeping.player;
        serverWork = new ServerWork(lines, guards, time);
        saved = new LibraryFilters(this::text, this::known);
    }

    @Override
    public List<Instance> servers() {
        return instances.fleet().get().live().stream()
                .filter(instance -> keepsLibrary.test(instance.kind()))
                .sorted(Comparator.comparingInt(
                        instance -> instance.configuration().priority()))
                .toList();
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
        return instances.fleet().get().byId().values().stream()
                .filter(instance -> instance.num() == number)
                .findFirst();
    }

    @Override
    public Published<Long> changes() {
        return changes;
    }

    private void changed() {
        changes.update(before -> before + 1);
    }

    private Instance server(InstanceId id) throws ProblemException {
        return instances
                .find(id)
                .filter(instance -> instance.deletedAt().isEmpty())
                .filter(instance -> keepsLibrary.test(instance.kind()))
                .orElseThrow(() -> problem(
                        ProblemCode.NOT_FOUND, id + " is no server with a library.", "Choose a Stash from the list."));
    }

    private static ProblemException problem(ProblemCode code, String summary, String advice) {
        return new ProblemException(new Problem(code, summary, advice));
    }

    // --- keeping it up to date

    @Override
    public SyncReport sync(InstanceId id, SyncReport.Mode mode, boolean removals, TaskContext context)
            throws ProblemException, InterruptedException {
        var instance = server(id);
        if (!instance.enabled()) {
            throw problem(
                    ProblemCode.PAUSED,
                    instance.name() + " is switched off.",
                    "Switch it on to have its library read; what is known of it stays.");
        }
        if (!running.add(id)) {
            throw problem(
                    ProblemCode.PAUSED,
                    "The library of " + instance.name() + " is being read already.",
                    "Wait for its end, or stop it.");
        }
        var started = time.instant();
        try {
            slots.acquire();
            try {
                var report = lines.use(instance, line -> {
                    try {
                        return new Ended(
                                new LibrarySync(store, time, instance, line, mode, removals, context).run(), null);
                    } catch (ProblemException e) {
                        return new Ended(null, e);
                    }
                });
                var done = report.orThrow();
                context.effect("added", done.added());
                context.effect("changed", done.changed());
                context.effect("gone", done.gone());
                remember(
                        instance,
                        mode,
                        started,
                        done.held().isEmpty() ? "done" : "held",
                        "",
                        LibrarySync.json(stored(done)));
                return done;
            } finally {
                slots.release();
            }
        } catch (ConnectorException e) {
            remember(instance, mode, started, "failed", e.problem().summary(), "{}");
            throw new ProblemException(e.problem(), e);
        } catch (ProblemException e) {
            var why = e.problem();
            remember(
                    instance,
                    mode,
                    started,
                    why.code() == ProblemCode.IDENTITY_CHANGED ? ANOTHER : "failed",
                    why.summary(),
                    "{}");
            throw e;
        } finally {
            running.remove(id);
            changed();
        }
    }

    /// A report, or why there is none: a line passes on only its own failures.
    private record Ended(
            @org.jspecify.annotations.Nullable SyncReport report,
            @org.jspecify.annotations.Nullable ProblemException failure) {

        SyncReport orThrow() throws ProblemException {
            if (failure != null) {
                throw failure;
            }
            return java.util.Objects.requireNonNull(report);
        }
    }

    private static Map<String, Object> stored(SyncReport report) {
        var values = report.values();
        values.put("startedAt", report.startedAt().toString());
        return values;
    }

    private void remember(
            Instance instance, SyncReport.Mode mode, Instant started, String outcome, String reason, String report) {
        store.add(instance.num(), new SyncRun(mode.word(), started, time.instant(), outcome, reason, report));
    }

    @Override
    public void accept(InstanceId id) throws ProblemException {
        var instance = server(id);
        store.forgetSamples(instance.num());
        store.save(instance.num(), again(store.state(instance.num())));
        changed();
    }

    /// The same, to be read in full.
    private static State again(State state) {
        return new State(
                state.software(),
                "{}",
                "",
                state.zone(),
                Optional.empty(),
                Optional.empty(),
                state.activityAt(),
                state.goodAt(),
                "{}",
                state.writeBack());
    }

    @Override
    public List<Status> status() {
        var totals = queries.totals();
        return servers().stream()
                .map(instance -> {
                    var state = store.state(instance.num());
                    var runs = store.runs(instance.num(), RUNS_LOOKED_AT);
                    var good = runs.stream() // one that found nothing changed writes down no more than that
                            .filter(run -> run.outcome().equals("done")
                                    || run.outcome().equals("held"))
                            .map(SyncRun::endedAt)
                            .findFirst()
                            .or(state::goodAt);
                    return new Status(
                            instance,
                            totals.getOrDefault(instance.num(), Map.of()),
                            held(state.held()),
                            running.contains(instance.id()),
                            good,
                            state.fullAt(),
                            state.inventoryAt(),
                            runs.stream().findFirst(),
                            personal.orders(instance.num()).size(),
                            state.writeBack());
                })
                .toList();
    }

    private static Map<String, Integer> held(String json) {
        try {
            return JSON.readValue(json, new TypeReference<Map<String, Integer>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds a document that cannot be read", e);
        }
    }

    @Override
    public List<SyncRun> runs(InstanceId id, int most) throws ProblemException {
        return store.runs(server(id).num(), most);
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
        var parts = text.strip().split(":");
        if (parts.length == 3 && parts[2].matches("[1-9]\\d{0,11}")) {
            var type = EntityType.named(parts[1]);
            var instance = instances.fleet().get().byId().values().stream()
                    .filter(it -> it.id().value().equals(parts[0]))
                    .findFirst();
            if (type.isPresent() && instance.isPresent()) {
                var key = new EntityKey(instance.get().num(), type.get(), Long.parseLong(parts[2]));
                if (queries.has(key)) {
                    return key;
                }
            }
            throw problem(
                    ProblemCode.NOT_FOUND,
                    "There is no " + text + " in the library.",
                    "Search for it; its key stands in the answer.");
        }
        throw problem(
                ProblemCode.BAD_VALUE,
                "“" + text + "” is no key.",
                "Give it as <instance id>:<type>:<number>, for example stash-2611202031k3f:scene:42.");
    }

    @Override
    public Optional<String> text(EntityKey key) {
        return server(key.instance()).map(instance -> key.text(instance.id()));
    }

    @Override
    public Detail detail(EntityKey key, SortedSet<Integer> shown) throws ProblemException {
        var keys = new LinkedHashSet<>(queries.copiesOf(key, shown));
        keys.add(key);
        var copies = keys.stream().flatMap(each -> queries.copy(each).stream()).toList();
        if (copies.isEmpty()) {
            throw problem(
                    ProblemCode.NOT_FOUND,
                    "There is no " + text(key).orElse(key.toString()) + " in the library.",
                    "Search for it; its key stands in the answer.");
        }
        var cluster = queries.clusterOf(key);
        var picks = cluster.map(number -> personal.picks(key.type(), number)).orElse(Map.of());
        return new Detail(copies, cluster, differences(copies, picks), personal.opinions(keys));
    }

    private static List<Difference> differences(List<LibraryCopy> copies, Map<String, Pick> picks) {
        if (copies.size() < 2) {
            return List.of();
        }
        var fields = new LinkedHashSet<String>(List.of("title", "date", "parent", "performers", "tags"));
        copies.forEach(copy -> fields.addAll(copy.fields().keySet()));
        fields.removeAll(OF_THE_COPY);
        var differences = new ArrayList<Difference>();
        for (var field : fields) {
            var values = copies.stream().map(copy -> value(copy, field)).toList();
            if (Set.copyOf(values).size() < 2) {
                continue;
            }
            var pick = Optional.ofNullable(picks.get(field));
            var taken = pick.flatMap(Pick::copy)
                    .flatMap(from -> copies.stream()
                            .filter(copy -> copy.key().equals(from))
                            .findFirst())
                    .map(copy -> value(copy, field));
            differences.add(new Difference(
                    field,
                    values,
                    taken.orElse(values.getFirst()),
                    pick.filter(it -> it.seen().equals(seen(values))).isPresent()));
        }
        differences.sort(Comparator.comparing(Difference::decided));
        return differences;
    }

    /// The values a decision was made on, whatever their order.
    private static String seen(List<String> values) {
        return values.stream().sorted().collect(Collectors.joining("\n--\n"));
    }

    private static String value(LibraryCopy copy, String field) {
        return switch (field) {
            case "title" -> copy.title();
            case "date" -> copy.row().date();
            case "parent" -> copy.row().under();
            case "performers" -> names(copy, EntityType.PERFORMER);
            case "tags" -> names(copy, EntityType.TAG);
            default -> copy.fields().getOrDefault(field, "");
        };
    }

    private static String names(LibraryCopy copy, EntityType type) {
        return copy.links().getOrDefault(type, List.of()).stream()
                .filter(named -> !named.inherited())
                .map(Named::title)
                .sorted()
                .collect(Collectors.joining(", "));
    }

    @Override
    public List<LikeGroup> duplicates(EntityType type, SortedSet<Integer> shown, int most) {
        return queries.folded(type, shown, most);
    }

    @Override
    public List<LikeGroup> conflicts(EntityType type, SortedSet<Integer> shown, int most) {
        var groups = new ArrayList<>(likeness.unfolded(type, shown, most));
        groups.addAll(likeness.onOneServer(type, shown, most));
        long after = -1;
        while (groups.size() < most) {
            var candidates = likeness.differing(type, shown, after, most);
            for (var key : candidates) {
                differing(key, shown).ifPresent(groups::add);
                after = queries.clusterOf(key).orElse(after);
            }
            if (candidates.size() < most) {
                break;
            }
        }
        return groups.stream().limit(most).toList();
    }

    /// @return copies of one thing that have different names or dates, unless a person decided on these
    private Optional<LikeGroup> differing(EntityKey key, SortedSet<Integer> shown) {
        try {
            var detail = detail(key, shown);
            var fields = detail.differences().stream()
                    .filter(difference -> !difference.decided())
                    .map(Difference::field)
                    .filter(NAMING::contains)
                    .toList();
            return fields.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new LikeGroup(
                            key.type(),
                            "differs",
                            String.join(", ", fields),
                            detail.copies().stream().map(LibraryCopy::key).toList()));
        } catch (ProblemException gone) { // meanwhile
            return Optional.empty();
        }
    }

    @Override
    public List<LikeGroup> likely(EntityType type, SortedSet<Integer> shown, int most) {
        return likeness.likely(type, shown, most);
    }

    @Override
    public List<LibraryRow> rows(EntityType type, SortedSet<Integer> shown, List<EntityKey> keys) {
        return queries.rows(type, shown, keys);
    }

    @Override
    public List<LibrarySums> sums() {
        return queries.sums();
    }

    // --- deciding

    @Override
    public void same(EntityKey one, EntityKey other) throws ProblemException {
        say(one, other, true);
    }

    @Override
    public void different(EntityKey one, EntityKey other) throws ProblemException {
        say(one, other, false);
    }

    private void say(EntityKey one, EntityKey other, boolean same) throws ProblemException {
        if (one.type() != other.type() || one.equals(other)) {
            throw problem(
                    ProblemCode.BAD_VALUE,
                    "Only two different things of one type can be compared.",
                    "Give the keys of two " + one.type().plural() + ".");
        }
        var now = Said.of(one.packed(), other.packed(), same);
        var before = new ArrayList<>(personal.said(one.type()));
        before.remove(Said.of(now.a(), now.b(), !same)); // it is replaced
        var chain = Folding.contradiction(before, now);
        if (!chain.isEmpty()) {
            throw problem(
                    ProblemCode.BAD_VALUE,
                    "That contradicts what you said before: "
                            + chain.stream()
                                    .map(k -> EntityKey.unpacked(one.type(), k))
                                    .map(key -> text(key).orElse("?"))
                                    .collect(Collectors.joining(" is "))
                            + ".",
                    "Take one of these decisions back first.");
        }
        personal.say(one, other, same, "", time.instant());
        changed();
    }

    @Override
    public List<EntityKey> split(EntityKey key) throws ProblemException {
        var everywhere = servers().stream().map(Instance::num).collect(Collectors.toCollection(TreeSet::new));
        var others = queries.copiesOf(key, everywhere).stream()
                .filter(other -> !other.equals(key))
                .toList();
        if (others.isEmpty()) {
            throw problem(
                    ProblemCode.NOT_FOUND,
                    text(key).orElse("It") + " is folded with nothing.",
                    "Choose one that stands in “library duplicates”.");
        }
        for (var rule : personal.rules(Integer.MAX_VALUE)) { // a merge of before would contradict
            if (rule.undoneAt().isEmpty()
                    && rule.same()
                    && (rule.a().equals(key) && others.contains(rule.b())
                            || rule.b().equals(key) && others.contains(rule.a()))) {
                personal.unsay(rule.number(), time.instant());
            }
        }
        for (var other : others) {
            say(key, other, false);
        }
        return others;
    }

    @Override
    public List<LikenessRule> rules(int most) {
        return personal.rules(most);
    }

    @Override
    public boolean undo(long rule) {
        boolean undone = personal.unsay(rule, time.instant());
        changed();
        return undone;
    }

    @Override
    public void take(EntityKey from, String field) throws ProblemException {
        decide(from, field, Optional.of(from));
    }

    @Override
    public void letDiffer(EntityKey any, String field) throws ProblemException {
        decide(any, field, Optional.empty());
    }

    private void decide(EntityKey key, String field, Optional<EntityKey> copy) throws ProblemException {
        var cluster = queries.clusterOf(key)
                .orElseThrow(() -> problem(
                        ProblemCode.NOT_FOUND,
                        text(key).orElse("It") + " is folded with nothing.",
                        "Choose one that has several copies."));
        var everywhere = servers().stream().map(Instance::num).collect(Collectors.toCollection(TreeSet::new));
        var values = new ArrayList<String>();
        for (var each : queries.copiesOf(key, everywhere)) {
            queries.copy(each).ifPresent(it -> values.add(value(it, field)));
        }
        personal.pick(key.type(), cluster, new Pick(field, copy, seen(values)), time.instant());
        changed();
    }

    // --- thinking

    @Override
    public void rate(EntityKey key, OptionalInt rating) throws ProblemException {
        if (rating.isPresent() && (rating.getAsInt() < 1 || rating.getAsInt() > 100)) {
            throw problem(
                    ProblemCode.BAD_VALUE,
                    "A rating is 1 to 100, not " + rating.getAsInt() + ".",
                    "Give a number from 1 to 100, or 0 to take the rating away.");
        }
        var now = time.instant();
        int base = queries.told(key).map(LibraryQueries.Told::rating).orElse(0);
        personal.rate(key, rating, now);
        order(key, "rating", rating.isPresent() ? String.valueOf(rating.getAsInt()) : "", String.valueOf(base), now);
        changed();
    }

    @Override
    public void favourite(EntityKey key, boolean yes) {
        var now = time.instant();
        personal.favourite(key, yes, now);
        if (key.type() == EntityType.PERFORMER || key.type() == EntityType.STUDIO || key.type() == EntityType.TAG) {
            boolean base = queries.told(key).map(LibraryQueries.Told::favourite).orElse(!yes);
            order(key, "favourite", String.valueOf(yes), String.valueOf(base), now);
        }
        changed();
    }

    @Override
    public void watched(EntityKey key, double seconds) {
        var now = time.instant();
        personal.add(key, "play", now, seconds);
        order(key, "play", now.toString(), "", now);
        changed();
    }

    @Override
    public void counted(EntityKey key) {
        var now = time.instant();
        personal.add(key, "o", now, 0);
        order(key, "o", now.toString(), "", now);
        changed();
    }

    private void order(EntityKey key, String op, String value, String base, Instant now) {
        if (!store.state(key.instance()).writeBack().equals("off")) {
            personal.order(key, op, value, base, now);
        }
    }

    @Override
    public List<Opinion> opinions() {
        return personal.opinions();
    }

    @Override
    public void writeBack(InstanceId id, String mode) throws ProblemException {
        if (!List.of("off", "manual", "automatic").contains(mode)) {
            throw problem(ProblemCode.BAD_VALUE, "There is no way “" + mode + "”.", "Choose off, manual or automatic.");
        }
        var instance = server(id);
        var state = store.state(instance.num());
        store.save(
                instance.num(),
                new State(
                        state.software(),
                        state.counts(),
                        state.fileWatermark(),
                        state.zone(),
                        state.fullAt(),
                        state.inventoryAt(),
                        state.activityAt(),
                        state.goodAt(),
                        state.held(),
                        mode));
        changed();
    }

    @Override
    public int push(InstanceId id, Consent consent, TaskContext context) throws ProblemException, InterruptedException {
        var instance = server(id);
        var orders = personal.orders(instance.num());
        if (orders.isEmpty()) {
            return 0;
        }
        guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.of(id),
                        "write " + orders.size() + " ratings and other values on it",
                        orders.stream()
                                .limit(20)
                                .map(order ->
                                        order.op() + " " + text(order.key()).orElse(""))
                                .toList(),
                        orders.size()),
                consent);
        try {
            return lines.use(instance, line -> new Outbox(personal, store, time, line, context).send(orders));
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        } finally {
            changed();
        }
    }

    /// @return how many orders may be sent to a server now without a person
    int sendable(Instance instance) {
        if (!store.state(instance.num()).writeBack().equals("automatic")) {
            return 0;
        }
        var now = time.instant();
        return (int) personal.orders(instance.num()).stream()
                .filter(order ->
                        order.state().equals("waiting") || order.state().equals("sending"))
                .filter(order -> !order.notBefore().isAfter(now))
                .count();
    }

    @Override
    public List<Waiting> waiting(InstanceId id) throws ProblemException {
        return personal.orders(server(id).num()).stream()
                .map(order -> new Waiting(
                        order.number(),
                        order.key(),
                        queries.copy(order.key()).map(LibraryCopy::title).orElse(""),
                        order.op(),
                        order.value(),
                        order.base(),
                        order.state(),
                        order.error(),
                        order.createdAt()))
                .toList();
    }

    @Override
    public void insist(InstanceId id, long order) throws ProblemException {
        personal.insist(server(id).num(), order, time.instant());
        changed();
    }

    @Override
    public void drop(InstanceId id, long order) throws ProblemException {
        personal.drop(server(id).num(), order);
        changed();
    }

    @Override
    public void give(EntityKey from, String field) throws ProblemException {
        if (!LibraryLine.writable().containsKey(field)) {
            throw problem(
                    ProblemCode.BAD_VALUE,
                    "“" + field + "” cannot be written on a server.",
                    "Choose one of " + String.join(", ", LibraryLine.writable().keySet()) + ".");
        }
        var now = time.instant();
        var value = queries.copy(from).map(copy -> value(copy, field)).orElse("");
        var everywhere = servers().stream().map(Instance::num).collect(Collectors.toCollection(TreeSet::new));
        for (var other : queries.copiesOf(from, everywhere)) {
            if (!other.equals(from)) {
                personal.order(
                        other,
                        field,
                        value,
                        queries.copy(other).map(copy -> value(copy, field)).orElse(""),
                        now);
            }
        }
        changed();
    }

    @Override
    public boolean writable(String field) {
        return LibraryLine.writable().containsKey(field);
    }

    private Optional<EntityKey> known(String text) {
        try {
            return Optional.of(key(text));
        } catch (ProblemException gone) {
            return Optional.empty();
        }
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
    public void forgetFilter(String name) {
        personal.forget(name);
        changed();
    }

    @Override
    public List<Saved> filtersOf(InstanceId id) throws ProblemException, InterruptedException {
        var instance = server(id);
        var everywhere = servers().stream().map(Instance::num).collect(Collectors.toCollection(TreeSet::new));
        var reading = new ServerFilters(instance.num(), key -> Set.copyOf(queries.copiesOf(key, everywhere)));
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
        var instance = server(key.instance())
                .filter(it -> it.enabled() && it.deletedAt().isEmpty())
                .orElseThrow(() -> problem(
                        ProblemCode.PAUSED,
                        "The server of this copy is switched off.",
                        "Choose another copy, or switch its server on."));
        try {
            return lines.use(instance, use);
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    /// At most six pictures of one server are asked for at once.
    @Override
    public Optional<byte[]> picture(EntityKey key, long stamp) throws InterruptedException {
        var kept = pictures.find(key, stamp);
        if (kept.isPresent()) {
            return kept.filter(bytes -> bytes.length > 0);
        }
        var slot = pictureSlots.computeIfAbsent(key.instance(), _ -> new Semaphore(6));
        slot.acquire();
        try {
            var fetched = ask(key, line -> line.picture(key.type(), key.id(), stamp));
            pictures.keep(key, stamp, fetched.orElse(new byte[0]));
            return fetched;
        } catch (ProblemException e) { // a server that does not answer has no pictures for now
            return Optional.empty();
        } finally {
            slot.release();
        }
    }

    @Override
    public URI pageOf(EntityKey key) throws ProblemException, InterruptedException {
        return ask(key, line -> line.pageOf(key.type(), key.id()));
    }

    @Override
    public Playing play(EntityKey key) throws ProblemException, InterruptedException {
        var title = queries.copy(key).map(LibraryCopy::title).orElse("");
        var stream = ask(key, line -> line.playable(key.id()));
        var started = player.play(stream, title);
        if (started.isPresent()) {
            watched(key, 0);
            return new Playing(started, Optional.empty());
        }
        // a browser keeps the addresses it was given: one with a key in it must not get there
        return new Playing(Optional.empty(), Optional.of(pageOf(key)));
    }

    @Override
    public List<ServerJob> jobs(InstanceId id) throws ProblemException, InterruptedException {
        return serverWork.jobs(server(id));
    }

    @Override
    public ServerJob job(InstanceId id, ServerJobOrder order, Consent consent, TaskContext context)
            throws ProblemException, InterruptedException {
        return serverWork.job(server(id), order, consent, context);
    }

    @Override
    public void stopJob(InstanceId id, String job) throws ProblemException, InterruptedException {
        serverWork.stop(server(id), job);
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

    /// Deletes what is left of instances that are gone for good, a slice at a time.
    ///
    /// @return how many instances were tidied up
    public int tidyUp() throws InterruptedException {
        int tidied = 0;
        for (var number : store.orphaned()) {
            while (store.deleteSlice(number, time.instant())) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            pictures.forget(number);
            tidied++;
        }
        if (tidied > 0) {
            changed();
        }
        return tidied;
    }

    boolean keeps(KindId kind) {
        return keepsLibrary.test(kind);
    }

    Instant now() {
        return time.instant();
    }

    Optional<Instance> server(InstanceId id, boolean live) {
        return instances
                .find(id)
                .filter(instance -> !live || instance.deletedAt().isEmpty());
    }

    /// What a reading would find.
    ///
    /// @param differing things of each type that changed or are new, 500 of each at most
    /// @param there     things the server has
    record Preview(Map<EntityType, Long> differing, long there, long requests) {}

    Preview preview(InstanceId id) throws ProblemException, InterruptedException {
        var instance = server(id);
        try {
            return lines.use(instance, line -> {
                long before = line.cost().requests();
                var look = line.look();
                var watermarks = store.watermarks(instance.num());
                var bounds = new java.util.EnumMap<EntityType, String>(EntityType.class);
                for (var type : EntityType.values()) {
                    bounds.put(type, Stamps.bound(watermarks.getOrDefault(type, ""), Stamps.OVERLAP));
                }
                var differing = new java.util.EnumMap<EntityType, Long>(EntityType.class);
                line.changed(bounds, 500)
                        .forEach((type, listing) -> differing.put(type, (long) store.differing(
                                        instance.num(),
                                        type,
                                        listing.rows().stream()
                                                .collect(Collectors.toMap(
                                                        LibraryLine.Row::id, LibraryLine.Row::updatedRaw)))
                                .size()));
                return new Preview(
                        differing,
                        look.counts().things().values().stream()
                                .mapToLong(Long::longValue)
                                .sum(),
                        line.cost().requests() - before);
            });
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    /// @return enabled servers by id, for those who schedule
    Map<InstanceId, Instance> scheduled() {
        var scheduled = new HashMap<InstanceId, Instance>();
        servers().stream().filter(Instance::enabled).forEach(it -> scheduled.put(it.id(), it));
        return scheduled;
    }
}
