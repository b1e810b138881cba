/// The Fleet: all instances in one table, problems first, and over it the causes of trouble, each told
/// once. May use: domain, tasks, ui.common, ui.action, ui.shell.
@NullMarked
package io.pilothouse.ui.fleet;

import org.jspecify.annotations.NullMarked;
