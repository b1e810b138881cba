package io.pilothouse.connectors.qbittorrent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/// The hash by which a server will list a torrent, known before it is added (BEP 3 and 52): SHA-1 of
/// the `info` dictionary, or the first 40 digits of its SHA-256 for version 2 and hybrids.
final class InfoHash {

    private static final int DEEPEST = 100;

    private final byte[] bytes;
    private int at;

    private InfoHash(byte[] bytes) {
        this.bytes = bytes;
    }

    /// @return empty when the file is no torrent
    static Optional<String> ofFile(byte[] torrent) {
        try {
            return new InfoHash(torrent).find();
        } catch (NotBencoded e) {
            return Optional.empty();
        }
    }

    private static final class NotBencoded extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private Optional<String> find() throws NotBencoded {
        expect('d');
        while (peek() != 'e') {
            var key = text();
            int from = at;
            if (key.equals("info")) {
                boolean versionTwo = isVersionTwo();
                return Optional.of(digest(versionTwo ? "SHA-256" : "SHA-1", Arrays.copyOfRange(bytes, from, at)));
            }
            skip(0);
        }
        return Optional.empty();
    }

    /// Reads the dictionary under the cursor to its end.
    private boolean isVersionTwo() throws NotBencoded {
        boolean two = false;
        expect('d');
        while (peek() != 'e') {
            var key = text();
            int from = at;
            skip(0);
            two |= key.equals("meta version")
                    && new String(bytes, from, at - from, StandardCharsets.US_ASCII).equals("i2e");
        }
        expect('e');
        return two;
    }

    private void skip(int depth) throws NotBencoded {
        if (depth > DEEPEST) {
            throw new NotBencoded();
        }
        switch (peek()) {
            case 'i' -> {
                while (peek() != 'e') {
                    at++;
                }
                at++;
            }
            case 'l', 'd' -> {
                at++;
                while (peek() != 'e') {
                    skip(depth + 1);
                }
                at++;
            }
            default -> text();
        }
    }

    private String text() throws NotBencoded {
        long length = 0;
        int digits = 0;
        while (peek() != ':') {
            int digit = peek() - '0';
            if (digit < 0 || digit > 9 || ++digits > 9) {
                throw new NotBencoded();
            }
            length = length * 10 + digit;
            at++;
        }
        at++;
        if (digits == 0 || length > bytes.length - at) {
            throw new NotBencoded();
        }
        var text = new String(bytes, at, (int) length, StandardCharsets.ISO_8859_1);
        at += (int) length;
        return text;
    }

    private int peek() throws NotBencoded {
        if (at >= bytes.length) {
            throw new NotBencoded();
        }
        return bytes[at];
    }

    private void expect(char wanted) throws NotBencoded {
        if (peek() != wanted) {
            throw new NotBencoded();
        }
        at++;
    }

    private static String digest(String algorithm, byte[] info) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance(algorithm).digest(info))
                    .substring(0, 40);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
