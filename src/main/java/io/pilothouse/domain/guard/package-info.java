/// How careful an instance must be treated: classes of action, guard levels, and what each pair asks
/// of a person.
@NullMarked
package io.pilothouse.domain.guard;

import org.jspecify.annotations.NullMarked;
