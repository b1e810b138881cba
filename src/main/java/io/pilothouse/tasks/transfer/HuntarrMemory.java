package io.pilothouse.tasks.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.ItemState;
import io.pilothouse.store.ForeignDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What Huntarr remembers: items that rest, and what it searched. Its rows name instances by id, by
/// display name, by a file-safe form of that, or by `Default`; a name that two instances bear is never
/// guessed.
final class HuntarrMemory {

    private static final int MOST_ROWS = 1_000_000;
    private static final int LONGEST_TITLE = 300;
    private static final Pattern ID = Pattern.compile("[a-z]+-\\d{10}[a-z0-9]{3,6}");
    private static final Pattern SEASON = Pattern.compile("(\\d{1,12})_(\\d{1,4})");
    private static final Pattern SERIES = Pattern.compile("series_(\\d{1,12})");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,12}");

    private final Findings found;
    private final Instant now;
    private final Map<String, List<Known>> byApp = new HashMap<>();
    private final Map<Integer, Parts> parts = new HashMap<>();
    /// Rows that belong to no instance, by why.
    private final Map<String, Integer> unassigned = new TreeMap<>();

    private int ambiguous;
    private int past;
    private int rested;
    private int asked;

    HuntarrMemory(Findings found, Instant now) {
        this.found = found;
        this.now = now;
    }

    /// @param index in the findings
    /// @param rest  how long items rest after a search; zero for never
    private record Known(int index, String id, String name, Duration rest) {}

    private static final class Parts {
        final List<ItemState> rests = new ArrayList<>();
        final List<Memory.Asked> asked = new ArrayList<>();
        final Set<ItemKey> resting = new HashSet<>();
    }

    /// Tells of an instance that was just found.
    void knows(String app, String id, String name, Duration rest) {
        byApp.computeIfAbsent(app, _ -> new ArrayList<>()).add(new Known(found.instances.size() - 1, id, name, rest));
    }

    /// Reads the tables of 8.0 and later.
    void read(ForeignDatabase database) throws IOException {
        var ends = new HashMap<String, Instant>();
        for (var row :
                database.rows("stateful_instance_locks", List.of("app_type", "instance_name", "expires_at"), 10_000)) {
            seconds(row.get("expires_at")).ifPresent(end -> ends.put(place(row), end));
        }
        for (var row : database.rows(
                "stateful_processed_ids", List.of("app_type", "instance_name", "media_id", "created_at"), MOST_ROWS)) {
            rest(
                    row.getOrDefault("app_type", ""),
                    row.getOrDefault("instance_name", ""),
                    row.getOrDefault("media_id", ""),
                    moment(row.get("created_at")),
                    Optional.ofNullable(ends.get(place(row))));
        }
        for (var row : database.rows(
                "hunt_history",
                List.of("app_type", "instance_name", "media_id", "processed_info", "operation_type", "date_time"),
                MOST_ROWS)) {
            asked(
                    row.getOrDefault("app_type", ""),
                    row.getOrDefault("instance_name", ""),
                    row.getOrDefault("media_id", ""),
                    row.getOrDefault("processed_info", ""),
                    row.getOrDefault("operation_type", ""),
                    seconds(row.get("date_time")));
        }
    }

    private static String place(Map<String, String> row) {
        return row.getOrDefault("app_type", "") + "/" + row.getOrDefault("instance_name", "");
    }

    /// Reads the files of 5.3 to 7.x.
    void read(Path folder) throws ProblemException {
        var lock = HostileFiles.in(folder, "stateful/lock.json");
        Optional<Instant> end = Optional.empty();
        if (lock.isPresent()) {
            end = seconds(HostileFiles.json(lock.get(), HostileFiles.text(lock.get()))
                    .path("expires_at")
                    .asText());
        }
        for (var app : byApp.keySet()) {
            for (var file : HostileFiles.jsonFiles(folder.resolve("stateful").resolve(app))) {
                var root = HostileFiles.anyJson(file, HostileFiles.text(file));
                var ids = root.isArray() ? root : root.path("processed_ids");
                var at = seconds(root.path("last_updated").asText());
                for (var id : ids) {
                    rest(app, name(file), id.asText(), at, end);
                }
            }
            for (var file : HostileFiles.jsonFiles(folder.resolve("history").resolve(app))) {
                for (var row : HostileFiles.anyJson(file, HostileFiles.text(file))) {
                    asked(
                            app,
                            text(row, "instance_name", name(file)),
                            row.path("id").asText(""),
                            row.path("processed_info").asText(""),
                            row.path("operation_type").asText(""),
                            seconds(row.path("date_time").asText()));
                }
            }
        }
    }

    private static String text(JsonNode row, String key, String otherwise) {
        var text = row.path(key).asText("");
        return text.isEmpty() ? otherwise : text;
    }

    private static String name(Path file) {
        return file.getFileName().toString().replaceFirst("\\.json$", "");
    }

    private void rest(String app, String instance, String id, Optional<Instant> at, Optional<Instant> end) {
        var known = resolve(app, instance);
        var item = item(app, id);
        if (known == null || item.isEmpty()) {
            return;
        }
        var since = at.orElse(now);
        var until = end.orElse(since.plus(known.rest()));
        if (known.rest().isZero() || !until.isAfter(now)) {
            past++;
            return;
        }
        if (app.equals("sonarr") && NUMBER.matcher(id).matches()) {
            ambiguous++;
        }
        var part = parts.computeIfAbsent(known.index(), _ -> new Parts());
        if (part.resting.add(item.get())) {
            part.rests.add(new ItemState(item.get(), since, 1, 0, false, until));
            rested++;
        }
    }

    private void asked(String app, String instance, String id, String title, String operation, Optional<Instant> at) {
        var known = resolve(app, instance);
        if (known == null || at.isEmpty() || at.get().isAfter(now)) {
            return;
        }
        parts.computeIfAbsent(known.index(), _ -> new Parts())
                .asked
                .add(new Memory.Asked(
                        item(app, id).orElseGet(() -> new ItemKey(usual(app), HostileFiles.plain(id, 60))),
                        HostileFiles.plain(title, LONGEST_TITLE),
                        at.get(),
                        operation.equals("upgrade") ? HuntarrRules.UPGRADES : HuntarrRules.MISSING));
        asked++;
    }

    private @Nullable Known resolve(String app, String name) {
        var all = byApp.getOrDefault(app, List.of());
        var byId = all.stream()
                .filter(one -> !name.isEmpty() && one.id().equals(name))
                .findFirst();
        if (byId.isPresent()) {
            return byId.get();
        }
        var stripped = name.strip();
        var named = all.stream()
                .filter(one ->
                        one.name().equals(stripped) || fileSafe(one.name()).equals(stripped))
                .toList();
        if (named.size() == 1) {
            return named.getFirst();
        }
        boolean usual = stripped.isEmpty() || stripped.equals("Default");
        if (named.isEmpty() && usual && all.size() == 1) {
            return all.getFirst();
        }
        unassigned.merge(
                named.size() > 1
                        ? app + ": more than one instance is called “" + HostileFiles.plain(stripped, 60) + "”"
                        : ID.matcher(stripped).matches()
                                ? app + ": the instance " + stripped + " was removed from Huntarr"
                                : app + ": no instance is called “" + HostileFiles.plain(stripped, 60) + "”",
                1,
                Integer::sum);
        return null;
    }

    private static String fileSafe(String name) {
        return name.replaceAll("[^\\p{L}\\p{N}]", "_");
    }

    private static Optional<ItemKey> item(String app, String id) {
        var season = SEASON.matcher(id);
        if (season.matches()) {
            return Optional.of(new ItemKey("season", season.group(1) + ":" + Integer.parseInt(season.group(2))));
        }
        var series = SERIES.matcher(id);
        if (series.matches()) {
            return Optional.of(new ItemKey("series", series.group(1)));
        }
        return NUMBER.matcher(id).matches() ? Optional.of(new ItemKey(usual(app), id)) : Optional.empty();
    }

    /// The app's word for the smallest thing that it is asked for.
    private static String usual(String app) {
        return switch (app) {
            case "radarr", "eros" -> "movie";
            case "lidarr" -> "album";
            case "readarr" -> "book";
            default -> "episode";
        };
    }

    private static Optional<Instant> seconds(@Nullable String text) {
        return text != null && text.matches("\\d{1,11}(\\.\\d+)?")
                ? Optional.of(Instant.ofEpochSecond(Long.parseLong(text.replaceFirst("\\..*", ""))))
                : Optional.empty();
    }

    /// SQLite's own form, in UTC.
    private static Optional<Instant> moment(@Nullable String text) {
        try {
            var clean = Objects.requireNonNullElse(text, "").strip().replace(' ', 'T');
            return Optional.of(LocalDateTime.parse(clean).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return seconds(text);
        }
    }

    /// Gives each instance its part and says what became of the rest.
    void end() {
        parts.forEach((index, part) -> found.instances.set(
                index, found.instances.get(index).with(new Memory(part.rests, part.asked, List.of(), List.of()))));
        if (rested > 0) {
            found.lines.add(ReportLine.taken("stateful_processed_ids", rested + " rows", "These items go on resting."));
        }
        if (past > 0) {
            found.lines.add(ReportLine.leftOut(
                    "stateful_processed_ids", past + " rows", "Their rest is over: they may be searched again."));
        }
        if (ambiguous > 0) {
            found.lines.add(ReportLine.changed(
                    "stateful_processed_ids",
                    ambiguous + " rows",
                    "They are taken for episodes; Huntarr may have meant whole series."));
        }
        if (asked > 0) {
            found.lines.add(ReportLine.taken(
                    "hunt_history", asked + " rows", "They stand among the outcomes, as searched by Huntarr."));
        }
        unassigned.forEach(
                (why, count) -> found.lines.add(ReportLine.leftOut("unassigned", count + " rows", "Of " + why + ".")));
    }
}
