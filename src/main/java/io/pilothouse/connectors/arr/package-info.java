/// Sonarr, Radarr, Lidarr, Readarr, Whisparr v2 and Whisparr v3 ("Eros"): one family with one manner,
/// its differences as data in [io.pilothouse.connectors.arr.ArrApp]. APIs v3 and v1 as of Sonarr 3 to
/// 5, Radarr 3 to 6, Lidarr 1 to 3, Readarr 0.x and both Whisparrs.
@NullMarked
package io.pilothouse.connectors.arr;

import org.jspecify.annotations.NullMarked;
