package io.pilothouse.tasks.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.store.ForeignDatabase;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// Ratings, favourites and histories of one of Peek's people, each on the server and id where Peek has it.
final class PeekMemory {

    private static final int MOST_ROWS = 1_000_000;
    private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,11}");
    private static final ObjectMapper JSON = new ObjectMapper();

    /// Types by Peek's table of ratings.
    private static final Map<String, EntityType> RATINGS = ratings();

    private final Findings found;
    private final Map<String, Integer> places;
    private final Map<Integer, Parts> parts = new HashMap<>();
    private final Map<String, Integer> strangers = new TreeMap<>();
    private int unreadable;

    /// @param places of the servers in the findings, by Peek's key of a server
    PeekMemory(Findings found, Map<String, Integer> places) {
        this.found = found;
        this.places = places;
    }

    private static final class Parts {
        final Map<String, Memory.Said> said = new LinkedHashMap<>();
        final List<Memory.Seen> seen = new ArrayList<>();
    }

    private static Map<String, EntityType> ratings() {
        var tables = new LinkedHashMap<String, EntityType>();
        tables.put("SceneRating", EntityType.SCENE);
        tables.put("PerformerRating", EntityType.PERFORMER);
        tables.put("StudioRating", EntityType.STUDIO);
        tables.put("TagRating", EntityType.TAG);
        tables.put("GalleryRating", EntityType.GALLERY);
        tables.put("GroupRating", EntityType.GROUP);
        tables.put("ImageRating", EntityType.IMAGE);
        return tables;
    }

    /// @param person by number or name; may be empty where the file has one person only
    /// @throws ProblemException with `bad-value` if nobody in the file is called so
    void read(ForeignDatabase database, Optional<String> person) throws IOException, ProblemException {
        var rows = new LinkedHashMap<String, List<Map<String, String>>>();
        for (var table : RATINGS.entrySet()) {
            rows.put(
                    table.getKey(),
                    database.rows(
                            table.getKey(),
                            List.of("userId", "instanceId", column(table.getValue()), "rating", "favorite"),
                            MOST_ROWS));
        }
        rows.put(
                "WatchHistory",
                database.rows(
                        "WatchHistory",
                        List.of("userId", "instanceId", "sceneId", "resumeTime", "playHistory", "oHistory"),
                        MOST_ROWS));
        rows.put(
                "ImageViewHistory",
                database.rows(
                        "ImageViewHistory",
                        List.of("userId", "instanceId", "imageId", "viewHistory", "oHistory"),
                        MOST_ROWS));
        var chosen = choose(database, rows, person);
        if (chosen.isEmpty()) {
            return;
        }
        for (var table : rows.entrySet()) {
            int taken = 0;
            for (var row : table.getValue()) {
                if (chosen.get().equals(row.get("userId"))) {
                    taken += take(table.getKey(), row) ? 1 : 0;
                }
            }
            if (taken > 0) {
                found.lines.add(ReportLine.taken(
                        table.getKey(), taken + " rows", "They are taken over where you have said nothing yet."));
            }
        }
        end();
    }

    private static String column(EntityType type) {
        return type.word() + "Id";
    }

    private Optional<String> choose(
            ForeignDatabase database, Map<String, List<Map<String, String>>> rows, Optional<String> person)
            throws IOException, ProblemException {
        var counts = new TreeMap<String, Integer>();
        rows.values()
                .forEach(list -> list.forEach(row ->
                        Optional.ofNullable(row.get("userId")).ifPresent(user -> counts.merge(user, 1, Integer::sum))));
        if (counts.isEmpty()) {
            return Optional.empty();
        }
        var names = new HashMap<String, String>();
        for (var row : database.rows("User", List.of("id", "username"), 10_000)) {
            names.put(row.getOrDefault("id", ""), HostileFiles.plain(row.getOrDefault("username", ""), 60));
        }
        if (person.isPresent()) {
            return Optional.of(counts.keySet().stream()
                    .filter(user -> user.equals(person.get()) || person.get().equals(names.getOrDefault(user, "")))
                    .findFirst()
                    .orElseThrow(() -> HostileFiles.refuse(
                            "Nobody in the file with ratings or a history is called “"
                                    + HostileFiles.plain(person.get(), 60) + "”.",
                            "Name one of " + people(counts, names) + ".")));
        }
        if (counts.size() == 1) {
            return Optional.of(counts.firstKey());
        }
        found.lines.add(ReportLine.leftOut(
                "User", counts.size() + " people", "Ratings and histories of one of them can come along."));
        found.advice.add("Choose whose ratings come along with --user: " + people(counts, names) + ".");
        return Optional.empty();
    }

    private static String people(Map<String, Integer> counts, Map<String, String> names) {
        return String.join(
                ", ",
                counts.entrySet().stream()
                        .limit(20)
                        .map(one -> names.getOrDefault(one.getKey(), one.getKey()) + " (" + one.getValue() + " rows)")
                        .toList());
    }

    private boolean take(String table, Map<String, String> row) {
        var type =
                switch (table) {
                    case "WatchHistory" -> EntityType.SCENE;
                    case "ImageViewHistory" -> EntityType.IMAGE;
                    default -> RATINGS.get(table);
                };
        var id = row.getOrDefault(column(type), "");
        var server = row.getOrDefault("instanceId", "");
        var place = server.isEmpty() && places.size() == 1
                ? places.values().iterator().next()
                : places.get(server);
        if (place == null) {
            strangers.merge(HostileFiles.plain(server, 60), 1, Integer::sum);
            return false;
        }
        if (!NUMBER.matcher(id).matches()) {
            unreadable++;
            return false;
        }
        var part = parts.computeIfAbsent(place, _ -> new Parts());
        long number = Long.parseLong(id);
        if (RATINGS.containsKey(table)) {
            say(part, new Memory.Said(type, number, rating(row), "1".equals(row.get("favorite")), 0));
        } else {
            say(part, new Memory.Said(type, number, OptionalInt.empty(), false, resume(row)));
            moments(row.get(type == EntityType.SCENE ? "playHistory" : "viewHistory"))
                    .forEach((at, seconds) -> part.seen.add(new Memory.Seen(type, number, "play", at, seconds)));
            moments(row.get("oHistory"))
                    .forEach((at, seconds) -> part.seen.add(new Memory.Seen(type, number, "o", at, seconds)));
        }
        return true;
    }

    private static void say(Parts part, Memory.Said said) {
        part.said.merge(
                said.type() + " " + said.id(),
                said,
                (one, other) -> new Memory.Said(
                        one.type(),
                        one.id(),
                        one.rating().isPresent() ? one.rating() : other.rating(),
                        one.favourite() || other.favourite(),
                        Math.max(one.resumeMillis(), other.resumeMillis())));
    }

    private static OptionalInt rating(Map<String, String> row) {
        var text = row.getOrDefault("rating", "");
        if (!text.matches("\\d{1,3}")) {
            return OptionalInt.empty();
        }
        int rating = Integer.parseInt(text);
        return rating >= 1 && rating <= 100 ? OptionalInt.of(rating) : OptionalInt.empty();
    }

    private static long resume(Map<String, String> row) {
        var seconds = row.getOrDefault("resumeTime", "");
        return seconds.matches("\\d{1,7}(\\.\\d+)?") ? (long) (Double.parseDouble(seconds) * 1_000) : 0;
    }

    /// A history is a list of times, or of objects with a start and seconds.
    ///
    /// @return seconds by time; empty for a history that cannot be read
    private Map<Instant, Double> moments(@org.jspecify.annotations.Nullable String json) {
        var moments = new TreeMap<Instant, Double>();
        if (json == null || json.isBlank()) {
            return moments;
        }
        try {
            for (var one : JSON.readTree(json)) {
                var at = one.isTextual()
                        ? one.asText()
                        : first(one, "startTime", "startedAt", "timestamp", "date")
                                .asText("");
                double seconds = one.isObject()
                        ? first(one, "duration", "playDuration", "seconds").asDouble(0)
                        : 0;
                moments.put(OffsetDateTime.parse(at).toInstant(), Math.max(0, seconds));
            }
        } catch (JsonProcessingException | DateTimeException e) {
            unreadable++;
        }
        return moments;
    }

    private static JsonNode first(JsonNode node, String... keys) {
        for (var key : keys) {
            if (node.hasNonNull(key)) {
                return node.path(key);
            }
        }
        return node.path(keys[0]);
    }

    private void end() {
        parts.forEach((place, part) -> found.instances.set(
                place,
                found.instances
                        .get(place)
                        .with(new Memory(List.of(), List.of(), List.copyOf(part.said.values()), part.seen))));
        strangers.forEach((server, count) -> found.lines.add(ReportLine.leftOut(
                "server " + server, count + " rows", "They are of a server that is not taken over.")));
        if (unreadable > 0) {
            found.lines.add(
                    ReportLine.leftOut("histories", unreadable + " rows", "Their ids or times cannot be understood."));
        }
    }
}
