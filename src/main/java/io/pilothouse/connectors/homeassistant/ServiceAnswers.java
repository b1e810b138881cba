package io.pilothouse.connectors.homeassistant;

import static io.pilothouse.connectors.homeassistant.Answers.plain;
import static io.pilothouse.connectors.homeassistant.Answers.plainMap;
import static io.pilothouse.connectors.homeassistant.Answers.text;
import static io.pilothouse.connectors.homeassistant.Answers.word;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Filter;
import io.pilothouse.domain.home.ServiceCatalogue.Response;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import io.pilothouse.domain.home.ServiceCatalogue.Service;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The descriptions of services (contract section 11.1). Newer servers give the texts apart.
final class ServiceAnswers {

    private final Map<String, String> texts;

    private ServiceAnswers(Map<String, String> texts) {
        this.texts = texts;
    }

    /// @param translations `component.light.services.turn_on.name` and the like; missing where the server
    ///                     has none
    static ServiceCatalogue read(JsonNode services, JsonNode translations) {
        var texts = new LinkedHashMap<String, String>();
        translations
                .path("resources")
                .properties()
                .forEach(entry -> texts.put(entry.getKey(), entry.getValue().asText()));
        return new ServiceAnswers(texts).catalogue(services);
    }

    private ServiceCatalogue catalogue(JsonNode services) {
        var all = new LinkedHashMap<String, Service>();
        services.properties()
                .forEach(domain -> domain.getValue().properties().forEach(service -> {
                    var read = service(domain.getKey(), service.getKey(), service.getValue());
                    all.put(read.name(), read);
                }));
        return new ServiceCatalogue(all);
    }

    private Service service(String domain, String name, JsonNode told) {
        var prefix = "component." + domain + ".services." + name;
        var fields = new ArrayList<Field>();
        told.path("fields").properties().forEach(field -> {
            var inner = field.getValue().path("fields");
            if (inner.isObject()) {
                var section = title(prefix + ".sections." + field.getKey(), field.getKey(), field.getValue());
                inner.properties().forEach(one -> fields.add(field(prefix, one.getKey(), one.getValue(), section)));
            } else {
                fields.add(field(prefix, field.getKey(), field.getValue(), ""));
            }
        });
        return new Service(
                domain,
                name,
                title(prefix, name, told),
                description(prefix, told),
                told.has("target"),
                domains(told.path("target")),
                List.copyOf(fields),
                response(told.path("response")));
    }

    private String title(String prefix, String key, JsonNode told) {
        var given = texts.get(prefix + ".name");
        return given != null ? given : text(told, "name").orElseGet(() -> spaced(key));
    }

    private String description(String prefix, JsonNode told) {
        return texts.getOrDefault(prefix + ".description", word(told, "description"));
    }

    private static String spaced(String key) {
        var words = key.replace('_', ' ');
        return words.isEmpty() ? words : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }

    private Field field(String prefix, String key, JsonNode told, String section) {
        var own = prefix + ".fields." + key;
        return new Field(
                key,
                title(own, key, told),
                description(own, told),
                section,
                told.path("required").asBoolean(),
                told.path("advanced").asBoolean(),
                plain(told.path("default")),
                plain(told.path("example")),
                filter(told.path("filter")),
                selector(told.path("selector")));
    }

    /// Null stands for no options.
    private static Optional<Selector> selector(JsonNode told) {
        var names = told.fieldNames();
        if (!names.hasNext()) {
            return Optional.empty();
        }
        var type = names.next();
        return Optional.of(new Selector(type, plainMap(told.path(type))));
    }

    private static Filter filter(JsonNode told) {
        var features = new ArrayList<Long>();
        told.path("supported_features").forEach(one -> {
            if (one.isIntegralNumber()) {
                features.add(one.asLong());
            }
        });
        var attributes = new LinkedHashMap<String, List<@Nullable Object>>();
        told.path("attribute").properties().forEach(entry -> {
            var values = new ArrayList<@Nullable Object>();
            entry.getValue().forEach(value -> values.add(plain(value)));
            attributes.put(entry.getKey(), values);
        });
        return new Filter(List.copyOf(features), attributes);
    }

    private static List<String> domains(JsonNode target) {
        var domains = new ArrayList<String>();
        var entity = target.path("entity");
        for (var one : entity.isArray() ? entity : List.of(entity)) {
            var domain = one.path("domain");
            if (domain.isTextual()) {
                domains.add(domain.asText());
            } else if (domain.isArray()) {
                domain.forEach(word -> domains.add(word.asText()));
            } else {
                return List.of(); // one filter without a domain takes any
            }
        }
        return List.copyOf(domains);
    }

    private static Response response(JsonNode told) {
        if (!told.isObject()) {
            return Response.NONE;
        }
        return told.path("optional").asBoolean() ? Response.OPTIONAL : Response.ALWAYS;
    }
}
