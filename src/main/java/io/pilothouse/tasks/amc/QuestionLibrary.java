package io.pilothouse.tasks.amc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.AnswersQuestions;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.ExecutionRequest;
import io.pilothouse.domain.amc.Lint;
import io.pilothouse.domain.amc.ParameterType;
import io.pilothouse.domain.amc.QueryParameter;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.SqlText;
import io.pilothouse.domain.amc.TimeWindow;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.guard.Guards;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// The library of questions: what is kept here is the master, instances get copies on request. Methods
/// block on the store.
public final class QuestionLibrary {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Set<String> KEYS =
            Set.of("id", "title", "sql", "parameters", "tags", "units", "privacy", "marker");

    /// What “workflows show” adds; it says nothing of the question.
    private static final Set<String> ABOUT = Set.of("version", "starter", "createdAt", "updatedAt");

    /// What Amazon calls the same (section 6.5).
    private static final Map<String, String> AMAZONS = Map.of(
            "workflowId", "id",
            "sqlQuery", "sql",
            "inputParameters", "parameters",
            "privacyFilteringBehavior", "privacy",
            "filteredMetricsDiscriminatorColumn", "marker");

    private final AmcLibraryRepository store;
    private final RemoteMemory memory;
    private final Lines lines;
    private final Guards guards;
    private final InstantSource clock;
    private final Published<List<Workflow>> workflows;

    QuestionLibrary(AmcLibraryRepository store, RemoteMemory memory, Lines lines, Guards guards, InstantSource clock) {
        this.store = store;
        this.memory = memory;
        this.lines = lines;
        this.guards = guards;
        this.clock = clock;
        if (store.workflows().isEmpty()) {
            Starters.all(clock.instant()).forEach(workflow -> store.save(workflow, clock.instant()));
        }
        workflows = new Published<>(store.workflows());
    }

    /// All of them by id.
    public Published<List<Workflow>> workflows() {
        return workflows;
    }

    /// @throws ProblemException `not-found`, or `forbidden` for one of somebody else
    public Workflow find(String id) throws ProblemException {
        own(id);
        return store.workflow(id)
                .or(() -> store.workflows().stream()
                        .filter(it -> it.title().equalsIgnoreCase(id.strip()))
                        .findFirst())
                .orElseThrow(() -> problem(
                        ProblemCode.NOT_FOUND, "There is no workflow “" + id + "”.", "Look at the list for its name."));
    }

    private void own(String id) throws ProblemException {
        if (store.foreignWorkflow(id)) {
            throw new ProblemException(Targets.foreign("The workflow “" + id + "”"));
        }
    }

    /// @return newest first
    public List<Workflow> versions(String id) {
        return store.versions(id);
    }

    public Workflow save(Workflow workflow) throws ProblemException {
        own(workflow.id());
        if (SqlText.of(workflow.sql()).sent().isEmpty()) {
            throw problem(ProblemCode.BAD_VALUE, "The workflow has no SQL.", "Write its question.");
        }
        if (workflow.title().isBlank()) {
            throw problem(ProblemCode.BAD_VALUE, "The workflow has no title.", "Give it one.");
        }
        var saved = store.save(workflow, clock.instant());
        workflows.set(store.workflows());
        return saved;
    }

    public void delete(String id) throws ProblemException {
        find(id);
        store.deleteWorkflow(id);
        workflows.set(store.workflows());
    }

    /// @param instance whose tables are to be known; empty for what holds everywhere
    public List<Lint.Finding> lint(String sql, List<QueryParameter> declared, Optional<InstanceId> instance) {
        return Lint.of(SqlText.of(sql), declared, instance.map(memory::known).orElse(Lint.Known.NOTHING));
    }

    /// @return what is saved at Amazon, in its order
    public List<Remote.SavedWorkflow> remote(InstanceId instance) throws ProblemException, InterruptedException {
        try {
            return lines.ask(instance, AnswersQuestions::workflows);
        } catch (AmcException e) {
            throw e.forPeople();
        }
    }

