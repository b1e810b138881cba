package io.pilothouse.domain.query;

import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The small language of filter boxes. Words are found anywhere and all must be found; `"two words"`
/// stand together; `-word` must not be there; `column:text`, `column=text`, `column<8GB`,
/// `added<30d` (younger than), `added>=2026-05`, `column:empty`; `a|b` means either. What names no
/// column is an ordinary word, so `Alien: Romulus` finds that film. Immutable; pure.
public final class FilterLanguage {

    /// The word that asks for rows where a column says nothing.
    public static final String EMPTY = "empty";

    private static final Pattern TERM = Pattern.compile("([\\p{L}\\p{N}_.-]+)(:|<=|>=|=|<|>)(.*)", Pattern.DOTALL);

    /// What was understood.
    ///
    /// @param wrong the part that was not understood and is left out, for example `size>big`
    public record Understood(Filter filter, Optional<String> wrong) {}

    private record Named(String id, ValueType type) {}

    private final Map<String, Named> columns = new HashMap<>();
    private final Map<String, String> spoken = new HashMap<>();
    private final ZoneId zone;

    /// @param zone in which days begin
    public FilterLanguage(ZoneId zone) {
        this.zone = zone;
    }

    /// Makes a column known.
    ///
    /// @param names further names, for example its title on screen; spaces are left out when typed
    public FilterLanguage add(String id, ValueType type, List<String> names) {
        var named = new Named(id, type);
        names.forEach(name -> columns.putIfAbsent(word(name), named));
        columns.put(word(id), named);
        return this;
    }

    /// Lets a word of another language stand for one that is compared with: "heute" for `today`.
    public FilterLanguage say(String spokenWord, String word) {
        spoken.put(word(spokenWord), word);
        return this;
    }

    private static String word(String name) {
        return name.toLowerCase(Locale.ROOT).replace(" ", "");
    }

    /// @param now from which ages are counted
    public Understood understand(String typed, Instant now) {
        var filters = new ArrayList<Filter>();
        Optional<String> wrong = Optional.empty();
        for (var part : parts(typed)) {
            boolean not = part.length() > 1 && part.startsWith("-");
            var filter = term(not ? part.substring(1) : part, now);
            if (filter.isEmpty()) {
                wrong = wrong.or(() -> Optional.of(part));
            } else {
                filters.add(not ? new Filter.Not(filter.get()) : filter.get());
            }
        }
        var all = filters.size() == 1 ? filters.getFirst() : new Filter.All(filters);
        return new Understood(all, wrong);
    }

    /// Splits at spaces and commas outside quotation marks; `rating < 3` is one part.
    private List<String> parts(String typed) {
        var parts = new ArrayList<String>();
        var part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            if (c == '"') {
                quoted = !quoted;
                part.append(c);
            } else if (!quoted && (Character.isWhitespace(c) || c == ',' && endsPart(typed, i))) {
                add(parts, part);
            } else {
                part.append(c);
            }
        }
        add(parts, part);
        return joined(parts);
    }

    private static boolean endsPart(String typed, int comma) {
        return comma + 1 == typed.length() || Character.isWhitespace(typed.charAt(comma + 1));
    }

    private static void add(List<String> parts, StringBuilder part) {
        if (!part.isEmpty()) {
            parts.add(part.toString());
            part.setLength(0);
        }
    }

    private List<String> joined(List<String> parts) {
        var joined = new ArrayList<String>();
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            boolean sign = part.matches("<=|>=|=|<|>");
            if (sign && !joined.isEmpty() && columns.containsKey(word(joined.getLast())) && i + 1 < parts.size()) {
                joined.add(joined.removeLast() + part + parts.get(++i));
            } else {
                joined.add(part);
            }
        }
        return joined;
    }

    private Optional<Filter> term(String part, Instant now) {
        var match = TERM.matcher(part);
        var named = match.matches() ? Optional.ofNullable(columns.get(word(match.group(1)))) : Optional.<Named>empty();
        if (named.isEmpty()) {
            return Optional.of(
                    anyOf(part, text -> Optional.of(new Filter.Word(text))).orElse(Filter.EVERYTHING));
        }
        var sign = match.group(2);
        return anyOf(match.group(3), value -> compared(named.get(), sign, value, now));
    }

    private static Optional<Filter> anyOf(String values, java.util.function.Function<String, Optional<Filter>> one) {
        var choices = new ArrayList<Filter>();
        for (var value : split(values)) {
            var text = value.replace("\"", "");
            if (!text.isEmpty()) {
                var filter = one.apply(text);
                if (filter.isEmpty()) {
                    return Optional.empty();
                }
                choices.add(filter.get());
            }
        }
        return switch (choices.size()) {
            case 0 -> Optional.of(Filter.EVERYTHING); // a term that is still being typed
            case 1 -> Optional.of(choices.getFirst());
            default -> Optional.of(new Filter.Any(choices));
        };
    }

    private static List<String> split(String values) {
        var split = new ArrayList<String>();
        var part = new StringBuilder();
        boolean quoted = false;
        for (char c : values.toCharArray()) {
            quoted ^= c == '"';
            if (c == '|' && !quoted) {
                split.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        split.add(part.toString());
        return split;
    }

    private Optional<Filter> compared(Named column, String sign, String typed, Instant now) {
        var value = spoken.getOrDefault(word(typed), typed);
        if (value.equalsIgnoreCase(EMPTY)) {
            return Optional.of(new Filter.Empty(column.id));
        }
        if (!column.type.measured()) {
            return switch (sign) {
                case ":" -> Optional.of(new Filter.Has(column.id, typed));
                case "=" -> Optional.of(new Filter.Is(column.id, typed));
                default -> Optional.empty();
            };
        }
        var order = order(sign);
        var number = column.type.number(value);
        if (column.type == ValueType.TIME) {
            var dates = ValueType.dates(value, now, zone);
            if (dates.isPresent()) {
                return Optional.of(within(column.id, order, dates.get()));
            }
            return number.isEmpty()
                    ? Optional.empty()
                    : Optional.of(age(column.id, sign, order, now.toEpochMilli() - number.getAsDouble()));
        }
        return number.isEmpty()
                ? Optional.empty()
                : Optional.of(new Filter.Compare(column.id, order, number.getAsDouble()));
    }

    /// "added:30d" reads as "in the last 30 days".
    private static Filter age(String column, String sign, Filter.Order order, double instant) {
        return new Filter.Compare(column, sign.equals(":") ? Filter.Order.AT_LEAST : order.turned(), instant);
    }

    private static Filter within(String column, Filter.Order order, ValueType.Span span) {
        return switch (order) {
            case LESS -> new Filter.Compare(column, Filter.Order.LESS, span.from());
            case AT_MOST -> new Filter.Compare(column, Filter.Order.LESS, span.until());
            case AT_LEAST -> new Filter.Compare(column, Filter.Order.AT_LEAST, span.from());
            case MORE -> new Filter.Compare(column, Filter.Order.AT_LEAST, span.until());
            case EQUAL ->
                new Filter.All(List.of(
                        new Filter.Compare(column, Filter.Order.AT_LEAST, span.from()),
                        new Filter.Compare(column, Filter.Order.LESS, span.until())));
        };
    }

    private static Filter.Order order(String sign) {
        for (var order : Filter.Order.values()) {
            if (order.sign().equals(sign)) {
                return order;
            }
        }
        return Filter.Order.EQUAL; // ":"
    }
}
