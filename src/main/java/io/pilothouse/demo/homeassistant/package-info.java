/// Home Assistant as a simulator: the anonymous pages, REST, the WebSocket with authentication,
/// registries and live entities, failed logins and bans, versions from 2024.3 to 2026.
///
/// Options of a spec: `version` (2022.2 to 2026.9, for example `2024.3.3`; commands are missing or differ
/// as in that version), `entities` (how many, 125 without it), `areas` (how many, 10), `admin` (`false`:
/// the token's user is no administrator), `supervisor` (`true`: as Home Assistant OS), `neglected`
/// (`true`: silent entities, low batteries, a failing automation and integration, old backups),
/// `eventsPerSecond` (changed states beside the usual life), `banThreshold` (failed logins until a ban;
/// none without it), `size` (`small`: 24 entities).
///
/// Not simulated: OAuth, most registry writes, streams of history and logbook, camera pictures.
///
/// May use: `demo.service`. Used by: `demo`.
@NullMarked
package io.pilothouse.demo.homeassistant;

import org.jspecify.annotations.NullMarked;
