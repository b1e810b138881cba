/// What a Sonarr, Radarr, Lidarr, Readarr or Whisparr keeps, as far as people look at it: titles, what is to
/// come, its own upkeep. Values only.
@NullMarked
package io.pilothouse.domain.arr;

import org.jspecify.annotations.NullMarked;
