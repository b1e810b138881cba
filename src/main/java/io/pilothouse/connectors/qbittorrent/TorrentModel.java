package io.pilothouse.connectors.qbittorrent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentCategory;
import io.pilothouse.domain.torrent.TorrentFamily;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.domain.torrent.TorrentSnapshot.Changes;
import io.pilothouse.domain.torrent.TorrentSnapshot.Renamed;
import io.pilothouse.domain.torrent.TransferState;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What one server told so far: answers of `sync/maindata` go in, snapshots come out. Not thread-safe:
/// one poller owns it.
final class TorrentModel {

    private static final System.Logger LOG = System.getLogger(TorrentModel.class.getName());
    private static final JsonMapper JSON = JsonMapper.builder().build();
    /// Right after its start a server says 0 for free space it has not measured yet; it measures about
    /// every 30 s.
    private static final Duration ZERO_SPACE_BELIEVED_AFTER = Duration.ofSeconds(30);

    /// An answer does not fit to what came before: ask for everything anew.
    static final class Inconsistent extends Exception {
        private static final long serialVersionUID = 1L;

        Inconsistent(String hash) {
            super("a part of the unknown torrent " + hash);
        }
    }

    /// @param session raised by every login
    /// @param took    how long the server needed
    /// @param skew    the server's clock minus ours
    record Seen(long session, Instant at, Duration took, Duration skew, boolean delta) {}

    private final InstanceId instance;
    private final Shared shared = new Shared();
    private Map<String, Torrent> torrents = new HashMap<>();
    /// What the latest snapshot holds; a new copy only when a torrent changed.
    private Map<String, Torrent> shown = Map.of();
    /// What servers before 5.0 tell only of single torrents.
    private final Map<String, Optional<Boolean>> privates = new HashMap<>();
    private final Set<String> toldLately = new HashSet<>();
    private SortedMap<String, ObjectNode> categories = new TreeMap<>();
    private SortedMap<String, TorrentCategory> shownCategories = Collections.emptySortedMap();
    private TreeSet<String> tags = new TreeSet<>();
    private SortedSet<String> shownTags = Collections.emptySortedSet();
    private ObjectNode serverState = JSON.createObjectNode();
    private long rid;
    private boolean complete;
    private int drift;
    private @Nullable Instant zeroSpaceSince;

    TorrentModel(InstanceId instance) {
        this.instance = instance;
    }

    /// @return what to send with the next question; 0 asks for everything
    long rid() {
        return rid;
    }

    /// Makes the next answer a full one: after a failure, a new login, a cancelled poll. What is known
    /// stays, as something old.
    void startOver() {
        rid = 0;
        complete = false;
    }

    /// Makes the next answer a full one although nothing is wrong, to see whether the parts add up.
    void verify() {
        rid = 0;
    }

    Shared shared() {
        return shared;
    }

    /// @return how often a full answer contradicted what its parts had added up to
    int drift() {
        return drift;
    }

    /// @param answer of `sync/maindata`
    /// @throws IOException when it makes no sense; nothing was changed then
    TorrentSnapshot apply(byte[] answer, Seen seen) throws IOException, Inconsistent {
        if (rid != 0) {
            return apply(MainData.read(answer, shared), seen);
        }
        var whole = new HashMap<String, Torrent>();
        return taken(MainData.readAll(answer, shared, taker(whole)), whole, seen);
    }

    /// Takes in what a server that has no `sync/maindata` answers instead.
    ///
    /// @param list of `torrents/info`
    TorrentSnapshot apply(byte[] list, ObjectNode categories, List<String> tags, ObjectNode transfer, Seen seen)
            throws IOException {
        var whole = new HashMap<String, Torrent>();
        MainData.readList(list, shared, taker(whole));
        return taken(imitated(categories, tags, transfer), whole, seen);
    }

