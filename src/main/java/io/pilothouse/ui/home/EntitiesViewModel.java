package io.pilothouse.ui.home;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.home.AreaRow;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.HomeProblems;
import io.pilothouse.domain.home.HomeProblems.Found;
import io.pilothouse.domain.home.HomeResult;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
    static final Duration SUMMARISE_EVERY = Duration.ofSeconds(1);
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

    /// What is wrong in an area.
    enum Trouble {
        SILENT,
        LOW
    }

    /// What stands around the table.
    ///
    /// @param troubles    area id to the worst in it
    /// @param failing     automations that failed lately
    /// @param domains     domain to number of entities
    /// @param unavailable entities that say nothing
    /// @param lowBattery  batteries that are low
    /// @param live        whether the states are those of now
    record View(
            boolean loaded,
            boolean live,
            double eventsPerSecond,
            int total,
            List<AreaRow> areas,
            Map<String, Integer> domains,
            int unavailable,
            int lowBattery,
            Map<String, Trouble> troubles,
            List<Found> failing,
            Place place,
            Optional<Problem> problem) {

        static final View EMPTY = new View(
                false, false, 0, 0, List.of(), Map.of(), 0, 0, Map.of(), List.of(), Place.ALL, Optional.empty());
    }

    private final UiServices services;
    private final InstanceId id;
    private final MemoryRows<EntityRow> rows;
    private final Latest asking;
    private final Latest lookingForFailing;
    private final ReadOnlyObjectWrapper<View> view = new ReadOnlyObjectWrapper<>(View.EMPTY);
    private final Map<String, EntityRow> all = new LinkedHashMap<>();
    private final Gathered gathered = new Gathered();
    private HomeIndex index = new HomeIndex(io.pilothouse.domain.home.Registries.NONE);
    private Place place = Place.ALL;
    private @Nullable HomeWatch watch;
    private Subscription pause = () -> {};
    private Subscription settling = () -> {};

    private record Summary(
            List<AreaRow> areas,
            Map<String, Integer> domains,
            int unavailable,
            int lowBattery,
            Map<String, Trouble> troubles) {}

    private List<AreaRow> bareAreas = List.of();
    private List<Found> failing = List.of();
    private Summary summary = new Summary(List.of(), Map.of(), 0, 0, Map.of());
    private Instant summarisedAt = Instant.MIN;
    /// What changed while all rows were being made anew: their making may not have seen it.
    private final Set<String> meanwhile = new HashSet<>();

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

    /// @param areas without counts
    private record Asked(HomeResult<HomeIndex> index, List<EntityRow> rows, List<AreaRow> areas) {}

    /// Asks for the registries and makes all rows anew, in the background.
    private void ask() {
        var following = watch;
        if (following == null) {
            return;
        }
        meanwhile.clear();
        asking.<Asked>start(
                () -> services.tasks()
                        .start(
                                new TaskRequest("read", "read the entities of " + id, List.of(id), Origin.WINDOW, true),
                                _ -> {
                                    var told = services.homes().index(id);
                                    var states =
                                            following.synced() ? following.states() : Map.<String, EntityState>of();
                                    var made = told instanceof HomeResult.Got<HomeIndex> got
                                            ? states.isEmpty()
                                                    ? snapshot()
                                                    : got.value().rows(states)
                                            : List.<EntityRow>of();
                                    return new Asked(
                                            told,
                                            made,
                                            told.found()
                                                    .map(it -> it.areaRows(Map.of()))
                                                    .orElse(List.of()));
                                }),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<Asked>(Asked asked) -> {
                            switch (asked.index()) {
                                case HomeResult.Got<HomeIndex> got -> load(got.value(), asked);
                                case HomeResult.Failed<HomeIndex> failed -> {
                                    problem = Optional.of(failed.problem());
                                    publish();
                                }
                            }
                        }
                        case Outcome.Failed<Asked>(Problem why) -> {
                            problem = Optional.of(why);
                            publish();
                        }
                        case Outcome.Cancelled<Asked>() -> {}
                    }
                });
    }

    /// Before the first telling of the feed: the states as a question answers them.
    private List<EntityRow> snapshot() throws InterruptedException {
        return services.homes().entities(id).found().orElse(List.of());
    }

    private void load(HomeIndex now, Asked asked) {
        index = now;
        bareAreas = asked.areas();
        problem = Optional.empty();
        loaded = true;
        all.clear();
        asked.rows().forEach(row -> all.put(row.id(), row));
        if (!meanwhile.isEmpty()) {
            gathered.statesChanged(Set.copyOf(meanwhile));
            meanwhile.clear();
        }
        showPlace();
        summarise();
        publish();
    }

    /// Shows another place of the house.
    void show(Place wanted) {
        place = wanted;
        showPlace();
        publish();
    }

    private void showPlace() {
        rows.set(all.values().stream().filter(place::holds).toList());
    }

    /// Brings what changed into the table.
    private void paint() {
        painting = false;
        var following = watch;
        if (following == null) {
            return;
        }
        var changed = new ArrayList<EntityRow>();
        var gone = new ArrayList<String>();
        var taken = gathered.take();
        meanwhile.addAll(taken);
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
        if (Duration.between(summarisedAt, services.clock().instant()).compareTo(SUMMARISE_EVERY) >= 0) {
            summarise();
        }
        publish();
    }

    /// Counts what is in the house; looks at every entity.
    private void summarise() {
        var domains = new TreeMap<String, Integer>();
        var counts = new TreeMap<String, Integer>();
        int unavailable = 0;
        int low = 0;
        var troubles = new TreeMap<String, Trouble>();
        for (var row : all.values()) {
            domains.merge(row.domain(), 1, Integer::sum);
            if (!row.hidden() && !row.disabled()) {
                counts.merge(row.areaId(), 1, Integer::sum);
            }
            if (row.unavailable() || "battery".equals(row.attributes().get("device_class"))) {
                for (var found : HomeProblems.ofEntities(List.of(row))) {
                    if (found.kind() == HomeProblems.Kind.LOW_BATTERY) {
                        low++;
                        troubles.putIfAbsent(row.areaId(), Trouble.LOW);
                    } else {
                        unavailable++;
                        troubles.put(row.areaId(), Trouble.SILENT);
                    }
                }
            }
        }
        var areas = bareAreas.stream()
                .map(area -> area.withEntities(counts.getOrDefault(area.id(), 0)))
                .toList();
        summary = new Summary(areas, domains, unavailable, low, troubles);
        summarisedAt = services.clock().instant();
    }

    private void publish() {
        var following = watch;
        view.set(new View(
                loaded,
                following != null && following.synced(),
                following == null ? 0 : following.eventsPerSecond(),
                all.size(),
                summary.areas(),
                summary.domains(),
                summary.unavailable(),
                summary.lowBattery(),
                summary.troubles(),
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
        private final Set<String> dirty = new HashSet<>();
        private final AtomicBoolean asked = new AtomicBoolean();
        private final AtomicBoolean listsAsked = new AtomicBoolean();

        @Override
        public void statesChanged(Set<String> entityIds) {
            synchronized (dirty) {
                dirty.addAll(entityIds);
            }
            if (asked.compareAndSet(false, true)) {
                services.fx().execute(EntitiesViewModel.this::paintSoon);
            }
        }

        Set<String> take() {
            asked.set(false); // before taking, so that a later change asks again
            synchronized (dirty) {
                var taken = Set.copyOf(dirty);
                dirty.clear();
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
