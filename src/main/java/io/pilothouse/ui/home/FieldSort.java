package io.pilothouse.ui.home;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.Registries;
import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
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
    /// A player and what it is to play.
    MEDIA,
    /// Text that the house can work out.
    TEMPLATE,
    /// An integration as it is set up.
    ENTRY,
    ADD_ON,
    /// A form of its own.
    OBJECT,
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
            case "template" -> TEMPLATE;
            case "select" -> {
                boolean open = truth(options, "custom_value");
                if (truth(options, "multiple")) {
                    yield open ? TEXTS : CHOICES;
                }
                yield open ? OPEN_CHOICE : CHOICE;
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
            case "media" -> MEDIA;
            case "object" -> ObjectField.fields(selector).isEmpty() ? JSON : OBJECT;
            case "config_entry" -> ENTRY;
            case "addon", "app" -> ADD_ON;
            case "qr_code" -> SHOWN;
            case "icon",
                    "theme",
                    "language",
                    "country",
                    "timezone",
                    "ui_color",
                    "backup_location",
                    "conversation_agent",
                    "assist_pipeline",
                    "stt",
                    "tts",
                    "statistic",
                    "entity_name",
                    "serial_port" -> truth(options, "multiple") ? TEXTS : TEXT;
            default -> JSON; // action, condition, trigger, file, image, and what comes
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
        if (truth(selector.options(), "sort")) {
            options.sort(Comparator.comparing(Option::label, String.CASE_INSENSITIVE_ORDER));
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

    /// Which entities a picker offers: those that one of its filters lets in. The old spelling, without the
    /// word "filter", is one filter more.
    static Predicate<EntityRow> offers(Selector selector) {
        var filters = filters(selector);
        var only = words(selector.options().get("include_entities"));
        var never = words(selector.options().get("exclude_entities"));
        return row -> (only.isEmpty() || only.contains(row.id()))
                && !never.contains(row.id())
                && (filters.isEmpty() || filters.stream().anyMatch(filter -> passes(filter, row)));
    }

    /// Devices are told by what they are, and by the integration of their entities.
    static Predicate<Registries.Device> offersDevice(Selector selector, Collection<EntityRow> entities) {
        var filters = filters(selector);
        return device -> filters.isEmpty()
                || filters.stream()
                        .anyMatch(filter -> among(filter.get("manufacturer"), device.manufacturer())
                                && among(filter.get("model"), device.model())
                                && (filter.get("integration") == null
                                        || entities.stream()
                                                .anyMatch(row -> row.deviceId().equals(Optional.of(device.id()))
                                                        && among(filter.get("integration"), row.platform()))));
    }

    private static List<Map<?, ?>> filters(Selector selector) {
        var filters = new ArrayList<Map<?, ?>>();
        switch (selector.options().get("filter")) {
            case List<?> list ->
                list.forEach(one -> {
                    if (one instanceof Map<?, ?> told) {
                        filters.add(told);
                    }
                });
            case Map<?, ?> told -> filters.add(told);
            case null, default -> {}
        }
        if (Stream.of("domain", "integration", "device_class").anyMatch(selector.options()::containsKey)) {
            filters.add(selector.options());
        }
        return filters;
    }

    private static boolean passes(Map<?, ?> filter, EntityRow row) {
        return among(filter.get("domain"), row.domain())
                && among(filter.get("integration"), row.platform())
                && among(
                        filter.get("device_class"),
                        String.valueOf(row.attributes().get("device_class")))
                && has(filter.get("supported_features"), row.attributes().get("supported_features"));
    }

    /// Features told otherwise than as numbers let everything in.
    private static boolean has(@Nullable Object wanted, @Nullable Object bits) {
        if (!(wanted instanceof List<?> list) || !(bits instanceof Number has)) {
            return true;
        }
        return list.stream().anyMatch(one -> !(one instanceof Number bit) || (bit.longValue() & has.longValue()) != 0);
    }

    /// @param wanted one word or several; null lets everything in
    private static boolean among(@Nullable Object wanted, String word) {
        return wanted == null || words(wanted).contains(word);
    }

    private static List<String> words(@Nullable Object told) {
        return switch (told) {
            case null -> List.of();
            case Collection<?> list -> list.stream().map(String::valueOf).toList();
            default -> List.of(told.toString());
        };
    }
}
