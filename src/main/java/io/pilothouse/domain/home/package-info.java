/// A house as Home Assistant shows it, as values: entities and their states.
@NullMarked
package io.pilothouse.domain.home;

import org.jspecify.annotations.NullMarked;
