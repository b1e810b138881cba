package io.pilothouse.tasks.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Optional;
import java.util.Set;

/// What Huntarr's Swaparr did with the queue, as a rule of ours that is switched off. It struck what did not
/// learn its contents and what took longer than a time; ours strikes what gets no further.
final class HuntarrCare {

    static final String APP = "swaparr";
    static final String NAME = "Queue care (Huntarr)";

    private static final Set<String> TAKEN =
            Set.of("enabled", "max_strikes", "sleep_duration", "remove_from_client", "research_removed", "dry_run");
    private static final int MOST_WORDS = 100;

    private HuntarrCare() {}

    /// @param swaparr the settings that count for all apps
    /// @return the JSON that `cycle set` reads; empty where there are no such settings
    static Optional<String> rule(JsonNode swaparr) {
        if (!swaparr.has("max_strikes")) {
            return Optional.empty();
        }
        int every = Math.max(300, swaparr.path("sleep_duration").asInt(900));
        var rule = JsonNodeFactory.instance
                .objectNode()
                .put("name", NAME)
                .put("work", "queue-care")
                .put("strikes", Math.clamp(swaparr.path("max_strikes").asInt(3), 1, 100))
                .put("every", every + "s")
                .put("jitter", every / 5 + "s")
                .put("removeFiles", swaparr.path("remove_from_client").asBoolean(true))
                .put("searchAgain", swaparr.path("research_removed").asBoolean(false))
                .put("enabled", false);
        var unwanted = rule.putArray("unwanted");
        for (var entry : swaparr.properties()) {
            if (isWords(entry.getKey(), entry.getValue())) {
                for (var word : entry.getValue()) {
                    var text = HostileFiles.plain(word.asText(""), 60).strip();
                    if (!text.isEmpty() && unwanted.size() < MOST_WORDS) {
                        unwanted.add(text);
                    }
                }
            }
        }
        var reasons = rule.putArray("reasons").add("stalled").add("metadata").add("failed");
        if (!unwanted.isEmpty()) {
            reasons.add("unwanted");
        }
        return Optional.of(rule.toString());
    }

    private static boolean isWords(String key, JsonNode value) {
        return key.endsWith("_patterns") && value.isArray();
    }

    static void report(JsonNode swaparr, Findings found) {
        for (var entry : swaparr.properties()) {
            var key = HostileFiles.plain(entry.getKey(), 60);
            if (isWords(entry.getKey(), entry.getValue())) {
                found.lines.add(ReportLine.changed(APP, key, "These are whole words now, in a rule that is off."));
            } else if (TAKEN.contains(key)) {
                found.lines.add(ReportLine.taken(APP, key, "It is in a rule for the queue, which is off."));
            } else if (key.equals("max_download_time")) {
                found.lines.add(ReportLine.changed(
                        APP, key, "What gets no further is struck, not what takes long; a speed can be set."));
            } else {
                found.lines.add(ReportLine.leftOut(APP, key, "Pilothouse has no such setting for a rule."));
            }
        }
    }
}
