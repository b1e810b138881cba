/// Home Assistant as a simulator: the anonymous pages, REST, the WebSocket with authentication,
/// registries and live entities, failed logins and bans, versions from 2024.3 to 2026.
///
/// Options of a spec: `version` (for example `2024.3.3`, `2026.2.3`), `entities` (how many, 125
/// without it), `admin` (`false`: the token's user is no administrator), `banThreshold` (failed logins
/// until a ban; none without it), `size` (`small`: 24 entities).
///
/// Not simulated: OAuth, Supervisor, history, logbook and statistics, registry writes, backups,
/// automations, camera pictures.
///
/// May use: `demo.service`. Used by: `demo`.
@NullMarked
package io.pilothouse.demo.homeassistant;

import org.jspecify.annotations.NullMarked;