    /// A torrent that is as it was stays the same object, so that nothing is held twice.
    private MainData.Taker taker(Map<String, Torrent> whole) {
        return (hash, row) -> {
            if (TorrentKey.isHash(hash)) {
                complete(hash, row);
                var known = torrents.get(hash);
                var told = row.torrent(known == null ? new TorrentKey(instance, hash) : known.key(), null, shared);
                whole.put(hash, told.equals(known) ? known : told);
            }
        };
    }

    /// Adds what is known of a torrent although its list does not tell it.
    void complete(String hash, Row row) {
        if (!row.has(Field.PRIVATE)) {
            privates.getOrDefault(hash, Optional.empty()).ifPresent(known -> row.set(Field.PRIVATE, known));
        }
    }

    /// @return torrents of which nobody was asked yet whether they are private; what is loading first
    List<String> withoutPrivacy(int most) {
        var open = new ArrayList<String>();
        for (boolean loading : List.of(true, false)) {
            torrents.values().stream()
                    .filter(torrent -> torrent.isPrivate().isEmpty() && torrent.hasMetadata())
                    .filter(torrent -> (torrent.family() == TorrentFamily.DOWNLOADING) == loading)
                    .map(torrent -> torrent.key().hash())
                    .filter(hash -> !privates.containsKey(hash))
                    .limit(most - open.size())
                    .forEach(open::add);
        }
        return open;
    }

    /// Takes in whether a torrent is private; the next snapshot tells.
    ///
    /// @param isPrivate empty where the server does not say; it is not asked again then
    void told(String hash, Optional<Boolean> isPrivate) {
        privates.put(hash, isPrivate);
        isPrivate.ifPresent(known -> torrents.computeIfPresent(hash, (_, torrent) -> {
            var row = new Row();
            row.set(Field.PRIVATE, known);
            toldLately.add(hash);
            return row.torrent(torrent.key(), torrent, shared);
        }));
    }

    TorrentSnapshot apply(MainData answer, Seen seen) throws Inconsistent {
        if (!answer.full() && rid != 0) {
            return snapshot(answer, merge(answer), seen);
        }
        var whole = new HashMap<String, Torrent>();
        answer.torrents().forEach(taker(whole)::take);
        return taken(answer, whole, seen);
    }

    private TorrentSnapshot taken(MainData answer, Map<String, Torrent> whole, Seen seen) {
        return snapshot(answer, replace(answer, whole), seen);
    }

    private Changes withTold(Changes merged) {
        toldLately.retainAll(torrents.keySet());
        if (toldLately.isEmpty()) {
            return merged;
        }
        var changed = new HashSet<>(merged.changed());
        changed.addAll(toldLately);
        toldLately.clear();
        return new Changes(
                merged.full(),
                merged.added(),
                Set.copyOf(changed),
                merged.removed(),
                merged.readded(),
                merged.renamed());
    }

    private TorrentSnapshot snapshot(MainData answer, Changes merged, Seen seen) {
        rid = answer.rid();
        complete = true;
        var changes = withTold(merged);
        if (changes.full() || changes.any()) {
            shown = Collections.unmodifiableMap(new HashMap<>(torrents));
        }
        return new TorrentSnapshot(
                instance,
                seen.session(),
                seen.at(),
                seen.took(),
                seen.skew(),
                shown,
                shownCategories,
                shownTags,
                transfer(seen.at()),
                changes,
                seen.delta());
    }

    private Changes replace(MainData answer, Map<String, Torrent> whole) {
        var before = torrents;
        var changed = new HashSet<String>();
        var added = new HashSet<String>();
        var readded = new HashSet<String>();
        whole.forEach((hash, torrent) -> {
            var known = before.get(hash);
            if (known == null) {
                added.add(hash);
                return;
            }
            if (addedAgain(known, torrent.addedAt())) {
                readded.add(hash);
            }
            if (known != torrent) {
                changed.add(hash);
            }
        });
        if (complete) {
            compare(before, whole);
        }
        torrents = whole;
        privates.keySet().retainAll(whole.keySet());
        var renamed = renames(added);
        var removed = new HashSet<>(before.keySet());
        removed.removeAll(torrents.keySet());
        renamed.forEach(rename -> removed.remove(rename.from()));
        categories = new TreeMap<>(answer.categories());
        shownCategories = categoryMap();
        tags = new TreeSet<>(answer.tags());
        shownTags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        serverState = answer.serverState();
        return new Changes(
                true, Set.copyOf(added), Set.copyOf(changed), Set.copyOf(removed), Set.copyOf(readded), renamed);
    }

