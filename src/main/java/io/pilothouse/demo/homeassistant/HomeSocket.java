package io.pilothouse.demo.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Socket;
import io.pilothouse.demo.service.SocketPeer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// One WebSocket connection: authentication, then commands and subscriptions. Sections 5 to 9.
final class HomeSocket implements SocketPeer, House.Listener {

    private static final Duration AUTHENTICATE_WITHIN = Duration.ofSeconds(10);
    private static final Duration STATUS_EVERY = Duration.ofSeconds(5);

    private final HomeAssistantSimulator home;
    private final Socket socket;
    private final String peer;
    private final Instant openedAt;
    private final Map<Integer, Subscription> subscriptions = new LinkedHashMap<>();
    private final List<Map<String, @Nullable Object>> outgoing = new ArrayList<>();
    private final List<Map<String, @Nullable Object>> held = new ArrayList<>();
    private boolean abandoned;
    private boolean authenticated;
    private boolean coalescing;
    private boolean gathering;
    private int lastId;
    /// The command that is being answered.
    private String running = "";
    private Instant lastStatus = Instant.MIN;

    private sealed interface Subscription {

        record Entities(Predicate<String> wanted) implements Subscription {}

        record Events(String type) implements Subscription {}

        record Past(PastCommands.Following following) implements Subscription {}

        record SystemStatus() implements Subscription {}

        record Notifications() implements Subscription {}

        record Other() implements Subscription {}
    }

    HomeSocket(HomeAssistantSimulator home, Socket socket, String peer) {
        this.home = home;
        this.socket = socket;
        this.peer = peer;
        openedAt = home.now();
    }

    @Override
    public void opened() {
        send(Json.object("type", "auth_required", "ha_version", home.release().text()));
    }

    @Override
    public void closed() {
        home.house().forget(this);
        home.closed(this);
    }

    void end(int code, String reason) {
        socket.close(code, reason);
        closed();
    }

    void tick(Instant now) {
        if (!authenticated && openedAt.plus(AUTHENTICATE_WITHIN).isBefore(now)) {
            end(1000, "");
            return;
        }
        if (lastStatus.isBefore(now.minus(STATUS_EVERY))) {
            lastStatus = now;
            subscriptions.forEach((id, subscription) -> {
                if (subscription instanceof Subscription.SystemStatus) {
                    event(id, HousePapers.systemStatus(now));
                }
            });
        }
    }

    @Override
    public void received(String text) {
        if (home.mute() || abandoned) {
            return;
        }
        var message = Json.parse(text);
        home.note(this, message);
        if (message.isMissingNode()) {
            end(1000, "");
        } else if (!authenticated) {
            authenticate(message);
        } else {
            gathering = true;
            if (message.isArray()) {
                message.forEach(this::command);
            } else {
                command(message);
            }
            gathering = false;
            flush();
        }
    }

    private void authenticate(JsonNode message) {
        if (message.size() != 2
                || !message.path("type").asText().equals("auth")
                || !message.path("access_token").isTextual()) {
            send(Json.object("type", "auth_invalid", "message", "Auth message incorrectly formatted: " + message));
            end(1000, "");
        } else if (home.authenticates(message.path("access_token").asText())) {
            home.succeed(peer);
            authenticated = true;
            home.house().listen(this);
            send(Json.object("type", "auth_ok", "ha_version", home.release().text()));
        } else {
            home.fail(peer);
            send(Json.object("type", "auth_invalid", "message", "Invalid access token or password"));
            end(1000, "");
        }
    }

    private void command(JsonNode message) {
        var id = message.path("id");
        var type = message.path("type");
        if (!id.isInt() || id.asInt() < 1 || !type.isTextual()) {
            fail(id.asInt(), "invalid_format", "Message incorrectly formatted.");
        } else if (id.asInt() <= lastId) {
            fail(id.asInt(), "id_reuse", "Identifier values have to increase.");
        } else {
            lastId = id.asInt();
            running = type.asText();
            run(lastId, running, message);
            running = "";
        }
    }

