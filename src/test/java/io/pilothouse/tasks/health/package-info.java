@NullMarked
package io.pilothouse.tasks.health;

import org.jspecify.annotations.NullMarked;
