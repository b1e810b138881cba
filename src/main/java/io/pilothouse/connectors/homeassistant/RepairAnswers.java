package io.pilothouse.connectors.homeassistant;

import static io.pilothouse.connectors.homeassistant.Answers.plain;
import static io.pilothouse.connectors.homeassistant.Answers.plainMap;
import static io.pilothouse.connectors.homeassistant.Answers.text;
import static io.pilothouse.connectors.homeassistant.Answers.word;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.home.RepairStep;
import io.pilothouse.domain.home.RepairStep.Stage;
import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Filter;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The steps of a house's own mending: forms, menus, ends. Fields come in two spellings: with a selector, and
/// with a plain type.
final class RepairAnswers {

    private final String flow;
    private final Map<String, String> texts;

    private RepairAnswers(String flow, Map<String, String> texts) {
        this.flow = flow;
        this.texts = texts;
    }

    /// @param issueId whose texts these are
    /// @param texts   of the integration's issues; missing where nobody gives them
    static RepairStep step(JsonNode told, String issueId, JsonNode texts) {
        var words = new LinkedHashMap<String, String>();
        texts.path("resources")
                .properties()
                .forEach(entry -> words.put(entry.getKey(), entry.getValue().asText()));
        return new RepairAnswers(".issues." + issueId + ".fix_flow.", words).step(told);
    }

    private RepairStep step(JsonNode told) {
        var id = word(told, "step_id");
        var type = word(told, "type");
        var fields = type.equals("menu") ? List.of(menu(id, told.path("menu_options"))) : fields(id, told);
        var stage =
                switch (type) {
                    case "form" -> fields.isEmpty() ? Stage.CONFIRM : Stage.ASK;
                    case "menu" -> Stage.ASK;
                    case "create_entry" -> Stage.DONE;
                    case "abort" -> Stage.STOPPED;
                    default -> Stage.ELSEWHERE;
                };
        var reason = word(told, "reason");
        return new RepairStep(
                stage,
                word(told, "flow_id"),
                stage == Stage.STOPPED ? said("abort." + reason, reason) : said("step." + id + ".title", id),
                filled(texts("step." + id + ".description").orElse(""), told.path("description_placeholders")),
                fields,
                wrong(told.path("errors")));
    }

    private Map<String, String> wrong(JsonNode errors) {
        var wrong = new LinkedHashMap<String, String>();
        errors.properties().forEach(entry -> {
            var code = entry.getValue().asText();
            wrong.put(entry.getKey(), said("error." + code, code));
        });
        return wrong;
    }

    private Optional<String> texts(String key) {
        return texts.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(flow + key))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /// @param word what stands in where the house has no text
    private String said(String key, String word) {
        return texts(key).orElseGet(() -> spaced(word));
    }

    private static String spaced(String word) {
        var words = word.replace('_', ' ');
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private static String filled(String text, JsonNode placeholders) {
        var filled = text;
        for (var one : placeholders.properties()) {
            filled = filled.replace("{" + one.getKey() + "}", one.getValue().asText());
        }
        return filled;
    }

    private List<Field> fields(String step, JsonNode told) {
        var fields = new ArrayList<Field>();
        for (var one : told.path("data_schema")) {
            var name = word(one, "name");
            fields.add(field(
                    name,
                    said("step." + step + ".data." + name, name),
                    texts("step." + step + ".data_description." + name).orElse(""),
                    one.path("required").asBoolean(),
                    plain(one.has("default") ? one.path("default") : one.at("/description/suggested_value")),
                    selector(one)));
        }
        return fields;
    }

    /// A list of ways, or a map of them to what people read.
    private Field menu(String step, JsonNode ways) {
        var options = new ArrayList<Map<String, @Nullable Object>>();
        if (ways.isArray()) {
            ways.forEach(way -> options.add(
                    option(way.asText(), said("step." + step + ".menu_options." + way.asText(), way.asText()))));
        } else {
            ways.properties()
                    .forEach(way ->
                            options.add(option(way.getKey(), way.getValue().asText())));
        }
        return field(
                RepairStep.NEXT,
                said("step." + step + ".title", step),
                "",
                true,
                null,
                Optional.of(new Selector("select", Map.of("options", options))));
    }

    private static Map<String, @Nullable Object> option(String value, String label) {
        return Map.of("value", value, "label", label);
    }

    private static Field field(
            String key,
            String title,
            String description,
            boolean required,
            @Nullable Object usual,
            Optional<Selector> selector) {
        return new Field(key, title, description, "", required, false, usual, null, Filter.NONE, selector);
    }

    private static Optional<Selector> selector(JsonNode field) {
        var names = field.path("selector").fieldNames();
        if (names.hasNext()) {
            var type = names.next();
            return Optional.of(
                    new Selector(type, plainMap(field.path("selector").path(type))));
        }
        var options = new LinkedHashMap<String, @Nullable Object>();
        return switch (text(field, "type").orElse("")) {
            case "string" -> Optional.of(new Selector("text", Map.of()));
            case "boolean" -> Optional.of(new Selector("boolean", Map.of()));
            case "integer", "float" -> {
                if (field.has("valueMin")) {
                    options.put("min", plain(field.path("valueMin")));
                }
                if (field.has("valueMax")) {
                    options.put("max", plain(field.path("valueMax")));
                }
                options.put("step", field.path("type").asText().equals("integer") ? (Object) 1 : "any");
                yield Optional.of(new Selector("number", options));
            }
            case "select", "multi_select" -> {
                options.put("multiple", field.path("type").asText().startsWith("multi"));
                options.put("options", choices(field.path("options")));
                yield Optional.of(new Selector("select", options));
            }
            default -> Optional.empty();
        };
    }

    /// Pairs of value and words, plain values, or a map of both.
    private static List<Map<String, @Nullable Object>> choices(JsonNode told) {
        var choices = new ArrayList<Map<String, @Nullable Object>>();
        if (told.isObject()) {
            told.properties()
                    .forEach(one ->
                            choices.add(option(one.getKey(), one.getValue().asText())));
        } else {
            told.forEach(one -> choices.add(
                    one.isArray()
                            ? option(one.path(0).asText(), one.path(1).asText())
                            : option(one.asText(), one.asText())));
        }
        return choices;
    }
}
