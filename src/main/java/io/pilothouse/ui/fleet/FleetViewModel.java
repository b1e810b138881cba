package io.pilothouse.ui.fleet;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Rows;
import io.pilothouse.ui.common.Severity;
import io.pilothouse.ui.common.Span;
import io.pilothouse.ui.common.TabStrip;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Background;
import io.pilothouse.ui.table.Grouping;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/// What the Fleet shows. Changes are gathered for a tenth of a second and painted together; the past of
/// an instance is read only when its row is seen. Knows no nodes. FX thread only.
public final class FleetViewModel {

    static final String ALL = "all";
    static final String PROBLEMS = "problems";

    /// Parts of an uptime bar: 72 of 20 minutes in 24 hours.
    static final int PARTS = 72;

    private static final int SPARK_PARTS = 40;
    private static final int GROUP_TABS = 6;
    private static final int READ_AT_ONCE = 64;

    /// Everything around the table.
    ///
    /// @param subtitle "14 instances on 6 hosts"
    /// @param foot     the same, and how many were checked lately
    /// @param more     causes beyond those listed
    /// @param shown    rows of the tab
    /// @param tallies  how many of them are in which state, worst first
    record View(
            List<TabStrip.Tab> tabs,
            String tab,
            List<FleetCause> causes,
            int more,
            String subtitle,
            String foot,
            int total,
            int shown,
            FleetSettings.Shape shape,
            FleetSettings.Grouping grouping,
            List<String> folded,
            FleetMetric metric,
            List<FleetLine.Tally> tallies) {}

    /// @param state at which it was read; another state makes it old
    private record Read(FleetHistory history, Instant at, ShownState state) {}

    private final UiServices services;
    private final Words words;
    private final Background background;
    private final Latest reading;
    private final FleetDrift drift;
    private final FleetRows lines;
    private final FleetCauses causes;
    private final Map<InstanceId, Read> past = new HashMap<>();
    private final Set<InstanceId> wanted = new LinkedHashSet<>();
    private final Rows<FleetRow> rows = new Rows<>();
    private final ReadOnlyObjectWrapper<View> view = new ReadOnlyObjectWrapper<>();
    private @Nullable Batch batch;
    private String tab = ALL;
    private Span span = Span.DAY;
    private FleetMetric metric = FleetMetric.LATENCY;
    private boolean tiles;

    public FleetViewModel(UiServices services, Words words, Background background) {
        this.services = services;
        this.words = words;
        this.background = background;
        reading = new Latest(services.fx());
        drift = new FleetDrift(services, words, background);
        lines = new FleetRows(services, words);
        causes = new FleetCauses(services, words);
        refresh();
    }

    /// @return the rows in the order shown; do not change it
    public ObservableList<FleetRow> rows() {
        return rows;
    }

