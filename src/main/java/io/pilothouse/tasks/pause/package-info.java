/// Holding all background work until a time, and cycles and schedules while the computer runs on battery or on a
/// network that is paid by amount, or outside the hours chosen for them.
@NullMarked
package io.pilothouse.tasks.pause;

import org.jspecify.annotations.NullMarked;
