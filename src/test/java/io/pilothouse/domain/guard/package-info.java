@NullMarked
package io.pilothouse.domain.guard;

import org.jspecify.annotations.NullMarked;
