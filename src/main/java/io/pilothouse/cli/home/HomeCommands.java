package io.pilothouse.cli.home;

import io.pilothouse.cli.Session;
import java.util.Arrays;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// Everything `ha` can do.
@Command(
        name = "ha",
        description = "Houses of Home Assistant: their states, services, upkeep and machines.",
        footer = "  pilothouse ha entities --on Cabin --area kitchen")
public final class HomeCommands {

    private HomeCommands() {}

    /// `--data` is the data folder everywhere, and after `ha call` the data of the service: the two are told
    /// apart by what is given. A folder is written with a separator, JSON begins otherwise.
    ///
    /// @return the arguments with the option of the service under a name of its own
    public static String[] apart(String... given) {
        var arguments = given.clone();
        int call = Arrays.asList(given).indexOf("call");
        if (call < 1 || !Arrays.asList(given).subList(0, call).contains("ha")) {
            return arguments;
        }
        for (int i = call + 1; i < given.length; i++) {
            if (given[i].equals(FOLDER) && i + 1 < given.length && !folder(given[i + 1])) {
                arguments[i] = ServiceCommands.DATA;
                i++;
            } else if (given[i].startsWith(FOLDER + "=") && !folder(given[i].substring(FOLDER.length() + 1))) {
                arguments[i] = ServiceCommands.DATA + given[i].substring(FOLDER.length());
            }
        }
        return arguments;
    }

    private static final String FOLDER = "--data";

    private static boolean folder(String value) {
        var text = value.strip();
        boolean json = text.isEmpty() || "{[\"'-".indexOf(text.charAt(0)) >= 0;
        return !json && (text.contains("/") || text.contains("\\") || text.startsWith("."));
    }

    public static CommandLine of(Session session) {
        return new CommandLine(new HomeCommands())
                .addSubcommand(new LineCommands.Status(session))
                .addSubcommand(new LineCommands.RestartConnection(session))
                .addSubcommand(new LineCommands.RestartCore(session))
                .addSubcommand(new LineCommands.HardwareCommand(session))
                .addSubcommand(new LineCommands.NetworkCommand(session))
                .addSubcommand(new LineCommands.UrlsCommand(session))
                .addSubcommand(new EntityCommands.Areas(session))
                .addSubcommand(new EntityCommands.Devices(session))
                .addSubcommand(new EntityCommands.Entities(session))
                .addSubcommand(new ServiceCommands.Services(session))
                .addSubcommand(new ServiceCommands.Call(session))
                .addSubcommand(new UpkeepCommands.Repairs(session))
                .addSubcommand(new UpkeepCommands.Updates(session))
                .addSubcommand(new UpkeepCommands.Backups(session))
                .addSubcommand(new UpkeepCommands.Integrations(session))
                .addSubcommand(new UpkeepCommands.Template(session))
                .addSubcommand(new UpkeepCommands.History(session))
                .addSubcommand(new ManyCommands.Compare(session))
                .addSubcommand(new ManyCommands.Problems(session));
    }
}
