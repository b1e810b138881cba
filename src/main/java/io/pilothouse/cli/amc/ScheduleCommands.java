package io.pilothouse.cli.amc;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.tasks.amc.ScheduleDocument;
import io.pilothouse.tasks.amc.Schedules;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Questions that are put again and again.
@Command(
        name = "schedules",
        description = "Questions that are put again and again by Pilothouse.",
        footer = "  pilothouse amc schedules next weekly-reach")
final class ScheduleCommands {

    private ScheduleCommands() {}

    static CommandLine of(Session session) {
        return new CommandLine(new ScheduleCommands())
                .addSubcommand(new ListSchedules(session))
                .addSubcommand(new SetSchedule(session))
                .addSubcommand(new Next(session))
                .addSubcommand(new Pause(session))
                .addSubcommand(new Resume(session))
                .addSubcommand(new Remove(session))
                .addSubcommand(new Watch(session))
                .addSubcommand(new Take(session));
    }

    private static Answer one(Session session, Schedules.Status status) throws ProblemException {
        return Answer.of(
                AmcAnswers.json(status, session),
                page -> page.done("“" + status.schedule().name() + "” "
                        + status.next()
                                .map(at -> "runs next at " + page.time(at) + ".")
                                .orElse("stands still.")));
    }

    @Command(name = "list", description = "Lists schedules.", footer = "  pilothouse amc schedules list")
    static final class ListSchedules extends CliCommand {

        ListSchedules(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var all = services().amc().schedules().all();
            var list = new ArrayList<Object>();
            for (var status : all) {
                list.add(AmcAnswers.json(status, session()));
            }
            return Answer.of(Json.object("schedules", list), page -> {
                var table = new Table("SCHEDULE", "NAME", "WORKFLOW", "TRIGGER", "ZONE", "NEXT", "LATEST");
                all.forEach(it -> table.row(
                        it.schedule().id(),
                        it.schedule().name(),
                        it.schedule().workflow(),
                        it.schedule().trigger().word(),
                        it.schedule().zone().getId(),
                        it.next()
                                .map(page::time)
                                .orElse("paused " + it.schedule().paused().replace('-', ' ')),
                        it.latest().stream()
                                .findFirst()
                                .map(slot -> slot.state().word())
                                .orElse("")));
                page.table(table, "There is no schedule yet.");
            });
        }
    }

    @Command(
            name = "set",
            description = "Creates or replaces a schedule from JSON.",
            footer = "  pilothouse amc schedules set weekly-reach --file weekly.json")
    static final class SetSchedule extends CliCommand {

        @Parameters(index = "0", paramLabel = "SCHEDULE", description = "its id")
        private String id = "";

        @Option(
                names = "--file",
                paramLabel = "FILE",
                required = true,
                description = "the schedule; - for standard input")
        private String file = "";

        SetSchedule(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var schedule = ScheduleDocument.read(
                    id,
                    session().text(file),
                    words -> AmcCommands.amc(session(), words),
                    session().zone(),
                    session().clock().instant());
            var instances = AmcCommands.live(session()).stream()
                    .filter(it -> schedule.instances().contains(it.id()))
                    .toList();
            var schedules = services().amc().schedules();
            var status = session()
                    .act(
                            instances,
                            "amc-schedule",
                            "set the schedule “" + schedule.name() + "”",
                            consent -> schedules.save(schedule, consent));
            return one(session(), status);
        }
    }

    @Command(
            name = "next",
            description = "Shows the next turns, in the schedule's own zone and in UTC.",
            footer = "  pilothouse amc schedules next weekly-reach --count 10")
    static final class Next extends CliCommand {

        @Parameters(index = "0", arity = "0..1", paramLabel = "SCHEDULE", description = "its id or name; usual: all")
        private @Nullable String id;

        @Option(names = "--count", paramLabel = "N", description = "usual: 10")
        private int count = 10;

        Next(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var schedules = services().amc().schedules();
            var chosen = id == null ? schedules.all() : List.of(schedules.find(id));
            var now = session().clock().instant();
            var list = new ArrayList<Object>();
            var table = new Table("SCHEDULE", "LOCAL", "ZONE", "UTC");
            var still = chosen.stream()
                    .map(Schedules.Status::schedule)
                    .filter(it -> !it.enabled())
                    .toList();
            for (var status : chosen) {
                var schedule = status.schedule();
                if (!schedule.enabled()) {
                    continue;
                }
                for (var at : schedule.trigger().next(now, schedule.zone(), Math.clamp(count, 1, 1_000))) {
                    var local = at.atZone(schedule.zone()).toLocalDateTime().toString();
                    list.add(Json.object(
                            "schedule",
                            schedule.id(),
                            "at",
                            at,
                            "local",
                            local,
                            "zone",
                            schedule.zone().getId()));
                    table.row(
                            schedule.id(),
                            local.replace('T', ' '),
                            schedule.zone().getId(),
                            at.toString());
                }
            }
            return Answer.of(
                    Json.object(
                            "slots",
                            list,
                            "paused",
                            still.stream().map(Schedule::id).toList()),
                    page -> {
                        if (!list.isEmpty() || still.isEmpty()) {
                            page.table(table, "Nothing comes next.");
                        }
                        still.forEach(it -> page.done(
                                "“" + it.name() + "” is paused " + it.paused().replace('-', ' ') + ": no turn comes."));
                    });
        }
    }

