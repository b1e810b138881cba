package io.pilothouse.domain.torrent;

import io.pilothouse.domain.instance.InstanceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// Says which *arr had a torrent downloaded (contract section 13.2): its queue knows the hash, or it alone
/// uses the category, or the longest parent of the category. An *arr watches every torrent client unless a
/// person named some (section 13.1): torrents on others are never its own.
/// Immutable, but for a memory of what it worked out; thread-safe.
public final class Ownership {

    public static final Ownership NONE = new Ownership(List.of(), Map.of());

    private final Map<InstanceId, ArrView> arrs = new LinkedHashMap<>();
    private final Map<String, List<Link>> links = new HashMap<>();
    private final TreeMap<String, List<InstanceId>> categories = new TreeMap<>();
    private final Map<Entry, InstanceId> places;
    private final Map<InstanceId, Set<InstanceId>> only;

    /// An *arr's entry for a client, by its name.
    public record Entry(InstanceId arr, String name) {}

    private record Link(ArrView arr, ArrDownload download) {}

    public Ownership(Collection<ArrView> views, Map<Entry, InstanceId> places) {
        this(views, places, Map.of());
    }

    /// @param places which instance an entry leads to; an entry that is absent leads to one not known here
    /// @param only   by *arr, the clients that it watches where these are not all
    public Ownership(Collection<ArrView> views, Map<Entry, InstanceId> places, Map<InstanceId, Set<InstanceId>> only) {
        this.places = Map.copyOf(places);
        this.only = Map.copyOf(only);
        for (var view : views) {
            arrs.put(view.instance(), view);
            view.downloads()
                    .values()
                    .forEach(download -> links.computeIfAbsent(download.downloadId(), _ -> new ArrayList<>())
                            .add(new Link(view, download)));
            var own = new LinkedHashSet<String>();
            view.clients().forEach(client -> {
                own.add(client.category());
                own.add(client.importedCategory());
            });
            own.remove("");
            own.forEach(category ->
                    categories.computeIfAbsent(category, _ -> new ArrayList<>()).add(view.instance()));
        }
    }

    public Owner of(Torrent torrent) {
        return of(torrent, torrent.category());
    }

    /// @param category in which it was, where it is in another one now
    public Owner of(Torrent torrent, String category) {
        var client = torrent.key().instance();
        var known = linksOf(torrent);
        known.removeIf(link -> !watches(link.arr().instance(), client));
        for (var link : known) {
            var place =
                    places.get(new Entry(link.arr().instance(), link.download().client()));
            boolean here = place == null
                    ? categoryOwners(category, client).contains(link.arr().instance())
                    : place.equals(client);
            if (here) {
                return arr(link.arr().instance(), Optional.of(link.download()), true);
            }
        }
        var owners = categoryOwners(category, client);
        if (owners.size() > 1) {
            return new Owner.Disputed(owners);
        }
        if (owners.isEmpty()) {
            return Owner.NOBODY;
        }
        return arr(
                owners.getFirst(),
                known.stream()
                        .filter(link -> link.arr().instance().equals(owners.getFirst()))
                        .map(Link::download)
                        .findFirst(),
                false);
    }

    private static Owner arr(InstanceId instance, Optional<ArrDownload> download, boolean certain) {
        return new Owner.Arr(
                instance,
                download.map(ArrDownload::item).orElse(""),
                download.map(ArrDownload::label).orElse(""),
                certain);
    }

    /// Names know upper and lower case. Of parents the longest wins.
    private List<InstanceId> categoryOwners(String category, InstanceId client) {
        var name = category;
        while (!name.isEmpty()) {
            var owners = categories.getOrDefault(name, List.of());
            if (!only.isEmpty()) {
                owners = owners.stream().filter(arr -> watches(arr, client)).toList();
            }
            if (!owners.isEmpty()) {
                return owners;
            }
            int slash = name.lastIndexOf('/');
            name = slash < 0 ? "" : name.substring(0, slash);
        }
        return List.of();
    }

    private List<Link> linksOf(Torrent torrent) {
        var found = new ArrayList<Link>();
        if (links.isEmpty()) {
            return found;
        }
        aliases(torrent).forEach(hash -> found.addAll(links.getOrDefault(hash, List.of())));
        return found;
    }

    /// @return every hash by which others may call it
    public static Set<String> aliases(Torrent torrent) {
        var hashes = new LinkedHashSet<String>();
        hashes.add(torrent.key().hash());
        if (!torrent.infohashV1().isEmpty()) {
            hashes.add(torrent.infohashV1().toLowerCase(Locale.ROOT));
        }
        if (torrent.infohashV2().length() >= 40) {
            hashes.add(torrent.infohashV2().substring(0, 40).toLowerCase(Locale.ROOT));
        }
        return hashes;
    }

    /// @return what the queue of an *arr says of a torrent
    public Optional<ArrDownload> queued(InstanceId arr, Torrent torrent) {
        return Optional.ofNullable(arrs.get(arr))
                .flatMap(view -> aliases(torrent).stream()
                        .flatMap(hash -> Optional.ofNullable(view.downloads().get(hash)).stream())
                        .findFirst());
    }

    public boolean reachable(InstanceId arr) {
        var view = arrs.get(arr);
        return view != null && view.reachable();
    }

    public Optional<ArrView> view(InstanceId arr) {
        return Optional.ofNullable(arrs.get(arr));
    }

    public Collection<ArrView> views() {
        return List.copyOf(arrs.values());
    }

    /// @return every category an *arr uses, with who uses it; more than one is a conflict
    public Map<String, List<InstanceId>> categories() {
        return java.util.Collections.unmodifiableMap(categories);
    }

    /// @return whether an *arr looks after its torrents on a client
    public boolean watches(InstanceId arr, InstanceId client) {
        return !only.containsKey(arr) || only.get(arr).contains(client);
    }

    /// @return every category that an *arr uses which watches a client, with who uses it
    public Map<String, List<InstanceId>> categories(InstanceId client) {
        var watched = new TreeMap<String, List<InstanceId>>();
        categories.forEach((name, arrs) -> {
            var those = arrs.stream().filter(arr -> watches(arr, client)).toList();
            if (!those.isEmpty()) {
                watched.put(name, those);
            }
        });
        return watched;
    }

    /// @return whether an *arr removes finished torrents itself, at least on one of its clients
    public boolean removesCompleted(InstanceId arr) {
        var view = arrs.get(arr);
        return view != null && view.clients().stream().anyMatch(ArrClient::removesCompleted);
    }
}
