package io.pilothouse.domain.amc;

import io.pilothouse.domain.Nearest;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Looks at SQL before it is sent (section 9.4). Only parameters that do not fit block a run; everything
/// else is a warning.
public final class Lint {

    private static final Set<String> AGGREGATES =
            Set.of("COUNT", "SUM", "AVG", "MIN", "MAX", "APPROX_COUNT_DISTINCT", "COLLECT", "STDDEV", "ARRAY_AGG");
    private static final Set<String> SENSITIVE = Set.of("user_id", "postal_code");
    private static final Set<String> SECRET = Set.of("HIGH", "VERY_HIGH", "INTERNAL");
    private static final Set<String> COMPARISONS = Set.of("=", "<", ">", "!", "IN", "LIKE", "BETWEEN");

    private Lint() {}

    /// @param from first position in the typed text
    /// @param to   behind the last
    /// @param fix  what mends it without a person's thinking; empty where one has to think
    public record Finding(String rule, boolean blocks, int from, int to, String words, Optional<Fix> fix) {}

    /// What can be done about a finding at once.
    public sealed interface Fix {

        /// Other SQL in place of a part of it.
        record Write(int from, int to, String text) implements Fix {}

        /// A parameter is declared.
        record Declare(String name) implements Fix {}

        /// A parameter is no longer declared.
        record Undeclare(String name) implements Fix {}
    }

    /// What is known of the instance the SQL is meant for.
    ///
    /// @param columns of its tables, which are in lower case; empty while they are not known
    /// @param display whether it has DSP data
    public record Known(Map<String, List<Remote.DataColumn>> columns, boolean display) {

        public static final Known NOTHING = new Known(Map.of(), true);

        public static Known of(List<Remote.DataSource> sources, boolean display) {
            var columns = new TreeMap<String, List<Remote.DataColumn>>();
            sources.forEach(source -> columns.put(source.id().toLowerCase(Locale.ROOT), source.columns()));
            return new Known(columns, display);
        }

        public Set<String> tables() {
            return columns.keySet();
        }

        List<Remote.DataColumn> columnsOf(String table) {
            return columns.getOrDefault(table.toLowerCase(Locale.ROOT), List.of());
        }

        /// @return lower case
        private Set<String> sensitive() {
            return columns.values().stream()
                    .flatMap(List::stream)
                    .filter(Lint::sensitive)
                    .map(column -> column.name().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }
    }

    /// @return whether a column may not be compared with a value, nor leave AMC
    static boolean sensitive(Remote.DataColumn column) {
        return SECRET.contains(column.sensitivity())
                || SENSITIVE.contains(column.name().toLowerCase(Locale.ROOT));
    }

    public static List<Finding> of(SqlText sql, List<QueryParameter> declared, Known known) {
        var findings = new ArrayList<Finding>();
        var tokens = new SqlTokens(sql);
        parameters(sql, declared, findings);
        words(tokens, known, findings);
        tables(tokens, known, findings);
        wholes(sql, tokens, findings);
        findings.sort(java.util.Comparator.comparing(Finding::blocks).reversed().thenComparing(Finding::from));
        return List.copyOf(findings);
    }

    /// @return tables a text reads, lower case, without those it names itself
    public static Set<String> tablesOf(SqlText sql) {
        return new SqlTokens(sql).tables().keySet();
    }

    private static void parameters(SqlText sql, List<QueryParameter> declared, List<Finding> findings) {
        var used = new HashSet<>(Question.used(sql));
        used.addAll(Question.placeholders(sql));
        var names = declared.stream().map(QueryParameter::name).toList();
        for (var name : used) {
            if (!names.contains(name)) {
                int at = Math.max(0, sql.typed().indexOf(name));
                findings.add(new Finding(
                        "parameter-undeclared",
                        true,
                        at,
                        at + name.length(),
                        Sentence.UNDECLARED.say(name),
                        Optional.of(new Fix.Declare(name))));
            }
        }
        for (var name : names) {
            if (!used.contains(name)) {
                findings.add(new Finding(
                        "parameter-unused",
                        true,
                        0,
                        0,
                        Sentence.UNUSED.say(name),
                        Optional.of(new Fix.Undeclare(name))));
            }
        }
    }

