package io.pilothouse.connectors.stash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import graphql.GraphQLContext;
import graphql.execution.RawVariables;
import graphql.execution.ValuesResolver;
import graphql.language.OperationDefinition;
import graphql.parser.Parser;
import graphql.schema.GraphQLSchema;
import graphql.schema.idl.SchemaParser;
import graphql.schema.idl.TypeDefinitionRegistry;
import graphql.schema.idl.UnExecutableSchemaGenerator;
import graphql.validation.Validator;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.KeepsLibrary;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.connectors.LibraryLine.Ask;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.TestTargets;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.ServerJobOrder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

    /// Everything the library may ask or do, where the server has everything of its published schema.
    private static List<Document> library(Capabilities server) {
        var all = new ArrayList<Document>();
        for (var type : EntityType.values()) {
            all.add(LibraryDocuments.page(type, server));
            all.add(LibraryDocuments.inventory(type).on(server));
            all.add(LibraryDocuments.byIds(type, server));
            if (type != EntityType.MARKER) {
                all.add(LibraryDocuments.exist(Map.of(type, List.of(3L, 17L))).on(server));
            }
            all.add(LibraryDocuments.update(type).on(server));
        }
        for (var document : List.of(
                LibraryDocuments.LOOK,
                LibraryDocuments.changedSince(),
                LibraryDocuments.FILES_CHANGED,
                LibraryDocuments.GALLERY_IMAGES,
                LibraryDocuments.WITHOUT_PHASH,
                LibraryDocuments.PLAYED_SINCE,
                LibraryDocuments.IMAGES_WITH_O,
                LibraryDocuments.SCENES_WITH_O,
                LibraryDocuments.LATEST,
                LibraryDocuments.HISTORY,
                LibraryDocuments.JOB_QUEUE,
                LibraryDocuments.JOB_BY_ID,
                LibraryDocuments.SAVED_FILTERS,
                LibraryDocuments.NEWS.getFirst(),
                LibraryDocuments.NEWS.getLast(),
                LibraryDocuments.STASH_BOXES,
                LibraryDocuments.SAVE_ACTIVITY,
                LibraryDocuments.UPDATE_SCENES,
                LibraryDocuments.STOP_JOB,
                LibraryDocuments.history("sceneAddPlay"),
                LibraryDocuments.history("sceneAddO"),
                LibraryDocuments.history("sceneDeletePlay"),
                LibraryDocuments.history("sceneDeleteO"),
                LibraryDocuments.merge(EntityType.TAG),
                LibraryDocuments.merge(EntityType.SCENE),
                LibraryDocuments.merge(EntityType.PERFORMER),
                LibraryDocuments.job("metadataScan", "ScanMetadataInput"),
                LibraryDocuments.job("metadataIdentify", "IdentifyMetadataInput"),
                LibraryDocuments.job("metadataGenerate", "GenerateMetadataInput"),
                LibraryDocuments.job("metadataAutoTag", "AutoTagMetadataInput"),
                LibraryDocuments.job("metadataClean", "CleanMetadataInput"),
                LibraryDocuments.job("backupDatabase", "BackupDatabaseInput"),
                LibraryDocuments.job("optimiseDatabase", ""))) {
            all.add(document.on(server));
        }
        return all;
    }

    @Test
    void everyDocumentOfTheLibraryIsValid() throws IOException {
        var schema = schema();
        for (var document : library(new Capabilities(Map.of()))) {
            assertThat(errors(schema, document)).as(document.text()).isEmpty();
        }
    }

    /// What each release lacks is in the contract's section 11: such a field must not be asked for, and
    /// what is left must be valid.
    @ParameterizedTest
    @CsvSource({
        "27, StashID.updated_at Performer.custom_fields Tag.sort_name SceneMarker.end_seconds ImageFile.format"
                + " Query.findFiles Tag.stash_ids Studio.urls",
        "28, ImageFile.format Query.findFiles Tag.stash_ids Studio.urls",
        "29, Tag.stash_ids Studio.urls"
    })
    void everyReducedDocumentIsValidAndAsksNothingNewer(int minor, String lacking) throws IOException {
        var schema = schema();
        var fields = new java.util.HashMap<String, Set<String>>();
        for (var type : List.of("Query", "StashID", "Performer", "Tag", "SceneMarker", "ImageFile", "Studio")) {
            var names = new java.util.HashSet<String>();
            ((graphql.schema.GraphQLFieldsContainer) java.util.Objects.requireNonNull(schema.getType(type)))
                    .getFieldDefinitions()
                    .forEach(field -> names.add(field.getName()));
            for (var each : lacking.split(" ")) {
                if (each.startsWith(type + ".")) {
                    names.remove(each.substring(type.length() + 1));
                }
            }
            fields.put(type, names);
        }
        var server = new Capabilities(fields);

        for (var document : library(server)) {
            if (document.asksNothing()) {
                continue;
            }
            assertThat(errors(schema, document)).as(document.text()).isEmpty();
        }
        assertThat(LibraryDocuments.page(EntityType.STUDIO, server).text())
                .contains(" url ")
                .doesNotContain("urls");
        assertThat(LibraryDocuments.page(EntityType.TAG, server).text()).doesNotContain("stash_ids");
        assertThat(LibraryDocuments.page(EntityType.SCENE, server).text().contains("stash_id updated_at"))
                .isEqualTo(minor >= 28);
        assertThat(LibraryDocuments.FILES_CHANGED.on(server).asksNothing()).isEqualTo(minor < 29);
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

    private static final Map<EntityType, List<String>> WRITTEN = Map.of(
            EntityType.SCENE, List.of("title", "date", "details", "code", "director", "rating100", "organized"),
            EntityType.IMAGE, List.of("title", "date", "details", "code", "rating100", "organized"),
            EntityType.GALLERY, List.of("title", "date", "details", "code", "rating100", "organized"),
            EntityType.PERFORMER, List.of("name", "details", "favorite", "rating100"),
            EntityType.STUDIO, List.of("name", "details", "favorite", "rating100"),
            EntityType.TAG, List.of("name", "favorite"),
            EntityType.GROUP, List.of("name", "date", "director", "rating100"),
            EntityType.MARKER, List.of("title"));

    private static void askEverything(LibraryLine line) throws Exception {
        var now = Instant.parse("2026-01-11T10:15:02Z");
        line.look();
        for (var type : EntityType.values()) {
            line.page(type, new Ask(4, 2, 3, Optional.of("2026-01-11T10:15:02")));
            line.listing(type, Ask.first(3));
            line.find(type, List.of(3L, 4L));
            line.confirmGone(type, List.of(3L));
            var values = new HashMap<String, Object>();
            for (var field : java.util.Objects.requireNonNull(WRITTEN.get(type))) {
                values.put(
                        field,
                        switch (field) {
                            case "rating100" -> 80;
                            case "organized", "favorite" -> true;
                            default -> "2026-01-11";
                        });
            }
            line.update(type, 3, values);
        }
        line.changed(Map.of(), 5);
        line.changedFiles("2020-01-01T00:00:00", 1, 5);
        line.imagesOf(1);
        line.withoutPhash(0, 5);
        line.playedSince(now);
        line.latest(3);
        line.scenesWithO();
        line.imagesWithO();
        line.history(1, true);
        for (var order : ServerJobOrder.values()) {
            line.start(order);
        }
        line.addPlay(3, now);
        line.addO(3, now);
        line.saveResume(3, 12.5);
        line.merge(EntityType.TAG, List.of(2L), 3);
        line.merge(EntityType.SCENE, List.of(2L), 3);
        line.jobs();
        line.job("1");
        line.stop("1");
        line.filters();
    }

    /// What is sent with a document fits its inputs, too: a simulator takes more than a server does.
    @Test
    void everythingThatIsSentFitsTheInputsOfTheSchema() throws Exception {
        var schema = schema();
        var clock = Clock.systemUTC();
        try (var http = new HttpClients(clock, RequestLog.NONE, "test");
                var fleet = DemoFleet.empty(3, clock)) {
            var service = fleet.add(ServiceSpec.of("stash", "Loft").with("scenes", "400"));
            var kind = new StashKind(http, clock);
            try (var connector =
                    kind.open(TestTargets.saved(kind.id(), service.address(), Map.of()), TestTargets.right(service))) {
                askEverything(((KeepsLibrary) connector).library());
            }
            var sent = service.requests().stream()
                    .filter(request -> request.path().equals("/graphql"))
                    .map(LoggedRequest::body)
                    .distinct()
                    .toList();
            assertThat(sent).hasSizeGreaterThan(50);
            for (var body : sent) {
                var request = new ObjectMapper().readTree(body);
                var document = Parser.parse(request.path("query").asText());
                assertThat(new Validator().validateDocument(schema, document, Locale.ROOT))
                        .as(body)
                        .isEmpty();
                var variables = new ObjectMapper()
                        .convertValue(request.path("variables"), new TypeReference<Map<String, Object>>() {});
                variables.remove("times"); // the schema alone does not say how a time is written
                assertThatCode(() -> ValuesResolver.coerceVariableValues(
                                schema,
                                document.getDefinitionsOfType(OperationDefinition.class)
                                        .getFirst()
                                        .getVariableDefinitions(),
                                RawVariables.of(variables),
                                GraphQLContext.getDefault(),
                                Locale.ROOT))
                        .as(body)
                        .doesNotThrowAnyException();
            }
        }
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
