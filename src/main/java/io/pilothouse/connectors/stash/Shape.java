package io.pilothouse.connectors.stash;

import io.pilothouse.connectors.stash.Document.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Reads what is asked of a type from one line, as the contract writes it: `id files { path }`. A name
/// followed by `:Type` says of which type its fields are, where those depend on the server; `...Type` is
/// what is asked of one member of a union.
final class Shape {

    private static final Pattern TOKEN = Pattern.compile("[{}]|(?:\\.\\.\\.)?\\w+(?::\\w+)?");

    private final List<String> tokens;
    private int at;

    private Shape(List<String> tokens) {
        this.tokens = tokens;
    }

    static Field[] of(String text) {
        var tokens = TOKEN.matcher(text)
                .results()
                .map(java.util.regex.MatchResult::group)
                .toList();
        return new Shape(tokens).fields().toArray(Field[]::new);
    }

    private List<Field> fields() {
        var fields = new ArrayList<Field>();
        while (at < tokens.size() && !tokens.get(at).equals("}")) {
            var name = tokens.get(at++);
            int colon = name.indexOf(':');
            var type = colon < 0 ? "" : name.substring(colon + 1);
            var plain = colon < 0 ? name : name.substring(0, colon);
            if (plain.startsWith("...")) {
                type = plain.substring(3);
                plain = "... on " + type;
            }
            if (at < tokens.size() && tokens.get(at).equals("{")) {
                at++;
                fields.add(Field.object(plain, type, fields().toArray(Field[]::new)));
                at++;
            } else {
                fields.add(Field.value(plain));
            }
        }
        return fields;
    }
}
