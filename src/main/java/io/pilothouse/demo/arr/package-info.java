/// The six *arr apps as simulators: Sonarr v3/v4, Radarr 5/6, Lidarr 2, Readarr 0.4, Whisparr v2 and
/// Whisparr v3 ("Eros"): recognition, health, overview, the lists of the library and of what is wanted,
/// commands that take time, searches that find nothing or grab, a queue that proceeds, stalls, fails
/// and imports, history, blocklist, tags and editors. Time passes by the fleet's clock.
///
/// Options of a spec: `version` (of the application), `urlBase` (for example `/sonarr`),
/// `authentication` (`forms`, `none`, `basic`, `external`), `database` (`sqLite`, `postgreSQL`),
/// `wanted` (`false` for builds without wanted lists), `size` (`small`, or how many units), `luck` (how
/// many of a hundred searches grab something), `rssMinutes` (time between grabs that nobody asked for; 0
/// for none), `emptyQueue` (`true` for a queue that is empty at first).
///
/// May use: `demo.service`. Used by: `demo`.
@NullMarked
package io.pilothouse.demo.arr;

import org.jspecify.annotations.NullMarked;
