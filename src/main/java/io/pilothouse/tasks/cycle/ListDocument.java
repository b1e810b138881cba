package io.pilothouse.tasks.cycle;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CareRule;
import io.pilothouse.domain.cycle.Decision;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.tasks.cycle.Cycles.ClientView;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeSet;

/// Lists as they are kept in the store: short keys, what is absent left out.
final class ListDocument {

    private static final ObjectMapper JSON = new ObjectMapper();

    private ListDocument() {}

    static String of(Cycles.Wanted wanted) {
        var root = JSON.createObjectNode();
        wanted.total().ifPresent(total -> root.put("total", total));
        var items = root.putArray("items");
        for (var decision : wanted.items()) {
            var it = decision.candidate();
            var node = items.addObject();
            key(node, "", it.item());
            it.parent().ifPresent(parent -> key(node, "parent", parent));
            node.put("title", it.title()).put("monitored", it.monitored()).put("queued", it.inQueue());
            var tags = node.putArray("tags");
            new TreeSet<>(it.tags()).forEach(tags::add);
            node.put("profile", it.profile()).put("root", it.root()).put("available", it.available());
            it.releasedAt().ifPresent(at -> node.put("released", at.toString()));
            it.lastSearchAt().ifPresent(at -> node.put("searched", at.toString()));
            decision.reason().ifPresent(why -> node.put("reason", why.name()));
            decision.until().ifPresent(at -> node.put("until", at.toString()));
            node.put("detail", decision.detail());
        }
        return root.toString();
    }

    static Cycles.Wanted wanted(String document) {
        var root = read(document);
        var items = new ArrayList<Decision>();
        for (var node : root.path("items")) {
            var tags = new TreeSet<String>();
            node.path("tags").forEach(tag -> tags.add(tag.asText()));
            var candidate = new Candidate(
                    key(node, ""),
                    node.has("parentId") ? Optional.of(key(node, "parent")) : Optional.empty(),
                    node.path("title").asText(),
                    node.path("monitored").asBoolean(),
                    node.path("queued").asBoolean(),
                    tags,
                    node.path("profile").asText(),
                    node.path("root").asText(),
                    time(node, "released"),
                    node.path("available").asBoolean(),
                    time(node, "searched"),
                    List.of());
            var reason = Arrays.stream(SkipReason.values())
                    .filter(it -> it.name().equals(node.path("reason").asText("")))
                    .findFirst();
            items.add(new Decision(
                    candidate, reason, time(node, "until"), node.path("detail").asText("")));
        }
        return new Cycles.Wanted(
                items, root.has("total") ? OptionalLong.of(root.path("total").asLong()) : OptionalLong.empty());
    }

    static String of(Cycles.Queue queue) {
        var root = JSON.createObjectNode().put("downloads", queue.downloads());
        var items = root.putArray("items");
        for (var it : queue.items()) {
            var node = items.addObject();
            var ids = node.putArray("ids");
            it.ids().forEach(ids::add);
            var keys = node.putArray("keys");
            it.items().forEach(item -> keys.addArray().add(item.type()).add(item.id()));
            node.put("download", it.downloadId())
                    .put("title", it.title())
                    .put("state", it.state())
                    .put("complaint", it.reason());
            it.progress().ifPresent(part -> node.put("progress", part));
            it.sizeBytes().ifPresent(bytes -> node.put("bytes", bytes));
            it.strikes().ifPresent(count -> node.put("strikes", count));
            it.struckFor().ifPresent(why -> node.put("struck", why.name()));
            it.torrent().ifPresent(torrent -> torrent(node.putObject("torrent"), torrent));
        }
        return root.toString();
    }

    private static void torrent(ObjectNode node, ClientView it) {
        node.put("client", it.client().value())
                .put("state", it.state().name())
                .put("progress", it.progress())
                .put("seeds", it.seeds())
                .put("swarm", it.swarmSeeds())
                .put("speed", it.speed())
                .put("trackersFail", it.trackersFail());
        it.availability().ifPresent(copies -> node.put("copies", copies));
    }

    static Cycles.Queue queue(String document) {
        var root = read(document);
        var items = new ArrayList<Cycles.Queued>();
        for (var node : root.path("items")) {
            var ids = new ArrayList<Long>();
            node.path("ids").forEach(id -> ids.add(id.asLong()));
            var keys = new ArrayList<ItemKey>();
            node.path("keys")
                    .forEach(it ->
                            keys.add(new ItemKey(it.path(0).asText(), it.path(1).asText())));
            items.add(new Cycles.Queued(
                    ids,
                    node.path("download").asText(""),
                    keys,
                    node.path("title").asText(""),
                    node.path("state").asText(""),
                    node.has("progress")
                            ? OptionalDouble.of(node.path("progress").asDouble())
                            : OptionalDouble.empty(),
                    node.has("bytes") ? OptionalLong.of(node.path("bytes").asLong()) : OptionalLong.empty(),
                    node.path("complaint").asText(""),
                    node.has("strikes") ? OptionalInt.of(node.path("strikes").asInt()) : OptionalInt.empty(),
                    Arrays.stream(CareRule.Reason.values())
                            .filter(it -> it.name().equals(node.path("struck").asText("")))
                            .findFirst(),
                    node.has("torrent") ? Optional.of(torrent(node.path("torrent"))) : Optional.empty()));
        }
        return new Cycles.Queue(root.path("downloads").asInt(), items);
    }

    private static ClientView torrent(JsonNode node) {
        return new ClientView(
                new InstanceId(node.path("client").asText()),
                Arrays.stream(TorrentState.values())
                        .filter(it -> it.name().equals(node.path("state").asText()))
                        .findFirst()
                        .orElse(TorrentState.UNKNOWN),
                node.path("progress").asDouble(),
                node.path("seeds").asInt(),
                node.path("swarm").asInt(),
                node.path("speed").asLong(),
                node.has("copies") ? Optional.of(node.path("copies").asDouble()) : Optional.empty(),
                node.path("trackersFail").asBoolean());
    }

    private static void key(ObjectNode node, String prefix, ItemKey key) {
        node.put(prefix.isEmpty() ? "type" : prefix + "Type", key.type());
        node.put(prefix.isEmpty() ? "id" : prefix + "Id", key.id());
    }

    private static ItemKey key(JsonNode node, String prefix) {
        return new ItemKey(
                node.path(prefix.isEmpty() ? "type" : prefix + "Type").asText(),
                node.path(prefix.isEmpty() ? "id" : prefix + "Id").asText());
    }

    private static Optional<Instant> time(JsonNode node, String key) {
        return node.has(key) ? Optional.of(Instant.parse(node.path(key).asText())) : Optional.empty();
    }

    private static JsonNode read(String document) {
        try {
            return JSON.readTree(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored list cannot be read", e);
        }
    }
}
