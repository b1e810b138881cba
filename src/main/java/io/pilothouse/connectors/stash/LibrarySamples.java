package io.pilothouse.connectors.stash;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Stash has no id of its own, so a library is known again by some of its scenes: their number and their
/// content. The time of creation alone is not enough, as an import deals all numbers anew and keeps it.
final class LibrarySamples {

    static final int COUNT = 8;

    private static final String PREFIX = "scene.";

    private LibrarySamples() {}

    /// @param scenes as the documents of [Documents] yield them, nulls for those that are gone
    /// @return facts by name
    static SortedMap<String, String> facts(Iterable<JsonNode> scenes) {
        var facts = new TreeMap<String, String>();
        scenes.forEach(scene -> {
            if (scene.isObject() && scene.path("id").asText().matches("\\d{1,18}")) {
                facts.put(PREFIX + scene.path("id").asText(), content(scene));
            }
        });
        return facts;
    }

    private static String content(JsonNode scene) {
        for (var file : scene.path("files")) {
            for (var wanted : List.of("oshash", "md5")) {
                for (var fingerprint : file.path("fingerprints")) {
                    if (fingerprint.path("type").asText().equals(wanted)) {
                        return wanted + " " + fingerprint.path("value").asText();
                    }
                }
            }
        }
        return scene.path("created_at").asText();
    }

    /// @return the scenes by which a library was known
    static List<Long> ids(Map<String, String> facts) {
        return facts.keySet().stream()
                .filter(name -> name.startsWith(PREFIX))
                .map(name -> Long.valueOf(name.substring(PREFIX.length())))
                .sorted()
                .toList();
    }

    /// @return whether more than a third of what was known is gone or has other content
    static boolean otherLibrary(Map<String, String> known, Map<String, String> seen) {
        var ids = ids(known);
        long different = ids.stream()
                .map(id -> PREFIX + id)
                .filter(name -> !known.get(name).equals(seen.get(name)))
                .count();
        return different * 3 > ids.size();
    }
}
