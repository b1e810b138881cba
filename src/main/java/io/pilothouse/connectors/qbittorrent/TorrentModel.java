package io.pilothouse.connectors.qbittorrent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentCategory;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.domain.torrent.TorrentSnapshot.Changes;
import io.pilothouse.domain.torrent.TorrentSnapshot.Renamed;
import io.pilothouse.domain.torrent.TransferState;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
import java.util.TreeMap;
import java.util.TreeSet;
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
    private final Map<String, String> shared = new HashMap<>();
    private Map<String, Row> rows = new HashMap<>();
    private Map<String, Torrent> torrents = new HashMap<>();
    private SortedMap<String, ObjectNode> categories = new TreeMap<>();
    private TreeSet<String> tags = new TreeSet<>();
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

    Map<String, String> shared() {
        return shared;
    }

    /// @return how often a full answer contradicted what its parts had added up to
    int drift() {
        return drift;
    }

    TorrentSnapshot apply(MainData answer, Seen seen) throws Inconsistent {
        boolean full = answer.full() || rid == 0;
        var changes = full ? replace(answer) : merge(answer);
        rid = answer.rid();
        complete = true;
        return new TorrentSnapshot(
                instance,
                seen.session(),
                seen.at(),
                seen.took(),
                seen.skew(),
                Collections.unmodifiableMap(new HashMap<>(torrents)),
                categoryMap(),
                Collections.unmodifiableSortedSet(new TreeSet<>(tags)),
                transfer(seen.at()),
                changes,
                seen.delta());
    }

    private Changes replace(MainData answer) {
        var before = rows;
        var shown = torrents;
        rows = new HashMap<>(answer.torrents());
        torrents = new HashMap<>();
        var changed = new HashSet<String>();
        var added = new HashSet<String>();
        var readded = new HashSet<String>();
        rows.forEach((hash, row) -> {
            if (!TorrentKey.isHash(hash)) {
                return;
            }
            var torrent = row.torrent(new TorrentKey(instance, hash));
            var known = before.get(hash);
            if (known == null) {
                added.add(hash);
            } else if (addedAgain(known, row)) {
                readded.add(hash);
            }
            if (known != null && !torrent.equals(shown.get(hash))) {
                changed.add(hash);
            }
            torrents.put(hash, torrent.equals(shown.get(hash)) ? shown.get(hash) : torrent);
        });
        if (complete) {
            compare(before);
        }
        rows.keySet().retainAll(torrents.keySet());
        var removed = new HashSet<>(shown.keySet());
        var renamed = renames(added);
        removed.removeAll(torrents.keySet());
        renamed.forEach(rename -> removed.remove(rename.from()));
        categories = new TreeMap<>(answer.categories());
        tags = new TreeSet<>(answer.tags());
        serverState = answer.serverState();
        return new Changes(
                true, Set.copyOf(added), Set.copyOf(changed), Set.copyOf(removed), Set.copyOf(readded), renamed);
    }

    /// A full answer that comes while parts were being added up shows whether they added up rightly.
    private void compare(Map<String, Row> before) {
        rows.forEach((hash, row) -> {
            var known = before.get(hash);
            if (known != null) {
                known.contradiction(row).ifPresent(field -> {
                    drift++;
                    LOG.log(
                            System.Logger.Level.WARNING,
                            "{0}: what changed of torrent {1} was not told whole: {2}",
                            instance,
                            hash,
                            field.wireName());
                });
            }
        });
    }

    private Changes merge(MainData answer) throws Inconsistent {
        for (var part : answer.torrents().entrySet()) {
            if (!rows.containsKey(part.getKey())
                    && !(part.getValue().has(Field.STATE) && part.getValue().has(Field.NAME))) {
                throw new Inconsistent(part.getKey());
            }
        }
        var removed = new HashSet<String>();
        for (var hash : answer.torrentsRemoved()) {
            if (rows.remove(hash) != null) {
                torrents.remove(hash);
                removed.add(hash);
            }
        }
        answer.categoriesRemoved().forEach(categories::remove);
        answer.tagsRemoved().forEach(tags::remove);

        var added = new HashSet<String>();
        var changed = new HashSet<String>();
        var readded = new HashSet<String>();
        for (var part : answer.torrents().entrySet()) {
            var hash = part.getKey();
            if (!TorrentKey.isHash(hash)) {
                continue;
            }
            var known = rows.get(hash);
            if (known == null) {
                rows.put(hash, part.getValue());
                (removed.remove(hash) ? readded : added).add(hash);
            } else {
                if (addedAgain(known, part.getValue())) {
                    readded.add(hash);
                }
                known.merge(part.getValue());
                changed.add(hash);
            }
            torrents.put(hash, Objects.requireNonNull(rows.get(hash)).torrent(new TorrentKey(instance, hash)));
        }
        answer.categories()
                .forEach((name, fields) -> categories
                        .computeIfAbsent(name, _ -> JSON.createObjectNode())
                        .setAll(fields));
        tags.addAll(answer.tags());
        serverState.setAll(answer.serverState());
        var renamed = renames(added);
        return new Changes(
                false, Set.copyOf(added), Set.copyOf(changed), Set.copyOf(removed), Set.copyOf(readded), renamed);
    }

    private static boolean addedAgain(Row known, Row told) {
        return told.has(Field.ADDED_ON)
                && known.has(Field.ADDED_ON)
                && told.number(Field.ADDED_ON, 0) != known.number(Field.ADDED_ON, 0);
    }

    /// A hybrid torrent added by a magnet link of version 1 changes its hash when its metadata comes, and
    /// servers from 4.6 on go on listing the old one.
    private List<Renamed> renames(Set<String> added) {
        var renamed = new ArrayList<Renamed>();
        for (var hash : added) {
            var old = Objects.requireNonNull(rows.get(hash)).text(Field.INFOHASH_V1);
            if (!old.isEmpty() && !old.equals(hash) && rows.containsKey(old)) {
                rows.remove(old);
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
    static MainData imitated(Map<String, Row> torrents, ObjectNode categories, List<String> tags, ObjectNode transfer) {
        var byName = new LinkedHashMap<String, ObjectNode>();
        categories.properties().forEach(entry -> {
            if (entry.getValue() instanceof ObjectNode fields) {
                byName.put(entry.getKey(), fields);
            }
        });
        return new MainData(0, true, torrents, List.of(), byName, List.of(), tags, List.of(), transfer);
    }
}
