/// Diagnosing a connection step by step: the list of steps as forms and the dialog show it. May use:
/// domain, tasks, ui.common, ui.action, ui.shell. Used by: ui.instances, the wiring of ui.
@NullMarked
package io.pilothouse.ui.diagnose;

import org.jspecify.annotations.NullMarked;
