/// What a Sonarr, Radarr, Lidarr, Readarr or Whisparr lacks, has under way and has, and the rules that hunt for
/// it: Library, Wanted, Queue, Calendar, Outcomes, Cycles and System. The Cycles page serves every kind that
/// has cycles. May use: domain, tasks, ui.common, ui.shell, ui.table, ui.guard.
@NullMarked
package io.pilothouse.ui.hunting;

import org.jspecify.annotations.NullMarked;
