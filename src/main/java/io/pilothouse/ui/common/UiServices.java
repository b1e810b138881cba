package io.pilothouse.ui.common;

import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.active.ActivePreference;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.alert.Alerts;
import io.pilothouse.tasks.amc.Amc;
import io.pilothouse.tasks.arr.Shelves;
import io.pilothouse.tasks.compare.Comparing;
import io.pilothouse.tasks.connection.ConnectionTests;
import io.pilothouse.tasks.cycle.CycleDesk;
import io.pilothouse.tasks.cycle.Cycles;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.home.Homes;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.tasks.maintenance.Maintenance;
import io.pilothouse.tasks.pause.Pausing;
import io.pilothouse.tasks.schedule.Schedules;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.torrent.Torrents;
import io.pilothouse.tasks.undo.Undoing;
import io.pilothouse.tasks.view.SavedViews;
import io.pilothouse.tasks.window.WindowStates;
import java.net.URI;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Everything the window may ask of the program. Made once by the wiring.
///
/// @param amc     made when it is first asked for
/// @param fx      runs commands later on the FX thread, in order
/// @param later   runs commands on the FX thread after a pause
/// @param zone    in which times are said
/// @param browser opens a page in the person's browser; returns at once
/// @param program what the window asks of the program itself
/// @param safekeeping what keeps secrets and store safe
/// @param demo    whether this is the demo fleet: the band is dotted and says so
public record UiServices(
        Instances instances,
        Kinds kinds,
        HealthRounds health,
        TaskRegistry tasks,
        Guards guards,
        ConnectionTests connectionTests,
        Maintenance maintenance,
        Schedules schedules,
        Comparing comparing,
        WindowStates windows,
        SavedViews views,
        Alerts alerts,
        Pausing pausing,
        Settings settings,
        Undoing undoing,
        Activity activity,
        ActivePreference activePreference,
        Homes homes,
        Cycles cycles,
        CycleDesk cycleDesk,
        Shelves shelves,
        Library library,
        Torrents torrents,
        Supplier<Amc> amc,
        Executor fx,
        Later later,
        Clock clock,
        ZoneId zone,
        Locale locale,
        Consumer<URI> browser,
        Program program,
        Safekeeping safekeeping,
        boolean demo) {}
