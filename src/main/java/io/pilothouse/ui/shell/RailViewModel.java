package io.pilothouse.ui.shell;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.ui.active.ActiveInstance;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Severity;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.UiServices;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What the rail lists: pinned instances, problems of a large fleet, then the groups. Knows no nodes. FX
/// thread only.
public final class RailViewModel implements AutoCloseable {

    /// Fleets larger than this get a section of their problems, as they no longer fit on a screen.
    static final int PROBLEMS_FROM = 20;

    static final String PINNED = "\u0001pinned";
    static final String PROBLEMS = "\u0001problems";

    /// @param tally how many instances are in each state, worst first; only states that occur
    /// @param messages how many messages wait to be looked at
    public record View(List<RailRow> rows, Map<ShownState, Integer> tally, int total, int messages, boolean collapsed) {
        public View {
            rows = List.copyOf(rows);
        }
    }

    private final UiServices services;
    private final Texts texts;
    private final ActiveInstance active;
    private final Background background;
    private final Batch batch;
    private final ReadOnlyObjectWrapper<View> view = new ReadOnlyObjectWrapper<>();
    private boolean narrow;
    private Set<InstanceId> unsaved = Set.of();

    public RailViewModel(UiServices services, Texts texts, ActiveInstance active, Background background) {
        this.services = services;
        this.texts = texts;
        this.active = active;
        this.background = background;
        batch = new Batch(services.later(), services.fx(), this::refresh)
                .on(services.instances().fleet())
                .on(services.health().states())
                .on(services.alerts().state())
                .on(services.settings().values());
        refresh();
    }

