/// How much room the disk with the store has left. May use: domain, tasks. Used by: ui, wiring.
@NullMarked
package io.pilothouse.tasks.room;

import org.jspecify.annotations.NullMarked;
