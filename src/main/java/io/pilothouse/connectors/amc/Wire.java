package io.pilothouse.connectors.amc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.Json;
import io.pilothouse.domain.amc.AmcInstanceId;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.ExecutionRequest;
import io.pilothouse.domain.amc.Marketplace;
import io.pilothouse.domain.amc.MarketplaceId;
import io.pilothouse.domain.amc.ParameterType;
import io.pilothouse.domain.amc.QueryParameter;
import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.amc.RemoteStatus;
import io.pilothouse.domain.amc.ResultColumn;
import io.pilothouse.domain.amc.ResultColumn.Additive;
import io.pilothouse.domain.amc.ResultColumn.ValueType;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// AMC's JSON (sections 5 and 6): written as given there, read with tolerance.
final class Wire {

    private static final int TIMEOUT_SECONDS = 21_600;

    private Wire() {}

    /// Single objects come wrapped or bare (section 5, rule 1).
    static JsonNode unwrapped(JsonNode root, String key) {
        return root.path(key).isObject() ? root.path(key) : root;
    }

    static String text(JsonNode node, String name) {
        return node.path(name).isNull() ? "" : node.path(name).asText("").strip();
    }

    static Remote.Account account(JsonNode node) {
        return new Remote.Account(
                new EntityId(text(node, "accountId")),
                text(node, "accountName"),
                marketplace(text(node, "marketplaceId")),
                country(marketplace(text(node, "marketplaceId"))),
                false);
    }

    private static Optional<MarketplaceId> marketplace(String id) {
        return id.isEmpty() ? Optional.empty() : Optional.of(new MarketplaceId(id));
    }

    private static String country(Optional<MarketplaceId> marketplace) {
        return marketplace.flatMap(Marketplace::of).map(Enum::name).orElse("");
    }

    /// One account may have an entity in each country (section 6.1).
    static List<Remote.Account> advertiserAccounts(JsonNode element) {
        var node = unwrapped(element, "adsAccount");
        var accounts = new ArrayList<Remote.Account>();
        for (var alternate : node.path("alternateIds")) {
            var entity = text(alternate, "entityId");
            var country = text(alternate, "countryCode");
            if (!entity.isEmpty()) {
                accounts.add(new Remote.Account(
                        new EntityId(entity),
                        text(node, "accountName"),
                        Marketplace.ofCountry(country).map(Marketplace::id),
                        country,
                        true));
            }
        }
        return accounts;
    }

    static Remote.InstanceFacts instance(JsonNode element) {
        var node = unwrapped(element, "instance");
        var types = new ArrayList<String>();
        node.path("advertiserTypes").forEach(type -> types.add(type.asText()));
        return new Remote.InstanceFacts(
                new AmcInstanceId(text(node, "instanceId")),
                text(node, "instanceName"),
                text(node, "customerCanonicalName"),
                text(node, "instanceType"),
                text(node, "creationStatus"),
                instant(node.path("creationDatetime")),
                text(node, "s3BucketName"),
                List.copyOf(types),
                node.toString());
    }

    static Remote.Advertiser advertiser(JsonNode node) {
        return new Remote.Advertiser(
                text(node, "id"), text(node, "name"), text(node, "type"), marketplace(text(node, "marketplaceId")));
    }

    static Remote.DataSource dataSource(JsonNode element) {
        var node = unwrapped(element, "dataSource");
        var tags = new ArrayList<String>();
        node.path("tags").forEach(tag -> tags.add(text(tag, "type")));
        var columns = new ArrayList<Remote.DataColumn>();
        for (var column : node.path("columns")) {
            columns.add(new Remote.DataColumn(
                    text(column, "name"),
                    text(column, "columnType").equals("METRIC"),
                    text(column, "dataType"),
                    text(column, "sensitivity"),
                    text(column, "description")));
        }
        return new Remote.DataSource(
                text(node, "dataSourceId"),
                text(node, "description"),
                text(node, "owner"),
                List.copyOf(tags),
                List.copyOf(columns));
    }

    static Remote.Run run(JsonNode node) {
        var columns = new ArrayList<ResultColumn>();
        for (var column : node.path("outputColumns")) {
            var type = column.path("dataType").isTextual()
                    ? ValueType.of(column.path("dataType").asText())
                    : ValueType.STRING;
            boolean metric = text(column, "columnType").equals("METRIC");
            columns.add(new ResultColumn(text(column, "name"), type, metric, Additive.NO, ""));
        }
        var status = text(node, "status");
        return new Remote.Run(
                text(node, "workflowExecutionId"),
                text(node, "workflowId"),
                status.isEmpty() ? RemoteStatus.PENDING : new RemoteStatus(status),
                text(node, "statusReason"),
                instant(node.path("createTime")),
                instant(node.path("lastUpdatedTime")),
                instant(node.path("timeWindowStart")),
                instant(node.path("timeWindowEnd")),
                node.path("executionTime").isNumber()
                        ? Optional.of(
                                Duration.ofSeconds(node.path("executionTime").asLong()))
                        : Optional.empty(),
                List.copyOf(columns),
                node.toString());
    }