    private static void words(SqlTokens tokens, Known known, List<Finding> findings) {
        var fixes = new SqlFixes(tokens);
        var sensitive = new HashSet<>(SENSITIVE);
        sensitive.addAll(known.sensitive());
        int joinedUntil = -1;
        for (int i = 0; i < tokens.size(); i++) {
            switch (tokens.text(i).toUpperCase(Locale.ROOT)) {
                case "SELECT" -> {
                    if (tokens.is(i + 1, "*")) {
                        add(findings, "select-star", tokens, i + 1, Sentence.SELECT_STAR, fixes.columns(i + 1, known));
                    }
                }
                case "LIMIT" -> add(findings, "limit", tokens, i, Sentence.LIMIT, fixes.ranked(i));
                case "ORDER" -> {
                    if (tokens.is(i + 1, "BY") && !inWindow(tokens, i)) {
                        add(findings, "order-by", tokens, i, Sentence.ORDER_BY, fixes.withoutOrder(i));
                    }
                }
                case "RIGHT" -> {
                    if (tokens.is(i + 1, "JOIN") || tokens.is(i + 1, "OUTER")) {
                        add(findings, "right-join", tokens, i, Sentence.RIGHT_JOIN, fixes.leftJoin(i));
                    }
                }
                case "GETDATE" -> {
                    if (tokens.is(i + 1, "(") && tokens.is(i + 2, ")")) {
                        var today = new Fix.Write(
                                tokens.at(i).from(), tokens.at(i + 2).to(), "CAST('today' AS DATE)");
                        add(findings, "getdate", tokens, i, Sentence.GETDATE, Optional.of(today));
                    }
                }
                case "|" -> {
                    if (tokens.is(i + 1, "|") && i > joinedUntil) {
                        var joined = fixes.concat(i);
                        joinedUntil = joined.last();
                        add(findings, "concat", tokens, i, Sentence.CONCAT, joined.fix());
                    }
                }
                case "NTILE" -> add(findings, "ntile", tokens, i, Sentence.NTILE, Optional.empty());
                case "COUNT" -> {
                    boolean all = tokens.is(i + 1, "(") && tokens.is(i + 2, "*") && tokens.is(i + 4, "OVER");
                    if (all) {
                        add(
                                findings,
                                "count-star-over",
                                tokens,
                                i,
                                Sentence.COUNT_STAR_OVER,
                                fixes.countedColumn(i + 2));
                    }
                }
                case "COLLECT" -> {
                    if (tokens.is(i + 1, "(") && expressionInside(tokens, i + 1)) {
                        add(findings, "collect", tokens, i, Sentence.COLLECT, Optional.empty());
                    }
                }
                default -> {
                    var word = tokens.text(i).toLowerCase(Locale.ROOT);
                    if (sensitive.contains(word) && compared(tokens, i)) {
                        add(findings, "sensitive-compared", tokens, i, Sentence.NOT_COMPARED, Optional.empty(), word);
                    }
                }
            }
        }
    }

    /// Whether an ORDER stands in a window clause or in a call, as of ARRAY_AGG: in parentheses that hold no query.
    private static boolean inWindow(SqlTokens tokens, int order) {
        for (int i = order - 1; i >= 0; i--) {
            if (tokens.depth(i) < tokens.depth(order)) {
                int first = i + 1;
                while (tokens.is(first, "(")) {
                    first++;
                }
                return !tokens.is(first, "SELECT") && !tokens.is(first, "WITH");
            }
        }
        return false;
    }

    private static boolean expressionInside(SqlTokens tokens, int open) {
        for (int i = open + 1; i < tokens.size(); i++) {
            var text = tokens.text(i);
            if (text.equals(")")) {
                return false;
            }
            if ("+-*/(".contains(text)) {
                return true;
            }
        }
        return false;
    }

