package io.pilothouse.domain.torrent;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Whether the data of a torrent may go with it (contract section 11.4): not when another torrent lies
/// there, or when the path is not its own. Built once for many questions.
public final class DataSafety {

    private final Map<String, Integer> contents = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final Set<String> parents = new HashSet<>();

    /// @param torrents of all clients that see the same disks
    public DataSafety(Collection<Torrent> torrents) {
        for (var it : torrents) {
            var content = plain(it.contentPath());
            if (content.isEmpty()) {
                continue;
            }
            contents.merge(content, 1, Integer::sum);
            names.merge(plain(it.savePath()) + "/" + it.name(), 1, Integer::sum);
            for (int slash = content.lastIndexOf('/'); slash > 0; slash = content.lastIndexOf('/', slash - 1)) {
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
        if (contents.getOrDefault(content, 0) > 1
                || names.getOrDefault(plain(torrent.savePath()) + "/" + torrent.name(), 0) > 1) {
            return Optional.of("another torrent uses the same files");
        }
        return parents.contains(content) ? Optional.of("another torrent lies inside its folder") : Optional.empty();
    }

    private static String plain(String path) {
        var slashes = path.replace('\\', '/');
        return slashes.length() > 1 && slashes.endsWith("/") ? slashes.substring(0, slashes.length() - 1) : slashes;
    }
}
