package io.pilothouse.tasks.transfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// What qBitrr searched for on an *arr, as hunting rules of ours that are switched off. It sent one search
/// after another with a pause between them; so do these.
final class QbitrrHunts {

    private static final Duration SHORTEST = Duration.ofMinutes(5);

    private QbitrrHunts() {}

    /// @param kind  of the *arr
    /// @param node  its section
    /// @return rules by name, each as the JSON that `cycle set` reads
    static Map<String, String> read(String section, String kind, JsonNode node, Findings found) {
        var search = node.path("EntrySearch");
        var rules = new LinkedHashMap<String, String>();
        if (search.path("SearchMissing").asBoolean(false)) {
            rule(rules, "Missing (qBitrr)", "missing", kind, search);
        }
        if (search.path("DoUpgradeSearch").asBoolean(false)
                || search.path("QualityUnmetSearch").asBoolean(false)) {
            rule(rules, "Upgrades (qBitrr)", "cutoff", kind, search);
        }
        if (search.path("CustomFormatUnmetSearch").asBoolean(false)) {
            rule(rules, "Formats (qBitrr)", "format", kind, search);
        }
        search.propertyStream().map(Map.Entry::getKey).limit(100).forEach(key -> report(section, search, key, found));
        return rules;
    }

    private static void rule(Map<String, String> rules, String name, String pass, String kind, JsonNode search) {
        var pause = QbitrrRules.span(search.path("SearchRequestsEvery"), "s").orElse(SHORTEST);
        var every = pause.compareTo(SHORTEST) < 0 ? SHORTEST : pause;
        var rule = JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("pass", pass)
                .put("perRun", 1)
                .put("every", every.toSeconds() + "s")
                .put("jitter", every.dividedBy(5).toSeconds() + "s")
                .put("order", search.path("SearchInReverse").asBoolean(false) ? "oldest-gap" : "newest")
                .put("enabled", false);
        if (kind.equals("sonarr")) {
            var series = search.path("SearchBySeries").asText("false");
            rule.put("unit", series.equals("true") ? "series" : series.equals("smart") ? "season" : "episode");
        }
        rules.put(name, rule.toString());
    }

    private static void report(String section, JsonNode search, String key, Findings found) {
        var place = section + ".EntrySearch";
        var plain = HostileFiles.plain(key, 60);
        if (key.equals("SearchRequestsEvery") && QbitrrRules.unreadable(search, key)) {
            found.lines.add(ReportLine.leftOut(place, plain, QbitrrRules.NO_SPAN));
            return;
        }
        found.lines.add(
                switch (key) {
                    case "SearchMissing",
                            "DoUpgradeSearch",
                            "QualityUnmetSearch",
                            "CustomFormatUnmetSearch",
                            "SearchRequestsEvery",
                            "SearchInReverse",
                            "SearchBySeries" ->
                        ReportLine.taken(place, plain, "It is in the hunting rules, which are off.");
                    case "SearchLimit" ->
                        ReportLine.changed(place, plain, "A rule asks for one at a time and waits in between.");
                    case "SearchAgainOnSearchCompletion" ->
                        ReportLine.changed(place, plain, "Rules go on for ever; what was searched rests meanwhile.");
                    case "Ombi", "Overseerr" ->
                        ReportLine.leftOut(place, plain, "Pilothouse does not search by requests.");
                    default -> ReportLine.leftOut(place, plain, "Pilothouse has no such setting for a rule.");
                });
    }
}
