/// The six *arr apps as simulators: Sonarr v3/v4, Radarr 5/6, Lidarr 2, Readarr 0.4, Whisparr v2 and
/// Whisparr v3 ("Eros"), to the depth of recognition, health, overview and the lists of the library
/// and of what is wanted.
///
/// Options of a spec: `version` (of the application), `urlBase` (for example `/sonarr`),
/// `authentication` (`forms`, `none`, `basic`, `external`), `database` (`sqLite`, `postgreSQL`),
/// `wanted` (`false` for builds without wanted lists), `size` (`small`).
///
/// May use: `demo.service`. Used by: `demo`.
@NullMarked
package io.pilothouse.demo.arr;

import org.jspecify.annotations.NullMarked;
