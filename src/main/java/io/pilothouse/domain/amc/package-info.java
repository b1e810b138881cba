/// Amazon Marketing Cloud: its ids, which the compiler keeps apart, questions in SQL with their
/// parameters and windows, runs and how they end, schedules and their slots, results and how they are
/// joined.
///
/// Records and pure functions only. The rules and their sources are in the connector contract.
///
/// May use: `domain`. Used by: store, connectors, tasks, ui, cli.
@NullMarked
package io.pilothouse.domain.amc;

import org.jspecify.annotations.NullMarked;
