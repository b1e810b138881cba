package io.pilothouse.ui.table;

import java.util.List;
import java.util.Set;
import java.util.function.Function;

/// How the rows of a table stand in groups. A group stands where its first row stands in the order of
/// the table. The functions run on background threads too: pure.
///
/// @param of     stable key of a row's group
/// @param head   makes the row over a group
/// @param folded keys of groups whose members are not shown
/// @param <R>    the row
public record Grouping<R>(Function<R, String> of, HeadMaker<R> head, Set<String> folded) {

    public Grouping {
        folded = Set.copyOf(folded);
    }

    /// @param <R> the row
    public interface HeadMaker<R> {
        /// @param members in order, also when they are folded away
        R head(String group, List<R> members, boolean folded);
    }
}
