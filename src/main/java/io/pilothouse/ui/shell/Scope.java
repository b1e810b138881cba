package io.pilothouse.ui.shell;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The instances that a page of the program is about: N of M, chosen by chips in the header, kept per
/// page. New instances are in. The header, the band and the rail show it when the page gives it as
/// [PageView#scope]; the page shows what [#view] says. FX thread only.
public final class Scope implements AutoCloseable {

    /// @param all    those it could be about, in the person's own order
    /// @param chosen those it is about, in the same order
    /// @param ill    how those of them are that have a problem
    /// @param words  "3 of 3 qBittorrents"
    public record View(List<Instance> all, List<Instance> chosen, Map<InstanceId, ShownState> ill, String words) {
        public View {
            all = List.copyOf(all);
            chosen = List.copyOf(chosen);
            ill = Map.copyOf(ill);
        }

        public Set<InstanceId> ids() {
            return chosen.stream().map(Instance::id).collect(Collectors.toCollection(LinkedHashSet::new));
        }

        /// @return whether nothing is left out
        public boolean everything() {
            return chosen.size() == all.size();
        }
    }

    private final WindowContext window;
    private final Setting<List<String>> setting;
    private final Predicate<Instance> about;
    private final String noun;
    private final ReadOnlyObjectWrapper<View> view;
    private final Subscription fleet;
    private final Subscription states;
    private List<String> left;

    /// @param page  stable name under which it is kept
    /// @param about which instances the page can be about
    /// @param noun  key of "{0} of {1} qBittorrents" in the texts
    public Scope(WindowContext window, String page, Predicate<Instance> about, String noun) {
        this.window = window;
        this.about = about;
        this.noun = noun;
        setting = new Setting<>(
                "scope." + page,
                List.of(),
                text -> text.isEmpty() ? List.of() : Arrays.asList(text.split(" ")),
                ids -> String.join(" ", ids));
        left = window.services().settings().get(setting);
        view = new ReadOnlyObjectWrapper<>(make());
        fleet = window.services()
                .instances()
                .fleet()
                .subscribe(window.services().fx(), _ -> refresh());
        states = window.services().health().states().subscribe(window.services().fx(), _ -> refresh());
    }

    public ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }

    public boolean includes(InstanceId id) {
        return view.get().ids().contains(id);
    }

    /// Takes an instance out.
    public void remove(InstanceId id) {
        var more = new ArrayList<>(left);
        more.add(id.value());
        leave(more);
    }

    /// Takes an instance in.
    public void add(InstanceId id) {
        leave(left.stream().filter(one -> !one.equals(id.value())).toList());
    }

    /// Shows all there are.
    public void everything() {
        leave(List.of());
    }

    /// Shows these only.
    public void only(Collection<InstanceId> ids) {
        leave(view.get().all().stream()
                .map(Instance::id)
                .filter(id -> !ids.contains(id))
                .map(InstanceId::value)
                .toList());
    }

    /// Shows the instances of this kind only; fewer of them, where fewer were chosen before.
    void ofKind(KindId kind) {
        var ids = view.get().all().stream()
                .map(Instance::id)
                .filter(id -> id.kind().equals(kind))
                .toList();
        if (view.get().ids().isEmpty() || !ids.containsAll(view.get().ids())) {
            only(ids);
        }
    }

    private void leave(List<String> ids) {
        left = ids.stream().distinct().toList();
        window.background().store(setting, left);
        refresh();
    }

    private void refresh() {
        var made = make();
        if (!made.equals(view.get())) {
            view.set(made);
        }
    }

    private View make() {
        var all = window.services().instances().fleet().get().live().stream()
                .filter(about)
                .toList();
        var chosen =
                all.stream().filter(one -> !left.contains(one.id().value())).toList();
        var healths = window.services().health().states().get();
        var ill = new HashMap<InstanceId, ShownState>();
        chosen.forEach(one -> {
            var health = healths.get(one.id());
            if (health != null && health.state().problem()) {
                ill.put(one.id(), health.state());
            }
        });
        return new View(all, chosen, ill, window.texts().text(noun, chosen.size(), all.size()));
    }

    @Override
    public void close() {
        fleet.close();
        states.close();
    }
}
