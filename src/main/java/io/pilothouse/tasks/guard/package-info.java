/// Guard levels, checked where commands run: window, palette, terminal, schedule and undo obey the
/// same rule because they all pass here.
@NullMarked
package io.pilothouse.tasks.guard;

import org.jspecify.annotations.NullMarked;
