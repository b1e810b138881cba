package io.pilothouse.testing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pilothouse.demo.service.LoggedRequest;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/// The API that a service publishes as an OpenAPI document, to judge requests by: does the path exist
/// with that verb, are the parameters known and of the right type, is a body allowed and of known fields.
/// The documents lie beside the project and are not a part of it.
public final class PublishedApi {

    private static final Path FOLDER = Path.of("../shared/reference/openapi");

    private final JsonNode document;

    private PublishedApi(JsonNode document) {
        this.document = document;
    }

    /// @return empty where the documents are not at hand
    public static Optional<PublishedApi> find(String name) throws IOException {
        var file = FOLDER.resolve(name + ".json");
        return Files.isReadable(file)
                ? Optional.of(new PublishedApi(new ObjectMapper().readTree(file.toFile())))
                : Optional.empty();
    }

    /// @return what is wrong with a request, empty when nothing is
    public List<String> objections(LoggedRequest request) {
        var template = template(request.path());
        if (template.isEmpty()) {
            return List.of("no such path: " + request.path());
        }
        var operation = document.path("paths")
                .path(template.get())
                .path(request.method().toLowerCase(java.util.Locale.ROOT));
        if (operation.isMissingNode()) {
            return List.of("no such verb: " + request.method() + " " + request.path());
        }
        var objections = new ArrayList<String>();
        parameters(request)
                .forEach(pair -> objection(operation, pair[0], pair[1]).ifPresent(objections::add));
        StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals("query")
                        && parameter.path("required").asBoolean())
                .map(parameter -> parameter.path("name").asText())
                .filter(name -> parameters(request).stream().noneMatch(pair -> pair[0].equals(name)))
                .forEach(name -> objections.add("missing parameter " + name));
        objections.addAll(body(operation, request));
        return objections;
    }

    /// @return the schema of what the app answers with when all is well; missing where none is published
    JsonNode answer(String method, String path) {
        var operation = template(path)
                .map(it -> document.path("paths").path(it).path(method.toLowerCase(java.util.Locale.ROOT)))
                .orElse(MissingNode.getInstance());
        return operation
                .path("responses")
                .path("200")
                .path("content")
                .path("application/json")
                .path("schema");
    }

    /// @return the schema of this name
    JsonNode schema(String name) {
        return document.path("components").path("schemas").path(name);
    }

    private Optional<String> template(String path) {
        var names = new ArrayList<String>();
        document.path("paths").fieldNames().forEachRemaining(names::add);
        return names.stream()
                .filter(name -> name.equals(path))
                .findFirst()
                .or(() -> names.stream()
                        .filter(name -> path.matches(name.replaceAll("\\{[^}]+}", "[^/]+")))
                        .findFirst());
    }

    private static List<String[]> parameters(LoggedRequest request) {
        return request.query().isEmpty()
                ? List.of()
                : Arrays.stream(request.query().split("&"))
                        .map(pair -> pair.split("=", 2))
                        .map(pair -> new String[] {decoded(pair[0]), pair.length > 1 ? decoded(pair[1]) : ""})
                        .toList();
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    private Optional<String> objection(JsonNode operation, String name, String value) {
        var known = StreamSupport.stream(operation.path("parameters").spliterator(), false)
                .filter(parameter -> parameter.path("in").asText().equals("query"))
                .filter(parameter -> parameter.path("name").asText().equals(name))
                .findFirst();
        if (known.isEmpty()) {
            return Optional.of("unknown parameter " + name);
        }
        var schema = resolved(known.get().path("schema"));
        if (schema.path("type").asText().equals("array")) {
            schema = resolved(schema.path("items"));
        }
        boolean fits =
                switch (schema.path("type").asText()) {
                    case "integer" -> value.matches("-?\\d+");
                    case "number" -> value.matches("-?\\d+(\\.\\d+)?");
                    case "boolean" -> value.equals("true") || value.equals("false");
                    case "string" ->
                        schema.path("format").asText().equals("date-time")
                                ? value.matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z")
                                : !schema.has("enum") || has(schema.path("enum"), value);
                    default -> true;
                };
        return fits ? Optional.empty() : Optional.of("bad value of " + name + ": " + value);
    }

    private static boolean has(JsonNode values, String value) {
        return StreamSupport.stream(values.spliterator(), false)
                .anyMatch(each -> each.asText().equalsIgnoreCase(value));
    }

    private List<String> body(JsonNode operation, LoggedRequest request) {
        if (request.body().isEmpty()) {
            return List.of();
        }
        var schema = resolved(operation
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema"));
        if (schema.isMissingNode()) {
            return List.of("a body where none belongs");
        }
        try {
            return misfits(schema, new ObjectMapper().readTree(request.body()), "");
        } catch (IOException e) {
            return List.of("a body that is no JSON");
        }
    }

    private List<String> misfits(JsonNode unresolved, JsonNode value, String where) {
        var schema = resolved(unresolved);
        var type = schema.path("type").asText();
        var misfits = new ArrayList<String>();
        if (value.isNull() || type.isEmpty()) {
            return misfits;
        }
        boolean fits =
                switch (type) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    case "boolean" -> value.isBoolean();
                    default -> value.isTextual() && (!schema.has("enum") || has(schema.path("enum"), value.asText()));
                };
        if (!fits) {
            misfits.add("bad value of " + where + ": " + value);
        }
        value.forEach(each -> misfits.addAll(misfits(schema.path("items"), each, where)));
        if (schema.has("properties")) {
            value.properties().forEach(field -> {
                var known = schema.path("properties").path(field.getKey());
                misfits.addAll(
                        known.isMissingNode()
                                ? List.of("unknown field " + where + field.getKey())
                                : misfits(known, field.getValue(), where + field.getKey() + "."));
            });
        }
        return misfits;
    }

    JsonNode resolved(JsonNode schema) {
        var reference = schema.path("$ref").asText();
        return reference.isEmpty() ? schema : document.at(reference.substring(1));
    }
}
