/// Messages: the page that lists them, what is said in windows and on the desktop, do not disturb.
///
/// May use: domain, tasks, ui.common, ui.action, ui.shell, ui.table.
@NullMarked
package io.pilothouse.ui.alert;

import org.jspecify.annotations.NullMarked;