    public ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }

    /// Tells also what only cards and tiles show, whatever shape the Fleet has.
    void forTiles() {
        tiles = true;
        refresh();
    }

    /// Starts to follow changes.
    public void follow() {
        if (batch == null) {
            batch = new Batch(services.later(), services.fx(), this::refresh)
                    .on(services.instances().fleet())
                    .on(services.health().states())
                    .on(services.health().causes())
                    .on(services.tasks().tasks())
                    .on(services.settings().values())
                    .on(services.schedules().plan())
                    .on(services.alerts().state())
                    .on(services.comparing().drifted());
            refresh();
        }
    }

    /// Stops following and reading; what is shown stays.
    public void rest() {
        if (batch != null) {
            batch.close();
            batch = null;
        }
        reading.cancel();
        drift.rest();
    }

    public void choose(String newTab) {
        tab = newTab;
        refresh();
    }

    void span(Span newSpan) {
        if (span != newSpan) {
            span = newSpan;
            past.clear();
            refresh();
        }
    }

    void metric(FleetMetric newMetric) {
        metric = newMetric;
        refresh();
    }

    /// Shows the Fleet in another form, now and at the next start.
    void shape(FleetSettings.Shape shape) {
        background.store(FleetSettings.SHAPE, shape);
    }

    void group(FleetSettings.Grouping grouping) {
        background.store(FleetSettings.GROUPING, grouping);
    }

    /// Folds the members of a group away, or shows them again.
    void fold(String group) {
        var folded = new ArrayList<>(services.settings().get(FleetSettings.FOLDED));
        if (!folded.remove(group)) {
            folded.add(group);
        }
        background.store(FleetSettings.FOLDED, List.copyOf(folded));
    }

    /// A row of this instance is on screen: its past is read if it is not known yet or old.
    public void want(InstanceId id) {
        var known = past.get(id);
        if (known != null && !old(known, id)) {
            return;
        }
        if (wanted.add(id) && batch != null && !reading.busy()) {
            batch.request();
        }
    }

    private boolean old(Read known, InstanceId id) {
        var part = span.length().dividedBy(PARTS);
        return known.state != state(id)
                || known.at.plus(part).isBefore(services.clock().instant())
                || known.history.endsUnchecked() && checkedSince(known.at, id);
    }

    private boolean checkedSince(Instant at, InstanceId id) {
        return Optional.ofNullable(services.health().states().get().get(id))
                .flatMap(InstanceHealth::lastCheckAt)
                .filter(at::isBefore)
                .isPresent();
    }

    private ShownState state(InstanceId id) {
        var health = services.health().states().get().get(id);
        return health == null ? ShownState.UNKNOWN : health.state();
    }

    private void readPast() {
        if (wanted.isEmpty() || reading.busy() || batch == null) {
            return;
        }
        var ids = wanted.stream().limit(READ_AT_ONCE).toList();
        ids.forEach(wanted::remove);
        var until = services.clock().instant();
        var from = until.minus(span.length());
        var states = ids.stream().collect(Collectors.toMap(id -> id, this::state));
        reading.start(
                () -> background.read(words.texts().text("fleet.reading"), ids, _ -> {
                    var found = new LinkedHashMap<InstanceId, FleetHistory>();
                    for (var id : ids) {
                        var latency = services.health().latency(id, from, until, SPARK_PARTS);
                        found.put(
                                id,
                                new FleetHistory(
                                        services.health().bars(id, from, until, PARTS),
                                        latency.parts().stream()
                                                .mapToDouble(part -> part.p50Millis())
                                                .toArray(),
                                        latency.p95Millis()));
                    }
                    return found;
                }),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<LinkedHashMap<InstanceId, FleetHistory>> read) {
                        read.value().forEach((id, history) -> past.put(id, new Read(history, until, states.get(id))));
                        refresh();
                    }
                });
    }

    private void refresh() {
        var fleet = services.instances().fleet().get();
        var healths = services.health().states().get();
        var work = FleetWork.of(
                services.tasks().tasks().get(), services.schedules().plan().get());
        var now = services.clock().instant();
        boolean figured = tiles || services.settings().get(FleetSettings.SHAPE) == FleetSettings.Shape.CARDS;
        var made = new ArrayList<FleetRow>();
        var live = fleet.live();
        for (int i = 0; i < live.size(); i++) {
            var instance = live.get(i);
            var health = Optional.ofNullable(healths.get(instance.id()));
            if (inTab(instance, health)) {
                var former = fleet.formerNames().getOrDefault(instance.id(), List.of());
                var about = new FleetRows.About(i, former, history(instance.id()), drift.of(instance.id()), figured);
                made.add(lines.row(instance, health, about, work, now));
            }
        }
        made.sort(PROBLEMS_FIRST);
        rows.replace(compared(made, healths));
        view.set(view(fleet, healths, work, now));
        var ids = live.stream().map(Instance::id).collect(Collectors.toSet());
        past.keySet().retainAll(ids);
        lines.keep(ids);
        past.forEach((id, known) -> {
            if (old(known, id)) {
                wanted.add(id);
            }
        });
        readPast();
        if (batch != null) {
            drift.look();
        }
    }

    private FleetHistory history(InstanceId id) {
        var known = past.get(id);
        return known == null ? FleetHistory.NONE : known.history;
    }

    /// Gives each row its value of the metric, on the scale of all of them.
    private List<FleetRow> compared(List<FleetRow> made, Map<InstanceId, InstanceHealth> healths) {
        if (metric == FleetMetric.LATENCY) {
            return made;
        }
        if (metric == FleetMetric.LATENCY_COMPARED) {
            double largest = made.stream()
                    .flatMapToDouble(row -> Arrays.stream(row.history().latency()))
                    .filter(value -> !Double.isNaN(value))
                    .max()
                    .orElse(Double.NaN);
            return made.stream()
                    .map(row -> row.with(new FleetRow.Metric("", -1, largest)))
                    .toList();
        }
        var values = made.stream()
                .collect(Collectors.toMap(
                        row -> row.instance().id(),
                        row -> metric.of(
                                Optional.ofNullable(healths.get(row.instance().id())))));
        double largest = values.values().stream()
                .flatMapToDouble(OptionalDouble::stream)
                .max()
                .orElse(0);
        return made.stream()
                .map(row -> {
                    var value = values.get(row.instance().id());
                    return row.with(
                            value.isEmpty()
                                    ? FleetRow.Metric.OWN
                                    : new FleetRow.Metric(
                                            say(value.getAsDouble()),
                                            largest == 0 ? 0 : value.getAsDouble() / largest,
                                            largest));
                })
                .toList();
    }

    private String say(double value) {
        if (!metric.bytes()) {
            return words.number((long) value);
        }
        var size = words.size((long) value);
        return metric.perSecond() ? words.texts().text("fleet.per-second", size) : size;
    }

    /// @return how the lines stand together now; empty for not at all
    Optional<Grouping<FleetLine>> grouping() {
        var grouping = services.settings().get(FleetSettings.GROUPING);
        if (grouping == FleetSettings.Grouping.NONE) {
            return Optional.empty();
        }
        return Optional.of(new Grouping<>(
                line -> line instanceof FleetLine.Of(FleetRow row) ? groupOf(row.instance(), grouping) : "",
                (group, members, folded) -> new FleetLine.Heading(
                        group,
                        title(group, grouping),
                        members.size(),
                        tallies(members.stream()
                                .flatMap(line ->
                                        line instanceof FleetLine.Of(FleetRow row) ? Stream.of(row) : Stream.empty())
                                .toList()),
                        folded),
                Set.copyOf(services.settings().get(FleetSettings.FOLDED))));
    }

    private static String groupOf(Instance instance, FleetSettings.Grouping grouping) {
        return switch (grouping) {
            case NONE -> "";
            case GROUP -> instance.configuration().group();
            case KIND -> instance.kind().value();
            case HOST -> instance.address().host();
        };
    }

    private String title(String key, FleetSettings.Grouping grouping) {
        return switch (grouping) {
            case KIND -> words.kind(new KindId(key));
            case GROUP -> key.isEmpty() ? words.texts().text("fleet.no-group") : key;
            case HOST, NONE -> key;
        };
    }

    private static List<FleetLine.Tally> tallies(List<FleetRow> members) {
        return Severity.ORDER.stream()
                .map(state -> new FleetLine.Tally(state, (int)
                        members.stream().filter(row -> row.state() == state).count()))
                .filter(tally -> tally.count() > 0)
                .toList();
    }

    static final Comparator<FleetRow> PROBLEMS_FIRST = Comparator.comparingInt(
                    (FleetRow row) -> Severity.of(row.state()))
            .thenComparing(row -> row.state().problem() ? row.since() : Instant.EPOCH)
            .thenComparingInt(FleetRow::position);

    private boolean inTab(Instance instance, Optional<InstanceHealth> health) {
        return switch (tab) {
            case ALL -> true;
            case PROBLEMS -> health.filter(one -> one.state().problem()).isPresent();
            default -> tab.equals(groupTab(instance.configuration().group()));
        };
    }

    private static String groupTab(String group) {
        return "group:" + group;
    }

    private View view(Fleet fleet, Map<InstanceId, InstanceHealth> healths, FleetWork work, Instant now) {
        var live = fleet.live();
        var groups = live.stream()
                .map(instance -> instance.configuration().group())
                .filter(group -> !group.isEmpty())
                .collect(Collectors.groupingBy(group -> group, LinkedHashMap::new, Collectors.counting()));
        long problems =
                live.stream().filter(instance -> state(instance.id()).problem()).count();
        var tabs = new ArrayList<TabStrip.Tab>();
        tabs.add(new TabStrip.Tab(ALL, words.texts().text("fleet.tab.all"), OptionalLong.of(live.size())));
        tabs.add(new TabStrip.Tab(PROBLEMS, words.texts().text("fleet.tab.problems"), OptionalLong.of(problems)));
        groups.entrySet().stream()
                .limit(GROUP_TABS)
                .map(group ->
                        new TabStrip.Tab(groupTab(group.getKey()), group.getKey(), OptionalLong.of(group.getValue())))
                .forEach(tabs::add);
        if (tabs.stream().noneMatch(one -> one.id().equals(tab))) {
            tab = ALL; // its group is gone
        }
        long hosts = live.stream()
                .map(instance -> instance.address().host())
                .distinct()
                .count();
        var subtitle = words.texts().text("fleet.subtitle", live.size(), hosts);
        long lately = healths.values().stream()
                .filter(health -> health.lastCheckAt()
                        .filter(at -> Duration.between(at, now).toSeconds() <= 60)
                        .isPresent())
                .count();
        var listed = causes.list(fleet, healths, work, now);
        return new View(
                List.copyOf(tabs),
                tab,
                listed.causes(),
                listed.more(),
                live.isEmpty() ? words.texts().text("fleet.subtitle.none") : subtitle,
                words.texts().text("fleet.checked", lately),
                live.size(),
                rows.size(),
                services.settings().get(FleetSettings.SHAPE),
                services.settings().get(FleetSettings.GROUPING),
                services.settings().get(FleetSettings.FOLDED),
                metric,
                tallies(rows));
    }

    /// Checks all instances of a cause again.
    public void check(List<Instance> members) {
        var ids = members.stream().map(Instance::id).toList();
        background.act(
                "health-check",
                "check the health of " + names(members),
                ids.getFirst(),
                _ -> services.health().check(ids, Origin.WINDOW),
                _ -> {});
    }

    /// Begins an hour of maintenance for all instances of a cause.
    public void maintain(List<Instance> members) {
        var ids = members.stream().map(Instance::id).toList();
        var until = services.clock().instant().plus(Duration.ofHours(1));
        background.act(
                "maintenance-begin",
                "begin maintenance of " + names(members),
                ids.getFirst(),
                _ -> {
                    services.maintenance().begin(ids, until, Consent.none(Origin.WINDOW));
                    return true;
                },
                _ -> {});
    }

    private static String names(List<Instance> members) {
        return members.stream().map(Instance::name).collect(Collectors.joining(", "));
    }
}
