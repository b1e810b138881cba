package io.pilothouse.domain.torrent;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Says under which path an *arr sees what a torrent client has under another one (contract section 14.4):
/// they may run in different containers or on different computers. Separators of Windows and Unix both
/// occur.
///
/// @param host   of the client as the *arr knows it; empty for every client
/// @param remote the folder as the client sees it
/// @param local  the same folder as the *arr sees it
public record RemotePath(String host, String remote, String local) {

    public RemotePath {
        if (segments(remote).isEmpty() || local.isBlank()) {
            throw new IllegalArgumentException("no folders: " + remote + " and " + local);
        }
    }

    /// Reads `/downloads => /data/downloads; D:\\Torrents => /mnt/torrents`.
    ///
    /// @throws IllegalArgumentException unless it is a list of such pairs
    public static List<RemotePath> read(String text) {
        var pairs = new ArrayList<RemotePath>();
        for (var part : text.split("[;\\n]")) {
            if (!part.isBlank()) {
                var sides = part.split("=>", 2);
                if (sides.length != 2) {
                    throw new IllegalArgumentException("not a pair of folders: " + part.strip());
                }
                pairs.add(new RemotePath("", sides[0].strip(), sides[1].strip()));
            }
        }
        return List.copyOf(pairs);
    }

    /// @param path  as the client sees it
    /// @param pairs of which the longest remote folder wins, an earlier one before a later one
    /// @param hosts names of the client; pairs of other hosts do not count
    /// @return the path as the *arr sees it; the same path where no pair fits
    public static String map(String path, List<RemotePath> pairs, List<String> hosts) {
        var its = segments(path);
        return pairs.stream()
                .filter(pair -> pair.host.isEmpty() || hosts.stream().anyMatch(pair.host::equalsIgnoreCase))
                .filter(pair -> pair.holds(path, its))
                .max(Comparator.comparingInt(pair -> segments(pair.remote).size()))
                .map(pair -> pair.replaced(its))
                .orElse(path);
    }

    /// @return whether a folder is the one at `path` or lies inside it
    public static boolean holds(String path, String folder) {
        return !segments(path).isEmpty() && new RemotePath("", path, "-").holds(folder, segments(folder));
    }

    private boolean holds(String path, List<String> its) {
        var mine = segments(remote);
        if (its.size() < mine.size() || rooted(path) != rooted(remote)) {
            return false;
        }
        boolean anyCase = windows(remote);
        for (int i = 0; i < mine.size(); i++) {
            boolean same = anyCase
                    ? mine.get(i).equalsIgnoreCase(its.get(i))
                    : mine.get(i).equals(its.get(i));
            if (!same) {
                return false;
            }
        }
        return true;
    }

    private String replaced(List<String> its) {
        var separator = windows(local) ? "\\" : "/";
        var rest = its.subList(segments(remote).size(), its.size());
        var base = local.replaceAll("[/\\\\]+$", "");
        return rest.isEmpty() ? (base.isEmpty() ? local : base) : base + separator + String.join(separator, rest);
    }

    private static boolean rooted(String path) {
        return path.startsWith("/");
    }

    private static boolean windows(String path) {
        return path.matches("(?s)[A-Za-z]:.*") || path.startsWith("\\\\");
    }

    private static List<String> segments(String path) {
        return List.of(path.split("[/\\\\]")).stream()
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /// @return the folder in which something lies, with its separator at the end; empty for none
    public static Optional<String> parent(String path) {
        int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
        return slash < 0 ? Optional.empty() : Optional.of(path.substring(0, slash + 1));
    }

    /// @return the last part of a path
    public static String name(String path) {
        return path.substring(parent(path).map(String::length).orElse(0));
    }
}
