package io.pilothouse.tasks.torrent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.domain.torrent.ShareLimits;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentHashes;
import java.util.Optional;
import java.util.TreeSet;

/// What is kept of a torrent that is deleted, as JSON.
final class TorrentCopies {

    static final ObjectMapper JSON = new ObjectMapper();

    private TorrentCopies() {}

    static String write(Torrent torrent) {
        var root = JSON.createObjectNode();
        root.put("hash", torrent.key().hash());
        root.put("name", torrent.name());
        root.put("category", torrent.category());
        var tags = root.putArray("tags");
        torrent.tags().forEach(tags::add);
        root.put("savePath", torrent.savePath());
        root.put("downloadLimit", torrent.downloadLimit());
        root.put("uploadLimit", torrent.uploadLimit());
        var limits = root.putObject("share");
        limits.put("ratio", torrent.limits().ratio());
        limits.put("minutes", torrent.limits().minutes());
        limits.put("inactiveMinutes", torrent.limits().inactiveMinutes());
        limits.put("action", torrent.limits().action());
        limits.put("mode", torrent.limits().mode());
        return root.toString();
    }

    /// @param document as [#write] made it
    /// @param file     empty where only the hash is known
    static TorrentAddition addition(String document, Optional<byte[]> file) {
        return addition(document, file, "");
    }

    /// @param folder for its data; empty for the one where it was
    static TorrentAddition addition(String document, Optional<byte[]> file, String folder) {
        var root = read(document);
        var tags = new TreeSet<String>();
        root.path("tags").forEach(tag -> tags.add(tag.asText()));
        return new TorrentAddition(
                file.<TorrentAddition.Source>map(TorrentAddition.File::new)
                        .orElseGet(() -> new TorrentAddition.Link(
                                "magnet:?xt=urn:btih:" + root.path("hash").asText())),
                folder.isEmpty() ? root.path("savePath").asText("") : folder,
                root.path("category").asText(""),
                tags,
                true);
    }

    static ShareLimits limits(String document) {
        var limits = read(document).path("share");
        return new ShareLimits(
                limits.path("ratio").asDouble(),
                limits.path("minutes").asLong(),
                limits.path("inactiveMinutes").asLong(),
                limits.path("action").asText(),
                limits.path("mode").asText());
    }

    /// Gives a torrent the limits it had, as far as it has others; each costs a wait until it is seen.
    ///
    /// @param document as [#write] made it
    static void limit(KeepsTorrents line, String hash, String document)
            throws ConnectorException, InterruptedException {
        var now = line.poll().torrents().get(hash);
        if (now == null) {
            return;
        }
        var one = TorrentHashes.of(hash);
        var share = limits(document);
        if (!share.equals(now.limits())) {
            line.act(new TorrentAct.SetShareLimits(one, share));
        }
        long download = read(document).path("downloadLimit").asLong();
        if (download != now.downloadLimit()) {
            line.act(new TorrentAct.SetDownloadLimit(one, download));
        }
        long upload = read(document).path("uploadLimit").asLong();
        if (upload != now.uploadLimit()) {
            line.act(new TorrentAct.SetUploadLimit(one, upload));
        }
    }

    static JsonNode read(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
