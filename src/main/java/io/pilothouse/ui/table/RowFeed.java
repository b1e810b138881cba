package io.pilothouse.ui.table;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.query.RowQuery;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Predicate;
import javafx.collections.ObservableList;

/// Brings rows of a source into the table. FX thread only.
interface RowFeed<R> {

    /// What the table hears.
    interface Listener {
        /// Other rows, or another order, are put in place now.
        void arranging();

        /// They are in place.
        void arranged();

        /// Rows from `from` to before `until` say something else, in the same place.
        void refreshed(int from, int until);

        void failed(Problem problem);
    }

    /// @return the rows in order; null where one is still being read
    ObservableList<R> items();

    void ask(RowQuery query);

    /// @return whether rows have come at all
    boolean loaded();

    /// @return whether an answer is awaited
    boolean busy();

    /// @return how many rows there are without the filter
    long total();

    /// @return how many rows match the filter, also those that are folded away
    long matching();

    /// Leaves out rows that are not asked for at all; only rows in memory can.
    ///
    /// @param shown pure, used on background threads
    void within(Predicate<R> shown);

    /// Stands the rows in groups; only rows in memory can.
    void group(Optional<Grouping<R>> grouping);

    /// @return where the row is, if it is there and has been read
    OptionalInt placeOf(Object key);

    /// The pointer moved over the rows: nothing may change places for a while.
    void aimed();

    /// Reads again.
    void changed();

    /// Stops what is on the way.
    void close();
}
