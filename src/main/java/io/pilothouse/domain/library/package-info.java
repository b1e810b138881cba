/// One library over many servers: what a thing is, which server has it, what belongs together, and what
/// a person asks for. Pure values and rules.
///
/// May use: `java.base`, `domain.instance`. Used by: every other layer.
@NullMarked
package io.pilothouse.domain.library;

import org.jspecify.annotations.NullMarked;