    /// What two looks at the same torrent should agree in, unless somebody did something to it between them.
    private static final Map<String, Function<Torrent, Object>> RESTFUL = Map.of(
            "added_on", Torrent::addedAt,
            "category", Torrent::category,
            "dl_limit", Torrent::downloadLimit,
            "name", Torrent::name,
            "private", Torrent::isPrivate,
            "save_path", Torrent::savePath,
            "share limits", Torrent::limits,
            "size", Torrent::size,
            "tags", Torrent::tags,
            "up_limit", Torrent::uploadLimit);

    /// A full answer that comes while parts were being added up shows whether they added up rightly.
    private void compare(Map<String, Torrent> before, Map<String, Torrent> now) {
        now.forEach((hash, torrent) -> {
            var known = before.get(hash);
            if (known != null && known != torrent) {
                RESTFUL.entrySet().stream()
                        .filter(field -> !field.getValue()
                                .apply(known)
                                .equals(field.getValue().apply(torrent)))
                        .map(Map.Entry::getKey)
                        .min(Comparator.naturalOrder())
                        .ifPresent(field -> drifted(hash, field));
            }
        });
    }

    private void drifted(String hash, String field) {
        drift++;
        LOG.log(
                System.Logger.Level.WARNING,
                "{0}: what changed of torrent {1} was not told whole: {2}",
                instance,
                hash,
                field);
    }

    private Changes merge(MainData answer) throws Inconsistent {
        for (var part : answer.torrents().entrySet()) {
            boolean known = torrents.containsKey(part.getKey())
                    && !answer.torrentsRemoved().contains(part.getKey());
            if (!known && !(part.getValue().has(Field.STATE) && part.getValue().has(Field.NAME))) {
                throw new Inconsistent(part.getKey());
            }
        }
        var removed = new HashSet<String>();
        for (var hash : answer.torrentsRemoved()) {
            if (torrents.remove(hash) != null) {
                removed.add(hash);
            }
        }
        mergeRest(answer);

        var added = new HashSet<String>();
        var changed = new HashSet<String>();
        var readded = new HashSet<String>();
        for (var part : answer.torrents().entrySet()) {
            var hash = part.getKey();
            if (!TorrentKey.isHash(hash)) {
                continue;
            }
            var known = torrents.get(hash);
            if (known == null) {
                (removed.remove(hash) ? readded : added).add(hash);
                torrents.put(hash, part.getValue().torrent(new TorrentKey(instance, hash), null, shared));
                continue;
            }
            if (addedAgain(known, part.getValue().addedAt())) {
                readded.add(hash);
            }
            var now = part.getValue().torrent(known.key(), known, shared);
            if (!now.equals(known)) {
                changed.add(hash);
                torrents.put(hash, now);
            }
        }
        var renamed = renames(added);
        return new Changes(
                false, Set.copyOf(added), Set.copyOf(changed), Set.copyOf(removed), Set.copyOf(readded), renamed);
    }

    private void mergeRest(MainData answer) {
        if (!answer.categories().isEmpty() || !answer.categoriesRemoved().isEmpty()) {
            answer.categoriesRemoved().forEach(categories::remove);
            answer.categories()
                    .forEach((name, fields) -> categories
                            .computeIfAbsent(name, _ -> JSON.createObjectNode())
                            .setAll(fields));
            shownCategories = categoryMap();
        }
        if (!answer.tags().isEmpty() || !answer.tagsRemoved().isEmpty()) {
            answer.tagsRemoved().forEach(tags::remove);
            tags.addAll(answer.tags());
            shownTags = Collections.unmodifiableSortedSet(new TreeSet<>(tags));
        }
        serverState.setAll(answer.serverState());
    }

