package io.pilothouse.demo.homeassistant;

import io.pilothouse.demo.service.Json;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;

/// One backup of a simulated house.
///
/// @param automatic made by the settings of the automatic ones, which encrypt
record KeptBackup(String id, String name, Instant at, boolean automatic) {

    private static final int BLOCK = 512;
    private static final int INSIDE = 2_400_000;

    long size() {
        return 4L * BLOCK + whole(description().length) + whole(INSIDE);
    }

    private static int whole(int length) {
        return (length + BLOCK - 1) / BLOCK * BLOCK;
    }

    /// What is downloaded: a tar with the description and the packed configuration, as Home Assistant makes it.
    byte[] file() {
        var inside = new byte[INSIDE];
        new SplittableRandom(id.hashCode()).nextBytes(inside);
        var file = new ByteArrayOutputStream(INSIDE + 8 * BLOCK);
        add(file, "./backup.json", description());
        add(file, "./homeassistant.tar.gz", inside);
        file.writeBytes(new byte[2 * BLOCK]);
        return file.toByteArray();
    }

    private byte[] description() {
        return Json.bytes(Json.object(
                "slug",
                id,
                "version",
                2,
                "name",
                name,
                "date",
                Entity.iso(at),
                "type",
                "partial",
                "protected",
                automatic,
                "compressed",
                true));
    }

    private void add(ByteArrayOutputStream file, String member, byte[] content) {
        var head = new byte[BLOCK];
        put(head, 0, member);
        put(head, 100, "0000644");
        put(head, 108, "0000000");
        put(head, 116, "0000000");
        put(head, 124, octal(11, content.length));
        put(head, 136, octal(11, at.getEpochSecond()));
        put(head, 156, "0");
        put(head, 257, "ustar");
        put(head, 263, "00");
        Arrays.fill(head, 148, 156, (byte) ' ');
        int sum = 0;
        for (byte one : head) {
            sum += one & 0xff;
        }
        put(head, 148, octal(6, sum) + "\0");
        file.writeBytes(head);
        file.writeBytes(content);
        file.writeBytes(new byte[whole(content.length) - content.length]);
    }

    private static String octal(int digits, long value) {
        return String.format(Locale.ROOT, "%0" + digits + "o", value);
    }

    private static void put(byte[] into, int at, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, into, at, bytes.length);
    }
}
