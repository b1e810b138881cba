package io.pilothouse.demo.service;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/// `.torrent` files of the simulated torrents, so that one taken from a server is the same torrent on
/// another.
public final class Metainfo {

    private Metainfo() {}

    /// @param pieces 20 bytes in hexadecimal digits
    private static byte[] info(String name, long size, String pieces, boolean privateTorrent) {
        var out = new ByteArrayOutputStream();
        text(out, "d6:lengthi" + size + "e4:name");
        bytes(out, name.getBytes(StandardCharsets.UTF_8));
        text(out, "12:piece lengthi4194304e6:pieces");
        bytes(out, HexFormat.of().parseHex(pieces));
        if (privateTorrent) {
            text(out, "7:privatei1e");
        }
        text(out, "e");
        return out.toByteArray();
    }

    /// @return the file
    public static byte[] file(String name, long size, String pieces, String tracker, boolean privateTorrent) {
        var out = new ByteArrayOutputStream();
        text(out, "d8:announce");
        bytes(out, tracker.getBytes(StandardCharsets.UTF_8));
        text(out, "4:info");
        out.writeBytes(info(name, size, pieces, privateTorrent));
        text(out, "e");
        return out.toByteArray();
    }

    /// @param pieces 20 bytes in hexadecimal digits
    public static String hash(String name, long size, String pieces, boolean privateTorrent) {
        return sha1(info(name, size, pieces, privateTorrent));
    }

    private static String sha1(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void text(ByteArrayOutputStream out, String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void bytes(ByteArrayOutputStream out, byte[] bytes) {
        text(out, bytes.length + ":");
        out.writeBytes(bytes);
    }

    /// What the server takes from a file.
    ///
    /// @param pieces the first 20 bytes
    public record Read(String hash, String name, long size, String pieces, String tracker, boolean privateTorrent) {}

    /// @return empty when it is no torrent file
    public static Optional<Read> read(byte[] file) {
        try {
            var reader = new Reader(file);
            return Optional.of(reader.root());
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
            return Optional.empty();
        }
    }

    /// Reads just enough of the bencoded form.
    private static final class Reader {
        private final byte[] file;
        private int at;
        private String hash = "";
        private String name = "";
        private long size;
        private String pieces = "00".repeat(20);
        private String tracker = "";
        private boolean privateTorrent;

        Reader(byte[] file) {
            this.file = file;
        }

        Read root() {
            dictionary("");
            if (hash.isEmpty() || name.isEmpty() || size <= 0) {
                throw new IllegalArgumentException("not a torrent");
            }
            return new Read(hash, name, size, pieces, tracker, privateTorrent);
        }

        private void dictionary(String within) {
            expect('d');
            while (file[at] != 'e') {
                var key = new String(string(), StandardCharsets.UTF_8);
                int from = at;
                value(within, key);
                if (within.isEmpty() && key.equals("info")) {
                    hash = sha1(java.util.Arrays.copyOfRange(file, from, at));
                }
            }
            at++;
        }

        private void value(String within, String key) {
            switch (file[at]) {
                case 'i' -> {
                    int end = at;
                    while (file[end] != 'e') {
                        end++;
                    }
                    long number = Long.parseLong(new String(file, at + 1, end - at - 1, StandardCharsets.US_ASCII));
                    at = end + 1;
                    if (key.equals("length")) {
                        size += number;
                    }
                    privateTorrent |= key.equals("private") && number == 1;
                }
                case 'd' -> dictionary(key);
                case 'l' -> {
                    at++;
                    while (file[at] != 'e') {
                        value(within, "");
                    }
                    at++;
                }
                default -> {
                    var bytes = string();
                    if (within.equals("info") && key.equals("name")) {
                        name = new String(bytes, StandardCharsets.UTF_8);
                    } else if (within.equals("info") && key.equals("pieces") && bytes.length >= 20) {
                        pieces = HexFormat.of().formatHex(bytes, 0, 20);
                    } else if (key.equals("announce")) {
                        tracker = new String(bytes, StandardCharsets.UTF_8);
                    }
                }
            }
        }

        private byte[] string() {
            int colon = at;
            while (file[colon] != ':') {
                colon++;
            }
            int length = Integer.parseInt(new String(file, at, colon - at, StandardCharsets.US_ASCII));
            at = colon + 1 + length;
            return java.util.Arrays.copyOfRange(file, colon + 1, at);
        }

        private void expect(char wanted) {
            if (file[at] != wanted) {
                throw new IllegalArgumentException("not " + wanted);
            }
            at++;
        }
    }
}
