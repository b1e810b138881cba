/// Holding all background work until a time.
@NullMarked
package io.pilothouse.tasks.pause;

import org.jspecify.annotations.NullMarked;
