package io.pilothouse.demo.service;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What joins the apps of a fleet to its torrent client: each torrent that an app has grabbed is handed to
/// the one client that takes them, as if the app had added it there. Thread-safe.
public final class Swarm {

    /// More are not kept for a client that nobody looks at.
    private static final int MOST = 5_000;

    private final Map<String, Handed> handed = new LinkedHashMap<>();
    private final List<Function<String, List<String>>> shared = new CopyOnWriteArrayList<>();
    private long revision;
    private @Nullable Supplier<URI> client;

    /// A torrent that an app handed over.
    ///
    /// @param hash     40 lower-case hexadecimal digits
    /// @param pieces   what stands for its data in the torrent file, in hexadecimal digits
    /// @param category the app's own
    /// @param endsAt   when all of it is there
    /// @param reaches  the part of it that comes at most, 0 to 1
    /// @param end      how it ended for the app, empty while it did not: `imported`, `failed`, `removed`, …
    public record Handed(
            String hash,
            String pieces,
            String title,
            long size,
            String category,
            Instant at,
            Instant endsAt,
            double reaches,
            String end,
            long revision) {}

    /// A client puts its torrents where apps see them, too.
    ///
    /// @param names of what lies in a folder, by the folder's path without a slash at its end
    public void sharing(Function<String, List<String>> names) {
        shared.add(names);
    }

    /// @return names of what all clients that share have in a folder
    public List<String> names(String folder) {
        return shared.stream()
                .flatMap(names -> names.apply(folder).stream())
                .distinct()
                .toList();
    }

    /// Says which client takes what apps grab; the first one that says so does.
    public synchronized void taking(Supplier<URI> address) {
        if (client == null) {
            client = address;
        }
    }

    /// @return where apps think their torrents go
    public synchronized Optional<URI> client() {
        return Optional.ofNullable(client).map(Supplier::get);
    }

    public synchronized void hand(
            String hash,
            String pieces,
            String title,
            long size,
            String category,
            Instant at,
            Instant endsAt,
            double reaches) {
        if (handed.size() < MOST) {
            handed.put(hash, new Handed(hash, pieces, title, size, category, at, endsAt, reaches, "", ++revision));
        }
    }

    /// An app is done with a torrent.
    public synchronized void end(String hash, String how) {
        handed.computeIfPresent(
                hash,
                (_, it) -> new Handed(
                        it.hash,
                        it.pieces,
                        it.title,
                        it.size,
                        it.category,
                        it.at,
                        it.endsAt,
                        it.reaches,
                        how,
                        ++revision));
    }

    /// @return what was handed over or ended after a revision, oldest first
    public synchronized List<Handed> since(long known) {
        if (known == revision) {
            return List.of();
        }
        var news = new ArrayList<Handed>();
        handed.values().stream().filter(it -> it.revision > known).forEach(news::add);
        return news;
    }
}
