package io.pilothouse.cli.amc;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Page;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Spans;
import io.pilothouse.cli.text.Table;
import io.pilothouse.cli.text.Table.Cell;
import io.pilothouse.cli.text.Table.Style;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Lint;
import io.pilothouse.domain.amc.ResultColumn;
import io.pilothouse.domain.amc.ResultTable;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.amc.SqlText;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.amc.QuestionRuns;
import io.pilothouse.tasks.amc.Schedules;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the commands of `amc` answer.
final class AmcAnswers {

    private AmcAnswers() {}

    static String name(Session session, InstanceId id) throws ProblemException {
        return session.services().instances().find(id).map(Instance::name).orElse(id.value());
    }

    static Answer runs(Session session, List<Run> runs, String otherwise) throws ProblemException {
        var names = names(session, runs);
        var reasons = session.services().amc().runs();
        return Answer.of(
                        Json.object(
                                "runs",
                                runs.stream()
                                        .map(run -> json(run, names, reasons))
                                        .toList()),
                        page -> page.table(table(page, runs, names), otherwise))
                .notWellIf(runs.stream().anyMatch(run -> run.state().bad()));
    }

    private static Map<InstanceId, String> names(Session session, List<Run> runs) throws ProblemException {
        var instances = session.services().instances();
        return runs.stream()
                .map(Run::instance)
                .distinct()
                .collect(Collectors.toMap(
                        id -> id, id -> instances.find(id).map(Instance::name).orElse(id.value())));
    }

    static Table table(Page page, List<Run> runs, Map<InstanceId, String> names) {
        var table = new Table("RUN", "INSTANCE", "WORKFLOW", "WINDOW", "STATE", "ROWS", "CREATED", "WORDS");
        for (var run : runs) {
            table.row(
                    run.id().value(),
                    names.getOrDefault(run.instance(), run.instance().value()),
                    run.ask().title(),
                    run.ask().window().start() + " – "
                            + run.ask().window().end().minusDays(1),
                    new Cell(word(run), style(run.state())),
                    run.progress().rows().isPresent()
                            ? Long.toString(run.progress().rows().getAsLong())
                            : "",
                    page.time(run.ask().createdAt()),
                    run.progress().words());
        }
        return table;
    }

    static String word(Run run) {
        return run.progress().empty() ? "ready – empty" : run.state().word();
    }

    static Style style(RunState state) {
        return state == RunState.READY
                ? Style.GOOD
                : state.bad() ? Style.BAD : state.ended() ? Style.QUIET : Style.CAUTION;
    }

    static @Nullable Object json(Run run, Map<InstanceId, String> names, QuestionRuns runs) {
        var ask = run.ask();
        var progress = run.progress();
        return Json.object(
                "id", run.id().value(),
                "group", ask.group(),
                "instance", run.instance().value(),
                "instanceName",
                        names.getOrDefault(run.instance(), run.instance().value()),
                "workflow", ask.workflow(),
                "version", ask.version(),
                "title", ask.title(),
                "state", run.state().word(),
                "empty", progress.empty(),
                "remoteId", progress.remoteId(),
                "remoteStatus", progress.remoteStatus().isEmpty() ? null : progress.remoteStatus(),
                "code", progress.code().isEmpty() ? null : progress.code(),
                "message", progress.words().isEmpty() ? null : progress.words(),
                "position", progress.position().map(at -> Json.object("line", at.line(), "column", at.column())),
                "window",
                        Json.object(
                                "start", ask.window().start().toString(),
                                "end", ask.window().end().toString(),
                                "zone", ask.window().zone().getId()),
                "parameters", ask.values(),
                "dryRun", ask.dryRun(),
                "origin", Json.word(ask.origin()),
                "attempt", ask.attempt(),
                "adopted", progress.adopted(),
                "createdAt", ask.createdAt(),
                "submittedAt", progress.submittedAt(),
                "endedAt", progress.endedAt(),
                "tookMillis", progress.took().map(java.time.Duration::toMillis),
                "rows", progress.rows(),
                "sizeBytes", progress.bytes(),
                "emptyReasons", progress.empty() ? runs.emptyReasons(run) : List.of());
    }

