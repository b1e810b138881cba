package io.pilothouse.ui.home;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Which control a field of a service gets (contract section 11.2). What is not known here is edited as
/// JSON, so that no field is ever out of reach.
enum FieldSort {
    CHECK,
    SLIDER,
    NUMBER,
    TEXT,
    LINES,
    PASSWORD,
    /// Several texts, one a line.
    TEXTS,
    CHOICE,
    CHOICES,
    /// A choice that may also be typed.
    OPEN_CHOICE,
    ENTITY,
    DEVICE,
    AREA,
    FLOOR,
    LABEL,
    /// Any of these together.
    TARGET,
    DATE,
    TIME,
    MOMENT,
    DURATION,
    COLOUR,
    LOCATION,
    /// A fixed value, or nothing.
    CONSTANT,
    JSON,
    /// Only to be looked at.
    SHOWN;

    static FieldSort of(Field field) {
        return field.selector().map(FieldSort::of).orElse(JSON);
    }

    static FieldSort of(Selector selector) {
        var options = selector.options();
        return switch (selector.type()) {
            case "boolean" -> CHECK;
            case "number" ->
                options.get("min") instanceof Number
                                && options.get("max") instanceof Number
                                && !"box".equals(options.get("mode"))
                        ? SLIDER
                        : NUMBER;
            case "color_temp" -> SLIDER;
            case "text" -> text(options);
            case "template" -> LINES;
            case "select" -> {
                if (truth(options, "multiple")) {
                    yield CHOICES;
                }
                yield truth(options, "custom_value") ? OPEN_CHOICE : CHOICE;
            }
            case "entity" -> ENTITY;
            case "device" -> DEVICE;
            case "area" -> AREA;
            case "floor" -> FLOOR;
            case "label" -> LABEL;
            case "target" -> TARGET;
            case "attribute", "state" -> OPEN_CHOICE;
            case "date" -> DATE;
            case "time" -> TIME;
            case "datetime" -> MOMENT;
            case "duration" -> DURATION;
            case "color_rgb" -> COLOUR;
            case "location" -> LOCATION;
            case "constant" -> CONSTANT;
            case "qr_code" -> SHOWN;
            case "icon",
                    "theme",
                    "language",
                    "country",
                    "timezone",
                    "ui_color",
                    "config_entry",
                    "addon",
                    "app",
                    "backup_location",
                    "conversation_agent",
                    "assist_pipeline",
                    "stt",
                    "tts",
                    "statistic",
                    "entity_name",
                    "serial_port" -> truth(options, "multiple") ? TEXTS : TEXT;
            default -> JSON; // object, media, action, condition, trigger, file, image, and what comes
        };
    }

    private static FieldSort text(Map<String, @Nullable Object> options) {
        if (truth(options, "multiple")) {
            return TEXTS;
        }
        if ("password".equals(options.get("type"))) {
            return PASSWORD;
        }
        return truth(options, "multiline") ? LINES : TEXT;
    }

    static boolean truth(Map<String, @Nullable Object> options, String key) {
        return Boolean.TRUE.equals(options.get(key));
    }

    /// One of the words of a choice.
    ///
    /// @param value what is sent
    record Option(String value, String label) {
        @Override
        public String toString() {
            return label;
        }
    }

    static List<Option> options(Selector selector) {
        var options = new ArrayList<Option>();
        if (selector.options().get("options") instanceof List<?> list) {
            for (var one : list) {
                if (one instanceof Map<?, ?> told) {
                    var value = String.valueOf(told.get("value"));
                    options.add(new Option(value, told.get("label") instanceof String label ? label : value));
                } else {
                    options.add(
                            new Option(String.valueOf(one), String.valueOf(one).replace('_', ' ')));
                }
            }
        }
        return options;
    }

    /// What an open choice offers: its own words, or what the entity it is about has now.
    static List<String> suggested(Selector selector, Collection<EntityRow> entities) {
        var about = selector.options().get("entity_id");
        var entity = entities.stream()
                .filter(row -> row.id().equals(about) || about instanceof List<?> list && list.contains(row.id()))
                .findFirst();
        return switch (selector.type()) {
            case "attribute" ->
                entity.map(row -> row.attributes().keySet().stream().sorted().toList())
                        .orElse(List.of());
            case "state" -> entity.map(row -> states(row, selector.options())).orElse(List.of());
            default -> options(selector).stream().map(Option::value).toList();
        };
    }

    private static List<String> states(EntityRow row, Map<String, @Nullable Object> options) {
        if (options.get("attribute") instanceof String attribute) {
            return Stream.ofNullable(row.attributes().get(attribute))
                    .map(String::valueOf)
                    .toList();
        }
        var offered = row.attributes().get("options") instanceof List<?> list
                ? list.stream().map(String::valueOf)
                : Stream.<String>of();
        var now = row.state().stream().map(EntityState::state);
        return Stream.of(now, offered, Stream.of("unavailable", "unknown"))
                .flatMap(words -> words)
                .distinct()
                .toList();
    }

    /// The domains that a picker of entities offers; empty for all. Both spellings count.
    static List<String> domains(Selector selector) {
        var domains = new ArrayList<String>();
        collect(selector.options(), domains);
        if (selector.options().get("filter") instanceof List<?> filters) {
            filters.forEach(filter -> {
                if (filter instanceof Map<?, ?> told) {
                    collect(told, domains);
                }
            });
        } else if (selector.options().get("filter") instanceof Map<?, ?> told) {
            collect(told, domains);
        }
        return domains;
    }

    private static void collect(Map<?, ?> options, List<String> domains) {
        if (options.get("domain") instanceof String one) {
            domains.add(one);
        } else if (options.get("domain") instanceof List<?> list) {
            list.forEach(one -> domains.add(String.valueOf(one)));
        }
    }
}
