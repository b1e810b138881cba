package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.HomeTimes;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.secret.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What a house answers to plain requests, for where a proxy lets no WebSockets pass (contract section 4).
/// Answers have the form that the same command has over a WebSocket, so that who asks need not know.
///
/// Whether the token is an administrator's cannot be found out this way, and each refusal of a path for
/// administrators is a failed login: such paths and services are not asked at all. Thread-safe.
final class PlainRequests {

    /// The word for commands that only a WebSocket carries.
    static final String NEEDS_SOCKET = "needs_websocket";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final long LARGEST = 64L << 20;
    private static final Duration SERVICE_WITHIN = Duration.ofSeconds(60);
    private static final HomeAssistantVersion RESPONSES = new HomeAssistantVersion(2024, 8, 0);

    /// How the connector says what went wrong.
    interface Words {
        Secret token() throws ConnectorException;

        ConnectorException refused();

        ConnectorException banned();
    }

    private final InstanceHttp http;
    private final Words words;

    PlainRequests(InstanceHttp http, Words words) {
        this.http = http;
        this.words = words;
    }

    /// As a WebSocket would answer.
    Reply call(String type, Map<String, ?> parameters, Duration within)
            throws ConnectorException, InterruptedException {
        return switch (type) {
            case "get_config" -> get("api/config", within);
            case "get_states" -> get("api/states", within);
            case "get_services" -> services(within);
            case "history/history_during_period" -> history(parameters, within);
            case "logbook/get_events" -> logbook(parameters, within);
            default -> new Reply.Refused(NEEDS_SOCKET, "");
        };
    }

    private Reply get(String path, Duration within) throws ConnectorException, InterruptedException {
        return get(Call.get(path), within);
    }

    private Reply get(Call call, Duration within) throws ConnectorException, InterruptedException {
        var answer = send(call.within(within));
        if (answer.status() == 404) {
            return new Reply.Refused("unknown_command", "");
        }
        if (answer.status() == 400) {
            return new Reply.Refused("invalid_format", message(answer));
        }
        if (!answer.ok()) {
            throw http.fault(answer);
        }
        return new Reply.Done(http.tree(answer));
    }

    Answer send(Call call) throws ConnectorException, InterruptedException {
        var answer = http.send(call.atMost(LARGEST).secretHeader("Authorization", "Bearer ", words.token()));
        if (answer.status() == 401) {
            throw http.refuse(words.refused());
        }
        if (answer.status() == 403 && !answer.contentType().equals("application/json")) {
            throw words.banned();
        }
        return answer;
    }

    static String message(Answer answer) {
        try {
            return JSON.readTree(answer.body()).path("message").asText("");
        } catch (java.io.IOException e) {
            return "";
        }
    }

    /// A list here, an object over a WebSocket.
    private Reply services(Duration within) throws ConnectorException, InterruptedException {
        if (!(get("api/services", within) instanceof Reply.Done(JsonNode list))) {
            return new Reply.Refused(NEEDS_SOCKET, "");
        }
        var domains = JsonNodeFactory.instance.objectNode();
        list.forEach(one -> domains.set(one.path("domain").asText(), one.path("services")));
        return new Reply.Done(domains);
    }

    private Reply history(Map<String, ?> parameters, Duration within) throws ConnectorException, InterruptedException {
        var call = Call.get("api/history/period/" + Call.segment(String.valueOf(parameters.get("start_time"))))
                .query("filter_entity_id", joined(parameters.get("entity_ids")))
                .query("end_time", String.valueOf(parameters.get("end_time")))
                .query("minimal_response", "")
                .query("no_attributes", "")
                .query("significant_changes_only", "0");
        if (!(get(call, within) instanceof Reply.Done(JsonNode lists))) {
            return new Reply.Refused(NEEDS_SOCKET, "");
        }
        var byEntity = JsonNodeFactory.instance.objectNode();
        for (var list : lists) {
            var rows = byEntity.putArray(list.path(0).path("entity_id").asText());
            list.forEach(row -> HomeTimes.read(row.path("last_updated")
                            .asText(row.path("last_changed").asText()))
                    .ifPresent(at -> rows.addObject()
                            .put("s", row.path("state").asText())
                            .put("lu", at.toEpochMilli() / 1000.0)));
        }
        return new Reply.Done(byEntity);
    }

