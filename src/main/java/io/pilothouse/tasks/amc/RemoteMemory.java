package io.pilothouse.tasks.amc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.connectors.AnswersQuestions;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.AmcInstanceId;
import io.pilothouse.domain.amc.Lint;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.tasks.health.HealthRounds;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What Amazon said of instances, kept for a while so that editors and runs need not ask each time
/// (section 13). Thread-safe.
public final class RemoteMemory {

    private static final Duration FRESH = Duration.ofHours(24);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final AmcLibraryRepository store;
    private final Lines lines;
    private final Targets targets;
    private final HealthRounds health;
    private final InstantSource clock;

    RemoteMemory(AmcLibraryRepository store, Lines lines, Targets targets, HealthRounds health, InstantSource clock) {
        this.store = store;
        this.lines = lines;
        this.targets = targets;
        this.health = health;
        this.clock = clock;
    }

    /// @return what is known of an instance however old, asking only where nothing is
    public Remote.InstanceFacts facts(InstanceId id) throws AmcException, InterruptedException {
        lines.allow(id);
        var known = knownFacts(id);
        return known.isPresent() ? known.get() : refreshFacts(id);
    }

    /// What was asked for, or what the latest good check heard in passing. Reads the store alone.
    public Optional<Remote.InstanceFacts> knownFacts(InstanceId id) {
        return told(id, "facts").map(told -> readFacts(read(told.json()))).or(() -> checked(id));
    }

    /// What a check heard of the instance that is entered now (section 12.1, step 3).
    private Optional<Remote.InstanceFacts> checked(InstanceId id) {
        var heard = targets.find(id)
                .flatMap(instance -> Optional.ofNullable(health.states().get().get(id))
                        .flatMap(InstanceHealth::answer)
                        .map(CheckAnswer::facts)
                        .filter(facts ->
                                facts.getOrDefault("amcInstanceId", "").equals(Targets.setting(instance, "instanceId"))
                                        && facts.containsKey("creationStatus")));
        return heard.map(facts -> new Remote.InstanceFacts(
                new AmcInstanceId(facts.get("amcInstanceId")),
                facts.getOrDefault("amcInstanceName", ""),
                facts.getOrDefault("customerName", ""),
                facts.getOrDefault("amcInstanceType", ""),
                facts.getOrDefault("creationStatus", ""),
                Optional.ofNullable(facts.get("createdAt")).flatMap(RemoteMemory::instant),
                facts.getOrDefault("bucket", ""),
                Stream.of(facts.getOrDefault("advertiserTypes", "").split(", "))
                        .filter(type -> !type.isBlank())
                        .toList(),
                ""));
    }

    private static Optional<Instant> instant(String text) {
        try {
            return Optional.of(Instant.parse(text));
        } catch (DateTimeParseException _) {
            return Optional.empty(); // only shown
        }
    }

    public Remote.InstanceFacts refreshFacts(InstanceId id) throws AmcException, InterruptedException {
        var facts = lines.ask(id, AnswersQuestions::facts);
        var node = MAPPER.createObjectNode()
                .put("id", facts.id().value())
                .put("name", facts.name())
                .put("customer", facts.customer())
                .put("type", facts.type())
                .put("creationStatus", facts.creationStatus())
                .put("bucket", facts.bucket())
                .put("raw", facts.raw());
        facts.createdAt().ifPresent(at -> node.put("createdAt", at.toString()));
        var types = node.putArray("types");
        facts.advertiserTypes().forEach(types::add);
        store.remember(id, "facts", node.toString(), clock.instant());
        return facts;
    }

    private static Remote.InstanceFacts readFacts(JsonNode node) {
        return new Remote.InstanceFacts(
                new AmcInstanceId(node.path("id").asText()),
                node.path("name").asText(),
                node.path("customer").asText(),
                node.path("type").asText(),
                node.path("creationStatus").asText(),
                node.has("createdAt")
                        ? Optional.of(Instant.parse(node.path("createdAt").asText()))
                        : Optional.empty(),
                node.path("bucket").asText(),
                texts(node.path("types")),
                node.path("raw").asText());
    }

