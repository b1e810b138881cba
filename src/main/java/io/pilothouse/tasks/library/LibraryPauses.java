package io.pilothouse.tasks.library;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// How often each server's changes are read by themselves, and whether at all. Thread-safe.
public final class LibraryPauses {

    private static final int USUAL_MINUTES = 15;

    private final Settings settings;
    private final InstantSource clock;
    private final Map<InstanceId, Instant> skipped = new ConcurrentHashMap<>();

    public LibraryPauses(Settings settings, InstantSource clock) {
        this.settings = settings;
        this.clock = clock;
    }

    private static Setting<Integer> minutes(InstanceId id) {
        return Setting.number("library.everyMinutes." + id, USUAL_MINUTES);
    }

    /// 1 when it is read, 0 when not.
    private static Setting<Integer> reading(InstanceId id) {
        return Setting.number("library.reads." + id, 1);
    }

    Duration every(InstanceId id) {
        return Duration.ofMinutes(settings.get(minutes(id)));
    }

    void every(InstanceId id, Duration pause) {
        settings.set(minutes(id), (int) pause.toMinutes());
    }

    boolean reads(InstanceId id) {
        return settings.get(reading(id)) == 1;
    }

    void reads(InstanceId id, boolean yes) {
        settings.set(reading(id), yes ? 1 : 0);
    }

    /// Leaves out the next turn.
    void skip(InstanceId id) {
        skipped.put(id, clock.instant().plus(every(id)));
    }

    /// @return whether the turn that comes now was to be left out
    boolean skipsNow(InstanceId id) {
        var until = skipped.get(id);
        if (until == null || clock.instant().isAfter(until)) {
            return false;
        }
        skipped.remove(id);
        return true;
    }

    /// @return the turn after now
    Instant next(Instance server) {
        return next(server, clock.instant());
    }

    /// @return the first turn after `after`: the same for the same question, spread over the servers
    Instant next(Instance server, Instant after) {
        long every = every(server.id()).toSeconds();
        long shift = Math.floorMod(server.num() * 37L, every / 10);
        long passed = Math.floorDiv(after.getEpochSecond() - shift, every);
        return Instant.ofEpochSecond((passed + 1) * every + shift);
    }
}