    private void run(int id, String type, JsonNode message) {
        var parameters = Commands.COMMANDS.get(type);
        if (parameters == null || !existsYet(type)) {
            fail(id, "unknown_command", "Unknown command.");
            return;
        }
        if (message.has("return_response") && !home.release().atLeast(2023, 7)) {
            fail(id, "invalid_format", "extra keys not allowed @ data['return_response'].");
            return;
        }
        for (var field : message.properties()) {
            boolean filter = field.getKey().equals("include") || field.getKey().equals("exclude");
            boolean refused = !Set.of("id", "type").contains(field.getKey()) && !parameters.contains(field.getKey())
                    || filter && !home.release().atLeast(2024, 9);
            if (refused) {
                fail(
                        id,
                        "invalid_format",
                        "extra keys not allowed @ data['" + field.getKey() + "']. Got " + field.getValue());
                return;
            }
        }
        boolean needsAdmin = Commands.ADMIN.contains(type)
                || type.equals("network/url") && !home.release().atLeast(2025, 12)
                || type.equals("subscribe_events")
                        && !Commands.OPEN_EVENTS.contains(
                                message.path("event_type").asText());
        if (needsAdmin && !home.isAdmin()) {
            fail(id, "unauthorized", "Unauthorized");
            return;
        }
        answer(id, type, message);
    }

    private boolean existsYet(String type) {
        int since = Commands.SINCE.getOrDefault(type, 0);
        return home.release().atLeast(since / 100, since % 100)
                && !home.unknown(type)
                && (!type.equals("supervisor/api") || home.supervised());
    }

