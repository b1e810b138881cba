/// The rules of processing cycles as pure functions: when a slot is due, which candidates are left
/// out and why, which are chosen, and how long an item rests afterwards. The same functions decide
/// for a dry run and for the deed, so the two cannot differ.
@NullMarked
package io.pilothouse.domain.cycle;

import org.jspecify.annotations.NullMarked;
