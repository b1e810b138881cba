package io.pilothouse.ui.library;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryCopy;
import io.pilothouse.domain.library.LibraryFilter;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.domain.library.LibrarySort;
import io.pilothouse.domain.library.LibrarySums;
import io.pilothouse.domain.library.LibraryTotal;
import io.pilothouse.domain.library.LikeGroup;
import io.pilothouse.domain.library.LikenessRule;
import io.pilothouse.domain.library.ServerJob;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.UiServices;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// What of the library is shown. Knows no nodes. FX thread only.
final class LibraryViewModel {

    private static final Duration PAUSE_IN_TYPING = Duration.ofMillis(180);
    /// So many of each way of being alike are listed.
    static final int GROUPS = 200;

    /// What fills the view.
    enum Part {
        THINGS,
        DUPLICATES,
        MISSING,
        SERVERS
    }

    /// @param rows    those read so far, in order
    /// @param total   empty until counted
    /// @param reading whether the first page is under way
    /// @param end     whether there are no more rows
    /// @param counts  things of each type on the servers that are shown
    /// @param saved   filters with a name
    /// @param missing how many things of the type lack something, as far as it was counted
    record View(
            Part part,
            LibraryQuery query,
            List<LibraryRow> rows,
            Optional<LibraryTotal> total,
            boolean reading,
            boolean end,
            Map<EntityType, Long> counts,
            List<Library.Status> servers,
            Map<LibraryFilter.Part, LibraryTotal> missing,
            List<LibrarySums> sums,
            List<Library.Saved> saved,
            Optional<Problem> problem) {

        /// @return when the server shown whose reading is the oldest was read
        Optional<Instant> toldAt() {
            return servers.stream()
                    .filter(one -> query.instances().contains(one.server().num()))
                    .flatMap(one -> one.readAt().stream())
                    .min(Comparator.naturalOrder());
        }
    }

    /// Something that is the same as another, which is still to be chosen.
    record Half(EntityKey key, String title) {}

    /// Things that may be one, with what is known of each.
    ///
    /// @param said what a person decided, newest first
    record Likeness(boolean reading, List<LikeGroup> groups, List<LikenessRule> said, Map<EntityKey, LibraryRow> rows) {

        static final Likeness NONE = new Likeness(true, List.of(), List.of(), Map.of());

        List<LikeGroup> open() {
            return groups.stream().filter(group -> !group.why().equals("same")).toList();
        }

        List<LikeGroup> folded() {
            return groups.stream().filter(group -> group.why().equals("same")).toList();
        }
    }

    private final UiServices services;
    private final Library library;
    private final Optional<InstanceId> only;
    private final Latest pages;
    private final Latest totals;
    private final Latest details;
    private final Latest groups;
    private final Latest lacks;
    private final Map<EntityKey, String> titles = new HashMap<>();
    private Set<InstanceId> left = Set.of();
    private final ReadOnlyObjectWrapper<View> view;
    private final ReadOnlyObjectWrapper<Optional<Library.Detail>> detail =
            new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> unshown = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Half>> half = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyLongWrapper refreshes = new ReadOnlyLongWrapper();
    private final ReadOnlyObjectWrapper<Likeness> likeness = new ReadOnlyObjectWrapper<>(Likeness.NONE);
    private final ReadOnlyObjectWrapper<Map<InstanceId, List<ServerJob>>> jobs = new ReadOnlyObjectWrapper<>(Map.of());
    private final ReadOnlyObjectWrapper<Set<InstanceId>> silent = new ReadOnlyObjectWrapper<>(Set.of());
    private @Nullable Subscription watching;
    private @Nullable Subscription working;
    private @Nullable Subscription health;
    private @Nullable Subscription typing;
    private @Nullable EntityKey chosen;

