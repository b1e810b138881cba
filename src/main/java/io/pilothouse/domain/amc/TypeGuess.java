package io.pilothouse.domain.amc;

import io.pilothouse.domain.amc.ResultColumn.ValueType;
import java.util.EnumSet;
import java.util.List;
import java.util.regex.Pattern;

/// Finds the type of a column from all its values, one after the other (section 16.3): never a number
/// where a zero leads, the digits are more than 18, or the column is an id.
public final class TypeGuess {

    private static final List<ValueType> CANDIDATES =
            List.of(ValueType.LONG, ValueType.DECIMAL, ValueType.DATE, ValueType.TIMESTAMP, ValueType.BOOLEAN);
    private static final int MOST_DIGITS = 18;
    private static final Pattern DECIMAL = Pattern.compile("-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?");
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final Pattern TIMESTAMP =
            Pattern.compile("\\d{4}-\\d{2}-\\d{2}[T ]\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?Z?");

    private final EnumSet<ValueType> possible = EnumSet.copyOf(CANDIDATES);
    private boolean any;

    /// @param name of the column
    public TypeGuess(String name) {
        if (name.endsWith("_id")) {
            possible.removeIf(ValueType::number);
        }
    }

    /// Takes in a value.
    public void seen(String text) {
        any = true;
        if (possible.isEmpty()) {
            return;
        }
        boolean code = code(text);
        possible.removeIf(type -> (code && type.number()) || !fits(text, type));
    }

    /// @return [ValueType#STRING] where nothing else fits all, or there was no value
    public ValueType type() {
        return any
                ? CANDIDATES.stream().filter(possible::contains).findFirst().orElse(ValueType.STRING)
                : ValueType.STRING;
    }

    /// A number in writing that is a code: it would lose its zeros or digits.
    private static boolean code(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        if (text.length() > start + 1 && text.charAt(start) == '0' && digit(text.charAt(start + 1))) {
            return true;
        }
        if (text.length() <= MOST_DIGITS) {
            return false;
        }
        int digits = 0;
        for (int i = 0; i < text.length(); i++) {
            digits += digit(text.charAt(i)) ? 1 : 0;
        }
        return digits > MOST_DIGITS;
    }

    private static boolean digit(char c) {
        return c >= '0' && c <= '9';
    }

    /// @return whether a value can be of a type
    static boolean fits(String text, ValueType type) {
        return switch (type) {
            case STRING -> true;
            case LONG -> isLong(text);
            case DECIMAL -> DECIMAL.matcher(text).matches();
            case BOOLEAN -> text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
            case DATE -> DATE.matcher(text).matches();
            case TIMESTAMP -> TIMESTAMP.matcher(text).matches();
        };
    }

    private static boolean isLong(String text) {
        int start = text.startsWith("-") ? 1 : 0;
        int digits = text.length() - start;
        if (digits < 1 || digits > 19) {
            return false;
        }
        for (int i = start; i < text.length(); i++) {
            if (!digit(text.charAt(i))) {
                return false;
            }
        }
        return digits < 19 || longOrNull(text) != null;
    }

    static @org.jspecify.annotations.Nullable Long longOrNull(String text) {
        try {
            return Long.valueOf(text);
        } catch (NumberFormatException _) {
            return null;
        }
    }
}
