@NullMarked
package io.pilothouse.tasks;

import org.jspecify.annotations.NullMarked;
