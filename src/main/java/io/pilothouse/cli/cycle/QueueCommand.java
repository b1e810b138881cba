package io.pilothouse.cli.cycle;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.tasks.cycle.Cycles.ClientView;
import io.pilothouse.tasks.cycle.Cycles.Queued;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// What is on its way to an instance.
@Command(
        name = "queue",
        description = "Lists the downloads in the queue of an instance, one line for each.",
        footer = "  pilothouse queue Loft")
public final class QueueCommand extends CliCommand {

    @Parameters(paramLabel = "INSTANCE", description = "id, kind/name, or a name that is unique over all kinds")
    private String instance = "";

    public QueueCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        var chosen = session().named(instance);
        var queue = session()
                .task(
                        "queue",
                        "list the queue",
                        List.of(chosen.id()),
                        _ -> services().cycles().queue(chosen.id()));
        return Answer.of(
                Json.object(
                        "items", queue.items().stream().map(QueueCommand::json).toList()),
                page -> {
                    var table = new Table("TITLE", "STATE", "DONE", "STRIKES", "COMPLAINT");
                    queue.items()
                            .forEach(it -> table.row(
                                    it.title(),
                                    it.state(),
                                    it.progress().isPresent()
                                            ? Math.round(100 * it.progress().getAsDouble()) + " %"
                                            : "",
                                    it.strikes().isPresent()
                                            ? Integer.toString(it.strikes().getAsInt())
                                            : "–",
                                    it.reason()));
                    page.table(table, "The queue is empty.");
                });
    }

    /// Strikes are unknown unless a rule tends the queue.
    private static @Nullable Object json(Queued it) {
        return Json.object(
                "id",
                it.ids().getFirst(),
                "downloadId",
                it.downloadId().isEmpty() ? null : it.downloadId(),
                "title",
                it.title(),
                "state",
                it.state(),
                "progress",
                it.progress().isPresent() ? it.progress().getAsDouble() : null,
                "sizeBytes",
                it.sizeBytes(),
                "strikes",
                it.strikes().isPresent() ? it.strikes().getAsInt() : null,
                "struckFor",
                it.struckFor().map(reason -> reason.word()),
                "reason",
                it.reason().isEmpty() ? null : it.reason(),
                "torrent",
                it.torrent().map(QueueCommand::json).orElse(null));
    }

    private static @Nullable Object json(ClientView torrent) {
        return Json.object(
                "instance",
                torrent.client(),
                "state",
                torrent.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                "progress",
                torrent.progress(),
                "seeds",
                torrent.seeds(),
                "swarmSeeds",
                torrent.swarmSeeds(),
                "trackersFail",
                torrent.trackersFail());
    }
}
