@NullMarked
package io.pilothouse.domain.active;

import org.jspecify.annotations.NullMarked;
