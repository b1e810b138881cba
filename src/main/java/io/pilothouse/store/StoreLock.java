package io.pilothouse.store;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps a second process away from the store, and remembers whether the last one ended well. The
/// operating system gives the lock back when the process dies, however it dies.
final class StoreLock implements AutoCloseable {

    // far beyond the text, so that others may read it even where locks are mandatory
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final int LONGEST_TEXT = 64;

    private final DataFolder folder;
    // not its channel: an interrupt in the middle of a call would close that, and give the lock away
    private final RandomAccessFile file;

    private StoreLock(DataFolder folder, RandomAccessFile file) {
        this.folder = folder;
        this.file = file;
    }

    /// @throws StoreException with `store-busy` if another process has it, `store-io` if the folder
    ///                        cannot be written
    static StoreLock take(DataFolder folder) {
        @Nullable RandomAccessFile file = null;
        try {
            try {
                DataFolder.createPrivateFile(folder.lock());
            } catch (FileAlreadyExistsException e) {
                // usual: it stays after the program ended
            }
            file = new RandomAccessFile(folder.lock().toFile(), "rw");
            if (file.getChannel().tryLock(LOCKED_BYTE, 1, false) == null) {
                file.close();
                throw busy(folder);
            }
            return new StoreLock(folder, file);
        } catch (OverlappingFileLockException e) {
            closeQuietly(file);
            throw busy(folder);
        } catch (IOException e) {
            closeQuietly(file);
            throw StoreException.of(folder.root(), e);
        }
    }

    /// @return when the store was last found whole, if the process that had it since ended in order;
    ///     null if it did not, or there was none
    @Nullable
    Instant checkedAt() {
        try {
            var bytes = new byte[LONGEST_TEXT];
            file.seek(0);
            int length = Math.max(0, file.read(bytes));
            var text = new String(bytes, 0, length, StandardCharsets.US_ASCII).strip();
            return text.matches("closed \\d{1,15}")
                    ? Instant.ofEpochMilli(Long.parseLong(text.substring("closed ".length())))
                    : null;
        } catch (IOException e) {
            throw StoreException.of(folder.root(), e);
        }
    }

    void writeOpen() {
        write("open");
    }

    void writeClosed(Instant checkedAt) {
        write("closed " + checkedAt.toEpochMilli());
    }

    private void write(String text) {
        try {
            file.setLength(0);
            file.write(text.getBytes(StandardCharsets.US_ASCII));
            file.getFD().sync();
        } catch (IOException e) {
            throw StoreException.of(folder.root(), e);
        }
    }

    @Override
    public void close() {
        try {
            file.close(); // which gives the lock back
        } catch (IOException e) {
            throw StoreException.of(folder.root(), e);
        }
    }

    private static void closeQuietly(@Nullable RandomAccessFile file) {
        try {
            if (file != null) {
                file.close();
            }
        } catch (IOException e) {
            // the first failure is the one that counts
        }
    }

    private static StoreException busy(DataFolder folder) {
        return new StoreException(new Problem(
                ProblemCode.STORE_BUSY,
                "Another Pilothouse has the data folder " + folder.root() + " open.",
                "Use the running one, or end it first."));
    }
}
