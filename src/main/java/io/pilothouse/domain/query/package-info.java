/// What a person asks of a list: which rows (the small filter language) and in which order. The same
/// question is answered over rows in memory by the tables of the window, and by the store in SQL.
///
/// May use: `java.base`. Used by: store, tasks, ui, cli.
@NullMarked
package io.pilothouse.domain.query;

import org.jspecify.annotations.NullMarked;