    /// Copies a workflow that is saved at Amazon to the library; one of the same id gets a new version. What Amazon
    /// made by itself gets an id of ours, as nobody else writes under its own.
    public Workflow take(Remote.SavedWorkflow saved) throws ProblemException {
        var id = saved.amazons() ? "ph.copy-of-" + saved.id() : saved.id();
        return save(read(Optional.of(id), ours(json(saved.definition()), Rest.IGNORED)));
    }

    /// Copies a workflow to an instance, for Amazon's own schedules.
    public void push(String id, InstanceId instance, Consent consent) throws ProblemException, InterruptedException {
        var workflow = find(id);
        if (Remote.SavedWorkflow.amazons(workflow.id())) {
            throw problem(
                    ProblemCode.REFUSED,
                    "Only Amazon itself saves workflows as “" + workflow.id() + "”.",
                    "Save it under another id first.");
        }
        if (!workflow.id().startsWith("ph.") && !consent.confirmed()) {
            throw problem(
                    ProblemCode.CONFIRM,
                    "“" + workflow.id() + "” may be somebody else's workflow at Amazon.",
                    "Confirm that it may be replaced.");
        }
        guards.require(
                new Act(
                        ActionClass.REMOTE_REVERSIBLE,
                        List.of(instance),
                        "copy the workflow “" + workflow.title() + "”",
                        List.of(workflow.id()),
                        1),
                consent);
        try {
            lines.ask(instance, line -> {
                line.saveWorkflow(definition(workflow));
                return true;
            });
        } catch (AmcException e) {
            throw e.forPeople();
        }
    }

