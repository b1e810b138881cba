package io.pilothouse.ui.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pilothouse.ui.common.Texts;
import java.util.ArrayList;
import java.util.HashMap;

/// A quality profile, which is compared as the service has it, in words: what it takes, how long it upgrades, what
/// it gives for each custom format. Pure.
final class ProfileWords {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Texts texts;

    ProfileWords(Texts texts) {
        this.texts = texts;
    }

    /// @param value as it is compared; what is no profile stays as it is
    String of(String value) {
        try {
            var profile = JSON.readTree(value);
            return profile.path("items").isArray() ? of(profile) : value;
        } catch (JsonProcessingException e) {
            return value;
        }
    }

    private String of(JsonNode profile) {
        var names = new HashMap<String, String>();
        var allowed = new ArrayList<String>();
        for (var entry : profile.path("items")) { // the worst first
            var named = entry.path("quality").isObject() ? entry.path("quality") : entry;
            names.put(named.path("id").asText(), named.path("name").asText());
            if (entry.path("allowed").asBoolean()) {
                allowed.addFirst(named.path("name").asText());
            }
        }
        var said = new ArrayList<String>();
        said.add(
                profile.path("upgradeAllowed").asBoolean()
                        ? texts.text(
                                "hunting.profile-upgrades",
                                names.getOrDefault(profile.path("cutoff").asText(), "–"),
                                profile.path("cutoffFormatScore").asInt())
                        : texts.text("hunting.profile-fixed"));
        if (profile.path("minFormatScore").asInt() != 0) {
            said.add(texts.text(
                    "hunting.profile-least", profile.path("minFormatScore").asInt()));
        }
        profile.path("formatScores").properties().stream()
                .filter(score -> score.getValue().asInt() != 0)
                .map(score -> texts.text(
                        "hunting.profile-score",
                        score.getKey(),
                        score.getValue().asInt()))
                .forEach(said::add);
        said.add(String.join(", ", allowed));
        return String.join(" · ", said);
    }
}
