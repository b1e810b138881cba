package io.pilothouse.cli.health;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.InstanceAnswers;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.Work;
import java.time.Instant;
import java.util.List;
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

    @Option(names = "--from", paramLabel = "TIME", description = "begins at this time; now where it is left out")
    private @Nullable String from;

    @Option(
            names = "--weekly",
            paramLabel = "TIMETABLE",
            description = "every week, for example \"sun 03:00-05:00\"; never ends it")
    private @Nullable String weekly;

    @Option(names = "--end", description = "end it now")
    private boolean end;

    public MaintenanceCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException, InterruptedException {
        if (Stream.of(span != null, until != null, weekly != null, end)
                        .filter(given -> given)
                        .count()
                != 1) {
            throw Session.problem(
                    ProblemCode.USAGE, "It is not said until when.", "Give one of --for, --until, --weekly and --end.");
        }
        var chosen = selection.some(session());
        return weekly != null ? timetable(chosen, weekly) : single(chosen);
    }

    private Answer timetable(List<Instance> chosen, String typed) throws ProblemException, InterruptedException {
        SleepTimes times;
        try {
            times = typed.equals("never") ? SleepTimes.NEVER : SleepTimes.parse(typed);
        } catch (IllegalArgumentException e) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    "“" + typed + "” is no timetable: " + e.getMessage() + ".",
                    "Write it as \"sun 03:00-05:00; mon-fri 23:00-01:00\" or \"never\".");
        }
        var ids = chosen.stream().map(Instance::id).toList();
        session().consenting(chosen, consent -> {
            Work<Boolean> work = context -> {
                services().maintenance().weekly(ids, times, consent);
                return true;
            };
            return session()
                    .task("maintenance-weekly", "plan maintenance of " + chosen.size() + " instances", ids, work);
        });
        return Answer.of(
                Json.object("instances", instances(chosen), "weekly", times.text()),
                page -> chosen.forEach(instance -> page.done(
                        times.spans().isEmpty()
                                ? "“" + instance.name() + "” has no weekly maintenance."
                                : "“" + instance.name() + "” is in maintenance every week: " + times.text() + ".")));
    }

    private Answer single(List<Instance> chosen) throws ProblemException, InterruptedException {
        var ids = chosen.stream().map(Instance::id).toList();
        var maintenance = services().maintenance();
        var first = from == null ? session().clock().instant() : session().instant("--from", String.valueOf(from), 1);
        var last = end ? null : last(first);
        session().consenting(chosen, consent -> {
            Work<Boolean> work = context -> {
                if (last == null) {
                    maintenance.end(ids, consent);
                } else if (from != null) {
                    maintenance.plan(ids, first, last, consent);
                } else {
                    maintenance.begin(ids, last, consent);
                }
                return true;
            };
            var title = (last == null ? "end" : "begin") + " maintenance of " + chosen.size() + " instances";
            return session().task(last == null ? "maintenance-end" : "maintenance-begin", title, ids, work);
        });
        return Answer.of(
                from == null
                        ? Json.object("instances", instances(chosen), "until", last)
                        : Json.object("instances", instances(chosen), "from", first, "until", last),
                page -> chosen.forEach(instance -> page.done(
                        last == null
                                ? "“" + instance.name() + "” is no longer in maintenance."
                                : "“" + instance.name() + "” is in maintenance "
                                        + (from == null ? "" : "from " + page.time(first) + " ")
                                        + "until " + page.time(last) + ".")));
    }

    private List<?> instances(List<Instance> chosen) throws ProblemException {
        var services = services();
        return chosen.stream()
                .map(instance -> InstanceAnswers.json(services, instance))
                .toList();
    }

    private Instant last(Instant first) throws ProblemException {
        var now = session().clock().instant();
        var last = span != null
                ? first.plus(session().duration("--for", span))
                : session().instant("--until", String.valueOf(until), 1);
        if (!last.isAfter(now) || !last.isAfter(first)) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    "The end of the maintenance is not in the future, or not after its beginning.",
                    "Give a later time.");
        }
        return last;
    }
}
