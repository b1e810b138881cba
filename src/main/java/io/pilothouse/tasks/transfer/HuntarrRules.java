package io.pilothouse.tasks.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The two passes of a Huntarr instance as rules of ours, switched off. A setting stands at the instance
/// or, in older forms, beside the list of instances for all of them.
final class HuntarrRules {

    static final String MISSING = "Missing (Huntarr)";
    static final String UPGRADES = "Upgrades (Huntarr)";

    /// How much a pass asks for at once; the key ends in another word for each app and age.
    private static final String MISSING_BATCH = "hunt_missing_";
    private static final String UPGRADE_BATCH = "hunt_upgrade_";

    private static final Duration LONGEST_REST = Duration.ofDays(120);

    private final String app;
    private final JsonNode own;
    private final JsonNode shared;
    private final JsonNode general;

    /// @param general settings of the whole installation
    HuntarrRules(String app, JsonNode own, JsonNode shared, JsonNode general) {
        this.app = app;
        this.own = own;
        this.shared = shared;
        this.general = general;
    }

    static Optional<Integer> number(JsonNode own, JsonNode shared, String... keys) {
        for (var key : keys) {
            for (var node : List.of(own, shared)) {
                if (node.path(key).canConvertToInt()) {
                    return Optional.of(node.path(key).asInt());
                }
            }
        }
        return Optional.empty();
    }

    private static String text(JsonNode own, JsonNode shared, String key) {
        var text = own.path(key).asText("");
        return text.isEmpty() ? shared.path(key).asText("") : text;
    }

    private static boolean truth(JsonNode own, JsonNode shared, String key) {
        return (own.has(key) ? own : shared).path(key).asBoolean(false);
    }

    /// @return how long Huntarr let items rest; zero if it remembered nothing
    static Duration rest(JsonNode own, JsonNode shared) {
        if (text(own, shared, "state_management_mode").equals("disabled")) {
            return Duration.ZERO;
        }
        var hours = Duration.ofHours(
                Math.max(1, number(own, shared, "state_management_hours").orElse(72)));
        return hours.compareTo(LONGEST_REST) > 0 ? LONGEST_REST : hours;
    }

    /// @return rules by name, each as the JSON that `cycle set` reads
    Map<String, String> all() {
        var rules = new LinkedHashMap<String, String>();
        var missing = rule(MISSING_BATCH);
        missing.ifPresent(rule -> {
            rule.put("name", MISSING).put("pass", "missing");
            unit("hunt_missing_mode").ifPresent(unit -> rule.put("unit", unit));
            tag("tag_enable_missing", "missing", "huntarr-missing").ifPresent(tag -> rule.put("tagSearched", tag));
            rules.put(MISSING, rule.toString());
        });
        var upgrades = rule(UPGRADE_BATCH);
        upgrades.ifPresent(rule -> {
            rule.put("name", UPGRADES);
            if (byTag(own, shared)) {
                rule.put("pass", "tag").put("tagSearched", plainTag(text(own, shared, "upgrade_tag")));
            } else {
                rule.put("pass", "cutoff");
                unit("upgrade_mode")
                        .map(unit -> unit.equals("series") ? "season" : unit)
                        .ifPresent(unit -> rule.put("unit", unit));
                tag("tag_enable_upgrade", "upgrade", "huntarr-upgrade").ifPresent(tag -> rule.put("tagSearched", tag));
            }
            rules.put(UPGRADES, rule.toString());
        });
        return rules;
    }

    private static boolean byTag(JsonNode own, JsonNode shared) {
        return text(own, shared, "upgrade_selection_method").equals("tags")
                && !plainTag(text(own, shared, "upgrade_tag")).isEmpty();
    }

    /// @return whether a key says how much a pass asks for at once
    static boolean isBatch(String key, JsonNode value) {
        return (key.startsWith(MISSING_BATCH) || key.startsWith(UPGRADE_BATCH)) && value.canConvertToInt();
    }

    private static Optional<Integer> batch(JsonNode own, JsonNode shared, String start) {
        return Stream.of(own, shared)
                .flatMap(node -> node.propertyStream())
                .filter(entry -> entry.getKey().startsWith(start) && isBatch(entry.getKey(), entry.getValue()))
                .map(entry -> entry.getValue().asInt())
                .findFirst();
    }

