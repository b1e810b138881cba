/// Houses of Home Assistant: live entities, areas, devices, actions with forms made from what the house
/// describes, automations, charts, logbook, upkeep and system of one house; comparing houses and the
/// problems of all of them. A page belongs to the house it was opened for. May use: domain, tasks,
/// ui.action, ui.common, ui.guard, ui.shell, ui.table. Used by: the wiring of ui.
@NullMarked
package io.pilothouse.ui.home;

import org.jspecify.annotations.NullMarked;
