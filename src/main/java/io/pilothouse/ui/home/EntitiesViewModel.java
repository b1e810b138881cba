package io.pilothouse.ui.home;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.HomeProblems;
import io.pilothouse.domain.home.HomeProblems.Found;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.home.HomeProblem;
import io.pilothouse.tasks.home.HomeWatch;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.table.MemoryRows;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/// The live entities of one house: all of them in memory, those of the chosen place in the table. Knows no
/// nodes. FX thread only, except where a method says otherwise.
///
/// Changes are gathered by entity, the latest wins, and are shown ten times a second at most: a storm of
/// events costs no more than a breeze.
final class EntitiesViewModel implements AutoCloseable {

    /// Between two paintings.
    static final Duration PAINT_EVERY = Duration.ofMillis(100);
    /// Between two counts of the whole house while it changes.
    static final Duration COUNT_EVERY = Duration.ofSeconds(1);
    /// More rows than that are made and counted in the background.
    static final int FEW = 1_000;
    /// A registry that changed is asked again when it has been quiet for so long.
    static final Duration LISTS_SETTLE = Duration.ofMillis(500);

    /// Which entities the table shows.
    ///
    /// @param kind what `key` names
    record Place(Kind kind, String key) {
        static final Place ALL = new Place(Kind.ALL, "");

        enum Kind {
            ALL,
            FLOOR,
            AREA,
            DOMAIN,
            PROBLEMS
        }

        boolean holds(EntityRow row) {
            return switch (kind) {
                case ALL -> true;
                case FLOOR -> row.floor().equals(key);
                case AREA -> row.areaId().equals(key);
                case DOMAIN -> row.domain().equals(key);
                case PROBLEMS -> !HomeProblems.ofEntities(List.of(row)).isEmpty();
            };
        }
    }

    /// What stands around the table.
    ///
    /// @param failing automations that failed lately
    /// @param live    whether the states are those of now
    record View(
            boolean loaded,
            boolean live,
            double eventsPerSecond,
            int total,
            PlaceCounts counts,
            List<Found> failing,
            Place place,
            Optional<Problem> problem) {

        static final View EMPTY =
                new View(false, false, 0, 0, PlaceCounts.NONE, List.of(), Place.ALL, Optional.empty());
    }

    private final UiServices services;
    private final InstanceId id;
    private final MemoryRows<EntityRow> rows;
    private final Latest asking;
    private final Latest lookingForFailing;
    private final ReadOnlyObjectWrapper<View> view = new ReadOnlyObjectWrapper<>(View.EMPTY);
    private final Latest counting;
    private Map<String, EntityRow> all = new LinkedHashMap<>();
    private final Gathered gathered = new Gathered();
    private volatile HomeIndex index = new HomeIndex(io.pilothouse.domain.home.Registries.NONE);
    private Place place = Place.ALL;
    private @Nullable HomeWatch watch;
    private Subscription pause = () -> {};
    private Subscription settling = () -> {};

    private List<AreaRow> bareAreas = List.of();
    private List<Found> failing = List.of();
    private PlaceCounts counts = PlaceCounts.NONE;
    private Instant countedAt = Instant.MIN;
    /// What was painted while all rows were being made anew: their making may not have seen it.
    private final Set<String> meanwhile = ConcurrentHashMap.newKeySet();

    private boolean painting;
    private boolean loaded;
    private Optional<Problem> problem = Optional.empty();
    private long paints;

    /// @param rows the table's; filled here
    EntitiesViewModel(UiServices services, InstanceId id, MemoryRows<EntityRow> rows) {
        this.services = services;
        this.id = id;
        this.rows = rows;
        asking = new Latest(services.fx());
        lookingForFailing = new Latest(services.fx());
        counting = new Latest(services.fx());
    }

    /// Follows the house from now on.
    void begin() {
        if (watch == null) {
            watch = services.homes().watch(id, gathered);
            ask();
            lookForFailing();
        }
    }

    /// Follows it no longer; what was seen stays, as the state of then.
    void rest() {
        if (watch != null) {
            watch.close();
            watch = null;
        }
        asking.cancel();
        lookingForFailing.cancel();
        counting.cancel();
        pause.close();
        settling.close();
        painting = false;
        publish();
    }

    @Override
    public void close() {
        rest();
    }

