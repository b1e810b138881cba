package io.pilothouse.domain.amc;

import java.util.Locale;

/// A column of a result.
///
/// @param metric whether its values were aggregated
/// @param unit   `microcents`, `millicents`, a word to show, or empty
public record ResultColumn(String name, ValueType type, boolean metric, Additive additive, String unit) {

    /// What a value is, from narrow to wide: LONG is within DECIMAL.
    public enum ValueType {
        LONG,
        DECIMAL,
        DATE,
        TIMESTAMP,
        BOOLEAN,
        STRING;

        /// @param word as Amazon writes it, for example `DOUBLE`
        public static ValueType of(String word) {
            return switch (word.toUpperCase(Locale.ROOT)) {
                case "LONG", "INTEGER", "SHORT", "BYTE" -> LONG;
                case "DECIMAL", "DOUBLE", "FLOAT" -> DECIMAL;
                case "DATE" -> DATE;
                case "TIMESTAMP" -> TIMESTAMP;
                case "BOOLEAN" -> BOOLEAN;
                default -> STRING;
            };
        }

        /// @return what holds both
        public ValueType with(ValueType other) {
            if (this == other) {
                return this;
            }
            boolean numbers = (this == LONG || this == DECIMAL) && (other == LONG || other == DECIMAL);
            return numbers ? DECIMAL : STRING;
        }

        public boolean number() {
            return this == LONG || this == DECIMAL;
        }
    }

    /// Whether values may be added up over rows, instances and periods (section 18.2).
    public enum Additive {
        YES,
        NO,
        WITHIN_CURRENCY;

        public String word() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// A person can be in several instances and periods, so counts of people may not be added; rates and
    /// averages neither; money only within one currency.
    ///
    /// @param sql the question's text, for `COUNT(DISTINCT …) AS name`
    public static Additive additive(String name, ValueType type, boolean metric, String unit, String sql) {
        var word = name.toLowerCase(Locale.ROOT);
        if (!metric || !type.number()) {
            return Additive.NO;
        }
        for (var part :
                new String[] {"reach", "users", "user_count", "rate", "pct", "percent", "avg", "average", "ratio"}) {
            if (word.contains(part)) {
                return Additive.NO;
            }
        }
        var distinct = "(?is).*\\bCOUNT\\s*\\(\\s*DISTINCT\\b[^)]*\\)\\s*(?:AS\\s+)?"
                + java.util.regex.Pattern.quote(name) + "\\b.*";
        var quotient = "(?is).*\\)\\s*/\\s*[^,]*\\bAS\\s+" + java.util.regex.Pattern.quote(name) + "\\b.*";
        if (sql.matches(distinct) || sql.matches(quotient)) {
            return Additive.NO;
        }
        return money(word, unit) ? Additive.WITHIN_CURRENCY : Additive.YES;
    }

    private static boolean money(String word, String unit) {
        return unit.equals("microcents")
                || unit.equals("millicents")
                || word.contains("spend")
                || word.contains("cost")
                || word.contains("sales")
                || word.contains("fee");
    }

    public ResultColumn withType(ValueType other) {
        return new ResultColumn(name, other, metric, additive, unit);
    }

    /// @return how many of its units make one of the currency; 1 where it is no money in small units
    public long perCurrencyUnit() {
        return switch (unit) {
            case "microcents" -> 100_000_000L;
            case "millicents" -> 100_000L;
            default -> 1L;
        };
    }
}