    private void answer(int id, String type, JsonNode message) {
        var house = home.house();
        switch (type) {
            case "ping" -> send(Json.object("id", id, "type", "pong"));
            case "supported_features" -> {
                succeed(id, null);
                coalescing = message.at("/features/coalesce_messages").asInt() == 1;
            }
            case "auth/current_user" -> succeed(id, home.papers().currentUser());
            case "auth/refresh_tokens" -> succeed(id, home.papers().refreshTokens());
            case "get_config" -> succeed(id, home.papers().config());
            case "get_states" ->
                succeed(
                        id,
                        house.entities().stream()
                                .map(entity -> entity.full(home.release()))
                                .toList());
            case "get_services" -> succeed(id, home.services());
            case "subscribe_entities" -> subscribeEntities(id, message);
            case "subscribe_events" -> {
                subscriptions.put(
                        id, new Subscription.Events(message.path("event_type").asText()));
                succeed(id, null);
            }
            case "unsubscribe_events" -> {
                if (subscriptions.remove(message.path("subscription").asInt()) == null) {
                    fail(id, "not_found", "Subscription not found.");
                } else {
                    succeed(id, null);
                }
            }
            case "call_service" -> callService(id, message);
            case "config/floor_registry/list" -> succeed(id, house.floors());
            case "config/area_registry/list" -> succeed(id, house.areas());
            case "config/label_registry/list" -> succeed(id, List.of());
            case "config/device_registry/list" -> succeed(id, house.devices());
            case "config/entity_registry/list" -> succeed(id, house.registry());
            case "config/entity_registry/list_for_display" -> succeed(id, house.registryForDisplay());
            case "repairs/list_issues" -> succeed(id, Json.object("issues", home.issues()));
            case "persistent_notification/get" ->
                succeed(id, List.copyOf(home.notifications().values()));
            case "persistent_notification/subscribe" -> {
                subscriptions.put(id, new Subscription.Notifications());
                succeed(id, null);
                event(id, Json.object("type", "current", "notifications", home.notifications()));
            }
            case "hardware/info" -> succeed(id, Json.object("hardware", List.of()));
            case "hardware/subscribe_system_status" -> {
                subscriptions.put(id, new Subscription.SystemStatus());
                succeed(id, null);
            }
            case "system_health/info" -> systemHealth(id);
            case "network" -> succeed(id, HousePapers.network());
            case "network/url" ->
                succeed(
                        id,
                        Json.object(
                                "internal",
                                home.papers().config().get("internal_url"),
                                "external",
                                null,
                                "cloud",
                                null));
            case "frontend/get_translations" ->
                succeed(
                        id,
                        Json.object(
                                "resources",
                                home.translations(message.path("category").asText())));
            case "render_template" -> {
                subscriptions.put(id, new Subscription.Other());
                succeed(id, null);
                var template = message.path("template").asText();
                if (template.contains("{{") == template.contains("}}")) {
                    event(id, Json.object("result", house.rendered(template), "listeners", Map.of()));
                } else if (message.path("report_errors").asBoolean()) {
                    event(id, Json.object("error", "TemplateSyntaxError: unexpected end", "level", "ERROR"));
                }
            }
            case "history/history_during_period",
                    "history/stream",
                    "recorder/statistics_during_period",
                    "logbook/get_events",
                    "logbook/event_stream" -> past(id, type, message);
            case "recorder/list_statistic_ids" -> succeed(id, List.of());
            case "system_log/list" -> succeed(id, home.book().log());
            case "config_entries/get" -> succeed(id, home.book().integrations());
            case "backup/info" -> succeed(id, home.book().backups());
            case "backup/agents/info" -> succeed(id, HouseBook.agents());
            case "backup/config/info" -> succeed(id, home.book().backupConfig());
            case "backup/generate", "backup/generate_with_automatic_settings" ->
                succeed(id, home.book().backUp(type.endsWith("automatic_settings"), home.now()));
            case "backup/delete" -> {
                home.book().forget(message.path("backup_id").asText());
                succeed(id, Json.object("agent_errors", Map.of()));
            }
            case "backup/remove" -> {
                home.book().forget(message.path("slug").asText());
                succeed(id, null);
            }
            case "backup/restore" -> {
                if (home.book().find(message.path("backup_id").asText()).isPresent()) {
                    home.restart(); // as seen: the line ends before an answer
                } else {
                    fail(id, "home_assistant_error", "Backup not found");
                }
            }
            case "trace/list" ->
                succeed(
                        id,
                        home.book()
                                .runs(
                                        message.path("domain").asText(),
                                        message.path("item_id").asText()));
            case "update/release_notes" -> succeed(id, "## What is new\n\nNothing that was not better before.");
            case "repairs/ignore_issue" -> {
                if (home.ignore(
                        message.path("issue_id").asText(),
                        message.path("ignore").asBoolean())) {
                    succeed(id, null);
                } else {
                    fail(id, "unknown_error", "Unknown error");
                }
            }
            case "config/entity_registry/update" -> {
                var entity = message.path("entity_id").asText();
                if (house.find(entity).isEmpty()) {
                    fail(id, "not_found", "Entity not found");
                } else {
                    house.move(
                            entity,
                            message.path("area_id").isTextual()
                                    ? message.path("area_id").asText()
                                    : null);
                    succeed(id, Json.object("entity_entry", Json.object("entity_id", entity)));
                    home.tell(
                            "entity_registry_updated",
                            Json.object("action", "update", "entity_id", entity, "changes", Map.of()));
                }
            }
            case "supervisor/api" -> {
                var answer = home.book().supervisor(message.path("endpoint").asText());
                if (answer == null) {
                    fail(id, "unknown_error", "Unknown endpoint");
                } else {
                    succeed(id, answer);
                }
            }
            default -> throw new IllegalStateException("a command without an answer: " + type);
        }
    }

    private void subscribeEntities(int id, JsonNode message) {
        var wanted = wanted(message);
        subscriptions.put(id, new Subscription.Entities(wanted));
        succeed(id, null);
        var all = new LinkedHashMap<String, @Nullable Object>();
        home.house().entities().stream()
                .filter(entity -> wanted.test(entity.id()))
                .forEach(entity -> all.put(entity.id(), entity.compressed()));
        event(id, Json.object("a", all));
    }

    private static Predicate<String> wanted(JsonNode message) {
        Predicate<String> wanted = _ -> true;
        var ids = HomeAssistantSimulator.targets(message.path("entity_ids"));
        if (!ids.isEmpty()) {
            wanted = ids::contains;
        }
        if (message.has("include")) {
            wanted = wanted.and(matches(message.path("include")));
        }
        return message.has("exclude")
                ? wanted.and(matches(message.path("exclude")).negate())
                : wanted;
    }

