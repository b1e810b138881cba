/// Help inside the window: the keys that work, read from the actions themselves. May use: ui.common,
/// ui.action, ui.shell.
@NullMarked
package io.pilothouse.ui.help;

import org.jspecify.annotations.NullMarked;
