package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Says what answers at an address. Sends no secret.
@Command(
        name = "recognise",
        description = "Says what answers at an address, without sending any secret.",
        footer = "  pilothouse instance recognise nas.lan:7878")
final class Recognising extends CliCommand {

    @Parameters(paramLabel = "ADDRESS", description = "host and port, address, or a link from the browser")
    private String address = "";

    Recognising(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var read = services().connections().read(address).address();
        var found = session()
                .task(
                        "recognise",
                        "recognise what answers at " + read,
                        List.of(),
                        context -> services().connections().recognise(read));
        return Answer.of(
                Json.object(
                        "kind", found.kind(),
                        "product", found.product(),
                        "version", found.version().isEmpty() ? null : found.version(),
                        "certain", found.certain()),
                page -> page.line((found.certain() ? "This is " : "This is probably ") + found.product()
                        + (found.version().isEmpty() ? "" : " " + found.version()) + " at " + found.address()
                        + " (kind " + found.kind() + ")."));
    }
}
