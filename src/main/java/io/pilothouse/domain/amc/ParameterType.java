package io.pilothouse.domain.amc;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// Of what kind the values of a parameter are (section 9.1).
///
/// @param name  of the type as Amazon writes it, for example `STRING`
/// @param array whether the value is a list of such
public record ParameterType(Name name, boolean array) {

    public static final ParameterType STRING = new ParameterType(Name.STRING, false);

    private static final Pattern E_MAIL = Pattern.compile("[^@\\s]+@[^@\\s]+\\.[^@\\s]+");
    private static final Pattern PHONE = Pattern.compile("\\+?\\d[\\d ()/-]{7,}\\d");

    /// The names of the contract; `IDENTIFIER` is ours, for `{{…}}` alone.
    public enum Name {
        STRING,
        INTEGER,
        SHORT,
        BYTE,
        LONG,
        DOUBLE,
        FLOAT,
        DECIMAL,
        BOOLEAN,
        DATE,
        TIMESTAMP,
        BINARY,
        CALENDAR_INTERVAL,
        IDENTIFIER
    }

    /// @param word for example `LONG` or `STRING[]`
    /// @return empty for a type that does not exist
    public static Optional<ParameterType> of(String word) {
        var text = word.strip().toUpperCase(Locale.ROOT);
        boolean array = text.endsWith("[]");
        var plain = array ? text.substring(0, text.length() - 2) : text;
        return Arrays.stream(Name.values())
                .filter(name -> name.name().equals(plain))
                .findFirst()
                .map(name -> new ParameterType(name, array));
    }

    public String word() {
        return name.name() + (array ? "[]" : "");
    }

    /// Reads what a person typed; lists are separated by commas or line breaks.
    ///
    /// @return a text, long, decimal, truth or list of these, as JSON carries them
    /// @throws BadValueException saying what is wrong
    public Object read(String text) throws BadValueException {
        if (!array) {
            return one(text);
        }
        var values = new ArrayList<Object>();
        for (var part : text.split("[,\\n]")) {
            if (!part.isBlank()) {
                values.add(one(part.strip()));
            }
        }
        return List.copyOf(values);
    }

    private Object one(String text) throws BadValueException {
        try {
            return switch (name) {
                case STRING -> withoutPerson(text);
                case BYTE -> within(text, Byte.MIN_VALUE, Byte.MAX_VALUE);
                case SHORT -> within(text, Short.MIN_VALUE, Short.MAX_VALUE);
                case INTEGER -> within(text, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case LONG -> within(text, Long.MIN_VALUE, Long.MAX_VALUE);
                case DOUBLE, FLOAT, DECIMAL -> new BigDecimal(text.strip());
                case BOOLEAN -> truth(text);
                case DATE -> LocalDate.parse(text.strip()).toString();
                case TIMESTAMP -> seconds(LocalDateTime.parse(text.strip()));
                case BINARY, CALENDAR_INTERVAL -> text;
                case IDENTIFIER -> identifier(text);
            };
        } catch (NumberFormatException | DateTimeException e) {
            throw new BadValueException("“" + text + "” is no " + name.name() + ".");
        }
    }

    /// Amazon forbids personal data in parameters.
    private static String withoutPerson(String text) throws BadValueException {
        if (E_MAIL.matcher(text).find() || PHONE.matcher(text.strip()).matches()) {
            throw new BadValueException(
                    "A value looks like an e-mail address or a phone number, which Amazon forbids.");
        }
        return text;
    }

    private static Long within(String text, long least, long most) throws BadValueException {
        long value = Long.parseLong(text.strip());
        if (value < least || value > most) {
            throw new BadValueException(value + " is not between " + least + " and " + most + ".");
        }
        return value;
    }

    private static Boolean truth(String text) throws BadValueException {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new BadValueException("“" + text + "” is neither true nor false.");
        };
    }

    private static String identifier(String text) throws BadValueException {
        if (!text.matches("[A-Za-z_][A-Za-z0-9_]*")) {
            throw new BadValueException("“" + text + "” is no name of a table or column.");
        }
        return text;
    }

    static String seconds(LocalDateTime time) {
        return time.withNano(0)
                .format(java.time.format.DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss", Locale.ROOT));
    }

    /// @param value as [#read] gives it
    /// @return the value as a piece of SQL, quoted where it is text
    public String literal(Object value) {
        return switch (value) {
            case List<?> list ->
                String.join(", ", list.stream().map(this::literal).toList());
            case String text when name == Name.IDENTIFIER -> text;
            case String text when name == Name.DATE -> "DATE '" + text + "'";
            case String text when name == Name.TIMESTAMP -> "TIMESTAMP '" + text.replace('T', ' ') + "'";
            case String text -> "'" + text.replace("'", "''") + "'";
            case BigDecimal number -> number.toPlainString();
            default -> value.toString();
        };
    }

    /// A value that its type does not take.
    public static final class BadValueException extends Exception {

        private static final long serialVersionUID = 1L;

        BadValueException(String message) {
            super(message);
        }
    }
}
