package io.pilothouse.domain.query;

import java.util.List;

/// Which rows of a list are meant. Texts are compared without regard to case; numbers, sizes (bytes),
/// durations and times (milliseconds, since 1970 for times) as one number.
public sealed interface Filter {

    Filter EVERYTHING = new All(List.of());

    /// How a number is compared.
    enum Order {
        LESS("<"),
        AT_MOST("<="),
        EQUAL("="),
        AT_LEAST(">="),
        MORE(">");

        private final String sign;

        Order(String sign) {
            this.sign = sign;
        }

        /// @return as written in the filter language and in SQL
        public String sign() {
            return sign;
        }

        /// @param actual NaN for a row without the number: no comparison holds for it
        public boolean holds(double actual, double wanted) {
            return switch (this) {
                case LESS -> actual < wanted;
                case AT_MOST -> actual <= wanted;
                case EQUAL -> actual == wanted;
                case AT_LEAST -> actual >= wanted;
                case MORE -> actual > wanted;
            };
        }

        /// @return the order of ages for the order of instants: "less than 3 d old" is "later than"
        Order turned() {
            return switch (this) {
                case LESS -> MORE;
                case AT_MOST -> AT_LEAST;
                case EQUAL -> EQUAL;
                case AT_LEAST -> AT_MOST;
                case MORE -> LESS;
            };
        }
    }

    /// Stands in any column of text.
    record Word(String text) implements Filter {}

    /// Stands in this column.
    record Has(String column, String text) implements Filter {}

    /// Is the whole text of this column.
    record Is(String column, String text) implements Filter {}

    /// The number of this column compares so.
    record Compare(String column, Order order, double value) implements Filter {}

    /// The column says nothing in this row.
    record Empty(String column) implements Filter {}

    record Not(Filter filter) implements Filter {}

    /// Every one of them; none for everything.
    record All(List<Filter> filters) implements Filter {
        public All {
            filters = List.copyOf(filters);
        }
    }

    /// At least one of them.
    record Any(List<Filter> filters) implements Filter {
        public Any {
            filters = List.copyOf(filters);
        }
    }
}