    /// A highly sensitive column compared with a literal or a parameter is rejected, on either side.
    private static boolean compared(SqlTokens tokens, int at) {
        int behind = at + 1;
        behind += tokens.is(behind, "NOT") ? 1 : 0;
        if (comparison(tokens, behind)) {
            boolean in = tokens.is(behind, "IN");
            while (comparison(tokens, behind + 1)) { // <>, <=, !=
                behind++;
            }
            if (in ? !tokens.is(behind + 2, "SELECT") : value(tokens, behind + 1)) {
                return true;
            }
        }
        int before = at - 1;
        while (tokens.is(before, ".")) { // its table
            before -= 2;
        }
        if (!tokens.is(before, SqlText.Kind.SYMBOL) || !comparison(tokens, before)) {
            return false;
        }
        while (tokens.is(before - 1, SqlText.Kind.SYMBOL) && comparison(tokens, before - 1)) {
            before--;
        }
        int close = before - 1;
        boolean parameter = tokens.is(close, ")") && tokens.is(tokens.opening(close) - 1, "CUSTOM_PARAMETER");
        return parameter || (!tokens.is(close, ")") && value(tokens, close));
    }

    private static boolean comparison(SqlTokens tokens, int at) {
        return COMPARISONS.contains(tokens.text(at).toUpperCase(Locale.ROOT));
    }

    private static boolean value(SqlTokens tokens, int at) {
        return tokens.is(at, SqlText.Kind.STRING)
                || tokens.is(at, SqlText.Kind.NUMBER)
                || tokens.is(at, SqlText.Kind.PLACEHOLDER)
                || tokens.is(at, "CUSTOM_PARAMETER");
    }

    private static void tables(SqlTokens tokens, Known known, List<Finding> findings) {
        tokens.tables().forEach((table, at) -> {
            if (table.startsWith("dsp_") && !known.display()) {
                add(findings, "no-display", tokens, at, Sentence.NO_DSP, Optional.empty(), table);
            } else if (!known.tables().isEmpty() && !known.tables().contains(table)) {
                var meant = Nearest.to(table, known.tables());
                add(
                        findings,
                        "unknown-table",
                        tokens,
                        at,
                        Sentence.NO_TABLE,
                        meant.map(name -> instead(tokens, at, name)),
                        table);
            }
            if (table.endsWith("_for_audiences")) {
                var twin = table.substring(0, table.length() - "_for_audiences".length());
                add(
                        findings,
                        "audience-table",
                        tokens,
                        at,
                        Sentence.AUDIENCE_TABLE,
                        Optional.of(instead(tokens, at, twin)),
                        table);
            }
        });
    }

    private static Fix instead(SqlTokens tokens, int at, String text) {
        return new Fix.Write(tokens.at(at).from(), tokens.at(at).to(), text);
    }

    private static void wholes(SqlText sql, SqlTokens tokens, List<Finding> findings) {
        boolean aggregates = sql.tokens().stream()
                .filter(token -> token.kind() == SqlText.Kind.WORD)
                .anyMatch(token -> AGGREGATES.contains(sql.text(token).toUpperCase(Locale.ROOT)));
        if (!sql.sent().isEmpty() && !aggregates) {
            findings.add(new Finding("no-aggregate", false, 0, 0, Sentence.NO_AGGREGATE.say(), Optional.empty()));
        }
        var fixes = new SqlFixes(tokens);
        tokens.last()
                .ifPresent(select -> tokens.items(select.first(), select.from()).stream()
                        .filter(fixes::userId)
                        .findFirst()
                        .ifPresent(item -> add(
                                findings,
                                "user-id",
                                tokens,
                                item.first(),
                                Sentence.USER_ID,
                                fixes.counted(select, item))));
    }

    private static void add(
            List<Finding> findings,
            String rule,
            SqlTokens tokens,
            int at,
            Sentence words,
            Optional<Fix> fix,
            Object... values) {
        findings.add(
                new Finding(rule, false, tokens.at(at).from(), tokens.at(at).to(), words.say(values), fix));
    }
}