    public ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }

    /// Shows on which instances text was typed that is not stored yet.
    void unsaved(Set<InstanceId> ids) {
        if (!unsaved.equals(ids)) {
            unsaved = ids;
            refresh();
        }
    }

    private void refresh() {
        var live = services.instances().fleet().get().live();
        var healths = services.health().states().get();
        var folded = services.settings().get(WindowSettings.FOLDED_GROUPS);
        var rows = new ArrayList<RailRow>();
        add(rows, PINNED, texts.text("shell.rail.pinned"), folded, pinned());
        if (live.size() > PROBLEMS_FROM) {
            var problems = live.stream()
                    .filter(one -> state(one, healths).problem())
                    .sorted(worstFirst(healths))
                    .toList();
            add(rows, PROBLEMS, texts.text("shell.rail.problems"), folded, problems);
        }
        var groups = new LinkedHashMap<String, List<Instance>>();
        for (var instance : ordered(live, healths)) {
            groups.computeIfAbsent(instance.configuration().group(), _ -> new ArrayList<>())
                    .add(instance);
        }
        groups.forEach((group, members) ->
                add(rows, group, group.isEmpty() ? texts.text("shell.rail.no-group") : group, folded, members));
        var counted = new EnumMap<ShownState, Integer>(ShownState.class);
        live.forEach(instance -> counted.merge(state(instance, healths), 1, Integer::sum));
        var tally = new LinkedHashMap<ShownState, Integer>();
        Severity.ORDER.stream().filter(counted::containsKey).forEach(state -> tally.put(state, counted.get(state)));
        boolean collapsed = narrow || services.settings().get(WindowSettings.RAIL_COLLAPSED);
        view.set(new View(
                rows, tally, live.size(), services.alerts().state().get().open().size(), collapsed));
    }

    private void add(List<RailRow> rows, String section, String title, List<String> folded, List<Instance> members) {
        if (members.isEmpty()) {
            return;
        }
        boolean closed = folded.contains(section);
        rows.add(new RailRow.Section(section, title, members.size(), closed));
        if (!closed) {
            var healths = services.health().states().get();
            for (var instance : members) {
                boolean guarded = services.guards().levelOf(instance.id()).compareTo(GuardLevel.GUARDED) >= 0;
                rows.add(new RailRow.Entry(
                        section, instance, state(instance, healths), guarded, unsaved.contains(instance.id())));
            }
        }
    }

    private List<Instance> ordered(List<Instance> live, Map<InstanceId, InstanceHealth> healths) {
        return switch (services.settings().get(WindowSettings.RAIL_ORDER)) {
            case OWN -> live;
            case PROBLEMS -> live.stream().sorted(worstFirst(healths)).toList();
            case RECENT -> {
                var recent = active.recent();
                yield live.stream()
                        .sorted(Comparator.comparingInt(instance -> {
                            int at = recent.indexOf(instance.id());
                            return at < 0 ? Integer.MAX_VALUE : at;
                        }))
                        .toList();
            }
        };
    }

    private static Comparator<Instance> worstFirst(Map<InstanceId, InstanceHealth> healths) {
        return Comparator.comparing(instance -> Severity.of(state(instance, healths)));
    }

    private static ShownState state(Instance instance, Map<InstanceId, InstanceHealth> healths) {
        var health = healths.get(instance.id());
        return health == null ? ShownState.UNKNOWN : health.state();
    }

    /// @return the pinned instances that still exist, in the order of their keys
    public List<Instance> pinned() {
        var fleet = services.instances().fleet().get();
        return services.settings().get(WindowSettings.PINNED).stream()
                .flatMap(id ->
                        fleet.live().stream().filter(one -> one.id().value().equals(id)))
                .limit(9)
                .toList();
    }

    public boolean pinned(InstanceId id) {
        return services.settings().get(WindowSettings.PINNED).contains(id.value());
    }

    public void pin(InstanceId id, boolean pinned) {
        var ids = new LinkedHashSet<>(services.settings().get(WindowSettings.PINNED));
        if (pinned) {
            ids.add(id.value());
        } else {
            ids.remove(id.value());
        }
        background.store(WindowSettings.PINNED, List.copyOf(ids));
    }

    public void fold(String section) {
        var folded = new LinkedHashSet<>(services.settings().get(WindowSettings.FOLDED_GROUPS));
        if (!folded.remove(section)) {
            folded.add(section);
        }
        background.store(WindowSettings.FOLDED_GROUPS, List.copyOf(folded));
    }

    public void collapse(boolean collapsed) {
        narrow = false;
        background.store(WindowSettings.RAIL_COLLAPSED, collapsed);
        batch.request();
    }

    /// Collapses the rail while the window is too narrow for both it and a page; the person's choice
    /// stays stored.
    public void narrow(boolean nowNarrow) {
        if (narrow != nowNarrow) {
            narrow = nowNarrow;
            refresh();
        }
    }

    /// Whether dragging and Alt+Up and Down move instances.
    public boolean ownOrder() {
        return services.settings().get(WindowSettings.RAIL_ORDER) == WindowSettings.RailOrder.OWN;
    }

    /// Puts an instance before another, or at the end.
    public void move(InstanceId id, Optional<InstanceId> before) {
        var name = services.instances().find(id).map(Instance::name).orElse(id.value());
        background.act(
                "instance-order",
                "move " + name + " in the list",
                id,
                _ -> {
                    services.instances().order(id, before, Consent.none(Origin.WINDOW));
                    return true;
                },
                _ -> {});
    }

    /// Moves an instance one place up (-1) or down (1) among those of its group.
    public void step(InstanceId id, int direction) {
        var live = services.instances().fleet().get().live();
        var moved = services.instances().find(id);
        if (!ownOrder() || moved.isEmpty()) {
            return;
        }
        var group = live.stream()
                .filter(one -> one.configuration()
                        .group()
                        .equals(moved.get().configuration().group()))
                .map(Instance::id)
                .toList();
        int to = group.indexOf(id) + direction;
        if (to < 0 || to >= group.size()) {
            return;
        }
        if (direction < 0) {
            move(id, Optional.of(group.get(to)));
        } else {
            move(id, to + 1 < group.size() ? Optional.of(group.get(to + 1)) : after(live, group.get(to)));
        }
    }

    private static Optional<InstanceId> after(List<Instance> live, InstanceId id) {
        var ids = live.stream().map(Instance::id).toList();
        int at = ids.indexOf(id) + 1;
        return at < ids.size() ? Optional.of(ids.get(at)) : Optional.empty();
    }

    @Override
    public void close() {
        batch.close();
    }
}
