@NullMarked
package io.pilothouse.tasks.pause;

import org.jspecify.annotations.NullMarked;