    /// @param only the one server of an instance's tab; empty for all
    LibraryViewModel(UiServices services, Optional<InstanceId> only) {
        this.services = services;
        this.only = only;
        library = services.library();
        pages = new Latest(services.fx());
        totals = new Latest(services.fx());
        details = new Latest(services.fx());
        groups = new Latest(services.fx());
        lacks = new Latest(services.fx());
        view = new ReadOnlyObjectWrapper<>(new View(
                Part.THINGS,
                LibraryQuery.all(EntityType.SCENE, new TreeSet<>()),
                List.of(),
                Optional.empty(),
                true,
                false,
                Map.of(),
                List.of(),
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty()));
    }

    ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Library.Detail>> detail() {
        return detail.getReadOnlyProperty();
    }

    /// @return why the thing that was chosen last is not shown
    ReadOnlyObjectProperty<Optional<Problem>> unshown() {
        return unshown.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Optional<Half>> half() {
        return half.getReadOnlyProperty();
    }

    void halve(Optional<Half> one) {
        half.set(one);
    }

    /// Another number whenever what is shown may have changed in the library.
    ReadOnlyLongProperty refreshes() {
        return refreshes.getReadOnlyProperty();
    }

    ReadOnlyObjectProperty<Likeness> likeness() {
        return likeness.getReadOnlyProperty();
    }

    /// Jobs that run or wait on the servers.
    ReadOnlyObjectProperty<Map<InstanceId, List<ServerJob>>> jobs() {
        return jobs.getReadOnlyProperty();
    }

    /// Servers that are known not to answer.
    ReadOnlyObjectProperty<Set<InstanceId>> silent() {
        return silent.getReadOnlyProperty();
    }

    /// The copy that would be played: the first one whose server answers, as far as is known.
    EntityKey playable(Library.Detail detail) {
        var keys = detail.copies().stream().map(LibraryCopy::key).toList();
        return keys.stream()
                .filter(key -> server(key)
                        .filter(server -> server.enabled() && !silent.get().contains(server.id()))
                        .isPresent())
                .findFirst()
                .orElse(keys.getFirst());
    }

    boolean ofOneServer() {
        return only.isPresent();
    }

    /// @return the server of an instance's tab
    Optional<InstanceId> only() {
        return only;
    }

    Library library() {
        return library;
    }

    /// Servers a person can choose from.
    List<Instance> servers() {
        return library.servers().stream()
                .filter(server -> only.isEmpty() || only.get().equals(server.id()))
                .toList();
    }

    boolean included(Instance server) {
        return server.enabled() && !left.contains(server.id());
    }

    Optional<Instance> server(EntityKey key) {
        return library.server(key.instance());
    }

    private SortedSet<Integer> shown() {
        var ids = servers().stream().filter(this::included).map(Instance::id).toList();
        return ids.isEmpty() ? new TreeSet<>() : library.shown(ids);
    }

    // --- coming and going

    void watch() {
        if (watching == null) {
            watching = library.changes().subscribe(services.fx(), _ -> refresh());
            working = library.jobNews().subscribe(services.fx(), jobs::set);
            health = services.health()
                    .states()
                    .subscribe(
                            services.fx(),
                            states -> silent.set(servers().stream()
                                    .map(Instance::id)
                                    .filter(id -> states.containsKey(id)
                                            && states.get(id).state() == ShownState.DOWN)
                                    .collect(Collectors.toSet())));
        }
    }

    void rest() {
        if (watching != null) {
            watching.close();
            watching = null;
        }
        if (working != null) {
            working.close();
            working = null;
        }
        if (health != null) {
            health.close();
            health = null;
        }
        pages.cancel();
        totals.cancel();
        details.cancel();
        groups.cancel();
        lacks.cancel();
    }

    private <T> TaskHandle<T> read(String what, Work<T> work) {
        return services.tasks()
                .start(new TaskRequest("read", what, only.stream().toList(), Origin.WINDOW, true), work);
    }

    // --- choosing what is shown

    void show(EntityType type) {
        var before = view.get().query();
        ask(Part.THINGS, LibraryQuery.all(type, shown()).lookingFor(before.type() == type ? before.text() : ""));
        choose(null); // what stands there is of another list
    }

    void show(Part part) {
        var now = view.get();
        set(part, now.query(), now.rows(), now.total(), now.reading(), now.end());
        if (part == Part.DUPLICATES) {
            compare();
        }
        if (part == Part.MISSING) {
            countMissing();
        }
        if (part == Part.SERVERS) {
            refresh();
            servers().stream().filter(Instance::enabled).forEach(this::askForJobs);
        }
        choose(null);
    }

    /// Searches after a pause in typing.
    void search(String words) {
        if (typing != null) {
            typing.close();
        }
        typing = services.later().after(PAUSE_IN_TYPING, () -> {
            if (!words.equals(view.get().query().text())) {
                ask(Part.THINGS, view.get().query().lookingFor(words));
            }
        });
    }

    void sort(LibrarySort by, boolean down) {
        ask(
                Part.THINGS,
                view.get().query().sorted(by, down).seeded(services.clock().millis() % 100_000));
    }

    void filter(List<LibraryFilter> filters) {
        ask(Part.THINGS, view.get().query().with(filters));
    }

    void add(LibraryFilter filter) {
        var filters = new ArrayList<>(view.get().query().filters());
        if (!filters.contains(filter)) {
            filters.add(filter);
        }
        filter(filters);
    }

    /// Shows what a filter with a name shows.
    void use(Library.Saved saved) {
        ask(
                Part.THINGS,
                LibraryQuery.all(saved.type(), shown())
                        .with(saved.text())
                        .with(saved.filters())
                        .sorted(saved.sort(), saved.downwards()));
    }

    void everyCopy(boolean each) {
        ask(Part.THINGS, view.get().query().everyCopy(each));
    }

    /// Shows what is on the other servers.
    void leave(Set<InstanceId> servers) {
        if (left.equals(servers)) {
            return;
        }
        left = Set.copyOf(servers);
        if (watching != null) {
            refresh();
        }
    }

    /// @return whether servers are there to be shown and all of them are left out
    boolean leavesAll() {
        return servers().stream().anyMatch(Instance::enabled)
                && servers().stream().noneMatch(this::included);
    }

    /// Reads again what is shown, as far as it was read.
    void refresh() {
        var before = view.get().query();
        var query = new LibraryQuery(
                before.type(),
                shown(),
                before.text(),
                before.filters(),
                before.sort(),
                before.downwards(),
                before.everyCopy(),
                before.seed(),
                Math.clamp(view.get().rows().size(), LibraryQuery.PAGE, 1_000),
                Optional.empty());
        ask(view.get().part(), query);
        if (view.get().part() == Part.DUPLICATES) {
            compare();
        }
        if (view.get().part() == Part.MISSING) {
            countMissing();
        }
        if (chosen != null) {
            choose(chosen);
        }
        refreshes.set(refreshes.get() + 1);
    }

    /// Jobs that were begun elsewhere are told only as they go on.
    private void askForJobs(Instance server) {
        services.tasks()
                .start(
                        new TaskRequest(
                                "read",
                                "ask for the jobs of " + server.name(),
                                List.of(server.id()),
                                Origin.WINDOW,
                                true),
                        _ -> library.jobs(server.id()));
    }

    private record First(
            List<LibraryRow> rows,
            Map<EntityType, Long> counts,
            List<Library.Status> servers,
            List<LibrarySums> sums,
            List<Library.Saved> saved) {}

    private void ask(Part part, LibraryQuery query) {
        boolean same = query.type() == view.get().query().type();
        set(part, query, same ? view.get().rows() : List.of(), Optional.empty(), true, false);
        pages.<First>start(
                () -> read(
                        "read the library",
                        _ -> new First(
                                library.page(query),
                                counts(query),
                                library.status(),
                                part == Part.SERVERS
                                        ? library.sums()
                                        : view.get().sums(),
                                library.filters())),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<First>(First first) -> {
                            view.set(new View(
                                    part,
                                    query,
                                    first.rows,
                                    view.get().total(),
                                    false,
                                    first.rows.size() < query.limit(),
                                    first.counts,
                                    first.servers,
                                    view.get().missing(),
                                    first.sums,
                                    first.saved,
                                    Optional.empty()));
                            count(query);
                        }
                        case Outcome.Failed<First>(Problem problem) ->
                            view.set(new View(
                                    part,
                                    query,
                                    List.of(),
                                    Optional.empty(),
                                    false,
                                    true,
                                    Map.of(),
                                    List.of(),
                                    Map.of(),
                                    List.of(),
                                    List.of(),
                                    Optional.of(problem)));
                        case Outcome.Cancelled<First>() -> {}
                    }
                });
    }

    private Map<EntityType, Long> counts(LibraryQuery query) {
        var counts = new EnumMap<EntityType, Long>(EntityType.class);
        for (var type : EntityType.values()) {
            counts.put(
                    type,
                    library.total(LibraryQuery.all(type, query.instances())).shown());
        }
        return counts;
    }

    private void count(LibraryQuery query) {
        totals.<LibraryTotal>start(() -> read("count in the library", _ -> library.total(query)), outcome -> {
            if (outcome instanceof Outcome.Succeeded<LibraryTotal>(LibraryTotal total)) {
                var now = view.get();
                set(now.part(), now.query(), now.rows(), Optional.of(total), now.reading(), now.end());
            }
        });
    }

    private void set(
            Part part,
            LibraryQuery query,
            List<LibraryRow> rows,
            Optional<LibraryTotal> total,
            boolean reading,
            boolean end) {
        view.set(new View(
                part,
                query,
                rows,
                total,
                reading,
                end,
                view.get().counts(),
                view.get().servers(),
                view.get().missing(),
                view.get().sums(),
                view.get().saved(),
                Optional.empty()));
    }

    /// Reads the page after those that are shown.
    void more() {
        var now = view.get();
        if (now.end() || now.reading() || pages.busy() || now.rows().isEmpty()) {
            return;
        }
        var next = now.query()
                .limit(LibraryQuery.PAGE * 2)
                .after(now.rows().getLast().place());
        pages.<List<LibraryRow>>start(() -> read("read on in the library", _ -> library.page(next)), outcome -> {
            if (outcome instanceof Outcome.Succeeded<List<LibraryRow>>(List<LibraryRow> rows)) {
                var all = new ArrayList<>(view.get().rows());
                all.addAll(rows);
                set(
                        view.get().part(),
                        view.get().query(),
                        List.copyOf(all),
                        view.get().total(),
                        false,
                        rows.size() < next.limit());
            }
        });
    }

    private void countMissing() {
        var query = view.get().query().with("").with(List.of());
        lacks.<Map<LibraryFilter.Part, LibraryTotal>>start(
                () -> read("count what is missing in the library", _ -> {
                    var missing = new EnumMap<LibraryFilter.Part, LibraryTotal>(LibraryFilter.Part.class);
                    for (var part : LibraryFilter.Part.of(query.type())) {
                        missing.put(part, library.total(query.with(List.of(new LibraryFilter.Missing(part)))));
                    }
                    return missing;
                }),
                outcome -> {
                    if (outcome
                            instanceof
                            Outcome.Succeeded<Map<LibraryFilter.Part, LibraryTotal>>(
                                    Map<LibraryFilter.Part, LibraryTotal> missing)) {
                        var now = view.get();
                        view.set(new View(
                                now.part(),
                                now.query(),
                                now.rows(),
                                now.total(),
                                now.reading(),
                                now.end(),
                                now.counts(),
                                now.servers(),
                                missing,
                                now.sums(),
                                now.saved(),
                                Optional.empty()));
                    }
                });
    }

    /// Types of things that can be linked to one of this type.
    static List<EntityType> linkedTo(EntityType type) {
        return switch (type) {
            case PERFORMER, STUDIO, TAG -> List.of(EntityType.SCENE, EntityType.IMAGE, EntityType.GALLERY);
            case GROUP -> List.of(EntityType.SCENE);
            case GALLERY -> List.of(EntityType.SCENE, EntityType.IMAGE);
            case SCENE -> List.of(EntityType.MARKER);
            case IMAGE, MARKER -> List.of();
        };
    }

    /// Narrows the scenes down to those of a person, studio or tag; shows a scene or an image itself.
    void narrow(EntityKey thing) {
        switch (thing.type()) {
            case SCENE, IMAGE, MARKER -> choose(thing);
            default -> narrow(thing, EntityType.SCENE);
        }
    }

    /// Narrows things down to those of another, on whichever server it is linked.
    void narrow(EntityKey thing, EntityType to) {
        groups.<List<LibraryRow>>start(
                () -> read(
                        "read one thing of the library",
                        _ -> library.rows(thing.type(), library.shown(List.of()), List.of(thing))),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<List<LibraryRow>>(List<LibraryRow> rows)
                            && !rows.isEmpty()) {
                        var row = rows.getFirst();
                        row.copies().forEach(copy -> titles.put(copy, row.title()));
                        var linked = new LibraryFilter.Linked(
                                thing.type(), LibraryFilter.Mode.ANY, List.of(Set.copyOf(row.copies())), true);
                        ask(Part.THINGS, LibraryQuery.all(to, shown()).with(List.of(linked)));
                    }
                });
    }

    /// @return the title of something that a filter names
    Optional<String> title(EntityKey key) {
        return Optional.ofNullable(titles.get(key));
    }

    // --- one thing

    /// Shows a thing beside its like.
    void open(EntityKey thing) {
        if (view.get().part() != Part.THINGS || view.get().query().type() != thing.type()) {
            show(thing.type());
        }
        choose(thing);
    }

    void choose(@Nullable EntityKey key) {
        chosen = key;
        unshown.set(Optional.empty());
        if (key == null) {
            details.cancel();
            detail.set(Optional.empty());
            return;
        }
        details.<Library.Detail>start(
                () -> read("read one thing of the library", _ -> library.detail(key, library.shown(List.of()))),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<Library.Detail>(Library.Detail found) -> detail.set(Optional.of(found));
                        case Outcome.Failed<Library.Detail>(Problem problem) -> {
                            choose(null); // what stands there is of another thing, or no longer so
                            unshown.set(Optional.of(problem));
                        }
                        case Outcome.Cancelled<Library.Detail>() -> {}
                    }
                });
    }

    // --- what may be the same

    /// Shows what is alike among things of a type.
    void compare(EntityType type) {
        ask(Part.DUPLICATES, LibraryQuery.all(type, shown()));
        compare();
    }

    private void compare() {
        var type = view.get().query().type();
        var shown = shown();
        groups.<Likeness>start(
                () -> read("compare the library", _ -> {
                    var found = new ArrayList<LikeGroup>();
                    found.addAll(library.conflicts(type, shown, GROUPS));
                    found.addAll(library.likely(type, shown, GROUPS));
                    found.addAll(library.duplicates(type, shown, GROUPS));
                    var said = library.rules(GROUPS).stream()
                            .filter(rule -> rule.a().type() == type)
                            .toList();
                    var keys = Stream.concat(
                                    found.stream().flatMap(group -> group.keys().stream()),
                                    said.stream().flatMap(rule -> Stream.of(rule.a(), rule.b())))
                            .distinct()
                            .toList();
                    var rows = new HashMap<EntityKey, LibraryRow>();
                    library.rows(type, shown, keys).forEach(row -> rows.put(row.key(), row));
                    return new Likeness(false, List.copyOf(found), said, rows);
                }),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Likeness>(Likeness found)) {
                        likeness.set(found);
                    }
                });
    }
}
