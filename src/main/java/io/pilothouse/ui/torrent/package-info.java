/// Torrents of all clients in one table, where they are spread, what is known of one, and the rules that
/// tend them. May use: domain, tasks, ui.common, ui.shell, ui.table, ui.guard, ui.action. Used by: the list
/// of features.
@NullMarked
package io.pilothouse.ui.torrent;

import org.jspecify.annotations.NullMarked;
