package io.pilothouse.demo.stash;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A parsed GraphQL document, as much of the language as a client of Stash needs: operations with
/// variables, fields with aliases and arguments, inline and named fragments. No directives.
record GraphQlDocument(List<Operation> operations, Map<String, Fragment> fragments) {

    /// @param type      `query`, `mutation` or `subscription`
    /// @param variables names without the dollar sign
    record Operation(String type, String name, Set<String> variables, List<Selection> selections) {}

    record Fragment(String type, List<Selection> selections) {}

    sealed interface Selection {

        /// @param key       the key in the answer: the alias, else the name
        /// @param arguments values; a [Variable] where one stands
        record Field(String key, String name, Map<String, @Nullable Object> arguments, List<Selection> selections)
                implements Selection {}

        record Inline(String type, List<Selection> selections) implements Selection {}

        record Spread(String fragment) implements Selection {}
    }

    record Variable(String name) {}

    /// The document cannot be read.
    static final class Unreadable extends Exception {

        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    static GraphQlDocument parse(String text) throws Unreadable {
        return new Parser(text).document();
    }

    private static final class Parser {

        private static final Pattern TOKEN =
                Pattern.compile("[\\s,\\uFEFF]+|#[^\\n]*|(?<token>\\.\\.\\.|[{}()\\[\\]:=!$|@&]|[_A-Za-z][_0-9A-Za-z]*"
                        + "|-?\\d+(?:\\.\\d+)?(?:[eE][+-]?\\d+)?|\"(?:[^\"\\\\\\n]|\\\\.)*\")");

        private final List<String> tokens = new ArrayList<>();
        private int at;

        Parser(String text) throws Unreadable {
            Matcher matcher = TOKEN.matcher(text);
            int end = 0;
            while (matcher.lookingAt()) {
                if (matcher.group("token") != null) {
                    tokens.add(matcher.group("token"));
                }
                end = matcher.end();
                matcher.region(end, text.length());
            }
            if (end < text.length()) {
                throw new Unreadable("Unexpected character at " + end);
            }
        }

        GraphQlDocument document() throws Unreadable {
            var operations = new ArrayList<Operation>();
            var fragments = new LinkedHashMap<String, Fragment>();
            while (at < tokens.size()) {
                if (peek().equals("fragment")) {
                    next();
                    var name = next();
                    expect("on");
                    fragments.put(name, new Fragment(next(), selections()));
                } else {
                    operations.add(operation());
                }
            }
            return new GraphQlDocument(operations, fragments);
        }

        private Operation operation() throws Unreadable {
            if (peek().equals("{")) {
                return new Operation("query", "", Set.of(), selections());
            }
            var type = next();
            if (!Set.of("query", "mutation", "subscription").contains(type)) {
                throw new Unreadable("Unexpected Name \"" + type + "\"");
            }
            var name = peek().equals("(") || peek().equals("{") ? "" : next();
            var variables = new java.util.LinkedHashSet<String>();
            if (peek().equals("(")) {
                next();
                while (!peek().equals(")")) {
                    if (next().equals("$")) {
                        variables.add(next());
                    }
                }
                next();
            }
            return new Operation(type, name, variables, selections());
        }

        private List<Selection> selections() throws Unreadable {
            expect("{");
            var selections = new ArrayList<Selection>();
            while (!peek().equals("}")) {
                selections.add(selection());
            }
            next();
            if (selections.isEmpty()) {
                throw new Unreadable("Expected Name, found }");
            }
            return selections;
        }

        private Selection selection() throws Unreadable {
            var first = next();
            if (first.equals("...")) {
                var what = next();
                return what.equals("on") ? new Selection.Inline(next(), selections()) : new Selection.Spread(what);
            }
            var name = first;
            if (peek().equals(":")) {
                next();
                name = next();
            }
            var arguments = peek().equals("(") ? values("(", ")") : Map.<String, @Nullable Object>of();
            return new Selection.Field(first, name, arguments, peek().equals("{") ? selections() : List.of());
        }

        private Map<String, @Nullable Object> values(String open, String close) throws Unreadable {
            expect(open);
            var values = new LinkedHashMap<String, @Nullable Object>();
            while (!peek().equals(close)) {
                var name = next();
                expect(":");
                values.put(name, value());
            }
            next();
            return values;
        }

        private @Nullable Object value() throws Unreadable {
            if (peek().equals("{")) {
                return values("{", "}");
            }
            var token = next();
            return switch (token) {
                case "$" -> new Variable(next());
                case "null" -> null;
                case "true" -> true;
                case "false" -> false;
                case "[" -> {
                    var list = new ArrayList<@Nullable Object>();
                    while (!peek().equals("]")) {
                        list.add(value());
                    }
                    next();
                    yield list;
                }
                default -> scalar(token);
            };
        }

        private static Object scalar(String token) {
            if (token.startsWith("\"")) {
                return token.substring(1, token.length() - 1)
                        .replace("\\\"", "\"")
                        .replace("\\\\", "\\");
            }
            char first = token.charAt(0);
            if (first == '-' || Character.isDigit(first)) {
                return token.contains(".") || token.contains("e")
                        ? (Object) Double.valueOf(token)
                        : Long.valueOf(token);
            }
            return token;
        }

        private String peek() throws Unreadable {
            if (at >= tokens.size()) {
                throw new Unreadable("Unexpected <EOF>");
            }
            return tokens.get(at);
        }

        private String next() throws Unreadable {
            var token = peek();
            at++;
            return token;
        }

        private void expect(String wanted) throws Unreadable {
            var token = next();
            if (!token.equals(wanted)) {
                throw new Unreadable("Expected " + wanted + ", found " + token);
            }
        }
    }
}
