package io.pilothouse.ui.hunting;

import io.pilothouse.domain.arr.Title;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.arr.Shelves;
import io.pilothouse.ui.common.Texts;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// How a title stands on each instance of a scope, from their libraries as they were read last. Immutable.
final class StateOnEach {

    static final StateOnEach NONE = new StateOnEach(List.of(), Map.of());

    enum State {
        THERE,
        PARTLY,
        MISSING,
        ON_ITS_WAY,
        /// Nothing of it is there, and nothing of it is monitored.
        UNWANTED,
        /// Its library does not have the title.
        ABSENT
    }

    /// @param have parts that are there, of those that should be; only of what is partly there
    record On(Instance instance, State state, int have, int want) {

        String said(Texts texts) {
            return texts.text("hunting.on." + word(), instance.name(), have, want);
        }

        private String word() {
            return switch (state) {
                case THERE -> "there";
                case PARTLY -> "partly";
                case MISSING -> "missing";
                case ON_ITS_WAY -> "on-its-way";
                case UNWANTED -> "unwanted";
                case ABSENT -> "absent";
            };
        }
    }

    /// One library.
    private record Library(Map<ItemKey, Title> byItem, Map<String, Title> byForeignId) {}

    private final List<Instance> instances;
    private final Map<InstanceId, Library> libraries;

    private StateOnEach(List<Instance> instances, Map<InstanceId, Library> libraries) {
        this.instances = instances;
        this.libraries = libraries;
    }

    /// Blocks on the store; asks no instance.
    static StateOnEach read(Shelves shelves, List<Instance> instances) {
        var libraries = new LinkedHashMap<InstanceId, Library>();
        for (var instance : instances) {
            var shelf = shelves.stored(instance.id());
            if (shelf.readAt().isPresent()) {
                var byItem = new HashMap<ItemKey, Title>();
                var byForeignId = new HashMap<String, Title>();
                for (var title : shelf.titles()) {
                    byItem.put(title.item(), title);
                    if (!title.foreignId().isEmpty()) {
                        byForeignId.put(abroad(title), title);
                    }
                }
                libraries.put(instance.id(), new Library(byItem, byForeignId));
            }
        }
        return new StateOnEach(List.copyOf(instances), libraries);
    }

    /// @return those whose library nobody ever read
    List<InstanceId> unread() {
        return instances.stream()
                .map(Instance::id)
                .filter(id -> !libraries.containsKey(id))
                .toList();
    }

    /// Ids at metadata services are of one type each: films are not numbered as series are.
    private static String abroad(Title title) {
        return title.item().type() + " " + title.foreignId();
    }

    /// @return instances of the same kind whose library was read, in the order of the scope; empty where the
    ///         library of the row's own instance does not know the title
    List<On> of(InstanceId owner, Candidate row) {
        var own = libraries.get(owner);
        var title = own == null ? null : own.byItem.get(row.parent().orElse(row.item()));
        if (title == null) {
            return List.of();
        }
        return instances.stream()
                .filter(it -> it.kind().equals(owner.kind()) && libraries.containsKey(it.id()))
                .map(it -> it.id().equals(owner) ? own(it, row, title) : other(it, title))
                .toList();
    }

    private static On own(Instance owner, Candidate row, Title title) {
        return row.inQueue() ? new On(owner, State.ON_ITS_WAY, 0, 0) : on(owner, title);
    }

    private On other(Instance instance, Title title) {
        var there = libraries.get(instance.id()).byForeignId.get(abroad(title));
        return there == null ? new On(instance, State.ABSENT, 0, 0) : on(instance, there);
    }

    private static On on(Instance instance, Title title) {
        State state = State.PARTLY;
        if (title.have() == 0) {
            state = title.want() == 0 ? State.UNWANTED : State.MISSING;
        } else if (title.missing() == 0) {
            state = State.THERE;
        }
        return new On(instance, state, title.have(), title.want());
    }

    /// @return "Movies HD: there · Movies 4K: missing"
    static String said(List<On> each, Texts texts) {
        return each.stream().map(it -> it.said(texts)).collect(Collectors.joining(" · "));
    }
}
