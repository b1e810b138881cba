package io.pilothouse.cli.home;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.Bytes;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.home.Upkeep.Backup;
import io.pilothouse.domain.secret.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What a house asks its owner to look after, and what was.
final class UpkeepCommands {

    private UpkeepCommands() {}

    @Command(
            name = "repairs",
            description = "Lists what a house wants repaired.",
            footer = "  pilothouse ha repairs --on Cabin")
    static final class Repairs extends OfHouse {

        @Option(names = "--ignored", description = "ignored ones too")
        private boolean ignored;

        Repairs(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var repairs =
                    ask(
                                    house,
                                    "repairs",
                                    "list the repairs",
                                    (homes, of) -> homes.repairs(of.instance().id()))
                            .stream()
                            .filter(repair -> ignored || !repair.ignored())
                            .toList();
            return list(
                    house,
                    "repairs",
                    repairs,
                    repair -> Json.object(
                            "domain", repair.domain(),
                            "id", repair.issueId(),
                            "severity", repair.severity(),
                            "title", repair.title(),
                            "text", Json.orNull(repair.text()),
                            "fixable", repair.fixable(),
                            "ignored", repair.ignored(),
                            "createdAt", repair.created(),
                            "breaksIn", Json.orNull(repair.breaksIn()),
                            "learnMore", Json.orNull(repair.learnMore())),
                    page -> {
                        var table = new Table("SEVERITY", "REPAIR", "INTEGRATION", "SINCE");
                        repairs.forEach(repair -> table.row(
                                repair.severity(),
                                repair.title(),
                                repair.domain(),
                                repair.created().map(page::time).orElse("")));
                        page.table(table, "Nothing to repair at " + house.name() + ".");
                    });
        }
    }

    @Command(
            name = "updates",
            description = "Lists what can be updated in a house.",
            footer = "  pilothouse ha updates --on Cabin --all")
    static final class Updates extends OfHouse {

        @Option(names = "--all", description = "also what is up to date or skipped")
        private boolean all;

        Updates(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var updates =
                    ask(
                                    house,
                                    "updates",
                                    "list the updates",
                                    (homes, of) -> homes.updates(of.instance().id()))
                            .stream()
                            .filter(update -> all || update.available() && !update.skipped())
                            .toList();
            return list(
                    house,
                    "updates",
                    updates,
                    update -> Json.object(
                            "entity", update.entityId(),
                            "title", update.title(),
                            "installed", Json.orNull(update.installed()),
                            "latest", Json.orNull(update.latest()),
                            "available", update.available(),
                            "skipped", update.skipped(),
                            "running", update.running(),
                            "percent", HomeAnswers.number(update.percent()),
                            "installs", update.installs(),
                            "backsUp", update.backsUp(),
                            "summary", Json.orNull(update.summary()),
                            "url", Json.orNull(update.url())),
                    page -> {
                        var table = new Table("WHAT", "INSTALLED", "LATEST", "ENTITY");
                        updates.forEach(update ->
                                table.row(update.title(), update.installed(), update.latest(), update.entityId()));
                        page.table(table, house.name() + " is up to date.");
                    });
        }
    }

    @Command(
            name = "backups",
            description = "Lists the backups of a house, newest first; --create starts one.",
            footer = "  pilothouse ha backups --on Cabin")
    static final class Backups extends OfHouse {

        @Option(names = "--create", description = "start a backup instead")
        private boolean create;

        @Option(names = "--download", paramLabel = "BACKUP", description = "write this backup into a file instead")
        private String download = "";

        @Option(names = "--to", paramLabel = "FILE", description = "where to; must not be there yet")
        private String to = "";

        @Option(names = "--delete", paramLabel = "BACKUP", description = "delete this backup instead")
        private String delete = "";

        @Option(
                names = "--restore",
                paramLabel = "BACKUP",
                description = "restore this backup instead; the house restarts")
        private String restore = "";

        @Option(names = "--secret-file", paramLabel = "FILE", description = "the password of an encrypted backup")
        private String secretFile = "";

