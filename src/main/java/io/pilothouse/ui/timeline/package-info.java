/// The Fleet over time: how many instances were well and how many in trouble, and every change of state of
/// any of them. May use: domain, tasks, ui.common, ui.action, ui.shell, ui.table. Used by: the wiring of ui.
@NullMarked
package io.pilothouse.ui.timeline;

import org.jspecify.annotations.NullMarked;
