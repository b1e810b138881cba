package io.pilothouse.ui.home;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.home.Homes;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// How many there are of what the tabs of a house show. Asked when the tabs are drawn and what is known is
/// old, and after each act. FX thread only.
final class HouseCounts {

    private static final Duration KEPT = Duration.ofMinutes(1);

    private final WindowContext window;
    private final Map<InstanceId, Counts> known = new HashMap<>();
    private final Set<InstanceId> asking = new HashSet<>();
    private final Set<InstanceId> acted = new HashSet<>();

    /// @param byPage page to number
    private record Counts(Map<String, Long> byPage, Instant at) {}

    HouseCounts(WindowContext window) {
        this.window = window;
    }

    OptionalLong of(InstanceId id, String page) {
        var counts = known.get(id);
        var now = window.services().clock().instant();
        if ((counts == null || Duration.between(counts.at(), now).compareTo(KEPT) > 0) && asking.add(id)) {
            ask(id);
            counts = known.get(id);
        }
        var count = counts == null ? null : counts.byPage().get(page);
        return count == null || count == 0 ? OptionalLong.empty() : OptionalLong.of(count);
    }

    /// Something was done to a house: what is known of it is old, and so is the answer to a question before.
    void acted(InstanceId id) {
        if (asking.add(id)) {
            ask(id);
        } else {
            acted.add(id);
        }
    }

    private void ask(InstanceId id) {
        var homes = window.services().homes();
        new Latest(window.services().fx())
                .<Map<String, Long>>start(
                        () -> window.background().read("count what is in " + id, List.of(id), _ -> counted(homes, id)),
                        outcome -> {
                            asking.remove(id);
                            var before = known.get(id);
                            var found = outcome instanceof Outcome.Succeeded<Map<String, Long>>(var counts)
                                    ? counts
                                    : Map.<String, Long>of();
                            known.put(
                                    id,
                                    new Counts(found, window.services().clock().instant()));
                            if (before == null
                                    ? !found.isEmpty()
                                    : !before.byPage().equals(found)) {
                                window.pages().countsChanged();
                            }
                            if (acted.remove(id)) {
                                acted(id);
                            }
                        });
    }

    private static Map<String, Long> counted(Homes homes, InstanceId id) throws InterruptedException {
        var counts = new HashMap<String, Long>();
        if (homes.entities(id) instanceof HomeResult.Got<List<EntityRow>> got) {
            var shown = got.value().stream().filter(row -> !row.disabled()).toList();
            counts.put("entities", (long) shown.size());
            counts.put(
                    "automations",
                    shown.stream()
                            .filter(row -> row.domain().equals("automation"))
                            .count());
            counts.put(
                    "updates",
                    homes.updates(id).found().orElse(List.of()).stream()
                            .filter(update -> update.available() && !update.skipped())
                            .count());
            if (homes.repairs(id) instanceof HomeResult.Got<List<Repair>> repairs) {
                counts.put(
                        "repairs",
                        repairs.value().stream()
                                .filter(repair -> !repair.ignored())
                                .count());
            }
        }
        return counts;
    }
}
