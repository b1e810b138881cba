/// Adding, editing, cloning, removing and restoring instances. A form captures the instance and its
/// configuration version when it opens; nothing the window does later moves it. May use: domain,
/// tasks, ui.common, ui.action, ui.shell, ui.diagnose, ui.guard. Used by: ui.instancesettings,
/// the wiring of ui.
@NullMarked
package io.pilothouse.ui.instances;

import org.jspecify.annotations.NullMarked;
