package io.pilothouse.cli.instance;

import io.pilothouse.cli.Session;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// The group `instance`.
@Command(
        name = "instance",
        description = "Instances: list, add, change, test, remove.",
        footer = "  pilothouse instance add --address http://nas.lan:7878 --secret-file key.txt")
public final class InstanceCommands {

    private InstanceCommands() {}

    public static CommandLine of(Session session) {
        return new CommandLine(new InstanceCommands())
                .addSubcommand(new Looking.ListAll(session))
                .addSubcommand(new Looking.Show(session))
                .addSubcommand(new Adding(session))
                .addSubcommand(new Editing(session))
                .addSubcommand(new Naming.Rename(session))
                .addSubcommand(new Naming.Clone(session))
                .addSubcommand(new Switching.Enable(session))
                .addSubcommand(new Switching.Disable(session))
                .addSubcommand(new Ordering(session))
                .addSubcommand(new Trash.Remove(session))
                .addSubcommand(new Trash.Restore(session))
                .addSubcommand(new Trash.Purge(session))
                .addSubcommand(new Testing(session))
                .addSubcommand(new Diagnosing(session))
                .addSubcommand(new Recognising(session))
                .addSubcommand(new Neighbouring(session))
                .addSubcommand(new Unlocking(session))
                .addSubcommand(new AcceptingIdentity(session));
    }
}
