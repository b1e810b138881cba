/// What health checks say and what they add up to: lifecycle, health, and the state a person sees.
@NullMarked
package io.pilothouse.domain.health;

import org.jspecify.annotations.NullMarked;