        Backups(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            if (create) {
                session()
                        .consenting(
                                List.of(house.instance()),
                                consent -> ask(
                                        house,
                                        "backup",
                                        "start a backup",
                                        (homes, of) ->
                                                homes.backUp(of.instance().id(), consent)));
                return answer(
                        house, Json.object("started", true), page -> page.done(house.name() + " is making a backup."));
            }
            var backups = ask(
                    house,
                    "backups",
                    "list the backups",
                    (homes, of) -> homes.backups(of.instance().id()));
            for (var one : List.of(download, delete, restore)) {
                if (!one.isEmpty()) {
                    return with(house, find(house, backups, one));
                }
            }
            return answer(
                    house,
                    Json.object(
                            "backups",
                            backups.backups().stream()
                                    .map(backup -> Json.object(
                                            "id", backup.id(),
                                            "name", backup.name(),
                                            "at", backup.at(),
                                            "sizeBytes", backup.sizeBytes(),
                                            "encrypted", backup.encrypted(),
                                            "automatic", backup.automatic(),
                                            "places", backup.places(),
                                            "failedPartly", backup.failedPartly()))
                                    .toList(),
                            "total",
                            backups.backups().size(),
                            "state",
                            backups.state(),
                            "lastDoneAt",
                            backups.lastDone(),
                            "lastTriedAt",
                            backups.lastTried(),
                            "nextAt",
                            backups.next(),
                            "places",
                            backups.agents(),
                            "notes",
                            backups.notes()),
                    page -> {
                        var table = new Table("BACKUP", "MADE", "SIZE", "WHERE");
                        backups.backups()
                                .forEach(backup -> table.row(
                                        backup.name(),
                                        backup.at().map(page::time).orElse(""),
                                        new Bytes(backup.sizeBytes()).toString(),
                                        String.join(" ", backup.places())));
                        page.table(table, house.name() + " has no backup.");
                        backups.notes().forEach(page::line);
                    });
        }

        private static Backup find(House house, io.pilothouse.domain.home.Upkeep.Backups backups, String id)
                throws ProblemException {
            return backups.backups().stream()
                    .filter(one -> one.id().equals(id))
                    .findFirst()
                    .orElseThrow(() -> Session.problem(
                            ProblemCode.NOT_FOUND,
                            house.name() + " has no backup “" + id + "”.",
                            "“pilothouse ha backups” lists them."));
        }

        private Answer with(House house, Backup backup) throws ProblemException, InterruptedException {
            var id = house.instance().id();
            if (!download.isEmpty()) {
                if (to.isEmpty()) {
                    throw Session.problem(ProblemCode.BAD_VALUE, "A download needs a file.", "Name one with --to.");
                }
                var file = Path.of(to).toAbsolutePath();
                long bytes = ask(
                        house,
                        "download",
                        "download “" + backup.name() + "”",
                        (homes, _) -> homes.upkeep().download(id, backup, file));
                return answer(
                        house,
                        Json.object("backup", backup.id(), "file", file.toString(), "sizeBytes", bytes),
                        page -> page.done(bytes + " bytes written to " + file + "."));
            }
            boolean deletes = !delete.isEmpty();
            var password = secretFile.isEmpty()
                    ? Optional.<Secret>empty()
                    : Optional.of(new Secret(session().text(secretFile).strip()));
            session()
                    .consenting(
                            List.of(house.instance()),
                            consent -> ask(
                                    house,
                                    "backup",
                                    (deletes ? "delete" : "restore") + " “" + backup.name() + "”",
                                    (homes, _) -> deletes
                                            ? homes.upkeep().deleteBackup(id, backup, consent)
                                            : homes.upkeep().restoreBackup(id, backup, password, consent)));
            return answer(
                    house,
                    Json.object("backup", backup.id(), deletes ? "deleted" : "restoring", true),
                    page -> page.done(
                            deletes
                                    ? "“" + backup.name() + "” is deleted."
                                    : house.name() + " is being restored and restarts."));
        }
    }

    @Command(
            name = "integrations",
            description = "Lists the integrations of a house; --reload loads one anew.",
            footer = "  pilothouse ha integrations --on Cabin")
    static final class Integrations extends OfHouse {

        @Option(names = "--reload", paramLabel = "ID", description = "load this one anew instead; its id or its domain")
        private String reload = "";

