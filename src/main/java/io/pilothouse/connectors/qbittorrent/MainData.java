package io.pilothouse.connectors.qbittorrent;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;

/// One answer of `sync/maindata`, read as a stream: a big client's first answer has 15 MB.
///
/// @param rid         to be sent next time; opaque
/// @param full        whether it is everything; then an absent collection is an empty one
/// @param torrents    by hash; in a partial answer only the changed fields. Empty where each was handed on
///                    while reading
/// @param categories  by name; in a partial answer only the changed fields
/// @param serverState empty object when nothing changed
record MainData(
        long rid,
        boolean full,
        Map<String, Row> torrents,
        List<String> torrentsRemoved,
        Map<String, ObjectNode> categories,
        List<String> categoriesRemoved,
        List<String> tags,
        List<String> tagsRemoved,
        ObjectNode serverState) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// Takes the torrents of an answer one by one, so that a long one need not be held twice.
    @FunctionalInterface
    interface Taker {
        /// @param row valid only until this returns
        void take(String hash, Row row);
    }

    /// @throws IOException when it is cut off, no JSON, or of another shape
    static MainData read(byte[] body, Shared shared) throws IOException {
        var rows = new HashMap<String, Row>();
        var read = read(body, shared, Row::new, rows::put);
        return new MainData(
                read.rid,
                read.full,
                rows,
                read.torrentsRemoved,
                read.categories,
                read.categoriesRemoved,
                read.tags,
                read.tagsRemoved,
                read.serverState);
    }

    /// Reads an answer that is known to be a full one.
    ///
    /// @throws IOException when it is cut off, no JSON, or of another shape; some torrents were taken then
    static MainData readAll(byte[] body, Shared shared, Taker taker) throws IOException {
        return read(body, shared, again(), taker);
    }

    private static Supplier<Row> again() {
        var row = new Row();
        return () -> {
            row.clear();
            return row;
        };
    }

    private static MainData read(byte[] body, Shared shared, Supplier<Row> rows, Taker taker) throws IOException {
        long rid = 0;
        boolean full = false;
        List<String> torrentsRemoved = List.of();
        Map<String, ObjectNode> categories = Map.of();
        List<String> categoriesRemoved = List.of();
        List<String> tags = List.of();
        List<String> tagsRemoved = List.of();
        var serverState = JSON.createObjectNode();
        boolean ridSeen = false;
        try (var parser = JSON.createParser(body)) {
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                switch (name) {
                    case "rid" -> {
                        rid = parser.getLongValue();
                        ridSeen = true;
                    }
                    case "full_update" -> full = parser.getBooleanValue();
                    case "torrents" -> rows(parser, shared, rows, taker);
                    case "torrents_removed" -> torrentsRemoved = texts(parser);
                    case "categories" -> categories = objects(parser);
                    case "categories_removed" -> categoriesRemoved = texts(parser);
                    case "tags" -> tags = texts(parser);
                    case "tags_removed" -> tagsRemoved = texts(parser);
                    case "server_state" -> serverState = object(parser);
                    default -> parser.skipChildren();
                }
            }
            expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
        }
        if (!ridSeen) {
            throw new IOException("no rid");
        }
        return new MainData(
                rid, full, Map.of(), torrentsRemoved, categories, categoriesRemoved, tags, tagsRemoved, serverState);
    }

    /// Reads the answer of `torrents/info`, in which the hash is a field.
    static void readList(byte[] body, Shared shared, Taker taker) throws IOException {
        var rows = again();
        try (var parser = JSON.createParser(body)) {
            expect(parser, parser.nextToken(), JsonToken.START_ARRAY);
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                var hash = new String[] {""};
                var row = rows.get();
                row(parser, shared, row, hash);
                taker.take(hash[0].toLowerCase(Locale.ROOT), row);
            }
            expect(parser, parser.currentToken(), JsonToken.END_ARRAY);
        }
    }

    private static void rows(JsonParser parser, Shared shared, Supplier<Row> rows, Taker taker) throws IOException {
        expect(parser, parser.currentToken(), JsonToken.START_OBJECT);
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var hash = parser.currentName().toLowerCase(Locale.ROOT);
            expect(parser, parser.nextToken(), JsonToken.START_OBJECT);
            var row = rows.get();
            row(parser, shared, row, new String[1]);
            taker.take(hash, row);
        }
    }

    private static void row(JsonParser parser, Shared shared, Row row, String[] hash) throws IOException {
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            var field = Field.named(name);
            parser.nextToken();
            if (field != null) {
                row.set(field, value(parser, field, shared));
            } else if (name.equals("hash")) {
                hash[0] = parser.getText();
            } else {
                parser.skipChildren();
            }
        }
        expect(parser, parser.currentToken(), JsonToken.END_OBJECT);
    }

    private static Object value(JsonParser parser, Field field, Shared shared) throws IOException {
        var token = parser.currentToken();
        if (token == JsonToken.VALUE_NULL) {
            return Row.NULL;
        }
        return switch (field.shape()) {
            case NUMBER -> {
                numeric(parser, token);
                yield parser.getNumberType() == JsonParser.NumberType.DOUBLE
                        ? (long) parser.getDoubleValue()
                        : parser.getLongValue();
            }
            case DECIMAL -> {
                numeric(parser, token);
                yield parser.getDoubleValue();
            }
            case FLAG -> parser.getBooleanValue();
            case TEXT -> parser.getText();
            case SHARED_TEXT -> shared.text(parser.getText());
        };
    }

    private static void numeric(JsonParser parser, JsonToken token) throws IOException {
        if (!token.isNumeric()) {
            throw new IOException("no number at " + parser.currentLocation().offsetDescription());
        }
    }

    private static Map<String, ObjectNode> objects(JsonParser parser) throws IOException {
        expect(parser, parser.currentToken(), JsonToken.START_OBJECT);
        var objects = new LinkedHashMap<String, ObjectNode>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            parser.nextToken();
            objects.put(name, object(parser));
        }
        return objects;
    }

    private static ObjectNode object(JsonParser parser) throws IOException {
        JsonNode read = JSON.readTree(parser);
        if (read instanceof ObjectNode object) {
            return object;
        }
        throw new IOException("no object at " + parser.currentLocation().offsetDescription());
    }

    private static List<String> texts(JsonParser parser) throws IOException {
        expect(parser, parser.currentToken(), JsonToken.START_ARRAY);
        var texts = new ArrayList<String>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            expect(parser, parser.currentToken(), JsonToken.VALUE_STRING);
            texts.add(parser.getText());
        }
        return texts;
    }

    private static void expect(JsonParser parser, @org.jspecify.annotations.Nullable JsonToken seen, JsonToken wanted)
            throws IOException {
        if (seen != wanted) {
            throw new IOException("not " + wanted + " but " + seen + " at "
                    + parser.currentLocation().offsetDescription());
        }
    }
}
