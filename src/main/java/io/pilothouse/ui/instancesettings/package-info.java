/// The settings of one instance as a page: the form it was added with, and what else can be done to
/// it. May use: domain, tasks, ui.common, ui.action, ui.shell, ui.instances. Used by: the wiring of ui.
@NullMarked
package io.pilothouse.ui.instancesettings;

import org.jspecify.annotations.NullMarked;