        Integrations(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var all = ask(
                    house,
                    "integrations",
                    "list the integrations",
                    (homes, of) -> homes.integrations(of.instance().id()));
            if (!reload.isEmpty()) {
                var one = all.stream()
                        .filter(it -> it.entryId().equals(reload) || it.domain().equals(reload))
                        .findFirst()
                        .orElseThrow(() -> Session.problem(
                                ProblemCode.NOT_FOUND,
                                house.name() + " has no integration “" + reload + "”.",
                                "“pilothouse ha integrations” lists them."));
                boolean restart = session()
                        .consenting(
                                List.of(house.instance()),
                                consent -> ask(
                                        house,
                                        "reload",
                                        "reload " + one.title(),
                                        (homes, of) -> homes.upkeep()
                                                .reload(of.instance().id(), one, consent)));
                return answer(
                        house,
                        Json.object("reloaded", one.entryId(), "restartNeeded", restart),
                        page -> page.done(one.title() + (restart ? " needs a restart." : " is loaded anew.")));
            }
            return list(
                    house,
                    "integrations",
                    all,
                    one -> Json.object(
                            "id", one.entryId(),
                            "domain", one.domain(),
                            "title", one.title(),
                            "state", one.state(),
                            "disabledBy", Json.orNull(one.disabledBy()),
                            "reason", Json.orNull(one.reason())),
                    page -> {
                        var table = new Table("INTEGRATION", "TITLE", "STATE", "WHY");
                        all.forEach(one -> table.row(one.domain(), one.title(), one.state(), one.reason()));
                        page.table(table, house.name() + " has no integrations.");
                    });
        }
    }

    @Command(
            name = "template",
            description = "Works out a template in a house.",
            footer = "  pilothouse ha template \"{{ states('sun.sun') }}\" --on Cabin")
    static final class Template extends OfHouse {

        @Parameters(paramLabel = "TEMPLATE", description = "the template; - for standard input")
        private String template = "";

        Template(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var house = house();
            var text = template.equals("-") ? session().text("-") : template;
            var rendered = ask(
                    house,
                    "template",
                    "work out a template",
                    (homes, of) -> homes.upkeep().render(of.instance().id(), text));
            if (!rendered.good()) {
                throw Session.problem(ProblemCode.BAD_VALUE, rendered.text(), "Correct the template.");
            }
            return answer(house, Json.object("result", rendered.text()), page -> page.line(rendered.text()));
        }
    }

    @Command(
            name = "history",
            description = "Shows how entities were: states of a day, means of longer spans.",
            footer = "  pilothouse ha history sensor.boiler_temp --since 7d --on Cabin")
    static final class History extends OfHouse {

        @Parameters(arity = "1..*", paramLabel = "ENTITY", description = "for example sensor.boiler_temp")
        private List<String> entities = List.of();

        @Option(names = "--since", paramLabel = "T", description = "a time or a span (usual: 24h)")
        private String since = "24h";

        @Option(names = "--until", paramLabel = "T", description = "a time or a span (usual: now)")
        private String until = "";

        History(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var from = session().instant("--since", since, -1);
            var to = until.isEmpty() ? session().clock().instant() : session().instant("--until", until, -1);
            if (!from.isBefore(to)) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE, "The span ends before it begins.", "Give an earlier --since.");
            }
            var house = house();
            var id = house.instance().id();
            var known = ask(house, "history", "look for the entities", (homes, _) -> homes.entities(id));
            for (var entity : entities) {
                if (known.stream().noneMatch(row -> row.id().equals(entity))) {
                    throw Session.problem(
                            ProblemCode.NOT_FOUND,
                            house.name() + " has no entity “" + entity + "”.",
                            "“pilothouse ha entities --filter WORDS” finds it.");
                }
            }
            var series = ask(house, "history", "read the history", (homes, _) -> homes.history(id, entities, from, to));
            return answer(
                    house,
                    Json.object(
                            "from",
                            from,
                            "to",
                            to,
                            "series",
                            series.stream().map(History::json).toList()),
                    page -> {
                        for (var one : series) {
                            page.line(one.entityId() + " from " + one.source() + ", "
                                    + one.points().size() + " points over "
                                    + Duration.between(from, to).toHours() + " h");
                            var table = new Table("AT", "VALUE", "LEAST", "GREATEST");
                            one.points()
                                    .forEach(point -> table.row(
                                            page.time(point.at()),
                                            point.state().isEmpty() ? number(point.value()) : point.state(),
                                            number(point.least()),
                                            number(point.greatest())));
                            page.table(table, "Nothing was kept.");
                        }
                    });
        }

        private static String number(java.util.OptionalDouble number) {
            return number.isPresent() ? "%.2f".formatted(number.getAsDouble()) : "";
        }

        private static Object json(Past.Series series) {
            return Json.object(
                    "entity",
                    series.entityId(),
                    "unit",
                    Json.orNull(series.unit()),
                    "source",
                    series.source(),
                    "points",
                    series.points().stream()
                            .map(point -> Json.object(
                                    "at", point.at(),
                                    "state", Json.orNull(point.state()),
                                    "value", HomeAnswers.number(point.value()),
                                    "min", HomeAnswers.number(point.least()),
                                    "max", HomeAnswers.number(point.greatest())))
                            .toList());
        }
    }
}
