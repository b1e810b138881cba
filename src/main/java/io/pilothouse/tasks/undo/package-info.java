/// Taking acts back.
@NullMarked
package io.pilothouse.tasks.undo;

import org.jspecify.annotations.NullMarked;
