/// Work that takes time, and the services that windows and terminal share: everything they do to data
/// goes through here, so that guards, pauses and records hold for every entry point. May use: domain,
/// store, connectors. Used by: ui, cli, wiring.
@NullMarked
package io.pilothouse.tasks;

import org.jspecify.annotations.NullMarked;
