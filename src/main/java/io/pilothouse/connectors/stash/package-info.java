/// Stash 0.27 and later in full, older ones for health only: its GraphQL API. May use: connectors,
/// domain. Used by: tasks, wiring.
@NullMarked
package io.pilothouse.connectors.stash;

import org.jspecify.annotations.NullMarked;
