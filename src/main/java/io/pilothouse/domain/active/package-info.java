/// The rules of the active instance: three levels of selection, resolved by a pure function. Only the
/// user interfaces may use this package; background work always gets an explicit instance id.
@NullMarked
package io.pilothouse.domain.active;

import org.jspecify.annotations.NullMarked;
