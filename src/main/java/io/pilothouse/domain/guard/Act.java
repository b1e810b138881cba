package io.pilothouse.domain.guard;

import io.pilothouse.domain.instance.InstanceId;
import java.util.List;

/// Something about to be done to instances, as it is put to the guards.
///
/// @param what  the act as an infinitive without the instance, for example "delete 3 movies"
/// @param items what it touches, for people to read; may be shortened, `count` is the truth
/// @param count how many items it touches
public record Act(ActionClass actionClass, List<InstanceId> instances, String what, List<String> items, long count) {

    private static final int SHOWN_ITEMS = 50;

    public Act {
        instances = List.copyOf(instances);
        items = List.copyOf(items);
    }

    /// Something done to several items of one instance.
    ///
    /// @param items all of them; the first are shown
    public static Act on(ActionClass actionClass, InstanceId instance, String what, List<String> items) {
        return new Act(
                actionClass,
                List.of(instance),
                what,
                items.stream().limit(SHOWN_ITEMS).toList(),
                items.size());
    }

    public static Act local(InstanceId instance, String what) {
        return new Act(ActionClass.LOCAL_REVERSIBLE, List.of(instance), what, List.of(), 1);
    }

    public static Act reading(InstanceId instance, String what) {
        return new Act(ActionClass.READ, List.of(instance), what, List.of(), 0);
    }
}
