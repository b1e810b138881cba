package io.pilothouse.domain.home;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// The services of a house ("actions" on its pages), as it describes them. Immutable.
///
/// @param byName `light.turn_on` to its description, in the server's order
public record ServiceCatalogue(SequencedMap<String, Service> byName) {

    public ServiceCatalogue {
        byName = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(byName));
    }

    public Optional<Service> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// @param title    for people
    /// @param targeted whether it takes a target at all
    /// @param domains  of the entities it works on; empty for any
    public record Service(
            String domain,
            String service,
            String title,
            String description,
            boolean targeted,
            List<String> domains,
            List<Field> fields,
            Response response) {

        public String name() {
            return domain + "." + service;
        }

        public boolean serves(String entityDomain) {
            return domains.isEmpty() || domains.contains(entityDomain);
        }
    }

    /// One field of the data a service takes. Sections are layout only: their fields are in the same list.
    ///
    /// @param section  title of the group it is shown in; empty for none
    /// @param needs    one of these must hold for a target entity; empty when it always shows
    /// @param selector empty where the server names none: then it takes any JSON
    public record Field(
            String key,
            String title,
            String description,
            String section,
            boolean required,
            boolean advanced,
            @Nullable Object usual,
            @Nullable Object example,
            Filter needs,
            Optional<Selector> selector) {}

    /// When a field makes sense.
    ///
    /// @param features   bits of `supported_features`, one of which must be set
    /// @param attributes values, one of which the attribute must have
    public record Filter(List<Long> features, Map<String, List<@Nullable Object>> attributes) {

        public static final Filter NONE = new Filter(List.of(), Map.of());

        public boolean passes(EntityState entity) {
            if (features.isEmpty() && attributes.isEmpty()) {
                return true;
            }
            var supported = entity.attributes().get("supported_features");
            if (!features.isEmpty()) {
                if (!(supported instanceof Number bits)) {
                    return true;
                }
                if (features.stream().anyMatch(bit -> (bits.longValue() & bit) != 0)) {
                    return true;
                }
            }
            return attributes.entrySet().stream().anyMatch(wanted -> {
                var value = entity.attributes().get(wanted.getKey());
                return value instanceof List<?> list
                        ? list.stream().anyMatch(wanted.getValue()::contains)
                        : value != null && wanted.getValue().contains(value);
            });
        }
    }

    /// How a value is chosen.
    ///
    /// @param type    for example `number`
    /// @param options as the server gives them
    public record Selector(String type, Map<String, @Nullable Object> options) {

        public Selector {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }
    }

    /// Whether a service answers with data.
    public enum Response {
        NONE,
        OPTIONAL,
        ALWAYS
    }
}
