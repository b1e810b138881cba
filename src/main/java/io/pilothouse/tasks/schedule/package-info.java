/// Regular background work: when each piece is due, what holds it, and that no turn of it runs twice.
@NullMarked
package io.pilothouse.tasks.schedule;

import org.jspecify.annotations.NullMarked;
