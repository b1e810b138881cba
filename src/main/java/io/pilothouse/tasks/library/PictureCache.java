package io.pilothouse.tasks.library;

import io.pilothouse.domain.library.EntityKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/// Thumbnails kept in the data folder, up to so many bytes, those looked at least recently go first.
/// A thing without a picture is remembered as a file without bytes. Thread-safe.
final class PictureCache {

    private final Path folder;
    private final long limit;
    private final ReentrantLock lock = new ReentrantLock();
    private final LinkedHashMap<String, Long> sizes = new LinkedHashMap<>(64, 0.75f, true);
    private long total;
    private boolean read;

    /// @param folder made when the first picture is kept; readable by its owner only, as the data folder
    /// @param limit  bytes
    PictureCache(Path folder, long limit) {
        this.folder = folder;
        this.limit = limit;
    }

    private static String name(EntityKey key, long stamp) {
        return key.instance() + "-" + key.type().number() + "-" + key.id() + "-" + stamp;
    }

    /// @return the kept bytes, none for a thing that has no picture; empty when nothing is kept
    Optional<byte[]> find(EntityKey key, long stamp) {
        var name = name(key, stamp);
        lock.lock();
        try {
            readFolder();
            if (sizes.get(name) == null) {
                return Optional.empty();
            }
        } finally {
            lock.unlock();
        }
        try {
            return Optional.of(Files.readAllBytes(folder.resolve(name)));
        } catch (IOException e) { // somebody tidied up
            return Optional.empty();
        }
    }

    void keep(EntityKey key, long stamp, byte[] bytes) {
        var name = name(key, stamp);
        try {
            Files.createDirectories(folder);
            var part = Files.createTempFile(folder, "part", "");
            Files.write(part, bytes);
            Files.move(part, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) { // a full disk costs the cache, nothing else
            return;
        }
        lock.lock();
        try {
            readFolder();
            var before = sizes.put(name, (long) bytes.length);
            total += bytes.length - (before == null ? 0 : before);
            var oldest = sizes.entrySet().iterator();
            while (total > limit && sizes.size() > 1 && oldest.hasNext()) {
                Map.Entry<String, Long> entry = oldest.next();
                total -= entry.getValue();
                oldest.remove();
                delete(folder.resolve(entry.getKey()));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Deletes everything of an instance.
    void forget(int instance) {
        lock.lock();
        try {
            readFolder();
            var names = sizes.entrySet().iterator();
            while (names.hasNext()) {
                var entry = names.next();
                if (entry.getKey().startsWith(instance + "-")) {
                    total -= entry.getValue();
                    names.remove();
                    delete(folder.resolve(entry.getKey()));
                }
            }
        } finally {
            lock.unlock();
        }
    }

    long bytes() {
        lock.lock();
        try {
            readFolder();
            return total;
        } finally {
            lock.unlock();
        }
    }

    private void readFolder() {
        if (read) {
            return;
        }
        read = true;
        try (var files = Files.list(folder)) {
            for (var file : files.toList()) {
                if (file.getFileName().toString().startsWith("part")) {
                    delete(file);
                } else {
                    long size = Files.size(file);
                    sizes.put(file.getFileName().toString(), size);
                    total += size;
                }
            }
        } catch (NoSuchFileException e) { // nothing was kept yet
            total = 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) { // it is looked at again at the next start
            System.getLogger(PictureCache.class.getName())
                    .log(System.Logger.Level.DEBUG, "could not delete a picture", e);
        }
    }
}