    /// @return names of its advertisers, asked for again after a day
    public List<String> advertiserNames(InstanceId id) throws AmcException, InterruptedException {
        lines.allow(id);
        var told = told(id, "advertisers");
        if (told.isPresent() && told.get().at().plus(FRESH).isAfter(clock.instant())) {
            return texts(read(told.get().json()));
        }
        var names = lines.ask(id, AnswersQuestions::advertisers).stream()
                .map(Remote.Advertiser::name)
                .toList();
        var node = MAPPER.createArrayNode();
        names.forEach(node::add);
        store.remember(id, "advertisers", node.toString(), clock.instant());
        return names;
    }

    private static List<String> texts(JsonNode array) {
        var all = new ArrayList<String>();
        array.forEach(it -> all.add(it.asText()));
        return List.copyOf(all);
    }

    /// @return data sources, asked for again after a day
    public List<Remote.DataSource> dataSources(InstanceId id) throws AmcException, InterruptedException {
        lines.allow(id);
        var told = told(id, "dataSources");
        if (told.isPresent() && told.get().at().plus(FRESH).isAfter(clock.instant())) {
            return readSources(read(told.get().json()));
        }
        return refreshDataSources(id);
    }

    /// Reads the store alone.
    public Optional<List<Remote.DataSource>> knownDataSources(InstanceId id) {
        return told(id, "dataSources").map(told -> readSources(read(told.json())));
    }

    public List<Remote.DataSource> refreshDataSources(InstanceId id) throws AmcException, InterruptedException {
        var sources = lines.ask(id, AnswersQuestions::dataSources);
        var array = MAPPER.createArrayNode();
        for (var source : sources) {
            var node = array.addObject()
                    .put("id", source.id())
                    .put("description", source.description())
                    .put("owner", source.owner());
            var tags = node.putArray("tags");
            source.tags().forEach(tags::add);
            var columns = node.putArray("columns");
            for (var column : source.columns()) {
                columns.addObject()
                        .put("name", column.name())
                        .put("metric", column.metric())
                        .put("dataType", column.dataType())
                        .put("sensitivity", column.sensitivity())
                        .put("description", column.description());
            }
        }
        store.remember(id, "dataSources", array.toString(), clock.instant());
        return sources;
    }

    private static List<Remote.DataSource> readSources(JsonNode array) {
        var sources = new ArrayList<Remote.DataSource>();
        for (var node : array) {
            var tags = new ArrayList<String>();
            node.path("tags").forEach(tag -> tags.add(tag.asText()));
            var columns = new ArrayList<Remote.DataColumn>();
            for (var column : node.path("columns")) {
                columns.add(new Remote.DataColumn(
                        column.path("name").asText(),
                        column.path("metric").asBoolean(),
                        column.path("dataType").asText(),
                        column.path("sensitivity").asText(),
                        column.path("description").asText()));
            }
            sources.add(new Remote.DataSource(
                    node.path("id").asText(),
                    node.path("description").asText(),
                    node.path("owner").asText(),
                    List.copyOf(tags),
                    List.copyOf(columns)));
        }
        return List.copyOf(sources);
    }

    private Optional<AmcLibraryRepository.Told> told(InstanceId id, String what) {
        return lines.allowed(id) ? store.told(id, what) : Optional.empty();
    }

    /// What lint may know of an instance without asking.
    public Lint.Known known(InstanceId id) {
        return Lint.Known.of(
                knownDataSources(id).orElse(List.of()),
                knownFacts(id).map(Remote.InstanceFacts::display).orElse(true));
    }

    void forget(InstanceId id) {
        store.forget(id);
    }

    private static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("not JSON in the store", e);
        }
    }
}