    static Object json(Workflow workflow) {
        return Json.object(
                "id", workflow.id(),
                "title", workflow.title(),
                "version", workflow.version(),
                "sql", workflow.sql(),
                "parameters",
                        workflow.parameters().stream()
                                .map(it -> Json.object(
                                        "name", it.name(),
                                        "displayName", it.displayName(),
                                        "description", it.description(),
                                        "type", it.type().word(),
                                        "default", it.defaultValue()))
                                .toList(),
                "tags", workflow.tags(),
                "units", new java.util.TreeMap<>(workflow.units()),
                "privacy", workflow.privacy(),
                "marker", workflow.marker(),
                "starter", workflow.starter(),
                "createdAt", workflow.createdAt(),
                "updatedAt", workflow.updatedAt());
    }

    static Answer findings(String sql, List<Lint.Finding> findings) {
        var text = SqlText.of(sql);
        return Answer.of(
                        Json.object(
                                "findings",
                                findings.stream().map(it -> finding(it, text)).toList()),
                        page -> {
                            var table = new Table("LINE", "RULE", "WORDS", "INSTEAD");
                            for (var it : findings) {
                                table.row(
                                        Integer.toString(
                                                text.positionOf(it.from()).line()),
                                        new Cell(it.rule(), it.blocks() ? Style.BAD : Style.CAUTION),
                                        it.words(),
                                        instead(it).orElse(""));
                            }
                            page.table(table, "Nothing to say against it.");
                        })
                .notWellIf(findings.stream().anyMatch(Lint.Finding::blocks));
    }

    private static Object finding(Lint.Finding it, SqlText text) {
        var at = text.positionOf(it.from());
        return Json.object(
                "rule", it.rule(),
                "blocks", it.blocks(),
                "message", it.words(),
                "line", at.line(),
                "column", at.column(),
                "fix", instead(it));
    }

    /// What to write in its place.
    private static Optional<String> instead(Lint.Finding it) {
        return it.fix().filter(Lint.Fix.Write.class::isInstance).map(fix -> ((Lint.Fix.Write) fix).text());
    }

    static Object json(ResultColumn column) {
        return Json.object(
                "name", column.name(),
                "type", Json.word(column.type()),
                "metric", column.metric(),
                "additive", column.additive().word(),
                "unit", column.unit().isEmpty() ? null : column.unit());
    }

    static List<List<@Nullable Object>> rows(ResultTable table) {
        var rows = new ArrayList<List<@Nullable Object>>();
        for (int row = 0; row < table.rows(); row++) {
            var values = new ArrayList<@Nullable Object>();
            for (int column = 0; column < table.columns().size(); column++) {
                var number = table.number(row, column);
                values.add(number == null ? table.text(row, column) : number);
            }
            rows.add(values);
        }
        return rows;
    }

    static Object json(Schedules.Status status, Session session) throws ProblemException {
        var schedule = status.schedule();
        var json = Json.object("id", schedule.id());
        json.putAll(io.pilothouse.tasks.amc.ScheduleDocument.values(schedule));
        json.put("enabled", schedule.enabled());
        json.put("paused", schedule.paused().isEmpty() ? null : schedule.paused());
        json.put("failures", schedule.failures());
        json.put("nextAt", status.next());
        json.put("stalled", status.stalled());
        double rate = status.successRate();
        json.put("successRate", Double.isNaN(rate) ? null : rate);
        json.put("meanMillis", status.took().map(java.time.Duration::toMillis));
        var turns = new ArrayList<Object>();
        for (var slot : status.latest()) {
            turns.add(Json.object(
                    "instance", slot.instance().value(),
                    "instanceName", name(session, slot.instance()),
                    "slot", slot.slot(),
                    "state", slot.state().word(),
                    "reason", slot.reason().isEmpty() ? null : slot.reason(),
                    "run", slot.run().map(it -> it.value())));
        }
        json.put("turns", turns);
        return json;
    }

    static String span(java.time.Duration duration) {
        return Spans.words(duration);
    }
}
