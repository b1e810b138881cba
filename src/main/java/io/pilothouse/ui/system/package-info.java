/// How one instance is set up and reached: what it says of itself, the ways to it, its own pages, the
/// last requests and tasks, and notes. May use: domain, tasks, ui.common, ui.action, ui.shell,
/// ui.overview. Used by: the wiring of ui.
@NullMarked
package io.pilothouse.ui.system;

import org.jspecify.annotations.NullMarked;