    private ExecutionRequest definition(Workflow workflow) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        return new ExecutionRequest(
                workflow.id(),
                Optional.of(SqlText.of(workflow.sql()).sent()),
                workflow.parameters(),
                new TreeMap<>(),
                workflow.privacy(),
                workflow.marker(),
                new TimeWindow(today.minusDays(1), today, ZoneOffset.UTC),
                false,
                false);
    }

    /// Reads a workflow as a file holds it: JSON with `title`, `sql`, `parameters` and so on, or with the names of
    /// Amazon's API; or SQL alone.
    ///
    /// @param wanted its id; where it is empty the file says it
    /// @throws ProblemException naming the key that is wrong
    public Workflow read(Optional<String> wanted, String text) throws ProblemException {
        if (!text.stripLeading().startsWith("{")) {
            var id = wanted.orElseThrow(QuestionLibrary::nameless);
            return store.workflow(id).map(it -> with(it, text)).orElseGet(() -> fresh(id, id, text, List.of()));
        }
        return read(wanted, ours(json(text), Rest.REFUSED));
    }

    private Workflow read(Optional<String> wanted, ObjectNode node) throws ProblemException {
        var id = wanted.or(() -> Optional.of(node.path("id").asText()).filter(it -> !it.isBlank()))
                .orElseThrow(QuestionLibrary::nameless);
        var known = store.workflow(id);
        try {
            return new Workflow(
                    id,
                    node.path("title").asText(known.map(Workflow::title).orElse(id)),
                    node.path("sql").asText(known.map(Workflow::sql).orElse("")),
                    node.has("parameters")
                            ? parameters(node.path("parameters"))
                            : known.map(Workflow::parameters).orElse(List.of()),
                    node.has("tags")
                            ? texts(node.path("tags"))
                            : known.map(Workflow::tags).orElse(List.of()),
                    node.has("units")
                            ? map(node.path("units"))
                            : known.map(Workflow::units).orElse(Map.of()),
                    privacy(node.path("privacy")
                            .asText(known.map(Workflow::privacy).orElse("REMOVE_VALUES"))),
                    node.path("marker").asText(known.map(Workflow::marker).orElse("")),
                    known.map(Workflow::version).orElse(0),
                    false,
                    clock.instant(),
                    clock.instant());
        } catch (IllegalArgumentException e) {
            throw bad("id", e.getMessage());
        }
    }

    private static ProblemException nameless() {
        return problem(ProblemCode.USAGE, "Nobody says which workflow it is.", "Give its id.");
    }

    /// What becomes of keys that mean nothing here: a person mistyped them; Amazon has more than we need.
    private enum Rest {
        REFUSED,
        IGNORED
    }

    private static JsonNode json(String text) throws ProblemException {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw problem(
                    ProblemCode.BAD_FILE, "The workflow is no JSON: " + e.getOriginalMessage(), "Correct the file.");
        }
    }

    /// @return the document with our own names
    private static ObjectNode ours(JsonNode read, Rest rest) throws ProblemException {
        var node = MAPPER.createObjectNode();
        for (var entry : read.properties()) {
            var key = AMAZONS.getOrDefault(entry.getKey(), entry.getKey());
            if (!KEYS.contains(key) && !ABOUT.contains(key)) {
                if (rest == Rest.REFUSED) {
                    throw bad(entry.getKey(), "is not known");
                }
            } else if (rest == Rest.REFUSED || !entry.getValue().isNull()) {
                node.set(key, entry.getValue());
            }
        }
        return node;
    }

    private static Workflow with(Workflow known, String sql) {
        return new Workflow(
                known.id(),
                known.title(),
                sql,
                known.parameters(),
                known.tags(),
                known.units(),
                known.privacy(),
                known.marker(),
                known.version(),
                false,
                known.createdAt(),
                known.updatedAt());
    }

    /// A new workflow.
    public Workflow fresh(String id, String title, String sql, List<QueryParameter> parameters) {
        return new Workflow(
                id,
                title,
                sql,
                parameters,
                List.of(),
                Map.of(),
                "REMOVE_VALUES",
                "",
                0,
                false,
                clock.instant(),
                clock.instant());
    }

    private static List<QueryParameter> parameters(JsonNode array) throws ProblemException {
        var list = new ArrayList<QueryParameter>();
        for (int i = 0; i < array.size(); i++) {
            var node = array.get(i);
            var word = typeOf(node.has("dataType") ? node.path("dataType") : node.path("type"));
            var type = ParameterType.of(word);
            if (type.isEmpty()) {
                throw bad("parameters[" + i + "].type", "“" + word + "” is no type");
            }
            try {
                list.add(new QueryParameter(
                        node.path("name").asText(),
                        node.path("displayName").asText(""),
                        node.path("description").asText(""),
                        type.get(),
                        Stream.of("default", "defaultValue")
                                .filter(node::hasNonNull)
                                .findFirst()
                                .map(key -> node.path(key).asText())));
            } catch (IllegalArgumentException e) {
                throw bad("parameters[" + i + "].name", e.getMessage());
            }
        }
        return list;
    }

    /// @return as we write it; Amazon's arrays are objects (section 9.1)
    private static String typeOf(JsonNode type) {
        return type.isObject() ? type.path("elementDataType").asText("STRING") + "[]" : type.asText("STRING");
    }

    private static String privacy(String text) throws ProblemException {
        if (!Set.of("", "REMOVE_VALUES", "REMOVE_ROWS").contains(text)) {
            throw bad("privacy", "is REMOVE_VALUES or REMOVE_ROWS");
        }
        return text;
    }

    private static List<String> texts(JsonNode array) {
        var list = new ArrayList<String>();
        array.forEach(it -> list.add(it.asText()));
        return list;
    }

    private static Map<String, String> map(JsonNode object) {
        var map = new HashMap<String, String>();
        object.properties().forEach(it -> map.put(it.getKey(), it.getValue().asText()));
        return map;
    }

    private static ProblemException bad(String key, @org.jspecify.annotations.Nullable String what) {
        return problem(ProblemCode.BAD_VALUE, "In the workflow “" + key + "” " + what + ".", "Correct it.");
    }

    private static ProblemException problem(ProblemCode code, String summary, String advice) {
        return new ProblemException(new Problem(code, summary, advice));
    }
}
