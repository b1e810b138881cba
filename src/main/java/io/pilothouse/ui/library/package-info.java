/// The library of all Stash servers: grid and table, a thing with its copies side by side, what is the
/// same and what is not, and the servers with their jobs. The same view stands as a page of the program
/// (all servers) and as a tab of one server.
///
/// May use: domain, tasks, ui.common, ui.action, ui.guard, ui.shell, ui.table. Used by: the wiring of ui.
@NullMarked
package io.pilothouse.ui.library;

import org.jspecify.annotations.NullMarked;
