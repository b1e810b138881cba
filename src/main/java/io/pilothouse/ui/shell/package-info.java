/// The frame of a window (rail, band, header, tabs, content, status bar) and what it offers to
/// features. Knows no feature. May use: domain, tasks, ui.common, ui.action, ui.active. Used by: every
/// feature of ui.
@NullMarked
package io.pilothouse.ui.shell;

import org.jspecify.annotations.NullMarked;
