package io.pilothouse.cli.health;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.text.HealthWords;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What was: changes of the state, uptime, latency.
@Command(
        name = "history",
        description = "Shows changes of one instance's state, its uptime and its latency.",
        footer = "  pilothouse health history Cellar --since 7d")
final class HistoryCommand extends CliCommand {

    private static final int MOST = 1_000;

    @Parameters(paramLabel = "INSTANCE", description = "id, kind/name or name")
    private String instance = "";

    @Option(names = "--since", paramLabel = "TIME", description = "a time, a date, or a span such as 7d (usual: 7d)")
    private String since = "7d";

    HistoryCommand(Session session) {
        super(session);
    }

    @Override
    public Answer run() throws ProblemException {
        var found = session().named(instance);
        var now = session().clock().instant();
        var from = session().instant("--since", since, -1);
        var changes = services().health().changes(found.id(), from, MOST);
        var latency = services().health().latency(found.id(), from, now, 1);
        var day = uptime(found, now, Duration.ofDays(1));
        var week = uptime(found, now, Duration.ofDays(7));
        var quarter = uptime(found, now, Duration.ofDays(90));
        return Answer.of(
                Json.object(
                        "changes",
                        changes.stream()
                                .map(change -> Json.object(
                                        "at", change.at(),
                                        "from", change.from().word(),
                                        "to", change.to().word(),
                                        "message", change.words()))
                                .toList(),
                        "uptime",
                        Json.object("day", day, "week", week, "quarter", quarter),
                        "latency",
                        Json.object(
                                "p50Millis", latency.p50Millis(),
                                "p95Millis", latency.p95Millis(),
                                "p99Millis", latency.p99Millis())),
                page -> {
                    var table = new Table("AT", "FROM", "TO", "MESSAGE");
                    changes.forEach(change -> table.row(
                            page.time(change.at()),
                            change.from().word(),
                            new Table.Cell(change.to().word(), HealthWords.style(change.to())),
                            change.words()));
                    page.table(table, "“" + found.name() + "” did not change.");
                    page.line("Uptime   day " + percent(day) + ", week " + percent(week) + ", quarter "
                            + percent(quarter));
                    page.line("Latency  half within " + millis(latency.p50Millis()) + ", 95 of 100 within "
                            + millis(latency.p95Millis()) + ", 99 of 100 within " + millis(latency.p99Millis()));
                });
    }

    /// @return the part of completed checks that passed, 0 to 1; null without any
    private @Nullable Double uptime(Instance of, Instant now, Duration span) throws ProblemException {
        long passed = 0;
        long checks = 0;
        for (var bar : services().health().bars(of.id(), now.minus(span), now, 1)) {
            passed += bar.passed();
            checks += bar.checks();
        }
        return checks == 0 ? null : (double) passed / checks;
    }

    private static String percent(@Nullable Double part) {
        return part == null ? "unknown" : String.format(Locale.ROOT, "%.2f %%", 100 * part);
    }

    private static String millis(double millis) {
        return Double.isFinite(millis) ? Math.round(millis) + " ms" : "unknown";
    }
}
