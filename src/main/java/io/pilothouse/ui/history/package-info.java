/// What happened to one instance: changes of its state, and what was done to it by whom. May use:
/// domain, tasks, ui.common, ui.shell. Used by: the wiring of ui.
@NullMarked
package io.pilothouse.ui.history;

import org.jspecify.annotations.NullMarked;
