package io.pilothouse.cli.instance;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.tasks.connection.Neighbours;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Says what else answers on the host of an instance. Sends no secret.
@Command(
        name = "neighbours",
        description = "Says what else answers on the host of an instance: asks the usual ports there, sends no secret.",
        footer = "  pilothouse instance neighbours Cellar")
final class Neighbouring extends CliCommand {

    @Parameters(paramLabel = "INSTANCE", description = "id, kind/name or name")
    private String instance = "";

    Neighbouring(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var of = session().named(instance);
        if (of.trashed()) {
            throw Session.problem(
                    ProblemCode.NOT_FOUND,
                    of.name() + " is in the trash.",
                    "Take " + of.name() + " back from the trash first.");
        }
        var neighbours = new Neighbours(
                services().connections(), services().kinds(), services().instances());
        if (!neighbours.possible(of)) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    of.name() + " is in a cloud and has no neighbours.",
                    "Choose an instance on a host of yours.");
        }
        var ports = neighbours.ports(of);
        var host = of.address().host();
        var found = session()
                .task(
                        "recognise",
                        "look for neighbours of " + of.name() + " on " + host,
                        List.of(of.id()),
                        context -> neighbours.of(of, context));
        return Answer.of(
                Json.object(
                        "instance",
                        of.id(),
                        "host",
                        host,
                        "ports",
                        ports,
                        "neighbours",
                        found.stream()
                                .map(one -> Json.object(
                                        "kind", one.kind(),
                                        "product", one.product(),
                                        "version", one.version().isEmpty() ? null : one.version(),
                                        "certain", one.certain(),
                                        "address", one.address().toString()))
                                .toList()),
                page -> {
                    var table = new Table("PRODUCT", "VERSION", "ADDRESS");
                    found.forEach(one -> table.row(
                            one.product(), one.version(), one.address().toString()));
                    page.table(table, "Nothing else answers at the usual ports of " + host + ".");
                });
    }
}