    private Reply logbook(Map<String, ?> parameters, Duration within) throws ConnectorException, InterruptedException {
        var call = Call.get("api/logbook/" + Call.segment(String.valueOf(parameters.get("start_time"))))
                .query("end_time", String.valueOf(parameters.get("end_time")));
        var about = joined(parameters.get("entity_ids"));
        return get(about.isEmpty() ? call : call.query("entity", about), within);
    }

    private static String joined(@org.jspecify.annotations.Nullable Object ids) {
        return ids instanceof List<?> list
                ? String.join(",", list.stream().map(String::valueOf).toList())
                : "";
    }

    /// Calls a service. There is one answer without a reason for everything that the house does not take.
    ///
    /// @param before states as they were last known, for what changed
    CallResult callService(
            ServiceCall call, Map<String, ?> target, String version, Map<String, EntityState> before, String label)
            throws ConnectorException, InterruptedException {
        if (ServiceCall.forAdministrators(call.name())) {
            throw ConnectorException.of(
                    FaultCode.PERMISSION_MISSING,
                    label + " gives “" + call.name() + "” only to administrators, and without its live connection "
                            + "nobody knows whether the token is one's.",
                    "Let the reverse proxy pass WebSockets on to Home Assistant.");
        }
        boolean answers = HomeAssistantVersion.parse(version)
                .filter(it -> it.atLeast(RESPONSES))
                .isPresent();
        if (call.response() && !answers) {
            throw ConnectorException.of(
                    FaultCode.NOT_SUPPORTED,
                    label + " answers “" + call.name() + "” only over its live connection.",
                    "Let the reverse proxy pass WebSockets on to Home Assistant.");
        }
        var content = new LinkedHashMap<String, Object>(target); // here the target is part of the data
        content.putAll(call.data());
        var path = "api/services/" + Call.segment(call.domain()) + "/" + Call.segment(call.service());
        var request = Call.postJson(path, json(content)).within(SERVICE_WITHIN);
        long began = System.nanoTime();
        var answer = send(call.response() ? request.query("return_response", "") : request);
        var took = Duration.ofNanos(System.nanoTime() - began);
        if (answer.status() == 400) {
            throw ConnectorException.of(
                    FaultCode.INVALID_INPUT,
                    label + " does not take “" + call.name() + "” with this data, and does not say why.",
                    "Correct what was entered.");
        }
        if (answer.status() == 500) {
            throw ConnectorException.of(
                    FaultCode.REFUSED,
                    label + " could not carry out “" + call.name() + "” and does not say why.",
                    "Look into the log of Home Assistant.");
        }
        if (!answer.ok()) {
            throw http.fault(answer);
        }
        var told = http.tree(answer);
        var changed = told.isArray() ? told : told.path("changed_states");
        var changes = new ArrayList<CallResult.StateChange>();
        changed.forEach(state -> changes.add(new CallResult.StateChange(
                state.path("entity_id").asText(),
                state.at("/attributes/friendly_name")
                        .asText(state.path("entity_id").asText()),
                java.util.Optional.ofNullable(before.get(state.path("entity_id").asText()))
                        .map(EntityState::state)
                        .orElse(""),
                state.path("state").asText(),
                took)));
        return new CallResult(
                call,
                changed.path(0).at("/context/id").asText(""),
                told.has("service_response") ? Answers.plain(told.path("service_response")) : null,
                took,
                changes,
                Set.of("homeassistant.restart", "homeassistant.stop").contains(call.name()));
    }

    private static String json(Map<String, ?> content) {
        try {
            ObjectNode node = JSON.valueToTree(content);
            return JSON.writeValueAsString(node);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("plain values are always JSON", e);
        }
    }
}
