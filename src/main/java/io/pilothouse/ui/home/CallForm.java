package io.pilothouse.ui.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Response;
import io.pilothouse.domain.home.ServiceCatalogue.Service;
import io.pilothouse.domain.home.Target;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a person entered for a call: as fields and as the JSON that will be sent, always the same. Knows no
/// nodes. FX thread only.
final class CallForm {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final TypeReference<LinkedHashMap<String, @Nullable Object>> OBJECT = new TypeReference<>() {};

    private static final Set<String> SETS_NUMBERS = Set.of("number.set_value", "input_number.set_value");

    private final Service service;
    private final Map<String, @Nullable Object> data = new LinkedHashMap<>();
    private Target target = Target.NONE;
    private boolean response;

    CallForm(Service service) {
        this.service = service;
        service.fields().stream()
                .filter(field -> field.required() && field.usual() != null)
                .forEach(field -> data.put(field.key(), field.usual()));
        service.fields().stream()
                .filter(field -> field.required() && field.usual() == null && FieldSort.of(field) == FieldSort.CHECK)
                .forEach(field -> data.put(field.key(), false)); // as its box shows it
        response = service.response() == Response.ALWAYS;
    }

    Service service() {
        return service;
    }

    Target target() {
        return target;
    }

    void target(Target wanted) {
        target = wanted;
    }

    /// @return whether the answer is asked for
    boolean response() {
        return response;
    }

    void response(boolean wanted) {
        response = service.response() == Response.ALWAYS || wanted && service.response() == Response.OPTIONAL;
    }

    Optional<Object> value(String key) {
        return Optional.ofNullable(data.get(key));
    }

    boolean has(String key) {
        return data.containsKey(key);
    }

    /// @param value null leaves the field out
    void value(String key, @Nullable Object value) {
        if (value == null) {
            data.remove(key);
        } else {
            data.put(key, value);
        }
    }

    /// Whether a field makes sense for what the call acts on. What was entered stays in sight.
    ///
    /// @param reached  what the call acts on; empty while nothing is chosen: then all fields show
    /// @param advanced whether the seldom needed ones are wanted too
    boolean shows(Field field, Collection<EntityState> reached, boolean advanced) {
        if (field.required() || data.containsKey(field.key())) {
            return true;
        }
        if (field.advanced() && !advanced) {
            return false;
        }
        return reached.isEmpty() || reached.stream().anyMatch(field.needs()::passes);
    }

    /// @return fields that must be filled and are not
    List<Field> missing() {
        return service.fields().stream()
                .filter(field -> field.required() && !data.containsKey(field.key()))
                .toList();
    }

    /// What an entity takes.
    record Limits(String name, double min, double max) {}

    /// The house refuses a number that its entity does not take, or worse: cuts it off.
    ///
    /// @return the entity whose limits the number to set is outside of
    Optional<Limits> outside(Collection<EntityRow> entities) {
        if (!SETS_NUMBERS.contains(service.name()) || !(data.get("value") instanceof Number value)) {
            return Optional.empty();
        }
        return entities.stream()
                .filter(row -> target.entities().contains(row.id()))
                .flatMap(row -> row.attributes().get("min") instanceof Number min
                                && row.attributes().get("max") instanceof Number max
                        ? Stream.of(new Limits(row.name(), min.doubleValue(), max.doubleValue()))
                        : Stream.empty())
                .filter(limits -> value.doubleValue() < limits.min() || value.doubleValue() > limits.max())
                .findFirst();
    }

    ServiceCall call() {
        return new ServiceCall(service.domain(), service.service(), target, data, response);
    }

    /// @return the whole call as it will be sent
    String json() {
        var whole = new LinkedHashMap<String, Object>();
        whole.put("service", service.name());
        if (!target.empty()) {
            whole.put("target", target.asMap());
        }
        if (!data.isEmpty()) {
            whole.put("service_data", data);
        }
        if (response) {
            whole.put("return_response", true);
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(whole);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always JSON", e);
        }
    }

    /// @return the call as a step of an automation
    String yaml() {
        var text = new StringBuilder("action: ").append(service.name()).append('\n');
        block(text, "target", target.asMap());
        block(text, "data", data);
        return text.toString();
    }

    /// JSON is YAML: what is nested stays JSON.
    private static void block(StringBuilder text, String key, Map<String, ?> values) {
        if (values.isEmpty()) {
            return;
        }
        text.append(key).append(":\n");
        values.forEach((name, value) -> {
            try {
                text.append("  ")
                        .append(name)
                        .append(": ")
                        .append(JSON.writeValueAsString(value))
                        .append('\n');
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("plain values are always JSON", e);
            }
        });
    }

    /// Takes over what was typed as JSON.
    ///
    /// @return why it is not a call of this service; empty when it was taken
    Optional<String> read(String typed) {
        Map<String, @Nullable Object> whole;
        try {
            whole = JSON.readValue(typed, OBJECT);
        } catch (JsonProcessingException e) {
            return Optional.of("json");
        }
        if (whole == null
                || !service.name().equals(whole.getOrDefault("service", service.name()))
                || whole.get("target") != null && !(whole.get("target") instanceof Map<?, ?>)
                || whole.get("service_data") != null && !(whole.get("service_data") instanceof Map<?, ?>)) {
            return Optional.of("shape");
        }
        data.clear();
        if (whole.get("service_data") instanceof Map<?, ?> given) {
            given.forEach((key, value) -> data.put(String.valueOf(key), value));
        }
        target = whole.get("target") instanceof Map<?, ?> given ? target(given) : Target.NONE;
        response(Boolean.TRUE.equals(whole.get("return_response")));
        return Optional.empty();
    }

    /// @param given in the form in which a service takes it; ids alone or in lists
    static Target target(Map<?, ?> given) {
        return new Target(
                ids(given.get("entity_id")),
                ids(given.get("device_id")),
                ids(given.get("area_id")),
                ids(given.get("floor_id")),
                ids(given.get("label_id")));
    }

    private static List<String> ids(@Nullable Object given) {
        if (given instanceof Collection<?> list) {
            var ids = new ArrayList<String>();
            list.forEach(one -> ids.add(String.valueOf(one)));
            return ids;
        }
        return given == null ? List.of() : List.of(String.valueOf(given));
    }
}
