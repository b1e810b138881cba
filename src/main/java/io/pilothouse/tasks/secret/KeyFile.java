package io.pilothouse.tasks.secret;

import io.pilothouse.store.DataFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Keys in a file that only its owner may read: the last resort, for computers without a key store.
/// Whoever can read the data folder as this user can read the secrets. Thread-safe.
public final class KeyFile implements KeyPlace {

    private final Path file;

    public KeyFile(DataFolder folder) {
        this.file = folder.root().resolve("pilothouse.key");
    }

    @Override
    public String displayName() {
        return "the file " + file;
    }

    @Override
    public synchronized Optional<byte[]> find(String name) throws KeyPlaceException {
        return Optional.ofNullable(read().get(name)).map(Base64.getDecoder()::decode);
    }

    @Override
    public synchronized void save(String name, byte[] key) throws KeyPlaceException {
        var keys = read();
        keys.put(name, Base64.getEncoder().encodeToString(key));
        write(keys);
    }

    @Override
    public synchronized void delete(String name) throws KeyPlaceException {
        var keys = read();
        if (keys.remove(name) != null) {
            write(keys);
        }
    }

    private Map<String, String> read() throws KeyPlaceException {
        var keys = new TreeMap<String, String>();
        if (Files.notExists(file)) {
            return keys;
        }
        try {
            for (var line : Files.readAllLines(file, StandardCharsets.US_ASCII)) {
                var words = line.strip().split(" ");
                if (words.length == 2 && !words[0].startsWith("#")) {
                    keys.put(words[0], words[1]);
                }
            }
            return keys;
        } catch (IOException e) {
            throw new KeyPlaceException("The key file " + file + " cannot be read.", e);
        }
    }

    private void write(Map<String, String> keys) throws KeyPlaceException {
        var fresh = file.resolveSibling(file.getFileName() + ".part");
        var text = new StringBuilder(
                "# Pilothouse: with this file the secrets in the store can be read. Keep it to yourself.\n");
        keys.forEach((name, key) -> text.append(name).append(' ').append(key).append('\n'));
        try {
            Files.deleteIfExists(fresh);
            DataFolder.createPrivateFile(fresh);
            Files.writeString(fresh, text, StandardCharsets.US_ASCII);
            try (var channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new KeyPlaceException("The key file " + file + " cannot be written.", e);
        }
    }
}
