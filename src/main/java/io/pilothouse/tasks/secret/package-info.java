/// The data key, its wrapping, and the secrets of instances.
@NullMarked
package io.pilothouse.tasks.secret;

import org.jspecify.annotations.NullMarked;
