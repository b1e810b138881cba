package io.pilothouse.cli.health;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.InstanceAnswers;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.Work;
import java.time.Instant;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Says that instances are expected to misbehave for a while.
@Command(
        name = "maintenance",
        description = "Begins or ends maintenance: checked silently, nothing done to it.",
        footer = "  pilothouse maintenance Cellar --for 2h")
public final class MaintenanceCommand extends CliCommand {

    @Mixin
    private Selection selection = new Selection();

    @Option(names = "--for", paramLabel = "SPAN", description = "for this long, for example 2h")
    private @Nullable String span;

    @Option(names = "--until", paramLabel = "TIME", description = "until this time")
    private @Nullable String until;

    @Option(names = "--end", description = "end it now")
    private boolean end;

    public MaintenanceCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        if (Stream.of(span != null, until != null, end).filter(given -> given).count() != 1) {
            throw Session.problem(
                    ProblemCode.USAGE, "It is not said until when.", "Give one of --for, --until and --end.");
        }
        var chosen = selection.some(session());
        var ids = chosen.stream().map(Instance::id).toList();
        var maintenance = services().maintenance();
        var last = end ? null : last();
        session().consenting(chosen, consent -> {
            Work<Boolean> work = context -> {
                if (last == null) {
                    maintenance.end(ids, consent);
                } else {
                    maintenance.begin(ids, last, consent);
                }
                return true;
            };
            var title = (last == null ? "end" : "begin") + " maintenance of " + chosen.size() + " instances";
            return session().task(last == null ? "maintenance-end" : "maintenance-begin", title, ids, work);
        });
        var services = services();
        return Answer.of(
                Json.object(
                        "instances",
                        chosen.stream()
                                .map(instance -> InstanceAnswers.json(services, instance))
                                .toList(),
                        "until",
                        last),
                page -> chosen.forEach(instance -> page.done(
                        last == null
                                ? "“" + instance.name() + "” is no longer in maintenance."
                                : "“" + instance.name() + "” is in maintenance until " + page.time(last) + ".")));
    }

    private Instant last() throws ProblemException {
        var now = session().clock().instant();
        var last = span != null
                ? now.plus(session().duration("--for", span))
                : session().instant("--until", String.valueOf(until), 1);
        if (!last.isAfter(now)) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE, "The end of the maintenance is not in the future.", "Give a later time.");
        }
        return last;
    }
}
