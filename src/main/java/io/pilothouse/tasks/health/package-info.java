/// Health rounds over all instances, their states, causes and history.
@NullMarked
package io.pilothouse.tasks.health;

import org.jspecify.annotations.NullMarked;