    private Optional<ObjectNode> rule(String batchKey) {
        int batch = batch(own, shared, batchKey).orElse(0);
        if (batch <= 0) {
            return Optional.empty();
        }
        int every = Math.max(300, number(own, shared, "sleep_duration").orElse(900));
        var rest = rest(own, shared);
        int grace = Math.max(
                0,
                number(own, shared, "air_date_delay_days", "release_date_delay_days")
                        .orElse(0));
        int queue = number(own, shared, "max_download_queue_size")
                .filter(most -> most > 0)
                .or(() -> number(shared, general, "minimum_download_queue_size"))
                .orElse(-1);
        var rule = JsonNodeFactory.instance
                .objectNode()
                .put("perRun", Math.clamp(batch, 1, 100))
                .put("perHour", Math.clamp(number(own, shared, "hourly_cap").orElse(20), 1, 1_000))
                .putNull("perDay")
                .put("every", every + "s")
                .put("jitter", every / 5 + "s")
                .put("coolDown", Math.max(1, rest.toHours()) + "h")
                .put("grace", Math.min(365, grace) + "d")
                .put("enabled", false);
        var tags = rule.putObject("exclude").putArray("tags");
        (own.has("exempt_tags") ? own : shared).path("exempt_tags").forEach(tag -> tags.add(plainTag(tag.asText(""))));
        mostSeeds(own, shared).ifPresent(most -> rule.put("seedingGate", most));
        return Optional.of(queue > 0 ? rule.put("queueGate", queue) : rule.putNull("queueGate"));
    }

    /// @return how many torrents may seed while it searches; empty for no limit
    static Optional<Integer> mostSeeds(JsonNode own, JsonNode shared) {
        return number(own, shared, "max_seed_queue_size").filter(most -> most > 0);
    }

    private Optional<String> unit(String key) {
        boolean episodes = app.equals("sonarr") || app.equals("whisparr");
        return switch (text(own, shared, key)) {
            case "seasons_packs" -> episodes ? Optional.of("season") : Optional.empty();
            case "shows" -> episodes ? Optional.of("series") : Optional.empty();
            case "episodes" -> episodes ? Optional.of(app.equals("sonarr") ? "episode" : "scene") : Optional.empty();
            case "artist" -> app.equals("lidarr") ? Optional.of("artist") : Optional.empty();
            case "author" -> app.equals("readarr") ? Optional.of("author") : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<String> tag(String enabled, String custom, String usual) {
        if (!truth(own, shared, "tag_processed_items") || !truth(own, shared, enabled)) {
            return Optional.empty();
        }
        var own = plainTag(text(this.own.path("custom_tags"), shared.path("custom_tags"), custom));
        return Optional.of(own.isEmpty() ? usual : own);
    }

    private static String plainTag(String tag) {
        return HostileFiles.plain(tag, 60).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9_-]", "-");
    }

    /// What a person should know of how the passes became rules.
    static List<ReportLine> notices(String app, String section, JsonNode own, JsonNode shared) {
        var lines = new ArrayList<ReportLine>();
        for (var key : List.of("hunt_missing_mode", "upgrade_mode")) {
            var mode = text(own, shared, key);
            if (mode.equals("shows") && key.equals("upgrade_mode")) {
                lines.add(ReportLine.changed(
                        section, key, "Upgrades are looked for by season: Huntarr never did by show."));
            } else if (!mode.isEmpty()) {
                lines.add(ReportLine.taken(section, key, "It is what the rule asks for at once."));
            }
        }
        if (!text(own, shared, "upgrade_selection_method").isEmpty()) {
            boolean ignored = app.equals("whisparr") || app.equals("eros");
            lines.add(
                    ignored
                            ? ReportLine.changed(
                                    section,
                                    "upgrade_selection_method",
                                    "It works now: Huntarr ignored it for this app.")
                            : ReportLine.taken(
                                    section,
                                    "upgrade_selection_method",
                                    byTag(own, shared)
                                            ? "What does not bear the tag yet is searched."
                                            : "What is below its cutoff is searched."));
        }
        mostSeeds(own, shared)
                .ifPresent(
                        most -> lines.add(
                                ReportLine.changed(
                                        section,
                                        "max_seed_queue_size",
                                        "The rules wait for it: what seeds on every qBittorrent counts, or on those that the instance is given.")));
        boolean tags = truth(own, shared, "tag_processed_items");
        for (var pass : List.of("missing", "upgrade")) {
            var key = "tag_enable_" + pass;
            if (tags && truth(own, shared, key)) {
                lines.add(ReportLine.taken(section, key, "What was searched is tagged once a run."));
            }
        }
        if (tags && lines.stream().noneMatch(line -> line.key().startsWith("tag_enable_"))) {
            lines.add(
                    ReportLine.taken(section, "tag_processed_items", "No pass had its tag switched on: none is set."));
        }
        if (own.has("custom_tags") || shared.has("custom_tags")) {
            lines.add(ReportLine.taken(section, "custom_tags", "Passes that tag do it with these."));
        }
        if (!text(own, shared, "state_management_mode").isEmpty()
                && !rest(own, shared).isZero()) {
            lines.add(ReportLine.taken(section, "state_management_mode", "It is taken over."));
        }
        if (rest(own, shared).isZero()) {
            lines.add(ReportLine.changed(
                    section,
                    "state_management_mode",
                    "Items rest for an hour: without rest the same are asked for ever. Huntarr let them rest too,"
                            + " whatever it showed."));
        }
        return lines;
    }
}
