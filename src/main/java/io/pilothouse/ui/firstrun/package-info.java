/// What stands in the window before there is any instance: three ways in, and what is kept where; and the
/// optional steps that follow the first one. May use: domain, tasks, ui.common, ui.action, ui.shell. Used by:
/// ui.fleet, ui.overview, the wiring of ui.
@NullMarked
package io.pilothouse.ui.firstrun;

import org.jspecify.annotations.NullMarked;