    private static boolean addedAgain(Torrent known, Optional<Instant> told) {
        return told.isPresent() && known.addedAt().isPresent() && !told.equals(known.addedAt());
    }

    /// A hybrid torrent added by a magnet link of version 1 changes its hash when its metadata comes, and
    /// servers from 4.6 on go on listing the old one.
    private List<Renamed> renames(Set<String> added) {
        var renamed = new ArrayList<Renamed>();
        for (var hash : added) {
            var old = Objects.requireNonNull(torrents.get(hash)).infohashV1();
            if (!old.isEmpty() && !old.equals(hash) && torrents.containsKey(old)) {
                torrents.remove(old);
                renamed.add(new Renamed(old, hash));
            }
        }
        return List.copyOf(renamed);
    }

    private SortedMap<String, TorrentCategory> categoryMap() {
        var map = new TreeMap<String, TorrentCategory>();
        categories.forEach((name, fields) -> map.put(
                name,
                new TorrentCategory(
                        name, fields.path("savePath").asText(""), downloadPath(fields.path("download_path")))));
        return Collections.unmodifiableSortedMap(map);
    }

    /// Absent or null: as the client is set; false: none; text: that folder.
    private static Optional<String> downloadPath(JsonNode path) {
        return path.isTextual()
                ? Optional.of(path.asText())
                : path.isBoolean() && !path.asBoolean() ? Optional.of("") : Optional.empty();
    }

    private TransferState transfer(Instant now) {
        return new TransferState(
                connection(serverState.path("connection_status").asText()),
                serverState.path("dl_info_speed").asLong(),
                serverState.path("up_info_speed").asLong(),
                freeBytes(now),
                serverState.path("dl_rate_limit").asLong(),
                serverState.path("up_rate_limit").asLong(),
                serverState.path("use_alt_speed_limits").asBoolean(),
                serverState.path("queueing").asBoolean(),
                serverState.path("dht_nodes").asInt(),
                serverState.path("total_peer_connections").asInt(),
                optional(serverState.path("alltime_dl")),
                optional(serverState.path("alltime_ul")),
                serverState.has("use_subcategories")
                        ? Optional.of(serverState.path("use_subcategories").asBoolean())
                        : Optional.empty());
    }

    private static OptionalLong optional(JsonNode number) {
        return number.isNumber() ? OptionalLong.of(number.asLong()) : OptionalLong.empty();
    }

    private OptionalLong freeBytes(Instant now) {
        var told = serverState.path("free_space_on_disk");
        if (!told.isNumber()) {
            return OptionalLong.empty();
        }
        if (told.asLong() != 0) {
            zeroSpaceSince = null;
            return OptionalLong.of(told.asLong());
        }
        if (zeroSpaceSince == null) {
            zeroSpaceSince = now;
        }
        return Duration.between(zeroSpaceSince, now).compareTo(ZERO_SPACE_BELIEVED_AFTER) >= 0
                ? OptionalLong.of(0)
                : OptionalLong.empty();
    }

    static Optional<TransferState.Connection> connection(String word) {
        return switch (word) {
            case "connected" -> Optional.of(TransferState.Connection.CONNECTED);
            case "firewalled" -> Optional.of(TransferState.Connection.FIREWALLED);
            case "disconnected" -> Optional.of(TransferState.Connection.DISCONNECTED);
            default -> Optional.empty();
        };
    }

    /// Wraps the answers of a server that has no `sync/maindata` into the same form.
    private static MainData imitated(ObjectNode categories, List<String> tags, ObjectNode transfer) {
        var byName = new LinkedHashMap<String, ObjectNode>();
        categories.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode fields) {
                byName.put(entry.getKey(), fields);
            }
        });
        return new MainData(0, true, Map.of(), List.of(), byName, List.of(), tags, List.of(), transfer);
    }
}
