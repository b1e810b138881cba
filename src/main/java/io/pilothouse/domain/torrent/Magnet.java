package io.pilothouse.domain.torrent;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a magnet link says by which hash its torrent will be listed (BEP 9 and 52).
public final class Magnet {

    private static final Pattern V1 =
            Pattern.compile("[?&]xt=urn:btih:([0-9a-f]{40}|[a-z2-7]{32})(?:&|$)", Pattern.CASE_INSENSITIVE);
    private static final Pattern V2 =
            Pattern.compile("[?&]xt=urn:btmh:1220([0-9a-f]{64})(?:&|$)", Pattern.CASE_INSENSITIVE);
    private static final String BASE32 = "abcdefghijklmnopqrstuvwxyz234567";

    private Magnet() {}

    /// @return empty when it is no magnet link of a torrent
    public static Optional<String> hash(String uri) {
        var first = V1.matcher(uri);
        if (first.find()) {
            var text = first.group(1).toLowerCase(Locale.ROOT);
            return Optional.of(text.length() == 40 ? text : fromBase32(text));
        }
        var second = V2.matcher(uri);
        return second.find()
                ? Optional.of(second.group(1).toLowerCase(Locale.ROOT).substring(0, 40))
                : Optional.empty();
    }

    private static String fromBase32(String text) {
        var out = new byte[20];
        long bits = 0;
        int held = 0;
        int next = 0;
        for (char letter : text.toCharArray()) {
            bits = (bits << 5 | BASE32.indexOf(letter)) & 0xFFFFF;
            held += 5;
            if (held >= 8) {
                held -= 8;
                out[next++] = (byte) (bits >> held);
            }
        }
        return HexFormat.of().formatHex(out);
    }
}
