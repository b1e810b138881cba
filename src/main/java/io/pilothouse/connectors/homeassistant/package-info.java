/// Home Assistant, 2021.12 and later: its WebSocket API, and REST where a proxy blocks WebSockets. May
/// use: connectors, domain. Used by: tasks, wiring.
@NullMarked
package io.pilothouse.connectors.homeassistant;

import org.jspecify.annotations.NullMarked;
