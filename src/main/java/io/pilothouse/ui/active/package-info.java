/// The active instance of a window, and the pages kept alive behind it. Each window has its own; only
/// ui knows it. Whatever is started with it carries the instance id and the generation of that moment,
/// and is dropped when the window has moved on. May use: domain, tasks, ui.common. Used by: ui.
@NullMarked
package io.pilothouse.ui.active;

import org.jspecify.annotations.NullMarked;
