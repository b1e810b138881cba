package io.pilothouse.cli.amc;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.instance.Selection;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Merge;
import io.pilothouse.domain.amc.ResultTable;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.TimeWindow;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.amc.QuestionRuns;
import io.pilothouse.tasks.amc.Results;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Questions put to instances, and what came of them.
final class RunCommands {

    private static final Duration LOOK = Duration.ofMillis(200);
    private static final Duration SENT_WITHIN = Duration.ofSeconds(45);

    private RunCommands() {}

    @Command(
            name = "run",
            description = "Puts a question to one or more instances.",
            footer = "  pilothouse amc run ph.reach-by-campaign --on North --from 2026-05-01 --to 2026-06-01 --wait")
    static final class RunQuestion extends CliCommand {

        @Parameters(index = "0", paramLabel = "WORKFLOW", description = "its id or title")
        private String workflow = "";

        @Option(
                names = "--on",
                arity = "1..*",
                paramLabel = "INSTANCE",
                description = "whom to ask: ids or names, several after one another")
        private List<String> on = List.of();

        @Option(names = "--brand", paramLabel = "BRAND", description = "ask all instances of this brand")
        private @Nullable String brand;

        @Option(
                names = "--from",
                paramLabel = "TIME",
                required = true,
                description = "first day, for example 2026-05-01")
        private String from = "";

        @Option(
                names = "--to",
                paramLabel = "TIME",
                required = true,
                description = "day behind the last, for example 2026-06-01")
        private String to = "";

        @Option(
                names = "--zone",
                paramLabel = "ZONE",
                description = "of the days, for example America/New_York (usual: UTC)")
        private String zone = "UTC";

        @Option(names = "--param", paramLabel = "NAME=VALUE", description = "value of a parameter")
        private Map<String, String> parameters = new LinkedHashMap<>();

        @Option(names = "--dry-run", description = "let Amazon compile it and do nothing more")
        private boolean dryRun;

        @Option(names = "--pre-check", description = "say what would be asked, and send nothing")
        private boolean preCheck;

        @Option(names = "--over", description = "even beyond the day's allowance")
        private boolean over;

        @Option(names = "--anyway", description = "even where the instance is in error")
        private boolean anyway;

        @Option(names = "--wait", description = "until all have ended")
        private boolean wait;

        RunQuestion(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var instances = instances();
            var order = new QuestionRuns.Order(
                    workflow,
                    instances.stream().map(Instance::id).toList(),
                    window(),
                    parameters,
                    Map.of(),
                    dryRun,
                    over,
                    anyway,
                    false);
            var runs = services().amc().runs();
            if (preCheck) {
                return checked(runs.preCheck(order));
            }
            var asked = session()
                    .act(
                            instances,
                            "amc-run",
                            "run “" + workflow + "” on " + instances.size()
                                    + (instances.size() == 1 ? " instance" : " instances"),
                            consent -> runs.ask(order, consent));
            services().amc().startRuns();
            var seen = awaited(asked);
            var answer = AmcAnswers.runs(session(), seen, "Nothing was asked.");
            return asked.size() < instances.size() ? answer.notWellIf(true) : answer;
        }

        private List<Instance> instances() throws ProblemException {
            var instances = new ArrayList<Instance>();
            for (var words : on) {
                instances.add(AmcCommands.amc(session(), words));
            }
            if (brand != null) {
                var number = services().amc().brands().find(brand).number();
                var byInstance = services().amc().brands().byInstance();
                AmcCommands.live(session()).stream()
                        .filter(it -> byInstance.getOrDefault(it.id(), List.of()).stream()
                                .anyMatch(one -> one.number() == number))
                        .filter(it -> !instances.contains(it))
                        .forEach(instances::add);
            }
            if (instances.isEmpty()) {
                throw Session.problem(
                        ProblemCode.USAGE, "No instance was named.", "Give --on INSTANCE, or --brand BRAND.");
            }
            return instances;
        }

