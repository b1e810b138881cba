@NullMarked
package io.pilothouse.tasks.guard;

import org.jspecify.annotations.NullMarked;
