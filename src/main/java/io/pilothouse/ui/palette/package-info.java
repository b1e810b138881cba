/// The palette: everything this window can do and show, by a few letters. Its list is made from the one
/// registry of actions and pages, so nothing can be missing. `command @instance` acts elsewhere without
/// switching. May use: domain, tasks, ui.common, ui.action, ui.active, ui.shell.
@NullMarked
package io.pilothouse.ui.palette;

import org.jspecify.annotations.NullMarked;
