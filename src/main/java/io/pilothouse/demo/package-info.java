/// The demo fleet: simulated instances of every kind, real HTTP and WebSocket on loopback ports,
/// with scripted events and injectable faults. What a newcomer sees first, and what the connectors
/// are tested against.
///
/// Deterministic from a seed and a clock. Shares no class with the connectors, so that a mistake in
/// one is not repeated in the other. Binds loopback addresses only.
///
/// May use: the JDK, Undertow, Jackson, BouncyCastle. Used by: the wiring and tests.
@NullMarked
package io.pilothouse.demo;

import org.jspecify.annotations.NullMarked;
