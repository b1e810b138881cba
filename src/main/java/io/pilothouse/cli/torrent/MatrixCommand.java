package io.pilothouse.cli.torrent;

import io.pilothouse.cli.Session;
import picocli.CommandLine.Command;

/// Where how much of what is.
@Command(
        name = "matrix",
        description = "Shows how torrents are spread over the clients, by owner and category.",
        footer = "  pilothouse matrix")
public final class MatrixCommand extends ShowsMatrix {

    public MatrixCommand(Session session) {
        super(session);
    }
}
