@NullMarked
package io.pilothouse.tasks.schedule;

import org.jspecify.annotations.NullMarked;
