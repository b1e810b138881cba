package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.homeassistant.SocketFailure.Reason;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/// Health checks of one house, over its one connection; by plain requests where no WebSocket passes.
/// Thread-safe.
final class HouseChecks {

    private static final Duration TEXTS_KEPT = Duration.ofHours(24);

    private final InstanceHttp http;
    private final HouseDoor door;
    private final HomeAssistantSession session;
    private final Clock clock;
    private final Consumer<Boolean> starting;
    private final ReentrantLock checking = new ReentrantLock();
    private final Remembered<JsonNode> texts;
    /// The integrations whose texts are kept. Under the lock.
    private List<String> told = List.of();

    /// @param starting told at each check whether the house is still starting
    HouseChecks(
            InstanceHttp http, HouseDoor door, HomeAssistantSession session, Clock clock, Consumer<Boolean> starting) {
        this.http = http;
        this.door = door;
        this.session = session;
        this.clock = clock;
        this.starting = starting;
        texts = new Remembered<>(clock);
    }

    CheckAnswer check() throws ConnectorException, InterruptedException {
        checking.lockInterruptibly();
        try {
            return overview();
        } finally {
            checking.unlock();
        }
    }

    private CheckAnswer overview() throws ConnectorException, InterruptedException {
        boolean fresh = !session.live();
        try {
            return ask(session.connected());
        } catch (SocketFailure e) {
            if (fresh || e.reason() != Reason.LOST) {
                throw door.translate(e);
            }
        } catch (ConnectorException e) {
            if (!door.socketsBlocked() || e.code() != FaultCode.PROXY_PAGE) {
                throw e;
            }
            return askByRest();
        }
        try { // the connection was old and had ended unnoticed: reading may be repeated
            return ask(session.connected());
        } catch (SocketFailure e) {
            throw door.translate(e);
        }
    }

    private CheckAnswer ask(HomeAssistantSocket socket) throws SocketFailure, ConnectorException, InterruptedException {
        look();
        var user = socket.send("auth/current_user", Map.of());
        var config = socket.send("get_config", Map.of());
        var repairs = socket.send("repairs/list_issues", Map.of());
        var entities = new CompletableFuture<JsonNode>();
        var template = socket.subscribe(
                "render_template", Map.of("template", "{{ states | count }}"), event -> entities.complete(event));
        var configuration = required(HomeAssistantSession.answer(config, HouseDoor.ANSWER_WITHIN), "get_config");
        var overview = new Overview(socket.version(), configuration, clock.instant(), door.address());
        overview.user(optional(HomeAssistantSession.answer(user, HouseDoor.ANSWER_WITHIN)));
        var issues = optional(HomeAssistantSession.answer(repairs, HouseDoor.ANSWER_WITHIN));
        overview.repairs(issues, texts(socket, UpkeepAnswers.domains(issues)));
        overview.entities(count(socket, template, entities));
        return answer(overview, "websocket");
    }

    /// Asked once for each connection and day, and when issues of another integration come.
    ///
    /// @return what the house calls the issues of these integrations; missing where it tells none
    private JsonNode texts(HomeAssistantSocket socket, List<String> integrations)
            throws ConnectorException, InterruptedException {
        if (integrations.isEmpty()) {
            return MissingNode.getInstance();
        }
        if (!told.equals(integrations)) {
            told = integrations;
            texts.drop();
        }
        return texts.get(session.status().epoch(), TEXTS_KEPT, () -> {
            try {
                return optional(socket.call(
                        "frontend/get_translations",
                        Map.of("language", "en", "category", "issues", "integration", integrations),
                        HouseDoor.ANSWER_WITHIN));
            } catch (SocketFailure e) {
                throw door.translate(e);
            }
        });
    }

    /// Looks at a public page, which shows what stands in front today and until when its certificate is
    /// good: the open connection would not notice. While this computer is banned it goes on working.
    private void look() throws ConnectorException, InterruptedException {
        var page = http.send(Call.get(HouseDoor.MANIFEST));
        if (page.ok()) {
            http.tree(page);
        } else if (page.status() != 403) {
            throw http.fault(page);
        }
    }

    /// Templates see every entity that has a state; a server that does not render them lists those it has
    /// registered.
    private static Optional<Long> count(
            HomeAssistantSocket socket, HomeAssistantSocket.Subscription template, CompletableFuture<JsonNode> event)
            throws SocketFailure, InterruptedException {
        if (HomeAssistantSession.answer(template.reply(), HouseDoor.ANSWER_WITHIN) instanceof Reply.Done) {
            var rendered =
                    HomeAssistantSession.event(event, HouseDoor.ANSWER_WITHIN).path("result");
            socket.unsubscribe(template);
            return rendered.asText().matches("\\d{1,9}") ? Optional.of(rendered.asLong()) : Optional.empty();
        }
        var list = optional(socket.call("config/entity_registry/list_for_display", Map.of(), HouseDoor.ANSWER_WITHIN));
        return list.path("entities").isArray()
                ? Optional.of((long) list.path("entities").size())
                : Optional.empty();
    }

    /// What can be known without a WebSocket. A refused token is refused here too.
    private CheckAnswer askByRest() throws ConnectorException, InterruptedException {
        var call = Call.get("api/config").secretHeader("Authorization", "Bearer ", door.token());
        var answer = http.send(call);
        if (answer.status() == 401) {
            throw http.refuse(door.refused());
        }
        if (answer.status() == 403 && !answer.contentType().equals("application/json")) {
            throw door.banned();
        }
        if (!answer.ok()) {
            throw http.fault(answer);
        }
        var config = http.tree(answer);
        door.requireVersion(config.path("version").asText());
        return answer(new Overview(config.path("version").asText(), config, clock.instant(), door.address()), "rest");
    }

    private CheckAnswer answer(Overview overview, String transport) throws ConnectorException {
        boolean starts = overview.starting();
        starting.accept(starts);
        if (starts) {
            throw ConnectorException.of(
                    FaultCode.STARTING,
                    http.label() + " is starting; not everything is loaded yet.",
                    "Wait; Pilothouse tries again by itself.");
        }
        overview.transport(transport);
        overview.token(door.token());
        return new CheckAnswer(
                identity(overview),
                overview.warnings(),
                overview.facts(),
                http.certificateEnds(),
                http.usedSecondAddress());
    }

    private static RemoteIdentity identity(Overview overview) {
        return identity(overview.version(), overview.locationName(), overview.userId());
    }

    /// @param locationName empty in recovery mode, where it is a stand-in
    static RemoteIdentity identity(String version, String locationName, Optional<String> userId) {
        var facts = new TreeMap<String, String>();
        userId.ifPresent(id -> facts.put("userId", id));
        return new RemoteIdentity("Home Assistant", version, locationName, "", facts);
    }

    private JsonNode required(Reply reply, String command) throws ConnectorException {
        return switch (reply) {
            case Reply.Done(JsonNode result) when result.isObject() -> result;
            case Reply.Done _, Reply.Refused _ ->
                throw ConnectorException.of(
                        FaultCode.REFUSED,
                        http.label() + " could not answer the question “" + command + "”.",
                        "Look into the log of Home Assistant for the reason.");
        };
    }

    private static JsonNode optional(Reply reply) {
        return reply instanceof Reply.Done(JsonNode result) ? result : MissingNode.getInstance();
    }
}
