package io.pilothouse.connectors.qbittorrent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;

/// A torrent of one file with made-up content, whose tracker answers nobody (BEP 3).
public record TestTorrent(String name, byte[] data, byte[] file, String hash) {

    private static final int PIECE = 16_384;

    public static TestTorrent of(String name, int bytes) {
        try {
            var data = new byte[bytes];
            new Random(name.hashCode()).nextBytes(data);
            var sha1 = MessageDigest.getInstance("SHA-1");
            var pieces = new ByteArrayOutputStream();
            for (int from = 0; from < bytes; from += PIECE) {
                pieces.writeBytes(sha1.digest(Arrays.copyOfRange(data, from, Math.min(bytes, from + PIECE))));
            }
            var info = new ByteArrayOutputStream();
            info.writeBytes(("d6:lengthi" + bytes + "e4:name" + name.length() + ":" + name + "12:piece lengthi" + PIECE
                            + "e6:pieces" + pieces.size() + ":")
                    .getBytes(StandardCharsets.ISO_8859_1));
            info.writeBytes(pieces.toByteArray());
            info.write('e');
            var file = new ByteArrayOutputStream();
            file.writeBytes("d8:announce27:http://127.0.0.1:9/announce4:info".getBytes(StandardCharsets.ISO_8859_1));
            file.writeBytes(info.toByteArray());
            file.write('e');
            return new TestTorrent(
                    name, data, file.toByteArray(), HexFormat.of().formatHex(sha1.digest(info.toByteArray())));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public void writeInto(Path folder) throws IOException {
        Files.write(folder.resolve(name), data);
    }
}
