@NullMarked
package io.pilothouse.tasks.secret;

import org.jspecify.annotations.NullMarked;