    private static Predicate<String> matches(JsonNode filter) {
        var domains = HomeAssistantSimulator.targets(filter.path("domains"));
        var entities = HomeAssistantSimulator.targets(filter.path("entities"));
        var globs = HomeAssistantSimulator.targets(filter.path("entity_globs")).stream()
                .map(glob -> Pattern.compile(
                        glob.replace(".", "\\.").replace("*", ".*").replace("?", ".")))
                .toList();
        return entity -> domains.contains(entity.substring(0, entity.indexOf('.')))
                || entities.contains(entity)
                || globs.stream().anyMatch(glob -> glob.matcher(entity).matches());
    }

    private void callService(int id, JsonNode message) {
        var domain = message.path("domain").asText();
        var service = message.path("service").asText();
        if (!home.serviceExists(domain, service)) {
            var missing = Json.object("domain", domain, "service", service);
            send(Json.object(
                    "id",
                    id,
                    "type",
                    "result",
                    "success",
                    false,
                    "error",
                    Json.object(
                            "code", "not_found",
                            "message", "Service " + domain + "." + service + " not found.",
                            "translation_key", "service_not_found",
                            "translation_domain", "homeassistant",
                            "translation_placeholders", missing)));
            return;
        }
        if (ADMIN_SERVICES.contains(domain + "." + service) && !home.isAdmin()) {
            fail(id, "home_assistant_error", "Unauthorized");
            return;
        }
        if (!home.release().atLeast(2024, 4)
                && (message.at("/target").has("floor_id")
                        || message.at("/target").has("label_id"))) {
            fail(id, "invalid_format", "extra keys not allowed @ data['floor_id']");
            return;
        }
        var wrong = home.acting().refuses(domain, service, message);
        if (wrong != null) {
            fail(id, "invalid_format", wrong);
            return;
        }
        if (Set.of("homeassistant.restart", "homeassistant.stop").contains(domain + "." + service)) {
            home.restart(); // the call itself is never answered
            return;
        }
        if (service.equals("install")) {
            var refused = home.acting().installs(message);
            if (refused != null) {
                fail(id, "home_assistant_error", refused);
                return;
            }
        }
        var release = home.release();
        var context = home.house().context();
        var response =
                home.acting().call(domain, service, message.path("target"), message.path("service_data"), context);
        if (!home.release().equals(release)) {
            return; // the house restarted by it as another version
        }
        var result = Json.object("context", Json.object("id", context, "parent_id", null, "user_id", home.userId()));
        if (message.path("return_response").asBoolean()) {
            result.put("response", response);
        }
        succeed(id, result);
    }

    private static final Set<String> ADMIN_SERVICES =
            Set.of("homeassistant.restart", "homeassistant.stop", "homeassistant.check_config", "automation.reload");

    private void past(int id, String type, JsonNode message) {
        switch (home.past().of(type, message)) {
            case PastCommands.Answer.Wrong(var code, var text) -> fail(id, code, text);
            case PastCommands.Answer.Once(var result) -> succeed(id, result);
            case PastCommands.Answer.Stream(var events, var goesOn) -> {
                goesOn.ifPresent(following -> subscriptions.put(id, new Subscription.Past(following)));
                succeed(id, null);
                events.forEach(payload -> event(id, payload));
            }
        }
    }

    @Override
    public void removed(String entityId) {
        subscriptions.forEach((id, subscription) -> {
            if (subscription instanceof Subscription.Entities(var wanted) && wanted.test(entityId)) {
                event(id, Json.object("r", List.of(entityId)));
            }
        });
    }

    /// Several events become one frame.
    void together(Runnable events) {
        gathering = true;
        events.run();
        gathering = false;
        flush();
    }

    /// As a computer that was shut: the connection stays, and nothing comes over it any more.
    void abandon() {
        abandoned = true;
        socket.stopReading();
    }

    void stopReading() {
        socket.stopReading();
    }

    /// Sends what was held back.
    void release() {
        var released = List.copyOf(held);
        held.clear();
        together(() -> released.forEach(this::send));
    }

    /// Ends without a goodbye.
    void cut() {
        socket.cut();
    }

