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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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

    /// Gives torrents the limits they had, as far as they have others; each kind of limits costs a wait until it is
    /// seen.
    ///
    /// @param documents by hash, as [#write] made them
    static void limit(KeepsTorrents line, Map<String, String> documents)
            throws ConnectorException, InterruptedException {
        var now = line.poll().torrents();
        var shares = new LinkedHashMap<ShareLimits, List<String>>();
        var downloads = new TreeMap<Long, List<String>>();
        var uploads = new TreeMap<Long, List<String>>();
        documents.forEach((hash, document) -> {
            var torrent = now.get(hash);
            if (torrent != null) {
                var share = limits(document);
                long download = read(document).path("downloadLimit").asLong();
                long upload = read(document).path("uploadLimit").asLong();
                note(shares, share, hash, !share.equals(torrent.limits()));
                note(downloads, download, hash, download != torrent.downloadLimit());
                note(uploads, upload, hash, upload != torrent.uploadLimit());
            }
        });
        for (var same : shares.entrySet()) {
            line.act(new TorrentAct.SetShareLimits(TorrentHashes.of(same.getValue()), same.getKey()));
        }
        for (var same : downloads.entrySet()) {
            line.act(new TorrentAct.SetDownloadLimit(TorrentHashes.of(same.getValue()), same.getKey()));
        }
        for (var same : uploads.entrySet()) {
            line.act(new TorrentAct.SetUploadLimit(TorrentHashes.of(same.getValue()), same.getKey()));
        }
    }

    private static <V> void note(Map<V, List<String>> groups, V value, String hash, boolean differs) {
        if (differs) {
            groups.computeIfAbsent(value, _ -> new ArrayList<>()).add(hash);
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
