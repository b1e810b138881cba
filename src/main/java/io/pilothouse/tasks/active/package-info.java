/// The stored preference of the active instance per kind. Only user interfaces use it.
@NullMarked
package io.pilothouse.tasks.active;

import org.jspecify.annotations.NullMarked;
