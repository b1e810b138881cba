package io.pilothouse.tasks.torrent;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Distribution;
import io.pilothouse.domain.torrent.Ownership;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentState;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All torrents of all clients at one moment, with who owns them. Immutable.
///
/// @param sides by instance
public record TorrentFleet(SortedMap<InstanceId, TorrentSide> sides, Ownership ownership) {

    public static final TorrentFleet EMPTY = new TorrentFleet(Collections.emptySortedMap(), Ownership.NONE);

    TorrentFleet with(TorrentSide side) {
        var more = new TreeMap<>(sides);
        more.put(side.instance(), side);
        return new TorrentFleet(Collections.unmodifiableSortedMap(more), ownership);
    }

    TorrentFleet without(InstanceId instance) {
        var fewer = new TreeMap<>(sides);
        fewer.remove(instance);
        return new TorrentFleet(Collections.unmodifiableSortedMap(fewer), ownership);
    }

    TorrentFleet with(Ownership newer) {
        return new TorrentFleet(sides, newer);
    }

    public Stream<Torrent> torrents() {
        return sides.values().stream().flatMap(side -> side.torrents().values().stream());
    }

    public Stream<Torrent> torrents(Collection<InstanceId> instances) {
        return sides.values().stream()
                .filter(side -> instances.contains(side.instance()))
                .flatMap(side -> side.torrents().values().stream());
    }

    public Optional<Torrent> find(TorrentKey key) {
        return Optional.ofNullable(sides.get(key.instance()))
                .flatMap(side -> Optional.ofNullable(side.torrents().get(key.hash())));
    }

    /// @param hash of either version, in any case, or the beginning of one (eight digits or more)
    /// @return every torrent it may mean, over all clients
    public List<Torrent> find(String hash) {
        var lower = hash.toLowerCase(Locale.ROOT);
        var direct = sides.values().stream()
                .flatMap(side -> Optional.ofNullable(side.torrents().get(lower)).stream())
                .toList();
        if (!direct.isEmpty() || lower.length() < 8) {
            return direct;
        }
        return torrents()
                .filter(torrent -> Ownership.aliases(torrent).stream().anyMatch(alias -> alias.startsWith(lower))
                        || torrent.infohashV2().startsWith(lower))
                .toList();
    }

    /// @return the same of these clients only
    public TorrentFleet on(Set<InstanceId> clients) {
        var some = new TreeMap<>(sides);
        some.keySet().retainAll(clients);
        return new TorrentFleet(some, ownership);
    }

    /// @return clients whose torrents are not as they are now, each with why
    public Map<InstanceId, String> stale() {
        var stale = new TreeMap<InstanceId, String>();
        sides.values().stream()
                .filter(side -> !side.up())
                .forEach(side -> stale.put(
                        side.instance(),
                        side.problem().map(problem -> problem.summary()).orElse("It was not asked yet.")));
        return stale;
    }

    /// Where how much of what is.
    public Distribution distribution() {
        var tallies = new HashMap<InstanceId, Distribution.Tally>();
        sides.values().forEach(side -> {
            var tally = new Distribution.Tally();
            side.torrents().values().forEach(torrent -> tally.add(torrent, ownership.of(torrent)));
            tallies.put(side.instance(), tally);
        });
        return distribution(tallies);
    }

    /// The same, where it is known already what each client has.
    ///
    /// @param tallies of the clients that it is about
    public Distribution distribution(Map<InstanceId, Distribution.Tally> tallies) {
        var gathered = new Distribution.Gathering();
        tallies.forEach((id, tally) -> {
            var side = sides.get(id);
            if (side != null) {
                var there = new HashSet<>(ownership.categories().keySet());
                there.removeAll(ownership.categories(id).keySet());
                there.addAll(side.categories().keySet());
                gathered.client(id, side.up(), there, tally);
            }
        });
        ownership.categories().forEach((category, owners) -> owners.forEach(owner -> gathered.wanted(category, owner)));
        return gathered.made();
    }

    /// @return hashes that are on more than one client, with the state on each
    public SortedMap<String, Map<InstanceId, TorrentState>> onSeveral() {
        var once = new HashMap<String, Torrent>();
        var several = new TreeMap<String, Map<InstanceId, TorrentState>>();
        torrents().forEach(torrent -> {
            var key = torrent.key();
            var other = once.putIfAbsent(key.hash(), torrent);
            if (other != null) {
                var where = several.computeIfAbsent(key.hash(), _ -> new TreeMap<>());
                where.put(other.key().instance(), other.state());
                where.put(key.instance(), torrent.state());
            }
        });
        return several;
    }
}
