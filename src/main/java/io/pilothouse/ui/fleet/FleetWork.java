package io.pilothouse.ui.fleet;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.schedule.Schedules.Planned;
import io.pilothouse.tasks.schedule.Schedules.Trait;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;

/// What is done, held and planned for each instance at one moment.
///
/// @param tasks  of an instance that have not ended and are worth a word
/// @param next   the work of each instance that comes next, or that waits already
/// @param cycles how many regular works each instance has
record FleetWork(Map<InstanceId, List<TaskView>> tasks, Map<InstanceId, Planned> next, Map<InstanceId, Long> cycles) {

    private static final Comparator<Planned> WAITING_FIRST = Comparator.comparing(
                    (Planned planned) -> planned.waiting().isEmpty())
            .thenComparing(planned -> planned.nextAt().orElse(java.time.Instant.MAX));

    static FleetWork of(List<TaskView> tasks, List<Planned> plan) {
        var byInstance = new HashMap<InstanceId, List<TaskView>>();
        for (var task : tasks) {
            if (!task.state().ended() && !task.quiet()) {
                task.instances()
                        .forEach(id -> byInstance
                                .computeIfAbsent(id, _ -> new ArrayList<>())
                                .add(task));
            }
        }
        var next = new HashMap<InstanceId, Planned>();
        for (var planned : plan) {
            if (planned.waiting().isPresent() || planned.nextAt().isPresent() || planned.is(Trait.OFTEN)) {
                planned.instance().ifPresent(id -> next.merge(id, planned, BinaryOperator.minBy(WAITING_FIRST)));
            }
        }
        var cycles = plan.stream()
                .flatMap(planned -> planned.instance().stream())
                .collect(Collectors.groupingBy(id -> id, Collectors.counting()));
        return new FleetWork(byInstance, next, cycles);
    }

    Optional<TaskView> running(InstanceId id) {
        return tasks.getOrDefault(id, List.of()).stream()
                .filter(task -> task.state() == TaskState.RUNNING || task.state() == TaskState.FINISHING)
                .findFirst();
    }

    long held(InstanceId id) {
        return tasks.getOrDefault(id, List.of()).stream()
                .filter(task -> task.state() == TaskState.HELD)
                .count();
    }

    long cyclesOf(InstanceId id) {
        return cycles.getOrDefault(id, 0L);
    }
}
