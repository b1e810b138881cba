package io.pilothouse.domain.torrent;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// An *arr's entry for one qBittorrent: where it thinks it is, and what it puts there.
///
/// @param name             of the entry
/// @param path             below the address, without slashes; usually empty
/// @param category         what it downloads gets this one; empty for none
/// @param importedCategory what is imported gets this one; empty for "stays as it is"
/// @param removesCompleted whether it removes torrents itself once they have seeded enough
public record ArrClient(
        String name,
        String host,
        int port,
        String path,
        String category,
        String importedCategory,
        boolean removesCompleted) {

    /// Of the instances that it may watch.
    public static final KindId KIND = new KindId("qbittorrent");

    /// The setting of an *arr instance that names the clients it watches, where these are not all.
    public static final String WATCHED = "qbittorrent";

    /// @param setting ids with commas between
    /// @return them; empty for all clients
    public static Set<InstanceId> watched(String setting) {
        return Arrays.stream(setting.split(","))
                .map(String::strip)
                .filter(id -> !id.isEmpty())
                .map(InstanceId::new)
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
