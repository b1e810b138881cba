package io.pilothouse.connectors.stash;

import java.util.List;
import java.util.stream.Collectors;

/// A GraphQL document in its full form, from which fields can be left out that a server does not have.
///
/// @param kind `query` or `mutation`
/// @param name of the operation
record Document(String kind, String name, List<Field> fields) {

    /// @param alias     empty for none
    /// @param arguments with parentheses, empty for none
    /// @param variables declarations that the arguments need, for example `$id: ID!`; they go when the
    ///                  field goes, as an unused variable is refused
    /// @param type      of what it yields, where its fields depend on the server; empty otherwise
    /// @param fields    of what it yields; empty for a plain value
    record Field(String alias, String name, String arguments, List<String> variables, String type, List<Field> fields) {

        static Field value(String name) {
            return new Field("", name, "", List.of(), "", List.of());
        }

        static Field object(String name, String type, Field... fields) {
            return new Field("", name, "", List.of(), type, List.of(fields));
        }

        Field as(String otherName) {
            return new Field(otherName, name, arguments, variables, type, fields);
        }

        Field with(String newArguments, String... declarations) {
            return new Field(alias, name, newArguments, List.of(declarations), type, fields);
        }

        private String text() {
            return (alias.isEmpty() ? "" : alias + ": ") + name + arguments + block(fields);
        }
    }

    static Document query(String name, Field... fields) {
        return new Document("query", name, List.of(fields));
    }

    /// Leaves out what the server does not have, and objects of which nothing is left.
    Document on(Capabilities server) {
        var root = kind.equals("query") ? Capabilities.QUERY : Capabilities.MUTATION;
        return new Document(kind, name, reduced(fields, root, server));
    }

    private static List<Field> reduced(List<Field> fields, String type, Capabilities server) {
        return fields.stream()
                .filter(field -> field.name.startsWith("...") || server.mayHave(type, field.name))
                .map(field -> new Field(
                        field.alias,
                        field.name,
                        field.arguments,
                        field.variables,
                        field.type,
                        reduced(field.fields, field.type, server)))
                .filter(field -> field.type.isEmpty() || !field.fields.isEmpty())
                .toList();
    }

    boolean asksNothing() {
        return fields.isEmpty();
    }

    String text() {
        var variables = fields.stream()
                .flatMap(field -> field.variables.stream())
                .distinct()
                .collect(Collectors.joining(", "));
        return kind + " " + name + (variables.isEmpty() ? "" : "(" + variables + ")") + block(fields);
    }

    private static String block(List<Field> fields) {
        return fields.isEmpty() ? "" : fields.stream().map(Field::text).collect(Collectors.joining(" ", " { ", " }"));
    }
}
