package io.pilothouse.connectors.arr;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.Json;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.secret.Secret;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/// Requests to the API of one app, signed with its key, and what their failures mean (sections 2 to 4 of
/// the contract). Thread-safe.
final class ArrApi {

    /// Section 2.5 of the contract.
    static final Duration SMALL = Duration.ofSeconds(10);

    static final Duration LIST = Duration.ofSeconds(30);

    /// Whole libraries.
    static final Duration LIBRARY = Duration.ofSeconds(120);

    /// What the app does while we wait: asking every indexer, scanning a folder.
    static final Duration LONG = Duration.ofSeconds(180);

    static final long LIBRARY_BYTES = 256L << 20;

    private final ArrApp app;
    private final InstanceHttp http;
    private final Target target;
    private final Optional<Secret> key;
    private final AtomicLong sent;
    private final Optional<Semaphore> turns;

    /// For health checks, which wait for nobody.
    ArrApi(ArrApp app, InstanceHttp http, Target target, Optional<Secret> key) {
        this(app, http, target, key, new AtomicLong(), Optional.empty());
    }

    private ArrApi(
            ArrApp app,
            InstanceHttp http,
            Target target,
            Optional<Secret> key,
            AtomicLong sent,
            Optional<Semaphore> turns) {
        this.app = app;
        this.http = http;
        this.target = target;
        this.key = key;
        this.sent = sent;
        this.turns = turns;
    }

    /// @return the same line, whose short requests take turns with those to other instances on the host
    ArrApi inTurns() {
        return new ArrApi(app, http, target, key, sent, Optional.of(http.turns()));
    }

    /// @return requests sent so far
    long sent() {
        return sent.get();
    }

    Call get(String resource, Duration limit) throws ConnectorException {
        return signed(Call.get(app.path(resource)), limit);
    }

    /// @return who answers, asked by the other version of the API: half the family speaks one, half the other
    Call askedOtherwise() throws ConnectorException {
        var other = app.apiPrefix().equals("api/v1") ? "api/v3" : "api/v1";
        return signed(Call.get(other + "/system/status"), SMALL);
    }

    Call delete(String resource) throws ConnectorException {
        return signed(Call.of("DELETE", app.path(resource), Optional.empty()), LIST);
    }

    /// @param body written as JSON
    Call write(String method, String resource, Object body) throws ConnectorException {
        try {
            var json = Json.MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
            var content = Optional.of(new Call.Content("application/json", json));
            return signed(Call.of(method, app.path(resource), content), LIST);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("this cannot be written as JSON: " + body, e);
        }
    }

    /// @return the whole library of an app that keeps films, without a look-up of the file system for each
    Call movies() throws ConnectorException {
        return get("movie", LIBRARY).query("excludeLocalCovers", "true").atMost(LIBRARY_BYTES);
    }

    /// @return the interactive search for one item (section 12.4)
    Call releases(ItemKey item) throws ConnectorException {
        var call = get("release", LONG);
        if (item.type().equals("season")) {
            var parts = item.id().split(":");
            return call.query("seriesId", parts[0]).query("seasonNumber", parts[1]);
        }
        return call.query(item.type() + "Id", item.id());
    }

    <T> List<T> list(String resource, Class<T[]> type) throws ConnectorException, InterruptedException {
        return list(get(resource, SMALL), type);
    }

    <T> List<T> list(Call call, Class<T[]> type) throws ConnectorException, InterruptedException {
        return Arrays.stream(http.read(ok(call), type)).filter(Objects::nonNull).toList();
    }

    <T> T read(Call call, Class<T> type) throws ConnectorException, InterruptedException {
        return http.read(ok(call), type);
    }

    JsonNode tree(Call call) throws ConnectorException, InterruptedException {
        return http.tree(ok(call));
    }

    JsonNode tree(Answer answer) throws ConnectorException {
        return http.tree(accepted(answer));
    }

    /// @return the elements of an answer that is a list
    /// @throws ConnectorException also if it is none
    List<JsonNode> rows(Call call) throws ConnectorException, InterruptedException {
        return list(call, JsonNode[].class);
    }

    /// As [#rows(Call)].
    List<JsonNode> rows(Answer answer) throws ConnectorException {
        return Arrays.stream(http.read(accepted(answer), JsonNode[].class))
                .filter(Objects::nonNull)
                .toList();
    }

    /// @return a good answer
    Answer ok(Call call) throws ConnectorException, InterruptedException {
        return accepted(send(call));
    }

    /// @return whatever came
    Answer send(Call call) throws ConnectorException, InterruptedException {
        sent.incrementAndGet();
        if (turns.isEmpty() || call.timeout().orElse(LIST).compareTo(LIST) > 0) { // it would hold up the others
            return http.send(call);
        }
        turns.get().acquire();
        try {
            return http.send(call);
        } finally {
            turns.get().release();
        }
    }

    private Call signed(Call call, Duration limit) throws ConnectorException {
        if (key.isEmpty()) {
            throw ConnectorException.of(
                    FaultCode.SECRET_MISSING,
                    target.label() + " has no API key here.",
                    "Copy the key from Settings, General, of " + app.displayName() + ".");
        }
        return call.header("Accept", "application/json")
                .secretHeader("X-Api-Key", "", key.get())
                .within(longest(limit));
    }

    /// A person who gives an instance more time means it for every call.
    private Duration longest(Duration usual) {
        var chosen = target.connection().timeout();
        return chosen.equals(Connection.USUAL_TIMEOUT) ? usual : chosen;
    }

    /// @throws ConnectorException with what the status and body mean, unless it is a good answer
    Answer accepted(Answer answer) throws ConnectorException {
        if (answer.ok() && !answer.html()) {
            return answer;
        }
        if (answer.status() == 503 && json(answer).hasNonNull("errorMessage")) { // section 2.4
            throw ConnectorException.of(
                    FaultCode.STARTING,
                    target.label() + " is starting up.",
                    "Wait a moment; Pilothouse checks again by itself.");
        }
        if (answer.ok() || answer.redirect()) { // section 2.1: the page of the app itself, or its login
            throw ConnectorException.of(
                    FaultCode.WRONG_PATH,
                    target.label() + " shows its web page where the API should be.",
                    "Check the path at the end of the address: it must be the url base set in " + app.displayName()
                            + ", or empty.");
        }
        var fault = http.fault(answer);
        if (fault.code() == FaultCode.SECRET_REFUSED) {
            throw http.refuse(ConnectorException.of(
                    FaultCode.SECRET_REFUSED,
                    target.label() + " answers but refuses the API key.",
                    "Copy the key from Settings, General, of " + app.displayName() + " and replace it here."));
        }
        throw ArrObjection.words(answer.html() ? MissingNode.getInstance() : json(answer))
                .map(words -> new ConnectorException(
                        fault.code(),
                        new Problem(
                                fault.problem().code(),
                                fault.problem().summary().replaceFirst("\\.$", "") + ": " + words,
                                fault.problem().advice()),
                        fault.retryAfter(),
                        fault.actualKind(),
                        fault))
                .orElse(fault);
    }

    /// @return what is no JSON as a text
    private static JsonNode json(Answer answer) {
        try {
            return Json.MAPPER.readTree(answer.text());
        } catch (JsonProcessingException ignored) {
            return TextNode.valueOf(answer.text());
        }
    }
}
