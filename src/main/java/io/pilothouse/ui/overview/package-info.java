/// The overview of one instance: what is wrong, how fast it answered, when it answered, what changed,
/// and the facts it tells about itself. May use: domain, tasks, ui.common, ui.action, ui.shell,
/// ui.firstrun. Used by: the wiring of ui.
@NullMarked
package io.pilothouse.ui.overview;

import org.jspecify.annotations.NullMarked;
