package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Session;
import picocli.CommandLine.Command;

/// The story of one torrent.
@Command(
        name = "trace",
        description = "Follows a torrent through all clients and *arrs: who asked for it and what became of it.",
        footer = "  pilothouse trace 0123456789abcdef0123456789abcdef01234567")
public final class TraceCommand extends Traces {

    public TraceCommand(Session session) {
        super(session);
    }
}
