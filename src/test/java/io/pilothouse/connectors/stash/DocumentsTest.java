package io.pilothouse.connectors.stash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.Validator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Every document that a check may send is valid against the schema of a real server, in its full form
/// and in the forms for older ones. The schema lies beside the project.
class DocumentsTest {

    private static final Path SCHEMA = Path.of("../shared/reference/stash-schema");

    private static final List<Document> ALL = List.of(
            Documents.PROBE,
            Documents.STATS,
            Documents.CONFIG,
            Documents.FIRST_SCENES,
            Documents.scenes(List.of(3L, 17L)),
            Capabilities.DOCUMENT);

    @Test
    void everyDocumentIsValid() throws IOException {
        var schema = schema();
        for (var document : ALL) {
            assertThat(errors(schema, document)).as(document.text()).isEmpty();
        }
    }

    @Test
    void aFieldThatAServerLacksIsLeftOut() throws IOException {
        var schema = schema();
        var old = new Capabilities(Map.of(
                "Query", Set.of("version", "systemStatus", "stats", "configuration"),
                "StatsResultType", Set.of("scene_count", "image_count")));

        var stats = Documents.STATS.on(old);

        assertThat(stats.text()).isEqualTo("query Stats { stats { scene_count image_count } }");
        assertThat(errors(schema, stats)).isEmpty();
        assertThat(Documents.FIRST_SCENES.on(old).asksNothing()).isTrue();
        assertThat(old.hasLibrary()).isFalse();
    }

    @Test
    void aWrongDocumentIsFoundOut() throws IOException {
        var wrong = Document.query("Wrong", Document.Field.object("stats", "", Document.Field.value("nope")));

        assertThat(errors(schema(), wrong)).isNotEmpty();
    }

    private static List<?> errors(GraphQLSchema schema, Document document) {
        return new Validator().validateDocument(schema, Parser.parse(document.text()), Locale.ROOT);
    }

    private static GraphQLSchema schema() throws IOException {
        assumeTrue(Files.isDirectory(SCHEMA), "the schema of Stash does not lie beside the project at " + SCHEMA);
        var parser = new SchemaParser();
        var all = new TypeDefinitionRegistry();
        try (var files = Files.walk(SCHEMA)) {
            for (var file :
                    files.filter(path -> path.toString().endsWith(".graphql")).toList()) {
                all.merge(parser.parse(Files.readString(file)));
            }
        }
        return UnExecutableSchemaGenerator.makeUnExecutableSchema(all);
    }
}
