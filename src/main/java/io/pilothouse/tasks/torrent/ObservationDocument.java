package io.pilothouse.tasks.torrent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.torrent.Observation;
import io.pilothouse.domain.torrent.TorrentRule;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What was observed of a torrent, as the JSON in which it is stored: what is usual is left out.
final class ObservationDocument {

    private ObservationDocument() {}

    static String write(Observation seen) {
        var root = TorrentCopies.JSON.createObjectNode();
        root.put("first", seen.firstSeen().toEpochMilli());
        at(root, "added", seen.addedAt());
        root.put("bytes", seen.progressBytes());
        span(root, "idle", seen.idle());
        span(root, "metadata", seen.metadata());
        span(root, "missing", seen.missing());
        if (seen.missingSeen() > 0) {
            root.put("missingSeen", seen.missingSeen());
        }
        span(root, "poor", seen.poor());
        span(root, "transient", seen.transientFor());
        span(root, "complete", seen.complete());
        if (!seen.starts().isEmpty()) {
            var starts = root.putArray("starts");
            seen.starts().forEach(start -> starts.add(start.toEpochMilli()));
        }
        if (!seen.strikes().isEmpty()) {
            var strikes = root.putObject("strikes");
            seen.strikes()
                    .forEach((rule, strike) -> strikes.putObject(rule.word())
                            .put("count", strike.count())
                            .put("last", strike.last().toEpochMilli()));
        }
        at(root, "importAsked", seen.importAsked());
        at(root, "scanned", seen.scanned());
        at(root, "imported", seen.imported());
        at(root, "blocked", seen.blockedSince());
        if (!seen.stoppedFor().isEmpty()) {
            root.put("stoppedFor", seen.stoppedFor());
        }
        at(root, "seedingMet", seen.seedingMetSince());
        if (seen.filtered() > 0) {
            root.put("filtered", seen.filtered());
        }
        if (!seen.acts().isEmpty()) {
            var acts = root.putArray("acts");
            seen.acts()
                    .forEach(act ->
                            acts.addObject().put("at", act.at().toEpochMilli()).put("act", act.act()));
        }
        root.put("category", seen.category());
        if (!seen.previousCategory().isEmpty()) {
            root.put("previousCategory", seen.previousCategory());
        }
        seen.tracker()
                .ifPresent(it -> root.putObject("tracker")
                        .put("fails", it.fails())
                        .put("message", it.message())
                        .put("times", it.times())
                        .put("since", it.since().toEpochMilli())
                        .put("at", it.at().toEpochMilli()));
        seen.superseded()
                .ifPresent(it -> root.putObject("superseded")
                        .put("by", it.by())
                        .put("at", it.at().toEpochMilli()));
        return root.toString();
    }

    private static void at(ObjectNode root, String key, Optional<Instant> at) {
        at.ifPresent(it -> root.put(key, it.toEpochMilli()));
    }

    private static void span(ObjectNode root, String key, Duration span) {
        if (span.isPositive()) {
            root.put(key, span.toSeconds());
        }
    }

    static Observation read(String document) {
        var root = TorrentCopies.read(document);
        var starts = new ArrayList<Instant>();
        root.path("starts").forEach(it -> starts.add(Instant.ofEpochMilli(it.asLong())));
        Map<TorrentRule, Observation.Strikes> strikes = new EnumMap<>(TorrentRule.class);
        root.path("strikes")
                .properties()
                .forEach(it -> TorrentRule.of(it.getKey())
                        .ifPresent(rule -> strikes.put(
                                rule,
                                new Observation.Strikes(
                                        it.getValue().path("count").asInt(),
                                        Instant.ofEpochMilli(
                                                it.getValue().path("last").asLong())))));
        var acts = new ArrayList<Observation.Done>();
        root.path("acts")
                .forEach(it -> acts.add(new Observation.Done(
                        Instant.ofEpochMilli(it.path("at").asLong()),
                        it.path("act").asText())));
        return new Observation(
                Instant.ofEpochMilli(root.path("first").asLong()),
                at(root, "added"),
                root.path("bytes").asLong(),
                span(root, "idle"),
                span(root, "metadata"),
                span(root, "missing"),
                root.path("missingSeen").asInt(),
                span(root, "poor"),
                span(root, "transient"),
                span(root, "complete"),
                starts,
                strikes,
                List.of(),
                at(root, "importAsked"),
                at(root, "scanned"),
                at(root, "imported"),
                at(root, "blocked"),
                root.path("stoppedFor").asText(""),
                at(root, "seedingMet"),
                root.path("filtered").asLong(),
                acts,
                root.path("category").asText(""),
                root.path("previousCategory").asText(""),
                tracker(root.path("tracker")),
                root.has("superseded")
                        ? Optional.of(new Observation.Superseded(
                                root.path("superseded").path("by").asBoolean(),
                                Instant.ofEpochMilli(
                                        root.path("superseded").path("at").asLong())))
                        : Optional.empty());
    }

    private static Optional<Observation.TrackerWord> tracker(JsonNode word) {
        return word.isObject()
                ? Optional.of(new Observation.TrackerWord(
                        word.path("fails").asBoolean(),
                        word.path("message").asText(),
                        word.path("times").asInt(),
                        Instant.ofEpochMilli(word.path("since").asLong()),
                        Instant.ofEpochMilli(word.path("at").asLong())))
                : Optional.empty();
    }

    private static Optional<Instant> at(JsonNode root, String key) {
        return root.has(key) ? Optional.of(Instant.ofEpochMilli(root.path(key).asLong())) : Optional.empty();
    }

    private static Duration span(JsonNode root, String key) {
        return Duration.ofSeconds(root.path(key).asLong());
    }
}