        private TimeWindow window() throws ProblemException {
            try {
                var days = ZoneId.of(zone);
                return new TimeWindow(day("--from", from, days), day("--to", to, days), days);
            } catch (DateTimeException e) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE, "“" + zone + "” is no time zone.", "Give one such as Europe/Berlin.");
            } catch (IllegalArgumentException e) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE,
                        "The window ends before it starts.",
                        "Give --from before --to; --to is the day behind the last.");
            }
        }

        private LocalDate day(String option, String text, ZoneId days) throws ProblemException {
            try {
                return LocalDate.parse(text);
            } catch (DateTimeException _) {
                return LocalDate.ofInstant(session().instant(option, text, -1), days);
            }
        }

        private List<Run> awaited(List<Run> asked) throws ProblemException, InterruptedException {
            var runs = services().amc().runs();
            var began = session().clock().instant();
            if (wait) {
                session().progress("Waiting for " + asked.size() + (asked.size() == 1 ? " run …" : " runs …"));
            }
            while (true) {
                var seen = new ArrayList<Run>();
                for (var run : asked) {
                    seen.add(runs.find(run.id().value()));
                }
                boolean done = wait
                        ? seen.stream().allMatch(run -> run.state().ended() || waitsLong(run))
                        : seen.stream().allMatch(run -> sent(run) || waits(run))
                                || session().clock().instant().isAfter(began.plus(SENT_WITHIN));
                if (done) {
                    return seen;
                }
                session().host().sleep(LOOK);
            }
        }

        private static boolean sent(Run run) {
            return run.state() != RunState.QUEUED && run.state() != RunState.SUBMITTING;
        }

        private static boolean waits(Run run) {
            return run.state() == RunState.QUEUED && !run.progress().words().isEmpty();
        }

        /// Nobody waits at a terminal until tomorrow, or until an instance is repaired.
        private static boolean waitsLong(Run run) {
            return waits(run) && !run.progress().words().contains("place");
        }

        private static Answer checked(List<QuestionRuns.PreCheck> checks) {
            return Answer.of(
                            Json.object(
                                    "checks",
                                    checks.stream()
                                            .map(it -> Json.object(
                                                    "instance", it.instance().value(),
                                                    "name", it.name(),
                                                    "lifecycle", it.lifecycle(),
                                                    "missingTables", it.missingTables(),
                                                    "parameters", it.values(),
                                                    "left", it.left(),
                                                    "answeredBy",
                                                            it.answered()
                                                                    .map(run -> run.id()
                                                                            .value()),
                                                    "objection", it.objection()))
                                            .toList()),
                            page -> {
                                var table = new Table("INSTANCE", "STATE", "MISSING TABLES", "LEFT TODAY", "OBJECTION");
                                checks.forEach(it -> table.row(
                                        it.name(),
                                        it.lifecycle(),
                                        String.join(", ", it.missingTables()),
                                        it.left().map(Object::toString).orElse("no limit"),
                                        it.objection().orElse("")));
                                page.table(table, "No instance.");
                            })
                    .notWellIf(checks.stream().anyMatch(it -> it.objection().isPresent()));
        }
    }

    @Command(
            name = "runs",
            description = "Lists runs, newest first.",
            footer = "  pilothouse amc runs North --since 7d")
    static final class ListRuns extends CliCommand {

        @Mixin
        private Selection selection = new Selection();

        @Option(names = "--since", paramLabel = "TIME", description = "usual: 30 days ago")
        private String since = "30d";

        @Option(names = "--limit", paramLabel = "N", description = "usual: 100")
        private int limit = 100;

        ListRuns(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException {
            if (limit < 1) {
                throw Session.problem(ProblemCode.BAD_VALUE, "The limit is 1 or more.", "Give another --limit.");
            }
            var from = session().instant("--since", since, -1);
            var runs = new ArrayList<Run>();
            if (selection.none()) {
                runs.addAll(services().amc().runs().runs(Optional.empty(), from, limit));
            } else {
                for (var instance : selection.some(session())) {
                    runs.addAll(services().amc().runs().runs(Optional.of(instance.id()), from, limit));
                }
                runs.sort(
                        Comparator.comparing((Run run) -> run.ask().createdAt()).reversed());
            }
            var shown = runs.subList(0, Math.min(runs.size(), limit));
            var answer = AmcAnswers.runs(session(), shown, "There was no run.");
            return new Answer(answer.json(), answer.people(), 0);
        }
    }

    @Command(
            name = "cancel",
            description = "Cancels a run and says how it really ended.",
            footer = "  pilothouse amc cancel ph-01J9ZK3V7Q8M0000000000000A")
    static final class Cancel extends CliCommand {

        @Parameters(index = "0", paramLabel = "RUN", description = "its id, or the beginning of it")
        private String run = "";

        Cancel(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var runs = services().amc().runs();
            var found = runs.find(run);
            var instance = services().instances().find(found.instance());
            var ended = session()
                    .consenting(
                            instance.map(List::of).orElse(List.of()),
                            consent -> session()
                                    .task(
                                            "amc-cancel",
                                            "cancel the run “" + found.ask().title() + "”",
                                            List.of(found.instance()),
                                            _ -> runs.cancel(found.id(), consent)));
            return Answer.of(
                    AmcAnswers.json(
                            ended, Map.of(ended.instance(), AmcAnswers.name(session(), ended.instance())), runs),
                    page -> page.line("“" + ended.ask().title() + "” is " + AmcAnswers.word(ended) + "."));
        }
    }

    @Command(
            name = "results",
            description = "Writes the result of a run, or of a group as one table.",
            footer = "  pilothouse amc results ph-01J9ZK3V7Q8M0000000000000A --format csv")
    static final class ShowResults extends CliCommand {

        private static final int MOST_SHOWN = 200;
        private static final List<String> FORMATS = List.of("csv", "json", "tsv", "xlsx");

        @Parameters(index = "0", paramLabel = "RUN", description = "id of a run or group")
        private String run = "";

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "csv, json, tsv or xlsx; without it a table for people")
        private @Nullable String format;

        @Option(names = "--shown", description = "CSV as people see it: money in its currency")
        private boolean shown;

        ShowResults(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            if (format != null && !FORMATS.contains(format)) {
                throw Session.problem(
                        ProblemCode.BAD_VALUE,
                        "“" + format + "” is no format.",
                        "Give --format csv, json, tsv or xlsx.");
            }
            var result = result();
            if (format != null && !format.equals("json")) {
                write(result.merged().table(), form(format));
                return Answer.ended(result.missing().isEmpty() ? 0 : 1);
            }
            var json = json(result);
            if ("json".equals(format) && !session().json()) {
                session().terminal().out().println(Json.line(json));
                return Answer.ended(result.missing().isEmpty() ? 0 : 1);
            }
            return Answer.of(json, page -> {
                        var table = result.merged().table();
                        var lines = new Table(
                                table.columns().stream().map(it -> it.name()).toArray(String[]::new));
                        for (int row = 0; row < Math.min(table.rows(), MOST_SHOWN); row++) {
                            var cells = new Object[table.columns().size()];
                            for (int column = 0; column < cells.length; column++) {
                                cells[column] =
                                        table.text(row, column) == null ? "–" : Results.shown(table, row, column);
                            }
                            lines.row(cells);
                        }
                        page.table(lines, "The result is empty.");
                        if (table.rows() > MOST_SHOWN) {
                            page.line("… and " + (table.rows() - MOST_SHOWN) + " more rows.");
                        }
                        result.missing()
                                .forEach(it -> page.line(
                                        it.name() + " is missing: " + it.state().word() + " " + it.words()));
                        result.merged().notes().forEach(page::line);
                    })
                    .notWellIf(!result.missing().isEmpty());
        }

        private Results.GroupResult result() throws ProblemException, InterruptedException {
            var runs = services().amc().runs();
            var results = services().amc().results();
            var group = runs.ofGroup(run);
            if (!group.isEmpty()) {
                var ids = group.stream().map(Run::instance).distinct().toList();
                return session().task("amc-results", "open results", ids, _ -> results.merged(group));
            }
            var found = runs.find(run);
            var table = session()
                    .task(
                            "amc-results",
                            "open a result",
                            List.<InstanceId>of(found.instance()),
                            _ -> results.open(found));
            return new Results.GroupResult(new Merge.Merged(table, List.of(), List.of(), List.of()), List.of());
        }

        private static Object json(Results.GroupResult result) {
            var table = result.merged().table();
            var totals = new LinkedHashMap<String, Object>();
            for (int column = 0; column < table.columns().size(); column++) {
                if (table.columns().get(column).metric()
                        && !result.merged().currencies().isEmpty()) {
                    var sums = result.merged().totals(column);
                    totals.put(
                            table.columns().get(column).name(), sums.isPresent() ? sums(sums.get()) : "not additive");
                }
            }
            return Json.object(
                    "columns",
                    table.columns().stream().map(AmcAnswers::json).toList(),
                    "rows",
                    AmcAnswers.rows(table),
                    "totals",
                    totals,
                    "missing",
                    result.missing().stream()
                            .map(it -> Json.object(
                                    "name", it.name(), "state", it.state().word(), "message", it.words()))
                            .toList(),
                    "notes",
                    result.merged().notes());
        }

        private static Map<String, BigDecimal> sums(Map<String, BigDecimal> byCurrency) {
            var sums = new LinkedHashMap<String, BigDecimal>();
            byCurrency.forEach((currency, sum) -> sums.put(currency.isEmpty() ? "all" : currency, sum));
            return sums;
        }

        private Results.Form form(String word) {
            return switch (word) {
                case "tsv" -> Results.Form.TSV;
                case "xlsx" -> Results.Form.XLSX;
                default -> shown ? Results.Form.CSV_SHOWN : Results.Form.CSV;
            };
        }

        private void write(ResultTable table, Results.Form form) throws ProblemException {
            var out = session().terminal().out();
            try {
                Results.write(table, form, new java.io.FilterOutputStream(out) {
                    @Override
                    public void write(byte[] bytes, int from, int length) {
                        session().terminal().out().write(bytes, from, length);
                    }

                    @Override
                    public void close() {
                        session().terminal().out().flush(); // it is the terminal's own
                    }
                });
            } catch (IOException e) {
                throw Session.problem(ProblemCode.STORE_IO, "The result cannot be written.", "Try another place.");
            }
            out.flush();
        }
    }

    @Command(
            name = "import",
            description = "Takes over result files that AMC left in a bucket, from a folder of this computer.",
            footer = "  pilothouse amc import bucket-copy --on North")
    static final class ImportResults extends CliCommand {

        @Parameters(index = "0", paramLabel = "FOLDER", description = "that holds workflow=…/schedule=…/*.csv")
        private java.nio.file.Path folder = java.nio.file.Path.of(".");

        @Option(names = "--on", paramLabel = "INSTANCE", required = true, description = "whose results they are")
        private String on = "";

        ImportResults(Session session) {
            super(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var instance = AmcCommands.amc(session(), on);
            var imported = session()
                    .act(
                            List.of(instance),
                            "amc-import-results",
                            "import results of " + instance.name(),
                            consent -> services().amc().imports().folder(instance.id(), folder, consent));
            return Answer.of(
                            Json.object(
                                    "imported",
                                    imported.runs().stream()
                                            .map(run -> run.id().value())
                                            .toList(),
                                    "leftOut",
                                    imported.leftOut()),
                            page -> {
                                page.done(imported.runs().size() + " results were taken over.");
                                imported.leftOut().forEach(page::line);
                            })
                    .notWellIf(!imported.leftOut().isEmpty());
        }
    }
}
