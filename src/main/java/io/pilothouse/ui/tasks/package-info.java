/// The task panel: what runs, is held, waits, ended, with the log of one, stopping and pausing. May use:
/// domain, tasks, ui.common, ui.action, ui.shell. Used by: the wiring of ui.
@NullMarked
package io.pilothouse.ui.tasks;

import org.jspecify.annotations.NullMarked;
