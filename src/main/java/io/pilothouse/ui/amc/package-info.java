/// Amazon Marketing Cloud: questions and their editor, runs over several instances with one merged
/// table, schedules, collections, results, tables, allowance, logins.
///
/// May use: domain, tasks, ui.common, ui.action, ui.guard, ui.shell, ui.table. Used by: `ui`.
@NullMarked
package io.pilothouse.ui.amc;

import org.jspecify.annotations.NullMarked;
