package io.pilothouse.demo.amc;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// As much of AMC's SQL as the simulator judges: tables, declared parameters, what AMC does not take
/// (section 9.4), and the columns that come out.
final class Sql {

    private static final Pattern TABLE = Pattern.compile("\\b(?:FROM|JOIN)\\s+(\\w+)", Pattern.CASE_INSENSITIVE);
    private static final Pattern NAMED =
            Pattern.compile("(?:\\bWITH\\s+|\\)\\s*,\\s*)(\\w+)\\s+AS\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern PARAMETER =
            Pattern.compile("\\bCUSTOM_PARAMETER\\s*\\(\\s*'([^']*)'\\s*\\)", Pattern.CASE_INSENSITIVE);
    private static final Pattern AGGREGATE = Pattern.compile(
            "\\b(?:COUNT|SUM|AVG|MIN|MAX|APPROX_COUNT_DISTINCT|COLLECT|STDDEV)\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern LIMIT = Pattern.compile("\\bLIMIT\\s+\\d", Pattern.CASE_INSENSITIVE);
    private static final Pattern RIGHT_JOIN =
            Pattern.compile("\\bRIGHT\\s+(?:OUTER\\s+)?JOIN", Pattern.CASE_INSENSITIVE);
    private static final Pattern GETDATE = Pattern.compile("\\bGETDATE\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern NTILE = Pattern.compile("\\bNTILE\\s*\\(", Pattern.CASE_INSENSITIVE);
    private static final Pattern EXTRACT =
            Pattern.compile("\\bEXTRACT\\s*\\(\\s*\\w+\\s+FROM\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern COUNT_ALL_OVER =
            Pattern.compile("\\bCOUNT\\s*\\(\\s*\\*\\s*\\)\\s*OVER\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern COLLECT_OF =
            Pattern.compile("\\bCOLLECT\\s*\\((?!\\s*(?:DISTINCT\\s+)?[\\w.]+\\s*\\))", Pattern.CASE_INSENSITIVE);
    /// A person or a place compared with a value; the insides of literals are blanked.
    private static final Pattern PERSON_IS = Pattern.compile(
            "\\b(?:user_id|postal_code)\\s*(?:[=<>!]+|NOT\\s+LIKE\\b|LIKE\\b|NOT\\s+IN\\s*\\(|IN\\s*\\()\\s*(?:'|\\d|CUSTOM_PARAMETER\\b)"
                    + "|(?:'|\\d)\\s*[=<>!]+\\s*(?:\\w+\\.)?(?:user_id|postal_code)\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern CONCAT = Pattern.compile("\\|\\|");
    private static final Pattern STAR = Pattern.compile("\\bSELECT\\s+\\*", Pattern.CASE_INSENSITIVE);
    private static final Pattern ALIAS = Pattern.compile("(?is).*\\bAS\\s+(\\w+)\\s*");
    private static final Pattern LAST_NAME = Pattern.compile("(?s).*?(\\w+)\\s*\\)*\\s*");

    private final String text;
    /// The same length, without comments and the inside of literals.
    private final String bare;

    /// One column of a result.
    ///
    /// @param type `STRING`, `LONG`, `DECIMAL` or `DATE`
    record Column(String name, boolean metric, String type) {}

    Sql(String text) {
        this.text = text;
        bare = bare(text);
    }

    private static String bare(String text) {
        var bare = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\'' || c == '"') {
                int end = text.indexOf(c, i + 1);
                end = end < 0 ? text.length() : end;
                blank(bare, i + 1, end);
                i = end;
            } else if (text.startsWith("--", i)) {
                int end = text.indexOf('\n', i);
                end = end < 0 ? text.length() : end;
                blank(bare, i, end);
                i = end;
            } else if (text.startsWith("/*", i)) {
                int end = text.indexOf("*/", i + 2);
                end = end < 0 ? text.length() : end + 2;
                blank(bare, i, end);
                i = end - 1;
            }
        }
        return bare.toString();
    }

    private static void blank(StringBuilder text, int from, int to) {
        for (int i = from; i < to; i++) {
            text.setCharAt(i, ' ');
        }
    }

    /// A final semicolon lets a run succeed with a header and no rows (section 9.3).
    boolean endsWithSemicolon() {
        return bare.stripTrailing().endsWith(";");
    }

    /// @param tables   known to the instance
    /// @param declared names of parameters
    /// @return why the service does not compile this; empty when it does
    Optional<String> refusal(Set<String> tables, Set<String> declared) {
        if (bare.isBlank()) {
            return Optional.of("the sql query was invalid: it is empty");
        }
        var named = new HashSet<String>();
        var names = NAMED.matcher(bare);
        while (names.find()) {
            named.add(names.group(1).toLowerCase(Locale.ROOT));
        }
        var table = TABLE.matcher(
                EXTRACT.matcher(bare).replaceAll(it -> " ".repeat(it.group().length())));
        while (table.find()) {
            var name = table.group(1).toLowerCase(Locale.ROOT);
            if (!tables.contains(name) && !named.contains(name)) {
                return Optional.of(at(table.start(1), table.end(1), "Object '" + table.group(1) + "' not found"));
            }
        }
        for (var rule : List.of(
                new Forbidden(STAR, "SELECT * is not supported"),
                new Forbidden(LIMIT, "LIMIT is not supported"),
                new Forbidden(RIGHT_JOIN, "RIGHT JOIN is not supported"),
                new Forbidden(GETDATE, "No match found for function signature GETDATE()"),
                new Forbidden(CONCAT, "Operator || is not supported"))) {
            var match = rule.pattern().matcher(bare);
            if (match.find()) {
                return Optional.of(at(match.start(), match.end(), rule.words()));
            }
        }
        var parameter = PARAMETER.matcher(text);
        while (parameter.find()) {
            if (bare.charAt(parameter.start()) != ' ' && !declared.contains(parameter.group(1))) {
                return Optional.of("reference to undeclared parameter '" + parameter.group(1) + "'");
            }
        }
        return Optional.empty();
    }

    private record Forbidden(Pattern pattern, String words) {}

    /// @return why a run of this is rejected later, though it compiles
    Optional<String> rejection() {
        if (NTILE.matcher(bare).find()) {
            return Optional.of("Unsupported scalar operation: NTILE");
        }
        if (COUNT_ALL_OVER.matcher(bare).find()) {
            return Optional.of("Unsupported scalar operation: COUNT(*) OVER");
        }
        if (COLLECT_OF.matcher(bare).find()) {
            return Optional.of("Unsupported scalar operation: COLLECT of an expression");
        }
        if (PERSON_IS.matcher(bare).find()) {
            return Optional.of("A column of very high sensitivity must not be compared with a value.");
        }
        if (outputs().stream().anyMatch(column -> column.name().equalsIgnoreCase("user_id") && !column.metric())) {
            return Optional.of("The output column user_id violates the aggregation threshold.");
        }
        if (!AGGREGATE.matcher(bare).find()) {
            return Optional.of("The query must aggregate its rows.");
        }
        return Optional.empty();
    }

    private String at(int from, int to, String words) {
        return "From line " + line(from) + ", column " + column(from) + " to line " + line(to - 1) + ", column "
                + column(to - 1) + ": " + words;
    }

    private long line(int position) {
        return 1 + text.substring(0, position).chars().filter(c -> c == '\n').count();
    }

    private int column(int position) {
        return position - text.lastIndexOf('\n', Math.max(0, position - 1));
    }

    /// The columns of the outermost select list.
    List<Column> outputs() {
        int select = topLevel("SELECT", 0);
        if (select < 0) {
            return List.of();
        }
        int from = topLevel("FROM", select);
        var list = bare.substring(select + "SELECT".length(), from < 0 ? bare.length() : from);
        var columns = new ArrayList<Column>();
        int depth = 0;
        int start = 0;
        for (int i = 0; i <= list.length(); i++) {
            char c = i == list.length() ? ',' : list.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (c == ',' && depth == 0) {
                column(list.substring(start, i), columns.size()).ifPresent(columns::add);
                start = i + 1;
            }
        }
        return List.copyOf(columns);
    }

    private static Optional<Column> column(String expression, int place) {
        if (expression.isBlank()) {
            return Optional.empty();
        }
        var alias = ALIAS.matcher(expression);
        var last = LAST_NAME.matcher(expression);
        boolean plain = expression.strip().matches("[\\w.]+");
        var name = alias.matches() ? alias.group(1) : plain && last.matches() ? last.group(1) : "EXPR$" + place;
        boolean metric = AGGREGATE.matcher(expression).find() || expression.contains("/");
        return Optional.of(new Column(name, metric, type(name.toLowerCase(Locale.ROOT), expression, metric)));
    }

    private static String type(String name, String expression, boolean metric) {
        if (name.endsWith("_dt") || name.endsWith("date") || name.equals("week") || name.equals("day")) {
            return "DATE";
        }
        if (!metric) {
            return "STRING";
        }
        boolean fraction = expression.contains("/")
                || expression.toUpperCase(Locale.ROOT).contains("AVG")
                || name.contains("rate")
                || name.contains("pct");
        return fraction ? "DECIMAL" : "LONG";
    }

    private int topLevel(String word, int from) {
        int depth = 0;
        for (int i = from; i + word.length() <= bare.length(); i++) {
            char c = bare.charAt(i);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            boolean here = depth == 0
                    && bare.regionMatches(true, i, word, 0, word.length())
                    && (i == 0 || !Character.isJavaIdentifierPart(bare.charAt(i - 1)))
                    && (i + word.length() == bare.length()
                            || !Character.isJavaIdentifierPart(bare.charAt(i + word.length())));
            if (here) {
                return i;
            }
        }
        return -1;
    }
}
