/// One library over all servers that keep one: reading them (full, what changed, inventory), folding what
/// is the same, looking into it, and what a person says and does.
///
/// May use: domain, store, connectors, tasks. Used by: ui, cli, wiring.
@NullMarked
package io.pilothouse.tasks.library;

import org.jspecify.annotations.NullMarked;
