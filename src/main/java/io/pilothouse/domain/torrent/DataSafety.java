package io.pilothouse.domain.torrent;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Whether the data of a torrent may go with it (contract section 11.4): not when another torrent lies
/// there, when the path is not its own, or when a library lies there. Built once for many questions.
public final class DataSafety {

    private final Map<String, Integer> contents = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final Set<String> parents = new HashSet<>();
    private final StorageGroups groups;
    private final Function<Torrent, Optional<String>> library;

    /// @param torrents of all clients
    /// @param groups   which of them see the same disks
    /// @param library  why a torrent's path is that of a library; empty when it is not
    public DataSafety(Collection<Torrent> torrents, StorageGroups groups, Function<Torrent, Optional<String>> library) {
        this.groups = groups;
        this.library = library;
        for (var it : torrents) {
            var path = plain(it.contentPath());
            if (path.isEmpty()) {
                continue;
            }
            var content = disk(it) + path;
            contents.merge(content, 1, Integer::sum);
            names.merge(disk(it) + plain(it.savePath()) + "/" + it.name(), 1, Integer::sum);
            int root = content.length() - path.length();
            for (int slash = content.lastIndexOf('/'); slash > root; slash = content.lastIndexOf('/', slash - 1)) {
                if (!parents.add(content.substring(0, slash))) {
                    break; // its parents are known, too
                }
            }
        }
    }

    /// @return why the data must stay; empty when it may go
    public Optional<String> keeps(Torrent torrent) {
        var content = plain(torrent.contentPath());
        if (content.isEmpty() || !(content.startsWith("/") || content.matches("[A-Za-z]:/.*"))) {
            return Optional.of("its path is not known");
        }
        if (content.equals(plain(torrent.savePath()))) {
            return Optional.of("it has no folder or file of its own");
        }
        var disk = disk(torrent);
        if (contents.getOrDefault(disk + content, 0) > 1
                || names.getOrDefault(disk + plain(torrent.savePath()) + "/" + torrent.name(), 0) > 1) {
            return Optional.of("another torrent uses the same files");
        }
        return parents.contains(disk + content)
                ? Optional.of("another torrent lies inside its folder")
                : library.apply(torrent);
    }

    private String disk(Torrent torrent) {
        return groups.of(torrent.key().instance()) + ":";
    }

    private static String plain(String path) {
        var slashes = path.replace('\\', '/');
        return slashes.length() > 1 && slashes.endsWith("/") ? slashes.substring(0, slashes.length() - 1) : slashes;
    }
}
