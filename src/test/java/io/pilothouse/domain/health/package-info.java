@NullMarked
package io.pilothouse.domain.health;

import org.jspecify.annotations.NullMarked;
