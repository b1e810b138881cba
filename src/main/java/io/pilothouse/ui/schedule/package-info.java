/// Regular work: a day of it with a lane for each host, the list with what can be done about a turn,
/// and maintenance by hand, once or weekly. May use: domain, tasks, ui.common, ui.action, ui.shell,
/// ui.table. Used by: the wiring of ui.
@NullMarked
package io.pilothouse.ui.schedule;

import org.jspecify.annotations.NullMarked;
