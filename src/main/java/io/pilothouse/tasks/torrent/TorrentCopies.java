package io.pilothouse.tasks.torrent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.torrent.ShareLimits;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAddition;
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

    static JsonNode read(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON: " + e.getOriginalMessage(), e);
        }
    }
}
