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
/// uses the category, or the longest parent of the category. Every *arr watches every torrent client.
/// Immutable, but for a memory of what it worked out; thread-safe.
public final class Ownership {

    public static final Ownership NONE = new Ownership(List.of(), Map.of());

    private final Map<InstanceId, ArrView> arrs = new LinkedHashMap<>();
    private final Map<String, List<Link>> links = new HashMap<>();
    private final TreeMap<String, List<InstanceId>> categories = new TreeMap<>();
    private final Map<Entry, InstanceId> places;

    /// An *arr's entry for a client, by its name.
    public record Entry(InstanceId arr, String name) {}

    private record Link(ArrView arr, ArrDownload download) {}

    /// @param places which instance an entry leads to; an entry that is absent leads to one not known here
    public Ownership(Collection<ArrView> views, Map<Entry, InstanceId> places) {
        this.places = Map.copyOf(places);
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
        var known = linksOf(torrent);
        for (var link : known) {
            var place =
                    places.get(new Entry(link.arr().instance(), link.download().client()));
            boolean here = place == null
                    ? categoryOwners(category).contains(link.arr().instance())
                    : place.equals(torrent.key().instance());
            if (here) {
                return arr(link.arr().instance(), Optional.of(link.download()), true);
            }
        }
        var owners = categoryOwners(category);
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
    private List<InstanceId> categoryOwners(String category) {
        var name = category;
        while (!name.isEmpty()) {
            var owners = categories.get(name);
            if (owners != null) {
                return owners;
            }
            int slash = name.lastIndexOf('/');
            name = slash < 0 ? "" : name.substring(0, slash);
        }
        return List.of();
    }

    private List<Link> linksOf(Torrent torrent) {
        if (links.isEmpty()) {
            return List.of();
        }
        var found = new ArrayList<Link>();
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

    /// @return whether an *arr removes finished torrents itself, at least on one of its clients
    public boolean removesCompleted(InstanceId arr) {
        var view = arrs.get(arr);
        return view != null && view.clients().stream().anyMatch(ArrClient::removesCompleted);
    }
}
