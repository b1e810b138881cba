package io.pilothouse.tasks.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.SecretRepository;
import io.pilothouse.store.StoreCopy;
import io.pilothouse.store.Stored;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bar D6: of forty planted secrets none is found in any file that Pilothouse writes, in any dress.
final class PlantedMarkersTest {

    private static final int MARKERS = 40;

    @TempDir
    Path root;

    private final SecureRandom random = new SecureRandom();
    private final Redactor redactor = new Redactor();

    @Test
    void noneOfFortySecretsIsInStoreLogCopiesOrBackup() throws Exception {
        var markers = new ArrayList<String>();
        for (int i = 0; i < MARKERS; i++) {
            markers.add("mk" + i + HexFormat.of().formatHex(bytes(12)));
        }
        var folder = new DataFolder(root.resolve("data"));
        var keyStore = new MemoryKeyPlace();
        keyStore.setMissing(true); // so that the key lies in a file of the same folder
        var clock = Clock.systemUTC();
        var passphrase = "correct horse battery " + HexFormat.of().formatHex(bytes(6));
        String phrase;
        try (var database = Database.open(folder, clock)) {
            var instances = new InstanceRepository(database, clock, new Random(1));
            var secrets = new SecretStore(
                    database,
                    new SecretRepository(database),
                    instances,
                    new Keeping(keyStore, new KeyFile(folder), Keeping.USUAL_PATIENCE, 10),
                    redactor,
                    clock,
                    random,
                    Thread.ofPlatform().daemon().factory());
            secrets.start();
            for (int i = 0; i < MARKERS; i += 2) {
                var connection = new Connection(
                        Address.of("http://loft.test/"),
                        Optional.empty(),
                        Connection.USUAL_TIMEOUT,
                        new Connection.ProxyChoice.System(),
                        new Connection.TlsTrust.System(),
                        List.of(new Connection.ExtraHeader("X-Two", markers.get(i + 1), true))); // carelessly filled in
                var instance = ((Stored.Saved) instances.add(
                                Configuration.of(new KindId("sonarr"), "I" + i, Address.of("http://loft.test/"))
                                        .withConnection(connection),
                                Optional.empty()))
                        .instance();
                secrets.change(
                        instance.id(),
                        Map.of(
                                "apiKey",
                                Optional.of(new Secret("first " + markers.get(i))),
                                "header:X-Two",
                                Optional.of(new Secret(markers.get(i + 1)))));
                secrets.change(instance.id(), Map.of("apiKey", Optional.of(new Secret(markers.get(i)))));
            }
            database.copy(StoreCopy.Reason.DAILY);
            database.copyTo(root.resolve("backup"));
            secrets.rekey(Optional.empty());
            secrets.usePassphrase(passphrase.toCharArray());
            phrase = secrets.recoveryPhrase();
            Files.createDirectories(folder.logs());
            Files.writeString(
                    folder.logs().resolve("pilothouse.0.log"),
                    redactor.redact("GET http://loft.test/api?x=" + String.join(" ", markers) + " with " + phrase));
            assertTrue(
                    Files.exists(folder.root().resolve("pilothouse.db-wal")), "the log of the store is looked at too");
            assertEquals(List.of(), found(markers));
        }
        assertEquals(List.of(), found(markers));
        assertEquals(List.of(), found(List.of(passphrase, phrase, phrase.replace("-", ""))));
    }

    private List<String> found(List<String> markers) throws Exception {
        var found = new ArrayList<String>();
        try (var files = Files.walk(root)) {
            for (var file : files.filter(Files::isRegularFile).toList()) {
                var content = Files.readString(file, StandardCharsets.ISO_8859_1);
                for (var marker : markers) {
                    for (var dress : dresses(marker)) {
                        if (content.contains(dress)) {
                            found.add(marker + " in " + file);
                        }
                    }
                }
            }
        }
        return found;
    }

    private static List<String> dresses(String marker) {
        var base64 = Base64.getEncoder().withoutPadding().encodeToString(marker.getBytes(StandardCharsets.UTF_8));
        return List.of(
                marker,
                base64.substring(0, base64.length() - 2),
                HexFormat.of().formatHex(marker.getBytes(StandardCharsets.UTF_8)),
                asLatin(marker, StandardCharsets.UTF_16LE),
                asLatin(marker, StandardCharsets.UTF_16BE));
    }

    private static String asLatin(String marker, Charset charset) {
        return new String(marker.getBytes(charset), StandardCharsets.ISO_8859_1);
    }

    private byte[] bytes(int count) {
        var bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }
}
