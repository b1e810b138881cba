package io.pilothouse.demo.stash;

import io.pilothouse.demo.service.Json;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks a document against the types of the server, then picks what it asks for.
final class GraphQlExecution {

    private static final Set<String> STAMPS = Set.of("id", "created_at", "updated_at");

    private final StashTypes types;
    private final GraphQlDocument document;
    private final Map<String, @Nullable Object> variables;
    private final Set<String> usedVariables = new HashSet<>();

    /// The document does not fit the server's schema: status 422.
    static final class Invalid extends Exception {

        private static final long serialVersionUID = 1;

        Invalid(String message) {
            super(message);
        }
    }

    /// A field could not be resolved: status 200 with `errors`.
    static final class Failed extends Exception {

        private static final long serialVersionUID = 1;

        Failed(String message) {
            super(message);
        }
    }

    /// Answers a root field with maps, lists and scalars.
    @FunctionalInterface
    interface Root {

        @Nullable
        Object resolve(String field, Map<String, @Nullable Object> arguments) throws Failed;
    }

    GraphQlExecution(StashTypes types, GraphQlDocument document, Map<String, @Nullable Object> variables) {
        this.types = types;
        this.document = document;
        this.variables = variables;
    }

    void check(GraphQlDocument.Operation operation) throws Invalid {
        check(operation.selections(), operation.type().equals("mutation") ? "Mutation" : "Query");
        for (var variable : operation.variables()) {
            if (!usedVariables.contains(variable)) {
                throw new Invalid(
                        "Variable \"$" + variable + "\" is never used in operation \"" + operation.name() + "\".");
            }
        }
    }

    private void check(List<GraphQlDocument.Selection> selections, String type) throws Invalid {
        for (var selection : selections) {
            switch (selection) {
                case GraphQlDocument.Selection.Inline(var on, var inner) -> check(inner, on);
                case GraphQlDocument.Selection.Spread(var name) -> {
                    var fragment = document.fragments().get(name);
                    if (fragment == null) {
                        throw new Invalid("Unknown fragment \"" + name + "\".");
                    }
                    check(fragment.selections(), fragment.type());
                }
                case GraphQlDocument.Selection.Field field -> check(field, type);
            }
        }
    }

    private void check(GraphQlDocument.Selection.Field field, String type) throws Invalid {
        if (field.name().equals("__typename")) {
            return;
        }
        var known = types.field(type, field.name());
        if (known.isEmpty()) {
            throw new Invalid("Cannot query field \"" + field.name() + "\" on type \"" + type + "\".");
        }
        for (var argument : field.arguments().entrySet()) {
            if (!known.get().arguments().contains(argument.getKey())) {
                throw new Invalid("Unknown argument \"" + argument.getKey() + "\" on field \"" + type + "."
                        + field.name() + "\".");
            }
            use(argument.getValue());
        }
        var inner = known.get().type();
        if (inner.isEmpty() != field.selections().isEmpty()) {
            throw new Invalid("Field \"" + field.name() + "\" of type \"" + inner + "\" must "
                    + (inner.isEmpty() ? "not have" : "have") + " a selection of subfields.");
        }
        if (!StashTypes.isUnion(inner)) {
            check(field.selections(), inner);
            return;
        }
        for (var selection : field.selections()) {
            if (selection instanceof GraphQlDocument.Selection.Inline(var on, var members)) {
                check(members, on);
            }
        }
    }

    private void use(@Nullable Object value) {
        switch (value) {
            case GraphQlDocument.Variable(var name) -> usedVariables.add(name);
            case Map<?, ?> map -> map.values().forEach(this::use);
            case List<?> list -> list.forEach(this::use);
            case null, default -> {}
        }
    }

    Map<String, @Nullable Object> run(GraphQlDocument.Operation operation, Root root) throws Failed {
        var answer = new LinkedHashMap<String, @Nullable Object>();
        for (var field : fields(operation.selections(), "Query")) {
            answer.put(field.key(), pick(root.resolve(field.name(), arguments(field)), field.selections()));
        }
        return answer;
    }

    private Map<String, @Nullable Object> arguments(GraphQlDocument.Selection.Field field) {
        var values = new LinkedHashMap<String, @Nullable Object>();
        field.arguments().forEach((name, value) -> values.put(name, value(value)));
        return values;
    }

    private @Nullable Object value(@Nullable Object value) {
        return switch (value) {
            case GraphQlDocument.Variable(var name) -> variables.get(name);
            case Map<?, ?> map -> {
                var values = new LinkedHashMap<String, @Nullable Object>();
                map.forEach((key, inner) -> values.put(String.valueOf(key), value(inner)));
                yield values;
            }
            case List<?> list -> list.stream().map(this::value).toList();
            case null -> null;
            default -> value;
        };
    }

    /// The mark of a row at which the server fails as soon as more than its id and stamps are asked for.
    static final String BROKEN = "broken";

    private @Nullable Object pick(@Nullable Object source, List<GraphQlDocument.Selection> selections) throws Failed {
        return switch (source) {
            case List<?> list -> {
                var picked = new ArrayList<@Nullable Object>();
                for (var element : list) {
                    picked.add(pick(element, selections));
                }
                yield picked;
            }
            case Map<?, ?> map
            when !selections.isEmpty() -> {
                var picked = Json.object();
                for (var field : fields(selections, String.valueOf(map.get("__typename")))) {
                    if (map.containsKey(BROKEN) && !STAMPS.contains(field.name())) {
                        throw new Failed(StashSimulator.PANIC);
                    }
                    picked.put(field.key(), pick(map.get(field.name()), field.selections()));
                }
                yield picked;
            }
            case null -> null;
            default -> source;
        };
    }

    private List<GraphQlDocument.Selection.Field> fields(List<GraphQlDocument.Selection> selections, String type) {
        var fields = new ArrayList<GraphQlDocument.Selection.Field>();
        for (var selection : selections) {
            switch (selection) {
                case GraphQlDocument.Selection.Field field -> fields.add(field);
                case GraphQlDocument.Selection.Inline(var on, var inner) -> {
                    if (on.equals(type)) {
                        fields.addAll(fields(inner, type));
                    }
                }
                case GraphQlDocument.Selection.Spread(var name) -> {
                    var fragment = document.fragments().get(name);
                    if (fragment != null) {
                        fields.addAll(fields(fragment.selections(), type));
                    }
                }
            }
        }
        return fields;
    }
}
