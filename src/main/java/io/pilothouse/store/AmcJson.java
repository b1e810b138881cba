package io.pilothouse.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.domain.amc.Collection;
import io.pilothouse.domain.amc.ParameterType;
import io.pilothouse.domain.amc.Policies;
import io.pilothouse.domain.amc.QueryParameter;
import io.pilothouse.domain.amc.ResultColumn;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.TimeWindow;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.domain.amc.WindowRule;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.instance.InstanceId;
import java.math.BigDecimal;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The documents that AMC's tables hold.
final class AmcJson {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private AmcJson() {}

    static JsonNode read(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds a document that cannot be read", e);
        }
    }

    static String texts(Map<String, String> map) {
        var node = MAPPER.createObjectNode();
        new TreeMap<>(map).forEach(node::put);
        return node.toString();
    }

    static Map<String, String> texts(JsonNode node) {
        var map = new TreeMap<String, String>();
        node.properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    private static ObjectNode node(Map<String, String> map) {
        var node = MAPPER.createObjectNode();
        new TreeMap<>(map).forEach(node::put);
        return node;
    }

    private static ArrayNode array(List<String> texts) {
        var array = MAPPER.createArrayNode();
        texts.forEach(array::add);
        return array;
    }

    private static List<String> list(JsonNode array) {
        var list = new ArrayList<String>();
        array.forEach(it -> list.add(it.asText()));
        return List.copyOf(list);
    }

    static String workflow(Workflow workflow) {
        var node = MAPPER.createObjectNode();
        node.put("title", workflow.title());
        node.put("sql", workflow.sql());
        node.set("parameters", parameters(workflow.parameters()));
        node.set("tags", array(workflow.tags()));
        node.set("units", node(workflow.units()));
        node.put("privacy", workflow.privacy());
        node.put("marker", workflow.marker());
        node.put("starter", workflow.starter());
        return node.toString();
    }

    static Workflow workflow(String id, String json, int version, Instant created, Instant updated) {
        var node = read(json);
        return new Workflow(
                id,
                node.path("title").asText(),
                node.path("sql").asText(),
                parameters(node.path("parameters")),
                list(node.path("tags")),
                texts(node.path("units")),
                node.path("privacy").asText(),
                node.path("marker").asText(),
                version,
                node.path("starter").asBoolean(),
                created,
                updated);
    }

    private static ArrayNode parameters(List<QueryParameter> parameters) {
        var array = MAPPER.createArrayNode();
        for (var parameter : parameters) {
            var node = array.addObject();
            node.put("name", parameter.name());
            node.put("displayName", parameter.displayName());
            node.put("description", parameter.description());
            node.put("type", parameter.type().word());
            parameter.defaultValue().ifPresent(value -> node.put("default", value));
        }
        return array;
    }

    private static List<QueryParameter> parameters(JsonNode array) {
        var list = new ArrayList<QueryParameter>();
        for (var node : array) {
            list.add(new QueryParameter(
                    node.path("name").asText(),
                    node.path("displayName").asText(),
                    node.path("description").asText(),
                    ParameterType.of(node.path("type").asText()).orElse(ParameterType.STRING),
                    node.has("default") ? Optional.of(node.path("default").asText()) : Optional.empty()));
        }
        return List.copyOf(list);
    }

    static String ask(Run.Ask ask) {
        var node = MAPPER.createObjectNode();
        node.put("version", ask.version());
        node.put("title", ask.title());
        node.put("sql", ask.sql());
        node.set("declared", parameters(ask.declared()));
        var values = node.putObject("values");
        ask.values().forEach((name, value) -> values.set(name, value(value)));
        node.set("units", node(ask.units()));
        node.put("privacy", ask.privacy());
        node.put("marker", ask.marker());
        node.put("zone", ask.window().zone().getId());
        node.put("saved", ask.saved());
        node.put("over", ask.over());
        node.put("anyway", ask.anyway());
        node.put("attempt", ask.attempt());
        node.put("entity", ask.entity());
        node.set("brands", array(ask.brands()));
        return node.toString();
    }

    static JsonNode value(Object value) {
        var nodes = MAPPER.getNodeFactory();
        return switch (value) {
            case Long number -> nodes.numberNode(number);
            case BigDecimal number -> nodes.numberNode(number);
            case Boolean truth -> nodes.booleanNode(truth);
            case List<?> list -> {
                var array = nodes.arrayNode();
                list.forEach(it -> array.add(value(it)));
                yield array;
            }
            default -> nodes.textNode(value.toString());
        };
    }

    private static Object value(JsonNode node) {
        if (node.isArray()) {
            var list = new ArrayList<Object>();
            node.forEach(it -> list.add(value(it)));
            return List.copyOf(list);
        }
        if (node.isIntegralNumber()) {
            return node.asLong();
        }
        if (node.isNumber()) {
            return node.decimalValue();
        }
        return node.isBoolean() ? (Object) node.asBoolean() : node.asText();
    }

    /// @param columns what stands in columns of its own
    static Run.Ask ask(String json, AskColumns columns) {
        var node = read(json);
        var values = new TreeMap<String, Object>();
        node.path("values").properties().forEach(it -> values.put(it.getKey(), value(it.getValue())));
        return new Run.Ask(
                columns.group(),
                columns.workflow(),
                node.path("version").asInt(),
                node.path("title").asText(),
                node.path("sql").asText(),
                parameters(node.path("declared")),
                values,
                texts(node.path("units")),
                node.path("privacy").asText(),
                node.path("marker").asText(),
                new TimeWindow(
                        columns.start(),
                        columns.end(),
                        ZoneId.of(node.path("zone").asText("UTC"))),
                node.path("saved").asBoolean(),
                columns.dryRun(),
                node.path("over").asBoolean(),
                node.path("anyway").asBoolean(),
                columns.origin(),
                columns.originRef(),
                node.path("attempt").asInt(1),
                node.path("entity").asText(),
                list(node.path("brands")),
                columns.createdAt());
    }

    record AskColumns(
            Optional<String> group,
            Optional<String> workflow,
            LocalDate start,
            LocalDate end,
            boolean dryRun,
            Run.Origin origin,
            String originRef,
            Instant createdAt) {}

    static String resultInfo(List<Long> parts, List<ResultColumn> columns, List<Long> irregular) {
        var node = MAPPER.createObjectNode();
        var sizes = node.putArray("parts");
        parts.forEach(sizes::add);
        var lines = node.putArray("irregular");
        irregular.forEach(lines::add);
        var array = node.putArray("columns");
        for (var column : columns) {
            array.addObject()
                    .put("name", column.name())
                    .put("type", column.type().name())
                    .put("metric", column.metric())
                    .put("additive", column.additive().name())
                    .put("unit", column.unit());
        }
        return node.toString();
    }

    static List<ResultColumn> columns(JsonNode info) {
        var list = new ArrayList<ResultColumn>();
        for (var node : info.path("columns")) {
            list.add(new ResultColumn(
                    node.path("name").asText(),
                    ResultColumn.ValueType.valueOf(node.path("type").asText()),
                    node.path("metric").asBoolean(),
                    ResultColumn.Additive.valueOf(node.path("additive").asText()),
                    node.path("unit").asText()));
        }
        return List.copyOf(list);
    }

    static List<Long> numbers(JsonNode array) {
        var list = new ArrayList<Long>();
        array.forEach(it -> list.add(it.asLong()));
        return List.copyOf(list);
    }

    static String schedule(Schedule schedule) {
        var node = MAPPER.createObjectNode();
        node.put("workflow", schedule.workflow());
        node.set("parameters", node(schedule.parameters()));
        node.set(
                "instances",
                array(schedule.instances().stream().map(InstanceId::value).toList()));
        node.put("brand", schedule.brand());
        node.put("trigger", schedule.trigger().word());
        node.put("zone", schedule.zone().getId());
        node.put("window", schedule.window().word());
        node.put("lagDays", schedule.lagDays());
        node.put("missed", schedule.missed().name());
        node.put("overlap", schedule.overlap().name());
        node.put("deadlineSeconds", schedule.deadline().toSeconds());
        return node.toString();
    }

    static Schedule schedule(String id, String name, String json, Instant cursor, int failures, String paused) {
        var node = read(json);
        return new Schedule(
                id,
                name,
                node.path("workflow").asText(),
                texts(node.path("parameters")),
                list(node.path("instances")).stream().map(InstanceId::new).toList(),
                node.path("brand").asText(),
                Trigger.of(node.path("trigger").asText()),
                ZoneId.of(node.path("zone").asText()),
                WindowRule.of(node.path("window").asText()),
                node.path("lagDays").asInt(),
                Policies.Missed.valueOf(node.path("missed").asText()),
                Policies.Overlap.valueOf(node.path("overlap").asText()),
                Duration.ofSeconds(node.path("deadlineSeconds").asLong()),
                cursor,
                failures,
                paused);
    }

    static String collection(Collection collection) {
        var node = MAPPER.createObjectNode();
        node.put("name", collection.name());
        node.put("workflow", collection.workflow());
        node.set("parameters", node(collection.parameters()));
        node.set(
                "instances",
                array(collection.instances().stream().map(InstanceId::value).toList()));
        node.put("weekly", collection.weekly());
        node.put("first", collection.first().name());
        node.put("from", collection.from().toString());
        collection.to().ifPresent(to -> node.put("to", to.toString()));
        node.put("zone", collection.zone().getId());
        node.put("lagDays", collection.lagDays());
        node.put("newestFirst", collection.newestFirst());
        return node.toString();
    }

    static Collection collection(String id, String json, boolean paused) {
        var node = read(json);
        return new Collection(
                id,
                node.path("name").asText(),
                node.path("workflow").asText(),
                texts(node.path("parameters")),
                list(node.path("instances")).stream().map(InstanceId::new).toList(),
                node.path("weekly").asBoolean(),
                DayOfWeek.valueOf(node.path("first").asText()),
                LocalDate.parse(node.path("from").asText()),
                node.has("to") ? Optional.of(LocalDate.parse(node.path("to").asText())) : Optional.empty(),
                ZoneId.of(node.path("zone").asText()),
                node.path("lagDays").asInt(),
                node.path("newestFirst").asBoolean(),
                paused);
    }
}
