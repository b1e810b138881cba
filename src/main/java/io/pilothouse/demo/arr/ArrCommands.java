package io.pilothouse.demo.arr;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// The commands of one simulated app: they wait for a worker, run, and are forgotten some time after their
/// end (section 11.4 of the contract). What they do is the activity's.
final class ArrCommands {

    /// How long an ended command is remembered with its message, and how long at all.
    static final Duration REMEMBERED = Duration.ofMinutes(5);

    static final Duration KEPT = Duration.ofDays(1);

    private final ArrApp app;
    private final Setting setting;
    private final int workers;
    private final TreeMap<Integer, ArrCommand> commands = new TreeMap<>();
    private final Set<Integer> orphans = new HashSet<>();
    private int last = 10_000;

    ArrCommands(ArrApp app, Setting setting) {
        this.app = app;
        this.setting = setting;
        workers = app.shape == ArrApp.Shape.MOVIES ? 2 : 3;
    }

    /// @return one that equals this and waits or runs still
    Optional<ArrCommand> open(String name, JsonNode body) {
        return commands.values().stream()
                .filter(it -> it.endedAt == null && it.name.equalsIgnoreCase(name) && sameFields(it.body, body))
                .findFirst();
    }

    ArrCommand add(String name, JsonNode body, String trigger, Instant now) {
        var command = new ArrCommand(++last, name, body, now, trigger);
        commands.put(command.id, command);
        startWaiting(now);
        return command;
    }

    private static boolean sameFields(JsonNode one, JsonNode other) {
        return fields(one).equals(fields(other));
    }

    private static Map<String, JsonNode> fields(JsonNode body) {
        var fields = new TreeMap<String, JsonNode>(String.CASE_INSENSITIVE_ORDER);
        body.properties().forEach(it -> fields.put(it.getKey(), it.getValue()));
        fields.remove("name");
        return fields;
    }

    /// Lets waiting ones begin as far as there are workers.
    void startWaiting(Instant at) {
        long running = commands.values().stream()
                .filter(it -> it.status.equals("started"))
                .count();
        for (var command : commands.values()) {
            if (running >= workers) {
                return;
            }
            if (command.status.equals("queued")) {
                running++;
                command.status = "started";
                command.startedAt = at;
                var random = setting.random("command " + command.id);
                int units = Math.clamp(ArrSearches.targets(app, command).size(), 1, 20);
                command.endsAt = at.plusMillis(1_500L + units * (1_500L + random.nextInt(3_000)));
                command.message = ArrSearches.isSearch(app, command.name)
                        ? "Searching indexers for [" + command.name + "]. 5 active indexers"
                        : "";
            }
        }
    }

    /// Takes a waiting command back.
    ///
    /// @return whether it still waited
    boolean cancel(ArrCommand command, Instant now) {
        if (!command.status.equals("queued")) {
            return false;
        }
        command.status = "cancelled";
        command.endedAt = now;
        return true;
    }

    /// The app restarts: what ran is orphaned and forgotten, what waited waits again.
    void restart(Instant now) {
        for (var command : commands.values()) {
            if (command.status.equals("started")) {
                command.status = "orphaned";
                command.endedAt = now;
                command.message = "";
            }
            if (command.endedAt != null) {
                orphans.add(command.id);
            }
        }
        startWaiting(now);
    }

    Optional<ArrCommand> find(int id) {
        return Optional.ofNullable(commands.get(id));
    }

    /// @return whether the app still has it in memory, with its message
    boolean remembered(ArrCommand command, Instant now) {
        return !orphans.contains(command.id)
                && (command.endedAt == null || command.endedAt.plus(REMEMBERED).isAfter(now));
    }

    List<ArrCommand> inMemory(Instant now) {
        return commands.values().stream().filter(it -> remembered(it, now)).toList();
    }

    /// @return those that run, with when they end
    Collection<ArrCommand> running() {
        return commands.values().stream()
                .filter(it -> it.endsAt != null && it.endedAt == null)
                .toList();
    }

    /// @return the latest one of that name that was begun
    Optional<ArrCommand> latest(String name) {
        return commands.descendingMap().values().stream()
                .filter(it -> it.name.equalsIgnoreCase(name) && it.startedAt != null)
                .findFirst();
    }

    void forgetOld(Instant now) {
        commands.values()
                .removeIf(it -> it.endedAt != null && it.endedAt.plus(KEPT).isBefore(now));
    }
}
