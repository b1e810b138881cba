/// The settings of the program: choices that take effect at once, what keeps the secrets, copies of the
/// store, the log. Only what works is shown. May use: domain, tasks, ui.common, ui.action, ui.shell. Used
/// by: the wiring of ui.
@NullMarked
package io.pilothouse.ui.settings;

import org.jspecify.annotations.NullMarked;
