package io.pilothouse.cli.cycle;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.Page;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.cycle.CycleReport;
import io.pilothouse.tasks.cycle.CycleReport.Decided;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.tasks.cycle.RunDocument;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/// Rules and runs as the terminal writes them.
final class CycleAnswers {

    private CycleAnswers() {}

    static List<RuleLine> rulesOf(Session session, List<Instance> chosen) throws ProblemException {
        var ids = chosen.stream().map(Instance::id).toList();
        return session.services().cycleDesk().rules().stream()
                .filter(status -> ids.contains(status.instance()))
                .toList();
    }

    /// @return why the rule does not run by itself, or that it does
    static String state(RuleLine status) {
        if (status.running()) {
            return "running";
        }
        if (!status.enabled()) {
            return "off";
        }
        return status.pausedUntil().isPresent() ? "paused" : "on";
    }

    static SequencedMap<String, @Nullable Object> json(RuleLine status, Clock clock) {
        var now = clock.instant();
        var last = status.last();
        boolean nothing = last.filter(run -> run.asked() == 0).isPresent();
        var json = Json.object(
                "instance",
                status.instance().value(),
                "rule",
                status.name(),
                "state",
                state(status),
                "enabled",
                status.enabled(),
                "dryRunSeen",
                status.dryRunSeen(),
                "work",
                status.work());
        json.putAll(status.facts());
        json.putAll(Json.object(
                "nextAt",
                status.next(),
                "inMillis",
                status.next().map(at -> Duration.between(now, at).toMillis()),
                "lastAt",
                last.map(run -> run.at()),
                "lastEnded",
                last.map(run -> run.ended().word()),
                "lastAsked",
                last.map(run -> run.asked()),
                "lastReason",
                last.map(run -> run.reason()),
                "whyNothing",
                nothing ? last.map(run -> run.reason()) : null,
                "whyNotMore",
                status.why().isEmpty() ? null : status.why(),
                "pausedUntil",
                status.pausedUntil(),
                "failures",
                status.failures(),
                "budget",
                Json.object(
                        "limit",
                        status.perDay().isPresent() ? status.perDay().getAsInt() : null,
                        "used",
                        status.usedToday())));
        return json;
    }

    static Answer rules(Session session, List<RuleLine> rules, Map<InstanceId, String> names) {
        return Answer.of(
                Json.object(
                        "rules",
                        rules.stream()
                                .map(status -> json(status, session.clock()))
                                .toList()),
                page -> page.table(table(page, rules, names), "There is no rule."));
    }

    private static Table table(Page page, List<RuleLine> rules, Map<InstanceId, String> names) {
        var table = new Table("INSTANCE", "RULE", "STATE", "NEXT", "TODAY", "LAST");
        for (var status : rules) {
            var limit = status.perDay();
            table.row(
                    names.getOrDefault(status.instance(), status.instance().value()),
                    status.name(),
                    state(status),
                    status.next().map(page::time).orElse("–"),
                    status.usedToday() + (limit.isPresent() ? " of " + limit.getAsInt() : ""),
                    status.last()
                            .map(run -> page.time(run.at()) + ": " + run.reason())
                            .orElse("never"));
        }
        return table;
    }

    /// @return the run as JSON, and for people what was chosen and why the rest was not
    static Answer run(CycleReport run) {
        return Answer.of(RunDocument.values(run), page -> {
                    page.line(run.reason());
                    for (var gate : run.gates()) {
                        if (!gate.passed()) {
                            page.line(Table.Style.CAUTION, gate.gate() + ": " + gate.reason());
                        }
                    }
                    var table = new Table("ITEM", "DECISION", "UNTIL");
                    run.decisions().stream()
                            .sorted((one, other) -> Boolean.compare(other.chosen(), one.chosen()))
                            .forEach(decision -> table.row(
                                    decision.title(),
                                    decision(decision),
                                    decision.until().map(page::time).orElse("")));
                    page.table(table, "Nothing was looked at.");
                })
                .notWellIf(run.ended() == Ended.FAILED || run.ended() == Ended.PARTLY || run.ended() == Ended.HELD);
    }

    private static String decision(Decided decision) {
        return decision.reason().orElse("chosen");
    }

    /// @param text type and id, for example `episode:5501` or `season:7:2`; an id alone stands for whatever
    ///             has it
    static ItemKey item(String option, String text) throws ProblemException {
        int colon = text.indexOf(':');
        if (colon < 0 && !text.isBlank()) {
            return new ItemKey("", text);
        }
        if (colon < 1 || colon == text.length() - 1) {
            throw Session.problem(
                    ProblemCode.BAD_VALUE,
                    "“" + text + "” names no item.",
                    "Give " + option + " as type and id, for example episode:5501 or series:7.");
        }
        return new ItemKey(text.substring(0, colon), text.substring(colon + 1));
    }

    static Map<String, @Nullable Object> json(ItemKey item, String title) {
        return Json.object("type", item.type(), "id", item.id(), "title", title);
    }

    static Instant since(Session session, @Nullable String text) throws ProblemException {
        return text == null ? Instant.EPOCH : session.instant("--since", text, -1);
    }
}