    static Remote.Schedule schedule(JsonNode element) {
        var node = unwrapped(element, "schedule");
        return new Remote.Schedule(
                text(node, "scheduleId"),
                text(node, "workflowId"),
                text(node, "aggregationPeriod").equalsIgnoreCase("Weekly"),
                text(node, "aggregationStartDay"),
                node.path("aggregationHourUtc").asInt(0),
                node.path("scheduleEnabled").asBoolean(true));
    }

    /// Times received are UTC, with or without `Z`, with 0 to 9 decimals (section 5, rule 5).
    static Optional<Instant> instant(JsonNode node) {
        var text = node.asText("");
        if (node.isNull() || text.isBlank()) {
            return Optional.empty();
        }
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant());
        } catch (DateTimeException _) {
            // not that form; the next
        }
        try {
            return Optional.of(LocalDateTime.parse(text).toInstant(ZoneOffset.UTC));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }

    static ObjectNode execution(ExecutionRequest request) {
        var body = Json.MAPPER.createObjectNode();
        if (request.sql().isPresent()) {
            body.set("workflow", workflow(request));
        } else {
            body.put("workflowId", request.workflowId());
        }
        body.put("timeWindowType", "EXPLICIT");
        body.put("timeWindowStart", request.window().sentStart());
        body.put("timeWindowEnd", request.window().sentEnd());
        body.put("timeWindowTimeZone", request.window().zone().getId());
        body.put("workflowExecutionTimeoutSeconds", TIMEOUT_SECONDS);
        if (!request.values().isEmpty()) {
            var values = body.putObject("parameterValues");
            request.values().forEach((name, value) -> values.set(name, value(value)));
        }
        if (request.dryRun()) {
            body.put("dryRun", true);
        }
        if (request.synthetic()) {
            body.put("requireSyntheticData", true);
        }
        return body;
    }

    static ObjectNode workflow(ExecutionRequest request) {
        var workflow = Json.MAPPER.createObjectNode();
        workflow.put("workflowId", request.workflowId());
        request.sql().ifPresent(sql -> workflow.put("sqlQuery", sql));
        if (!request.declared().isEmpty()) {
            var parameters = workflow.putArray("inputParameters");
            request.declared().forEach(parameter -> parameters.add(parameter(parameter)));
        }
        if (!request.privacy().isEmpty()) {
            workflow.put("privacyFilteringBehavior", request.privacy());
        }
        if (!request.marker().isEmpty()) {
            workflow.put("filteredMetricsDiscriminatorColumn", request.marker());
        }
        return workflow;
    }

    private static ObjectNode parameter(QueryParameter parameter) {
        var node = Json.MAPPER.createObjectNode();
        node.put("name", parameter.name());
        if (!parameter.displayName().isEmpty()) {
            node.put("displayName", parameter.displayName());
        }
        if (!parameter.description().isEmpty()) {
            node.put("description", parameter.description());
        }
        if (parameter.type().array()) {
            node.putObject("dataType")
                    .put("type", "ARRAY")
                    .put("elementDataType", parameter.type().name().name());
        } else {
            node.put("dataType", parameter.type().name().name());
        }
        node.put("columnType", "DIMENSION");
        parameter.defaultValue().ifPresent(text -> {
            try {
                node.set("defaultValue", value(parameter.type().read(text)));
            } catch (ParameterType.BadValueException _) {
                node.put("defaultValue", text); // the value given counts
            }
        });
        return node;
    }

    private static JsonNode value(Object value) {
        var nodes = Json.MAPPER.getNodeFactory();
        return switch (value) {
            case Long number -> nodes.numberNode(number);
            case BigDecimal number -> nodes.numberNode(number);
            case Boolean truth -> nodes.booleanNode(truth);
            case List<?> list -> {
                ArrayNode array = nodes.arrayNode();
                list.forEach(it -> array.add(value(it)));
                yield array;
            }
            default -> nodes.textNode(value.toString());
        };
    }

    static ObjectNode schedule(Remote.Schedule schedule) {
        var node = Json.MAPPER.createObjectNode();
        node.put("scheduleId", schedule.id());
        node.put("workflowId", schedule.workflowId());
        node.put("aggregationPeriod", schedule.weekly() ? "Weekly" : "Daily");
        if (schedule.weekly()) {
            node.put("aggregationStartDay", schedule.weekday());
        }
        node.put("aggregationHourUtc", schedule.hourUtc());
        node.put("scheduleEnabled", schedule.enabled());
        return node;
    }
}
