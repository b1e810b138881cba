package io.pilothouse.store;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Keeps a second process away from the store, and remembers whether the last one ended well. The
/// operating system gives the lock back when the process dies, however it dies.
final class StoreLock implements AutoCloseable {

    // far beyond the text, so that others may read it even where locks are mandatory
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;
    private static final int LONGEST_TEXT = 64;

    private final DataFolder folder;
    private final FileChannel channel;
    private final FileLock lock;

    private StoreLock(DataFolder folder, FileChannel channel, FileLock lock) {
        this.folder = folder;
        this.channel = channel;
        this.lock = lock;
    }

    /// @throws StoreException with `store-busy` if another process has it, `store-io` if the folder
    ///                        cannot be written
    static StoreLock take(DataFolder folder) {
        @Nullable FileChannel channel = null;
        try {
            try {
                DataFolder.createPrivateFile(folder.lock());
            } catch (FileAlreadyExistsException e) {
                // usual: it stays after the program ended
            }
            channel = FileChannel.open(folder.lock(), StandardOpenOption.READ, StandardOpenOption.WRITE);
            var lock = channel.tryLock(LOCKED_BYTE, 1, false);
            if (lock == null) {
                channel.close();
                throw busy(folder);
            }
            return new StoreLock(folder, channel, lock);
        } catch (OverlappingFileLockException e) {
            closeQuietly(channel);
            throw busy(folder);
        } catch (IOException e) {
            closeQuietly(channel);
            throw StoreException.of(folder.root(), e);
        }
    }

    /// @return when the store was last found whole, if the process that had it since ended in order;
    ///     null if it did not, or there was none
    @Nullable
    Instant checkedAt() {
        try {
            var buffer = ByteBuffer.allocate(LONGEST_TEXT);
            channel.read(buffer, 0);
            var text = new String(buffer.array(), 0, buffer.position(), StandardCharsets.US_ASCII).strip();
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
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)), 0);
            channel.force(false);
        } catch (IOException e) {
            throw StoreException.of(folder.root(), e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw StoreException.of(folder.root(), e);
        }
    }

    private static void closeQuietly(@Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
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
