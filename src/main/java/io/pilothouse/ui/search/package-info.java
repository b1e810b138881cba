/// Looking for something on all instances at once.
///
/// May use: domain, tasks, ui.common, ui.action, ui.shell, ui.table.
@NullMarked
package io.pilothouse.ui.search;

import org.jspecify.annotations.NullMarked;