    /// A command about one schedule.
    abstract static class OfSchedule extends CliCommand {

        @Parameters(index = "0", paramLabel = "SCHEDULE", description = "its id or name")
        private String id = "";

        OfSchedule(Session session) {
            super(session);
        }

        final String id() throws ProblemException {
            return services().amc().schedules().find(id).schedule().id();
        }
    }

    @Command(
            name = "pause",
            description = "Lets a schedule stand still; what falls into that time is left out.",
            footer = "  pilothouse amc schedules pause weekly-reach")
    static final class Pause extends OfSchedule {

        Pause(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            return one(session(), services().amc().schedules().pause(id(), true));
        }
    }

    @Command(
            name = "resume",
            description = "Lets a schedule go on from now.",
            footer = "  pilothouse amc schedules resume weekly-reach")
    static final class Resume extends OfSchedule {

        Resume(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            return one(session(), services().amc().schedules().pause(id(), false));
        }
    }

    @Command(
            name = "remove",
            description = "Removes a schedule; its runs stay.",
            footer = "  pilothouse amc schedules remove weekly-reach")
    static final class Remove extends OfSchedule {

        Remove(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            var gone = id();
            services().amc().schedules().remove(gone);
            return Answer.of(
                    Json.object("schedule", gone, "removed", true), page -> page.done("“" + gone + "” is removed."));
        }
    }

    @Command(
            name = "watch",
            description = "Says of schedules that run at Amazon whether they do.",
            footer = "  pilothouse amc schedules watch North")
    static final class Watch extends CliCommand {

        @Parameters(index = "0", paramLabel = "INSTANCE", description = "where to look")
        private String on = "";

        Watch(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var instance = AmcCommands.amc(session(), on);
            var watched = session()
                    .task(
                            "amc-watch",
                            "look at the schedules of " + instance.name() + " at Amazon",
                            List.of(instance.id()),
                            _ -> services().amc().watch().look(instance.id()));
            boolean bad = watched.stream()
                    .anyMatch(it -> it.verdict() != io.pilothouse.tasks.amc.RemoteWatch.Verdict.GOOD
                            && it.verdict() != io.pilothouse.tasks.amc.RemoteWatch.Verdict.IDLE);
            return Answer.of(
                            Json.object(
                                    "schedules",
                                    watched.stream()
                                            .map(it -> Json.object(
                                                    "id", it.schedule().id(),
                                                    "workflow", it.schedule().workflowId(),
                                                    "verdict", Json.word(it.verdict()),
                                                    "dueAt", it.nominal(),
                                                    "message", it.words().isEmpty() ? null : it.words()))
                                            .toList()),
                            page -> {
                                var table = new Table("SCHEDULE", "WORKFLOW", "VERDICT", "DUE", "WORDS");
                                watched.forEach(it -> table.row(
                                        it.schedule().id(),
                                        it.schedule().workflowId(),
                                        Json.word(it.verdict()),
                                        it.nominal().map(page::time).orElse(""),
                                        it.words()));
                                page.table(table, "No schedule runs at Amazon.");
                            })
                    .notWellIf(bad);
        }
    }

    @Command(
            name = "take",
            description =
                    "Takes over a schedule that lives at Amazon; it is switched off there after the first success.",
            footer = "  pilothouse amc schedules take ph.reach-daily --on North")
    static final class Take extends CliCommand {

        @Parameters(index = "0", paramLabel = "SCHEDULE", description = "its id at Amazon")
        private String schedule = "";

        @Option(names = "--on", paramLabel = "INSTANCE", required = true, description = "whose schedule it is")
        private String on = "";

        Take(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var instance = AmcCommands.amc(session(), on);
            var taken = session()
                    .act(
                            List.of(instance),
                            "amc-takeover",
                            "take over “" + schedule + "” of " + instance.name(),
                            consent -> services().amc().takeover().take(instance.id(), schedule, consent));
            return Answer.of(
                    AmcAnswers.json(taken, session()),
                    page -> page.done("“" + taken.schedule().name() + "” asks from now on."));
        }
    }
}
