package io.pilothouse.cli.home;

import io.pilothouse.cli.Answer;
import io.pilothouse.cli.CliCommand;
import io.pilothouse.cli.Page;
import io.pilothouse.cli.Session;
import io.pilothouse.cli.home.LineCommands.Chooser;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Table;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.home.HomeComparison;
import io.pilothouse.domain.home.HomeComparison.Outcome;
import io.pilothouse.domain.home.HomeComparison.Part;
import io.pilothouse.tasks.home.HomeProblemList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// What concerns several houses.
final class ManyCommands {

    private ManyCommands() {}

    @Command(
            name = "compare",
            description = "Compares two to four houses; says what only some have and what differs.",
            footer = "  pilothouse ha compare Home Cabin --part areas --part devices")
    static final class Compare extends CliCommand {

        @Parameters(arity = "1..4", paramLabel = "INSTANCE", description = "the houses; with one, the active house too")
        private List<String> words = List.of();

        @Option(
                names = "--part",
                paramLabel = "PART",
                description = "configuration, components, integrations, floors, areas, labels, devices, entities, "
                        + "services, automations, updates, hardware, network, repairs, backups (usual: all)")
        private List<String> parts = List.of();

        @Option(names = "--equal", description = "also what is equal")
        private boolean equal;

        @Option(names = "--csv", description = "as CSV, for a spreadsheet")
        private boolean csv;

        private final Chooser chooser;

        Compare(Session session) {
            super(session);
            chooser = new Chooser(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var wanted = parts();
            var houses = new ArrayList<OfHouse.House>();
            if (words.size() == 1) {
                houses.add(chooser.house());
            }
            for (var word : words) {
                houses.add(chooser.named(word));
            }
            var ids = Chooser.ids(houses);
            var comparison = session()
                    .task(
                            "home-compare",
                            "compare "
                                    + houses.stream().map(OfHouse.House::name).collect(Collectors.joining(" and ")),
                            ids,
                            _ -> services().homes().compare(ids, wanted));
            var rows = comparison.rows().stream()
                    .filter(row -> equal || row.outcome() != Outcome.EQUAL)
                    .toList();
            if (csv && !session().json()) {
                return Answer.of(null, page -> csv(comparison, rows).forEach(page::line))
                        .notWellIf(comparison.differs() || comparison.oneSilent());
            }
            return Answer.of(json(comparison, rows, wanted), page -> {
                        comparison.sides().forEach(side -> gaps(side, page));
                        var table = new Table("PART", "WHAT", "OUTCOME", "DIFFERS");
                        rows.forEach(row -> table.row(
                                Json.word(row.part()),
                                row.key(),
                                words(row, comparison),
                                row.fields().stream()
                                        .map(field -> field + " "
                                                + row.values().stream()
                                                        .map(value -> value.getOrDefault(field, "–"))
                                                        .collect(Collectors.joining(" / ")))
                                        .collect(Collectors.joining("; "))));
                        page.table(
                                table, comparison.rows().isEmpty() ? "Nothing could be compared." : "They are equal.");
                    })
                    .notWellIf(comparison.differs() || comparison.oneSilent());
        }

        private static void gaps(HomeComparison.Side side, Page page) {
            side.missing().forEach((part, reason) -> page.line(side.name() + ", " + Json.word(part) + ": " + reason));
            side.stored()
                    .forEach((part, stored) -> page.line(side.name() + ", " + Json.word(part) + ": as it was at "
                            + stored.readAt() + ". " + stored.reason()));
        }

        private static String words(HomeComparison.Row row, HomeComparison comparison) {
            return switch (row.outcome()) {
                case ONLY_LEFT, ONLY_RIGHT, ONLY_SOME -> "only " + comparison.having(row);
                case DIFFERENT -> "different";
                case EQUAL -> "equal";
            };
        }

        private EnumSet<Part> parts() throws ProblemException {
            var wanted = EnumSet.noneOf(Part.class);
            for (var word : parts) {
                wanted.add(Arrays.stream(Part.values())
                        .filter(part -> Json.word(part).equals(word))
                        .findFirst()
                        .orElseThrow(() -> Session.problem(
                                ProblemCode.BAD_VALUE,
                                "There is no part “" + word + "”.",
                                "Use "
                                        + Arrays.stream(Part.values())
                                                .map(Json::word)
                                                .collect(Collectors.joining(", ")) + ".")));
            }
            return wanted.isEmpty() ? EnumSet.allOf(Part.class) : wanted;
        }

        private static Object json(HomeComparison comparison, List<HomeComparison.Row> rows, EnumSet<Part> wanted) {
            var counts = new LinkedHashMap<String, @Nullable Object>();
            for (var part : wanted) {
                var of = new LinkedHashMap<String, @Nullable Object>();
                for (var outcome : Outcome.values()) {
                    of.put(Json.word(outcome), comparison.count(part, outcome));
                }
                counts.put(Json.word(part), of);
            }
            return Json.object(
                    "sides",
                    comparison.sides().stream()
                            .map(side -> Json.object(
                                    "instance",
                                    side.instance(),
                                    "name",
                                    side.name(),
                                    "missing",
                                    side.missing().entrySet().stream()
                                            .collect(Collectors.toMap(
                                                    entry -> Json.word(entry.getKey()),
                                                    java.util.Map.Entry::getValue,
                                                    (one, _) -> one,
                                                    LinkedHashMap::new)),
                                    "stored",
                                    side.stored().entrySet().stream()
                                            .collect(Collectors.toMap(
                                                    entry -> Json.word(entry.getKey()),
                                                    entry -> Json.object(
                                                            "readAt",
                                                                    entry.getValue()
                                                                            .readAt(),
                                                            "reason",
                                                                    entry.getValue()
                                                                            .reason()),
                                                    (one, _) -> one,
                                                    LinkedHashMap::new))))
                            .toList(),
                    "counts",
                    counts,
                    "rows",
                    rows.stream()
                            .map(row -> Json.object(
                                    "part",
                                    row.part(),
                                    "key",
                                    row.key(),
                                    "outcome",
                                    row.outcome(),
                                    "in",
                                    row.having().stream()
                                            .map(at ->
                                                    comparison.sides().get(at).instance())
                                            .toList(),
                                    "fields",
                                    row.fields(),
                                    "values",
                                    row.values()))
                            .toList());
        }

        private static List<String> csv(HomeComparison comparison, List<HomeComparison.Row> rows) {
            var lines = new ArrayList<String>();
            var head = new ArrayList<>(List.of("part", "key", "outcome", "fields"));
            comparison.sides().forEach(side -> head.add(side.name()));
            lines.add(line(head));
            for (var row : rows) {
                var cells = new ArrayList<>(List.of(
                        Json.word(row.part()), row.key(), Json.word(row.outcome()), String.join(" ", row.fields())));
                row.values()
                        .forEach(value -> cells.add(value.entrySet().stream()
                                .map(entry -> entry.getKey() + "=" + entry.getValue())
                                .collect(Collectors.joining(" "))));
                lines.add(line(cells));
            }
            return lines;
        }

        private static String line(List<String> cells) {
            return cells.stream()
                    .map(cell -> '"' + cell.replace("\"", "\"\"") + '"')
                    .collect(Collectors.joining(","));
        }
    }

