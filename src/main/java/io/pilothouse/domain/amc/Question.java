package io.pilothouse.domain.amc;

import io.pilothouse.domain.amc.ParameterType.BadValueException;
import io.pilothouse.domain.amc.SqlText.Kind;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// A workflow with all its values in place, ready to be sent.
///
/// @param sql    with `{{…}}` replaced
/// @param values of the parameters that the service fills in, by name
public record Question(SqlText sql, SortedMap<String, Object> values, List<QueryParameter> declared) {

    private static final Pattern CALL =
            Pattern.compile("\\bCUSTOM_PARAMETER\\s*\\(\\s*'((?:[^']|'')*)'\\s*\\)", Pattern.CASE_INSENSITIVE);

    /// @param given texts by parameter name, from the strongest source that has one
    /// @throws BadValueException if a name is used that is not declared, a value is missing or of another
    ///                           type, or a placeholder would stay
    public static Question of(Workflow workflow, Map<String, String> given) throws BadValueException {
        var typed = SqlText.of(workflow.sql());
        var filledIn = new StringBuilder();
        var placed = new LinkedHashSet<String>();
        for (var token : typed.tokens()) {
            var text = typed.text(token);
            if (token.kind() == Kind.PLACEHOLDER) {
                var name = text.substring(2, text.length() - 2).strip();
                placed.add(name);
                var parameter = declared(workflow, name);
                filledIn.append(parameter.type().literal(value(parameter, given)));
            } else {
                filledIn.append(text);
            }
        }
        var sql = SqlText.of(filledIn.toString());
        if (sql.sent().isEmpty()) {
            throw new BadValueException("The workflow “" + workflow.title() + "” has no SQL.");
        }
        var values = new TreeMap<String, Object>();
        var used = used(sql);
        for (var name : used) {
            values.put(name, value(declared(workflow, name), given));
        }
        var forService = workflow.parameters().stream()
                .filter(parameter -> used.contains(parameter.name()))
                .toList();
        return new Question(sql, values, forService);
    }

    /// @return names in `CUSTOM_PARAMETER('…')` outside comments and literals, in order
    public static Set<String> used(SqlText sql) {
        var names = new LinkedHashSet<String>();
        var matcher = CALL.matcher(sql.sent());
        while (matcher.find()) {
            names.add(matcher.group(1).replace("''", "'"));
        }
        return names;
    }

    /// @return names in `{{…}}`
    public static Set<String> placeholders(SqlText sql) {
        var names = new LinkedHashSet<String>();
        sql.tokens().stream()
                .filter(token -> token.kind() == Kind.PLACEHOLDER)
                .map(sql::text)
                .forEach(text -> names.add(text.substring(2, text.length() - 2).strip()));
        return names;
    }

    private static QueryParameter declared(Workflow workflow, String name) throws BadValueException {
        return workflow.parameters().stream()
                .filter(it -> it.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new BadValueException("The parameter “" + name + "” is used but not declared."));
    }

    private static Object value(QueryParameter parameter, Map<String, String> given) throws BadValueException {
        var text = given.get(parameter.name());
        if (text == null) {
            text = parameter
                    .defaultValue()
                    .orElseThrow(() -> new BadValueException("The parameter “" + parameter.name() + "” has no value."));
        }
        try {
            return parameter.type().read(text);
        } catch (BadValueException e) {
            throw new BadValueException("The parameter “" + parameter.name() + "”: " + e.getMessage());
        }
    }
}
