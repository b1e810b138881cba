/// The switcher: finding one instance among many by a few letters, and going there. Ctrl+J and Enter
/// toggle between the last two. May use: domain, tasks, ui.common, ui.action, ui.active, ui.shell.
@NullMarked
package io.pilothouse.ui.switcher;

import org.jspecify.annotations.NullMarked;
