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
///
/// @param hash by which clients call it
public record TestTorrent(String name, byte[] data, byte[] file, String hash) {

    private static final int PIECE = 16_384;
    private static final int LARGE_PIECE = 4 << 20;

    public static TestTorrent of(String name, int bytes) {
        var data = content(name, bytes);
        var pieces = new ByteArrayOutputStream();
        for (int from = 0; from < bytes; from += PIECE) {
            pieces.writeBytes(digest("SHA-1", Arrays.copyOfRange(data, from, Math.min(bytes, from + PIECE))));
        }
        var info = info("", name, bytes, PIECE, pieces.toByteArray());
        return new TestTorrent(name, data, file(info), hex(digest("SHA-1", info)));
    }

    /// A large file of zeros, which a client needs seconds to check. [#data()] is empty: its file is sparse.
    public static TestTorrent zeros(String name, int pieces) {
        var zeros = digest("SHA-1", new byte[LARGE_PIECE]);
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < pieces; i++) {
            all.writeBytes(zeros);
        }
        var info = info("", name, (long) pieces * LARGE_PIECE, LARGE_PIECE, all.toByteArray());
        return new TestTorrent(name, new byte[0], file(info), hex(digest("SHA-1", info)));
    }

    /// A torrent of both versions (BEP 52), one block long, so that its only block is the root of its tree.
    public static TestTorrent hybrid(String name) {
        var data = content(name, PIECE);
        var tree = new ByteArrayOutputStream();
        tree.writeBytes(
                text("9:file treed" + name.length() + ":" + name + "d0:d6:lengthi" + PIECE + "e11:pieces root32:"));
        tree.writeBytes(digest("SHA-256", data));
        tree.writeBytes(text("eee"));
        var info = info(tree.toString(StandardCharsets.ISO_8859_1), name, PIECE, PIECE, digest("SHA-1", data));
        return new TestTorrent(
                name, data, file(info), hex(digest("SHA-256", info)).substring(0, 40));
    }

    /// @return its hash of version 1
    public String firstHash() {
        var info = Arrays.copyOfRange(file, text(HEAD).length, file.length - 1);
        return hex(digest("SHA-1", info));
    }

    private static final String HEAD = "d8:announce27:http://127.0.0.1:9/announce4:info";

    private static byte[] content(String name, int bytes) {
        var data = new byte[bytes];
        new Random(name.hashCode()).nextBytes(data);
        return data;
    }

    /// @param tree of version 2, without which it is of version 1 alone
    private static byte[] info(String tree, String name, long bytes, int piece, byte[] pieces) {
        var info = new ByteArrayOutputStream();
        info.writeBytes(text("d" + tree + "6:lengthi" + bytes + "e" + (tree.isEmpty() ? "" : "12:meta versioni2e")
                + "4:name" + name.length() + ":" + name + "12:piece lengthi" + piece + "e6:pieces" + pieces.length
                + ":"));
        info.writeBytes(pieces);
        info.write('e');
        return info.toByteArray();
    }

    private static byte[] file(byte[] info) {
        var file = new ByteArrayOutputStream();
        file.writeBytes(text(HEAD));
        file.writeBytes(info);
        file.write('e');
        return file.toByteArray();
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] digest(String algorithm, byte[] of) {
        try {
            return MessageDigest.getInstance(algorithm).digest(of);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    public void writeInto(Path folder) throws IOException {
        Files.write(folder.resolve(name), data);
    }
}
