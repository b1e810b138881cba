package io.pilothouse.domain.arr;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// How an app looks after itself.
public record Upkeep(
        List<Chore> chores, List<LogLine> log, List<Backup> backups, List<Folder> folders, List<Disk> disks) {

    public Upkeep {
        chores = List.copyOf(chores);
        log = List.copyOf(log);
        backups = List.copyOf(backups);
        folders = List.copyOf(folders);
        disks = List.copyOf(disks);
    }

    /// Something the app does by itself, now and then.
    ///
    /// @param command by which it can be had at once
    public record Chore(
            String name,
            String command,
            Duration every,
            Optional<Instant> last,
            Optional<Instant> next,
            Optional<Duration> took) {}

    public record LogLine(Instant at, String level, String where, String message) {}

    public record Backup(Instant at, String name, String type, OptionalLong sizeBytes) {}

    public record Folder(String path, boolean reachable, OptionalLong freeBytes) {}

    public record Disk(String path, long freeBytes, long totalBytes) {}
}