    @Command(
            name = "problems",
            description = "Lists what is wrong in houses: repairs, failing integrations and automations, "
                    + "unavailable entities, low batteries, updates, old backups.",
            footer = "  pilothouse ha problems --all")
    static final class Problems extends CliCommand {

        @Option(names = "--on", paramLabel = "INSTANCE", description = "a house; may be given several times")
        private List<String> on = List.of();

        @Option(names = "--all", description = "every house that is switched on")
        private boolean all;

        private final Chooser chooser;

        Problems(Session session) {
            super(session);
            chooser = new Chooser(session);
        }

        @Override
        public Answer run() throws ProblemException, InterruptedException {
            var houses = chooser.houses(on, all);
            var ids = Chooser.ids(houses);
            var list = session()
                    .task(
                            "home-problems",
                            "look for problems of " + LineCommands.names(houses),
                            ids,
                            _ -> services().homes().problems(ids));
            if (houses.size() == 1 && list.notAsked().size() == 1) {
                throw new ProblemException(list.notAsked().values().iterator().next());
            }
            var json = Json.object();
            if (houses.size() == 1) {
                json.put("context", houses.getFirst().context());
            }
            json.put(
                    "problems",
                    list.problems().stream()
                            .map(problem -> Json.object(
                                    "instance", problem.instance(),
                                    "house", problem.house(),
                                    "kind", problem.found().kind(),
                                    "serious", problem.found().serious(),
                                    "subject", problem.found().subject(),
                                    "name", problem.found().name(),
                                    "text", problem.found().text(),
                                    "since", problem.found().since()))
                            .toList());
            json.put("total", list.problems().size());
            json.put(
                    "notAsked",
                    list.notAsked().entrySet().stream()
                            .map(entry -> Json.object(
                                    "instance",
                                    entry.getKey(),
                                    "message",
                                    entry.getValue().summary(),
                                    "next",
                                    entry.getValue().advice()))
                            .toList());
            var notes =
                    list.untold().stream().map(HomeProblemList.Untold::sentence).toList();
            json.put("notes", notes);
            return Answer.of(json, page -> {
                        var table = new Table("HOUSE", "PROBLEM", "WHAT", "SAYS");
                        list.problems()
                                .forEach(problem -> table.row(
                                        problem.house(),
                                        Json.word(problem.found().kind()).replace('-', ' '),
                                        problem.found().name(),
                                        problem.found().text()));
                        page.table(
                                table,
                                list.notAsked().isEmpty() ? "Nothing is wrong." : "Nothing is known to be wrong.");
                        list.notAsked().values().forEach(problem -> page.line(problem.summary()));
                        notes.forEach(page::line);
                    })
                    .notWellIf(!list.problems().isEmpty() || !list.notAsked().isEmpty());
        }
    }
}
