package io.pilothouse.domain.amc;

import io.pilothouse.domain.amc.SqlText.Kind;
import io.pilothouse.domain.amc.SqlText.Token;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Looks at SQL before it is sent (section 9.4). Only parameters that do not fit block a run; everything
/// else is a warning.
public final class Lint {

    private static final Set<String> AGGREGATES =
            Set.of("COUNT", "SUM", "AVG", "MIN", "MAX", "APPROX_COUNT_DISTINCT", "COLLECT", "STDDEV", "ARRAY_AGG");
    private static final Set<String> SENSITIVE = Set.of("user_id", "postal_code");
    private static final Pattern TABLE = Pattern.compile("\\b(?:FROM|JOIN)\\s+(\\w+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAMED =
            Pattern.compile("(?:\\bWITH\\s+|\\)\\s*,\\s*)(\\w+)\\s+AS\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern FINAL_LIST = Pattern.compile(
            "^(?:WITH\\b.*\\))?\\s*SELECT\\b(.*?)\\bFROM\\b", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    private static final Pattern COUNT_STAR_OVER =
            Pattern.compile("\\bCOUNT\\s*\\(\\s*\\*\\s*\\)\\s*OVER\\b", Pattern.CASE_INSENSITIVE);

    private Lint() {}

    /// @param from first position in the typed text
    /// @param to   behind the last
    /// @param fix  what to write there instead; empty where a person has to think
    public record Finding(String rule, boolean blocks, int from, int to, String words, Optional<String> fix) {}

    /// What is known of the instance the SQL is meant for.
    ///
    /// @param tables  lower case; empty while they are not known
    /// @param display whether it has DSP data
    public record Known(Set<String> tables, boolean display) {

        public static final Known NOTHING = new Known(Set.of(), true);
    }

    public static List<Finding> of(SqlText sql, List<QueryParameter> declared, Known known) {
        var findings = new ArrayList<Finding>();
        parameters(sql, declared, findings);
        words(sql, findings);
        tables(sql, known, findings);
        wholes(sql, findings);
        findings.sort(java.util.Comparator.comparing(Finding::blocks).reversed().thenComparing(Finding::from));
        return List.copyOf(findings);
    }

    /// @return tables a text reads, lower case, without those it names itself
    public static Set<String> tablesOf(SqlText sql) {
        var own = new HashSet<String>();
        var named = NAMED.matcher(sql.sent());
        while (named.find()) {
            own.add(named.group(1).toLowerCase(Locale.ROOT));
        }
        var tables = new java.util.LinkedHashSet<String>();
        var table = TABLE.matcher(sql.sent());
        while (table.find()) {
            var name = table.group(1).toLowerCase(Locale.ROOT);
            if (!own.contains(name)) {
                tables.add(name);
            }
        }
        return tables;
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
                        Optional.empty()));
            }
        }
        for (var name : names) {
            if (!used.contains(name)) {
                findings.add(new Finding("parameter-unused", true, 0, 0, Sentence.UNUSED.say(name), Optional.empty()));
            }
        }
    }

    private static void words(SqlText sql, List<Finding> findings) {
        var tokens = sql.tokens().stream()
                .filter(token -> token.kind() != Kind.BLANK && token.kind() != Kind.COMMENT)
                .toList();
        int depth = 0;
        var overAt = new java.util.ArrayDeque<Integer>();
        for (int i = 0; i < tokens.size(); i++) {
            var token = tokens.get(i);
            var word = sql.text(token).toUpperCase(Locale.ROOT);
            var next = i + 1 < tokens.size() ? sql.text(tokens.get(i + 1)).toUpperCase(Locale.ROOT) : "";
            switch (word) {
                case "(" -> {
                    depth++;
                    if (i > 0 && sql.text(tokens.get(i - 1)).equalsIgnoreCase("OVER")) {
                        overAt.push(depth);
                    }
                }
                case ")" -> {
                    if (!overAt.isEmpty() && overAt.peek() == depth) {
                        overAt.pop();
                    }
                    depth--;
                }
                case "SELECT" -> {
                    if (next.equals("*")) {
                        add(findings, "select-star", tokens.get(i + 1), Sentence.SELECT_STAR.say(), "");
                    }
                }
                case "LIMIT" -> add(findings, "limit", token, Sentence.LIMIT.say(), "");
                case "ORDER" -> {
                    if (next.equals("BY") && overAt.isEmpty()) {
                        add(findings, "order-by", token, Sentence.ORDER_BY.say(), "");
                    }
                }
                case "RIGHT" -> {
                    if (next.equals("JOIN") || next.equals("OUTER")) {
                        add(findings, "right-join", token, Sentence.RIGHT_JOIN.say(), "");
                    }
                }
                case "GETDATE" -> {
                    if (next.equals("(")) {
                        int close = Math.min(i + 2, tokens.size() - 1);
                        findings.add(new Finding(
                                "getdate",
                                false,
                                token.from(),
                                tokens.get(close).to(),
                                Sentence.GETDATE.say(),
                                Optional.of("CAST('today' AS DATE)")));
                    }
                }
                case "|" -> {
                    if (next.equals("|")) {
                        add(findings, "concat", token, Sentence.CONCAT.say(), "");
                        i++;
                    }
                }
                case "NTILE" -> add(findings, "ntile", token, Sentence.NTILE.say(), "");
                case "COLLECT" -> {
                    if (next.equals("(") && expressionInside(sql, tokens, i + 1)) {
                        add(findings, "collect", token, Sentence.COLLECT.say(), "");
                    }
                }
                default -> sensitive(sql, tokens, i, word, findings);
            }
        }
    }

    private static boolean expressionInside(SqlText sql, List<Token> tokens, int open) {
        for (int i = open + 1; i < tokens.size(); i++) {
            var text = sql.text(tokens.get(i));
            if (text.equals(")")) {
                return false;
            }
            if ("+-*/(".contains(text)) {
                return true;
            }
        }
        return false;
    }

    /// A highly sensitive column compared with a literal or a parameter is rejected.
    private static void sensitive(SqlText sql, List<Token> tokens, int at, String word, List<Finding> findings) {
        if (!SENSITIVE.contains(word.toLowerCase(Locale.ROOT)) || at + 2 >= tokens.size()) {
            return;
        }
        var operator = sql.text(tokens.get(at + 1));
        var other = tokens.get(at + 2);
        boolean compared =
                "=<>".contains(operator) || operator.equalsIgnoreCase("IN") || operator.equalsIgnoreCase("LIKE");
        boolean fixed = other.kind() == Kind.STRING
                || other.kind() == Kind.NUMBER
                || sql.text(other).equalsIgnoreCase("CUSTOM_PARAMETER");
        if (compared && (fixed || operator.equalsIgnoreCase("IN"))) {
            add(
                    findings,
                    "sensitive-compared",
                    tokens.get(at),
                    Sentence.NOT_COMPARED.say(word.toLowerCase(Locale.ROOT)),
                    "");
        }
    }

    private static void tables(SqlText sql, Known known, List<Finding> findings) {
        for (var table : tablesOf(sql)) {
            int at = Math.max(0, sql.typed().toLowerCase(Locale.ROOT).indexOf(table));
            int end = at + table.length();
            if (table.startsWith("dsp_") && !known.display()) {
                findings.add(new Finding("no-display", false, at, end, Sentence.NO_DSP.say(table), Optional.empty()));
            } else if (!known.tables().isEmpty() && !known.tables().contains(table)) {
                findings.add(
                        new Finding("unknown-table", false, at, end, Sentence.NO_TABLE.say(table), Optional.empty()));
            }
            if (table.endsWith("_for_audiences")) {
                findings.add(new Finding(
                        "audience-table",
                        false,
                        at,
                        end,
                        Sentence.AUDIENCE_TABLE.say(table),
                        Optional.of(table.substring(0, table.length() - "_for_audiences".length()))));
            }
        }
    }

    private static void wholes(SqlText sql, List<Finding> findings) {
        var sent = sql.sent();
        boolean aggregates = sql.tokens().stream()
                .filter(token -> token.kind() == Kind.WORD)
                .anyMatch(token -> AGGREGATES.contains(sql.text(token).toUpperCase(Locale.ROOT)));
        if (!sent.isEmpty() && !aggregates) {
            findings.add(new Finding("no-aggregate", false, 0, 0, Sentence.NO_AGGREGATE.say(), Optional.empty()));
        }
        var list = FINAL_LIST.matcher(sent);
        if (list.find() && list.group(1).matches("(?is).*(?<![\\w(.])(?:\\w+\\.)?user_id\\s*(?:,.*|$)")) {
            int at = Math.max(0, sql.typed().toLowerCase(Locale.ROOT).indexOf("user_id"));
            findings.add(new Finding("user-id", false, at, at + 7, Sentence.USER_ID.say(), Optional.empty()));
        }
        if (COUNT_STAR_OVER.matcher(sent).find()) {
            findings.add(new Finding("count-star-over", false, 0, 0, Sentence.COUNT_STAR_OVER.say(), Optional.empty()));
        }
    }

    private static void add(List<Finding> findings, String rule, Token token, String words, String fix) {
        findings.add(new Finding(
                rule, false, token.from(), token.to(), words, fix.isEmpty() ? Optional.empty() : Optional.of(fix)));
    }
}
