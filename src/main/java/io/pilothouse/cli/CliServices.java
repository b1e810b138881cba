package io.pilothouse.cli;

import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.active.ActivePreference;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.amc.Amc;
import io.pilothouse.tasks.backup.Backups;
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
import io.pilothouse.tasks.secret.SecretStore;
import io.pilothouse.tasks.settings.Settings;
import io.pilothouse.tasks.torrent.TorrentServices;
import io.pilothouse.tasks.transfer.Transfers;
import io.pilothouse.tasks.undo.Undoing;
import java.time.Clock;
import java.util.Optional;

/// Everything a command works with, once the store is open.
///
/// @param window  the window, when this program shows one
/// @param closing what ends it; does nothing for a command that runs in a console's process
public record CliServices(
        Clock clock,
        Kinds kinds,
        Instances instances,
        HealthRounds health,
        ConnectionTests connections,
        TaskRegistry tasks,
        Guards guards,
        Pausing pausing,
        Maintenance maintenance,
        Undoing undoing,
        Activity activity,
        ActivePreference active,
        Settings settings,
        Backups backups,
        SecretStore secrets,
        Transfers transfers,
        Cycles cycles,
        CycleDesk cycleDesk,
        Homes homes,
        TorrentServices torrents,
        Library library,
        Amc amc,
        Engine engine,
        Optional<ShownWindow> window,
        Runnable closing)
        implements AutoCloseable {

    /// The same, for a command that must leave them open.
    CliServices staying() {
        return new CliServices(
                clock,
                kinds,
                instances,
                health,
                connections,
                tasks,
                guards,
                pausing,
                maintenance,
                undoing,
                activity,
                active,
                settings,
                backups,
                secrets,
                transfers,
                cycles,
                cycleDesk,
                homes,
                torrents,
                library,
                amc,
                engine,
                window,
                () -> {});
    }

    @Override
    public void close() {
        closing.run();
    }
}
