/// Settings of several instances of a kind beside each other, copied from one to others, and against what
/// they once were. May use: domain, connectors, tasks. Used by: ui, wiring.
@NullMarked
package io.pilothouse.tasks.compare;

import org.jspecify.annotations.NullMarked;
