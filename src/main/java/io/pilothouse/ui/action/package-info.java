/// The one registry of actions of a window: menus, keys, buttons and the palette all run an action by
/// its id, on the instance captured when it was offered. May use: domain, tasks, ui.common. Used by:
/// the shell and every feature of ui.
@NullMarked
package io.pilothouse.ui.action;

import org.jspecify.annotations.NullMarked;
