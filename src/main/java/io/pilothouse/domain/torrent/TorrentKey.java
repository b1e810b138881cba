package io.pilothouse.domain.torrent;

import io.pilothouse.domain.instance.InstanceId;
import java.util.regex.Pattern;

/// The only legal key of a torrent: the same torrent may live on two instances in two different
/// conditions.
///
/// @param hash 40 lower-case hexadecimal digits, as the client calls it
public record TorrentKey(InstanceId instance, String hash) implements Comparable<TorrentKey> {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");

    public TorrentKey {
        if (!HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("not the hash of a torrent: " + hash);
        }
    }

    /// @return whether a text is a hash as keys have it
    public static boolean isHash(String text) {
        return HASH.matcher(text).matches();
    }

    @Override
    public int compareTo(TorrentKey other) {
        int byInstance = instance.compareTo(other.instance);
        return byInstance != 0 ? byInstance : hash.compareTo(other.hash);
    }

    @Override
    public String toString() {
        return instance + "/" + hash;
    }
}
