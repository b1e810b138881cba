/// Versions and settings of two to four instances of a kind beside each other, copied from one to the
/// others, and what changed since a baseline. May use: domain, tasks, ui.common, ui.action, ui.guard,
/// ui.shell, ui.table. Used by: the wiring of ui.
@NullMarked
package io.pilothouse.ui.compare;

import org.jspecify.annotations.NullMarked;
