/// Secrets as values that do not print themselves.
@NullMarked
package io.pilothouse.domain.secret;

import org.jspecify.annotations.NullMarked;
