package io.pilothouse.domain.home;

import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.FilterLanguage;
import io.pilothouse.domain.query.ValueType;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/// The filter language over entities: `domain:light state:on changed<1h kitchen`. Pure.
public final class EntityFilter {

    private static final List<String> WORDS = List.of("id", "name", "state", "area", "device");

    private EntityFilter() {}

    /// @param typed as a person typed it; what is not understood is in the answer
    public static FilterLanguage.Understood understand(String typed, ZoneId zone, Instant now) {
        return new FilterLanguage(zone)
                .add("id", ValueType.TEXT, List.of("entity"))
                .add("name", ValueType.TEXT, List.of())
                .add("state", ValueType.TEXT, List.of())
                .add("value", ValueType.NUMBER, List.of())
                .add("domain", ValueType.CHOICE, List.of())
                .add("area", ValueType.TEXT, List.of())
                .add("floor", ValueType.TEXT, List.of())
                .add("device", ValueType.TEXT, List.of())
                .add("integration", ValueType.CHOICE, List.of("platform"))
                .add("label", ValueType.TEXT, List.of("labels"))
                .add("changed", ValueType.TIME, List.of())
                .understand(typed, now);
    }

    public static Predicate<EntityRow> of(Filter filter) {
        return switch (filter) {
            case Filter.Word(var text) -> row -> WORDS.stream().anyMatch(column -> holds(text(row, column), text));
            case Filter.Has(var column, var text) ->
                column.equals("domain") // a sensor is no binary sensor
                        ? row -> row.domain().equalsIgnoreCase(text)
                        : row -> holds(text(row, column), text);
            case Filter.Is(var column, var text) -> row -> text(row, column).equalsIgnoreCase(text);
            case Filter.Compare(var column, var order, var value) -> row -> order.holds(number(row, column), value);
            case Filter.Empty(var column) -> row -> text(row, column).isEmpty();
            case Filter.Not(var inner) -> of(inner).negate();
            case Filter.All(var filters) ->
                filters.stream().map(EntityFilter::of).reduce(_ -> true, Predicate::and);
            case Filter.Any(var filters) ->
                filters.stream().map(EntityFilter::of).reduce(_ -> false, Predicate::or);
        };
    }

    private static boolean holds(String text, String part) {
        return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static String text(EntityRow row, String column) {
        return switch (column) {
            case "id" -> row.id();
            case "name" -> row.name();
            case "state", "value" -> row.state().map(EntityState::state).orElse("");
            case "domain" -> row.domain();
            case "area" -> row.area().isEmpty() ? "" : row.area() + " " + row.areaId();
            case "floor" -> row.floor();
            case "device" -> row.device();
            case "integration" -> row.platform();
            case "label" -> String.join(" ", row.labels());
            default -> "";
        };
    }

    private static double number(EntityRow row, String column) {
        if (column.equals("changed")) {
            return row.state()
                    .map(state -> (double) state.changedAt().toEpochMilli())
                    .orElse(Double.NaN);
        }
        try {
            return Double.parseDouble(text(row, column));
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
