package io.pilothouse.tasks.backup;

import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.store.Database;
import io.pilothouse.store.StoreCopies;
import io.pilothouse.store.StoreCopy;
import io.pilothouse.tasks.room.StoreRoom;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/// Checked copies of the whole store, and its condition. Methods block on the disk: call them from a
/// task.
public final class Backups {

    private final Database database;
    private final StoreRoom.FreeSpace space;

    public Backups(Database database) {
        this(database, () -> Files.getFileStore(database.folder().root()).getUsableSpace());
    }

    /// @param space of the disk with the store
    Backups(Database database, StoreRoom.FreeSpace space) {
        this.database = database;
        this.space = space;
    }

    /// Writes a checked copy. Secrets in it stay encrypted under the data key.
    ///
    /// @param file is made; one that is there is left alone
    /// @throws ProblemException with `bad-value` if there is a file already, or no folder for it
    public Copied copyTo(Path file) throws ProblemException {
        if (Files.exists(file)) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    "There is a file " + file + " already.",
                    "Give a name that is free; a backup overwrites nothing."));
        }
        var parent = file.toAbsolutePath().getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new ProblemException(
                    new Problem(ProblemCode.BAD_VALUE, "There is no folder " + parent + ".", "Make the folder first."));
        }
        int instances = database.copyTo(file);
        return new Copied(file, instances, size(file), database.version());
    }

    /// @return good copies that Pilothouse made by itself, newest first
    public List<StoredCopy> copies() {
        return new StoreCopies(database.folder())
                .good().stream().map(Backups::stored).toList();
    }

    private static StoredCopy stored(StoreCopy copy) {
        return new StoredCopy(copy.file(), copy.at(), copy.instances());
    }

    /// Makes a copy because a person asked.
    public StoredCopy copyAsked() {
        return stored(database.copy(StoreCopy.Reason.ASKED));
    }

    /// Looks the whole store over; takes a while when it is large.
    public Condition examine() {
        return new Condition(database.version(), size(), database.passesCheck());
    }

    /// @return what each table takes, the largest first; reads the whole store
    public List<TableSize> tableSizes() {
        return database.tableSizes().stream()
                .map(size -> new TableSize(size.table(), size.bytes()))
                .toList();
    }

    /// Gives the room back that deleted rows left in the store. Nothing else uses the store meanwhile.
    ///
    /// @throws ProblemException with `store-io` if the disk has no room for writing it anew
    public Compacted compact() throws ProblemException {
        long before = size();
        long needed = 2 * before + StoreRoom.LITTLE; // once beside it, once in its log
        long free = free();
        if (free < needed) {
            throw new ProblemException(new Problem(
                    ProblemCode.STORE_IO,
                    "There is no room to compact the store: it needs " + new Bytes(needed) + " for a while, and "
                            + new Bytes(free) + " are free.",
                    "Free some space on the disk that holds the data folder."));
        }
        database.compact();
        return new Compacted(before, size());
    }

    private long free() {
        try {
            return space.bytes();
        } catch (IOException notTold) {
            return Long.MAX_VALUE; // then only the store itself can tell
        }
    }

    private long size() {
        var store = database.folder().store();
        return size(store) + size(store.resolveSibling(store.getFileName() + "-wal")); // what was written last
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0; // gone in this moment
        }
    }

    /// @param instances in it, the trash left out
    /// @param version   of the store's form
    public record Copied(Path file, int instances, long sizeBytes, int version) {}

    /// @param instances in it, the trash left out
    public record StoredCopy(Path file, Instant at, int instances) {}

    /// @param bytes with its indices
    public record TableSize(String table, long bytes) {}

    /// How large the store was, and is now.
    public record Compacted(long before, long after) {}

    /// @param version of the store's form
    /// @param whole   whether the check found nothing wrong
    public record Condition(int version, long sizeBytes, boolean whole) {}
}