    /// Automations that failed are told by their runs, which are asked once each time the house is opened.
    private void lookForFailing() {
        lookingForFailing.<List<Found>>start(
                () -> services.tasks()
                        .start(
                                new TaskRequest(
                                        "read", "look at the automations of " + id, List.of(id), Origin.WINDOW, true),
                                _ -> services.homes().problems(List.of(id)).problems().stream()
                                        .map(HomeProblem::found)
                                        .filter(found -> found.kind() == HomeProblems.Kind.FAILING_AUTOMATION)
                                        .toList()),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<List<Found>>(var found)) {
                        failing = found;
                        publish();
                    }
                });
    }

    /// The whole house anew.
    ///
    /// @param shown  the rows of `place`, for the table to keep
    /// @param areas  without counts
    private record Whole(
            HomeIndex index,
            Map<String, EntityRow> all,
            Place place,
            LinkedHashMap<Object, EntityRow> shown,
            List<AreaRow> areas,
            PlaceCounts counts) {}

    /// Asks for the registries and makes all rows anew, in the background.
    void ask() {
        var following = watch;
        if (following == null) {
            return;
        }
        var wanted = place;
        asking.<Whole>start(
                () -> services.tasks()
                        .start(
                                new TaskRequest("read", "read the entities of " + id, List.of(id), Origin.WINDOW, true),
                                _ -> whole(following, wanted)),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<Whole>(Whole whole) -> load(whole);
                        case Outcome.Failed<Whole>(Problem why) -> {
                            problem = Optional.of(why);
                            publish();
                        }
                        case Outcome.Cancelled<Whole>() -> {}
                    }
                });
    }

    /// On a background thread.
    private Whole whole(HomeWatch following, Place wanted) throws ProblemException, InterruptedException {
        var told = services.homes().index(id).orThrow();
        gathered.take(); // what was told until now is in the states that are read next
        meanwhile.clear();
        var made = following.synced()
                ? told.rows(following.states())
                : services.homes().entities(id).orThrow(); // before the first telling of the feed
        var rowsById = LinkedHashMap.<String, EntityRow>newLinkedHashMap(made.size());
        made.forEach(row -> rowsById.put(row.id(), row));
        var areas = told.areaRows(Map.of());
        return new Whole(told, rowsById, wanted, in(wanted, made), areas, PlaceCounts.of(made, areas));
    }

    private static LinkedHashMap<Object, EntityRow> in(Place place, Collection<EntityRow> rows) {
        var inside = new LinkedHashMap<Object, EntityRow>();
        for (var row : rows) {
            if (place.holds(row)) {
                inside.put(row.id(), row);
            }
        }
        return inside;
    }

    private void load(Whole whole) {
        index = whole.index();
        bareAreas = whole.areas();
        problem = Optional.empty();
        loaded = true;
        all = whole.all();
        if (!meanwhile.isEmpty()) {
            gathered.statesChanged(Set.copyOf(meanwhile));
            meanwhile.clear();
        }
        counting.cancel();
        counted(whole.counts());
        publish(); // first: the order of the areas is that of the rows
        rows.replace(whole.place().equals(place) ? whole.shown() : in(place, all.values()));
    }

    /// Shows another place of the house.
    void show(Place wanted) {
        place = wanted;
        rows.replace(in(place, all.values()));
        publish();
    }

    /// Brings what changed into the table.
    private void paint() {
        painting = false;
        var following = watch;
        if (following == null) {
            return;
        }
        var taken = gathered.take();
        if (taken.size() > FEW && !asking.busy()) { // a first telling, or all of it after a while
            ask(); // made in the background
            return;
        }
        meanwhile.addAll(taken);
        if (taken.size() > FEW) {
            return;
        }
        var changed = new ArrayList<EntityRow>();
        var gone = new ArrayList<String>();
        for (var entity : taken) {
            var state = following.state(entity);
            var row = index.row(entity, state);
            if (state.isEmpty() && index.entry(entity).isEmpty()) {
                all.remove(entity);
                gone.add(entity);
            } else if (!row.equals(all.put(entity, row))) {
                if (place.holds(row)) {
                    changed.add(row);
                } else {
                    gone.add(entity);
                }
            }
        }
        if (!changed.isEmpty() || !gone.isEmpty()) {
            paints++;
            rows.change(changed, gone);
        }
        if (Duration.between(countedAt, services.clock().instant()).compareTo(COUNT_EVERY) >= 0) {
            count();
        }
        publish();
    }

    /// Looks at every entity.
    private void count() {
        var areas = bareAreas;
        if (all.size() <= FEW) {
            counted(PlaceCounts.of(all.values(), areas));
            return;
        }
        countedAt = services.clock().instant();
        var now = List.copyOf(all.values());
        counting.<PlaceCounts>start(
                () -> services.tasks()
                        .start(
                                new TaskRequest(
                                        "read", "count the entities of " + id, List.of(id), Origin.WINDOW, true),
                                _ -> PlaceCounts.of(now, areas)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<PlaceCounts>(var made)) {
                        counted(made);
                        publish();
                    }
                });
    }

    private void counted(PlaceCounts made) {
        counts = made;
        countedAt = services.clock().instant();
    }

    private void publish() {
        var following = watch;
        view.set(new View(
                loaded,
                following != null && following.synced(),
                following == null ? 0 : following.eventsPerSecond(),
                all.size(),
                counts,
                failing,
                place,
                problem));
    }

    ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }

    /// @return how often rows were given to the table because of events
    long paints() {
        return paints;
    }

    Optional<EntityRow> find(String entityId) {
        return Optional.ofNullable(all.get(entityId));
    }

    HomeIndex index() {
        return index;
    }

    /// What the connection tells, gathered until it is painted. Called on threads of the connection.
    private final class Gathered implements HomeWatch.Listener {
        private Set<String> dirty = new HashSet<>();
        private final AtomicBoolean asked = new AtomicBoolean();
        private final AtomicBoolean listsAsked = new AtomicBoolean();

        @Override
        public void statesChanged(Set<String> entityIds) {
            synchronized (this) {
                dirty.addAll(entityIds);
            }
            if (asked.compareAndSet(false, true)) {
                services.fx().execute(EntitiesViewModel.this::paintSoon);
            }
        }

        Set<String> take() {
            asked.set(false); // before taking, so that a later change asks again
            synchronized (this) {
                var taken = dirty;
                dirty = new HashSet<>();
                return taken;
            }
        }

        @Override
        public void listsChanged() {
            if (listsAsked.compareAndSet(false, true)) {
                services.fx().execute(() -> {
                    settling.close();
                    settling = services.later().after(LISTS_SETTLE, () -> {
                        listsAsked.set(false);
                        ask();
                    });
                });
            }
        }

        @Override
        public void lineChanged() {
            services.fx().execute(EntitiesViewModel.this::publish);
        }
    }

    private void paintSoon() {
        if (watch != null && !painting) {
            painting = true;
            pause = services.later().after(PAINT_EVERY, this::paint);
        }
    }
}
