package io.pilothouse.domain.arr;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// How an app looks after itself.
///
/// @param lacks what this version or build of it cannot do
public record Upkeep(
        List<Chore> chores,
        List<LogLine> log,
        List<Backup> backups,
        List<Folder> folders,
        List<Disk> disks,
        Set<Lack> lacks) {

    /// What other versions, or other apps of the family, can do.
    public enum Lack {
        /// Lists of what is missing or below its cutoff: the whole library is read instead.
        WANTED_LISTS,
        /// Lists sorted by the last search: what was asked longest ago is known from here only.
        SEARCH_ORDER,
        /// Scores of custom formats: no rule can hunt for a better one.
        FORMAT_SCORES,
        /// Keeping a release from being grabbed again.
        BLOCKLIST
    }

    public Upkeep {
        chores = List.copyOf(chores);
        log = List.copyOf(log);
        backups = List.copyOf(backups);
        folders = List.copyOf(folders);
        disks = List.copyOf(disks);
        lacks = Set.copyOf(lacks);
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
