package io.pilothouse.ui.table;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// Rows that stand over a group of others. They cannot be ticked, copied or exported; Enter, Space,
/// arrows and a click fold the group.
///
/// @param groupOf stable key of the group whose head a row is; empty for other rows
/// @param fold    folds a group away or shows it again
/// @param drawing draws a head over all columns
/// @param <R>     the row
public record Heads<R>(
        Function<R, Optional<String>> groupOf, Consumer<String> fold, Supplier<CellDrawing<R>> drawing) {}