    private void systemHealth(int id) {
        succeed(id, null);
        var info = Json.object(
                "version", "core-" + home.release().text(),
                "installation_type", home.supervised() ? "Home Assistant OS" : "Home Assistant Container",
                "dev", false,
                "hassio", home.supervised(),
                "docker", true,
                "user", "root",
                "virtualenv", false,
                "python_version", "3.13.2",
                "os_name", "Linux",
                "os_version", "6.12",
                "arch", "x86_64",
                "timezone", "Europe/Amsterdam",
                "config_dir", "/config");
        var recorder = Json.object(
                "oldest_recorder_run",
                Json.object("type", "date", "value", Entity.iso(home.now().minus(Duration.ofDays(10)))),
                "estimated_db_size",
                "61.42 MiB",
                "database_engine",
                "sqlite");
        var cloud = Json.object("logged_in", false, "can_reach_cert_server", Json.object("type", "pending"));
        event(
                id,
                Json.object(
                        "type",
                        "initial",
                        "data",
                        Json.object(
                                "homeassistant", Json.object("info", info),
                                "recorder", Json.object("info", recorder),
                                "cloud", Json.object("info", cloud, "manage_url", "/config/cloud"))));
        event(
                id,
                Json.object(
                        "type",
                        "update",
                        "domain",
                        "cloud",
                        "key",
                        "can_reach_cert_server",
                        "success",
                        true,
                        "data",
                        "ok"));
        event(id, Json.object("type", "finish"));
    }

    @Override
    public void changed(Entity before, Entity after) {
        subscriptions.forEach((id, subscription) -> {
            if (subscription instanceof Subscription.Entities(var wanted) && wanted.test(after.id())) {
                event(id, Json.object("c", Json.object(after.id(), after.since(before))));
            } else if (subscription instanceof Subscription.Past(var following)) {
                following.told(before, after).ifPresent(payload -> event(id, payload));
            }
        });
        event(
                "state_changed",
                Json.object(
                        "entity_id", after.id(),
                        "old_state", before.full(home.release()),
                        "new_state", after.full(home.release())));
    }

    /// An event of the event bus, to those who subscribed to its type.
    void event(String type, Map<String, @Nullable Object> payload) {
        subscriptions.forEach((id, subscription) -> {
            if (subscription instanceof Subscription.Events(var wanted) && (wanted.isEmpty() || wanted.equals(type))) {
                event(
                        id,
                        Json.object(
                                "event_type",
                                type,
                                "data",
                                payload,
                                "origin",
                                "LOCAL",
                                "time_fired",
                                Entity.iso(home.now()),
                                "context",
                                Json.object("id", "01DEMOEVENT", "parent_id", null, "user_id", null)));
            }
        });
    }

    /// @param type    added or removed
    /// @param changed the notifications concerned, by id
    void notified(String type, Map<String, ?> changed) {
        subscriptions.forEach((id, subscription) -> {
            if (subscription instanceof Subscription.Notifications) {
                event(id, Json.object("type", type, "notifications", changed));
            }
        });
    }

    private void event(int id, Map<String, @Nullable Object> payload) {
        send(Json.object("id", id, "type", "event", "event", payload));
    }

    private void succeed(int id, @Nullable Object result) {
        var message = Json.object("id", id, "type", "result", "success", true, "result", result);
        if (home.faults().padding() > 0) {
            message.put("demo_padding", "x".repeat(home.faults().padding()));
        }
        if (home.faults().holds(running)) {
            held.add(message);
        } else {
            send(message);
        }
    }

    private void fail(int id, String code, String message) {
        send(Json.object(
                "id", id, "type", "result", "success", false, "error", Json.object("code", code, "message", message)));
    }

    private void send(Map<String, @Nullable Object> message) {
        if (home.mute() || abandoned) {
            return;
        }
        outgoing.add(message);
        if (!gathering) {
            flush();
        }
    }

    private void flush() {
        var messages = home.faults().inOrder(outgoing);
        outgoing.clear();
        if (coalescing && messages.size() > 1) {
            frame(Json.text(messages));
        } else {
            messages.forEach(message -> frame(Json.text(message)));
        }
    }

    private void frame(String text) {
        int bytes = home.faults().frameBytes();
        if (bytes > 0) {
            socket.sendSplit(text, bytes);
        } else {
            socket.send(text);
        }
    }
}
