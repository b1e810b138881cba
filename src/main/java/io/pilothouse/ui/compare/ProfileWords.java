package io.pilothouse.ui.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pilothouse.ui.common.Texts;
import java.util.ArrayList;
import java.util.HashMap;

/// A quality profile or a custom format, which is compared as the service has it, in words: what the profile takes,
/// how long it upgrades and what it gives for each custom format; what the format looks for. Pure.
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

    /// @param value of a custom format as it is compared
    String ofFormat(String value) {
        try {
            var said = new ArrayList<String>();
            for (var part : JSON.readTree(value).path("specifications")) {
                var looked = new ArrayList<String>();
                part.path("fields")
                        .properties()
                        .forEach(field -> looked.add(field.getValue().asText()));
                said.add(texts.text(
                        part.path("negate").asBoolean() ? "compare.format.not" : "compare.format.part",
                        part.path("name").asText(),
                        String.join(", ", looked)));
            }
            return String.join(" · ", said);
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
