package io.pilothouse.connectors.qbittorrent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.Json;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentFile;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentPeer;
import io.pilothouse.domain.torrent.TorrentTracker;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is asked of one torrent, or of the server's settings, only when somebody looks (contract sections
/// 5.1 to 5.6).
final class Details {

    private static final int MOST_IN_A_QUERY = 50;
    /// The server cuts speed limits to multiples of this.
    private static final long SPEED_STEP = 1024;

    private final Session session;
    private final InstanceHttp http;

    Details(Session session, InstanceHttp http) {
        this.session = session;
        this.http = http;
    }

    static String checked(String hash) {
        if (!TorrentKey.isHash(hash)) {
            throw new IllegalArgumentException("not the hash of a torrent: " + hash);
        }
        return hash;
    }

    List<Torrent> read(TorrentPoller poller, TorrentHashes torrents) throws ConnectorException, InterruptedException {
        var found = new ArrayList<Torrent>();
        for (var part : torrents.parts(Commands.MOST_HASHES)) {
            var hashes = String.join("|", part.hashes());
            var call = part.hashes().size() > MOST_IN_A_QUERY
                    ? Call.postForm("api/v2/torrents/info", Map.of("hashes", hashes))
                    : Call.get("api/v2/torrents/info").query("hashes", hashes);
            found.addAll(poller.torrents(good(session.send(call))));
        }
        return found;
    }

    List<TorrentFile> files(String hash) throws ConnectorException, InterruptedException {
        var files = new ArrayList<TorrentFile>();
        int place = 0;
        for (var row : of("torrents/files", hash)) {
            files.add(new TorrentFile(
                    row.path("index").asInt(place++),
                    row.path("name").asText(""),
                    row.path("size").asLong(),
                    row.path("progress").asDouble(),
                    row.path("priority").asInt(1)));
        }
        return files;
    }

    List<TorrentTracker> trackers(String hash) throws ConnectorException, InterruptedException {
        var trackers = new ArrayList<TorrentTracker>();
        for (var row : of("torrents/trackers", hash)) {
            var url = row.path("url").asText("");
            if (!url.startsWith("**")) {
                trackers.add(new TorrentTracker(
                        TorrentTracker.shown(url),
                        row.path("tier").asInt(),
                        TorrentTracker.Status.of(row.path("status").asInt(1)),
                        row.path("msg").asText(""),
                        row.path("num_seeds").asInt(-1),
                        row.path("num_peers").asInt(-1)));
            }
        }
        return trackers;
    }

    List<TorrentPeer> peers(String hash) throws ConnectorException, InterruptedException {
        var peers = new ArrayList<TorrentPeer>();
        for (var entry : of("sync/torrentPeers", hash).path("peers").properties()) {
            var row = entry.getValue();
            peers.add(new TorrentPeer(
                    entry.getKey(),
                    row.path("client").asText(""),
                    row.path("progress").asDouble(),
                    row.path("dl_speed").asLong(),
                    row.path("up_speed").asLong()));
        }
        return peers;
    }

    private JsonNode of(String path, String hash) throws ConnectorException, InterruptedException {
        var answer = session.send(Call.get("api/v2/" + path).query("hash", checked(hash)));
        return answer.status() == 404 ? Json.MAPPER.createArrayNode() : http.tree(good(answer));
    }

    SortedMap<String, Object> preferences() throws ConnectorException, InterruptedException {
        var preferences = new TreeMap<String, Object>();
        for (var entry : http.tree(good(session.send(Call.get("api/v2/app/preferences"))))
                .properties()) {
            plain(entry.getValue()).ifPresent(value -> preferences.put(entry.getKey(), value));
        }
        return Collections.unmodifiableSortedMap(preferences);
    }

    private static Optional<Object> plain(JsonNode value) {
        if (value.isTextual()) {
            return Optional.of(value.asText());
        }
        if (value.isBoolean()) {
            return Optional.of(value.asBoolean());
        }
        return value.isIntegralNumber()
                ? Optional.of(value.asLong())
                : value.isNumber() ? Optional.of(value.asDouble()) : Optional.empty();
    }

    static String json(Map<String, Object> values) {
        try {
            return Json.MAPPER.writeValueAsString(values);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not values of preferences: " + values.keySet(), e);
        }
    }

    static boolean same(Object wanted, Object is) {
        if (wanted instanceof Number one && is instanceof Number other) {
            return one.doubleValue() == other.doubleValue()
                    || (one.longValue() / SPEED_STEP * SPEED_STEP == other.longValue()
                            && one.longValue() >= SPEED_STEP);
        }
        return wanted.toString().equals(is.toString());
    }

    private Answer good(Answer answer) throws ConnectorException {
        if (!answer.ok() || answer.html()) {
            throw http.fault(answer);
        }
        return answer;
    }
}
