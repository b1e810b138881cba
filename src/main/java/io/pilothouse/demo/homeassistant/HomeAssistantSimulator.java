package io.pilothouse.demo.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.demo.service.Access;
import io.pilothouse.demo.service.Json;
import io.pilothouse.demo.service.Lazy;
import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import io.pilothouse.demo.service.Simulator;
import io.pilothouse.demo.service.Socket;
import io.pilothouse.demo.service.SocketPeer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// One Home Assistant installation.
public final class HomeAssistantSimulator implements Simulator {

    private static final String JOURNAL = "/api/hassio/core/logs/latest";
    private static final Set<String> ADMIN_PATHS =
            Set.of("/api/error_log", JOURNAL, "/api/template", "/api/config/core/check_config");
    private static final int LONGEST_JOURNAL = 10_000;

    private final Setting setting;
    private Release release;
    private final Lazy<House> house;
    private final String token;
    private final String tokenId;
    private final String userId;
    private final boolean admin;
    private final int banThreshold;
    private final Map<String, Integer> failures = new HashMap<>();
    private final Set<String> banned = new HashSet<>();
    private final List<HomeSocket> sockets = new ArrayList<>();
    private final Map<String, Map<String, @Nullable Object>> notifications = new LinkedHashMap<>();
    private final Set<String> withheld = new HashSet<>();
    private final List<Object> issues = new ArrayList<>();
    private final Lazy<HouseBook> book;
    private final java.util.ArrayDeque<Received> journal = new java.util.ArrayDeque<>();
    private final Map<HomeSocket, Integer> numbers = new java.util.WeakHashMap<>();
    private final int eventsPerSecond;
    private Set<String> unknown = Set.of();
    private final PlainPages pages = new PlainPages(this);
    private final PastCommands past = new PastCommands(this);
    private final HousePapers papers;
    private final HouseServices acting = new HouseServices(this);
    private final LineFaults faults = new LineFaults();
    private boolean mute;
    private String state = "RUNNING";

    public HomeAssistantSimulator(Setting setting) {
        this.setting = setting;
        papers = new HousePapers(this, setting);
        release = Release.of(setting.spec().option("version", "2026.2.3"));
        house = new Lazy<>(() -> new House(setting, this::release));
        book = new Lazy<>(() -> new HouseBook(setting, this::release));
        eventsPerSecond = Integer.parseInt(setting.spec().option("eventsPerSecond", "0"));
        tokenId = setting.secret("token id", 32, Setting.HEX);
        token = jwt();
        userId = UUID.nameUUIDFromBytes((setting.identitySeed() + "user").getBytes(StandardCharsets.UTF_8))
                .toString()
                .replace("-", "");
        admin = !setting.spec().option("admin", "true").equals("false");
        banThreshold = Integer.parseInt(setting.spec().option("banThreshold", "0"));
        if (setting.spec().flag("neglected") || setting.random("issues").nextInt(3) == 0) {
            issue("bridge_v1", "warning");
        }
        if (setting.spec().flag("neglected")) {
            issue("pair_again", "warning"); // its mending asks for a code
        }
    }

    private String jwt() {
        var encoder = Base64.getUrlEncoder().withoutPadding();
        long issued = setting.start().getEpochSecond() / 86_400 * 86_400 - 30 * 86_400L;
        var payload = Json.object("iss", tokenId, "iat", issued, "exp", issued + 3650L * 86_400);
        return encoder.encodeToString("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.US_ASCII)) + "."
                + encoder.encodeToString(Json.bytes(payload)) + "." + setting.secret("signature", 43, Setting.LETTERS);
    }

    @Override
    public Access access() {
        return Access.key("token", token);
    }

    public House house() {
        return house.get();
    }

    /// Adds a repair issue.
    ///
    /// @param severity `critical`, `error` or `warning`
    public void issue(String id, String severity) {
        issues.add(Json.object(
                "domain",
                "hue",
                "issue_domain",
                null,
                "issue_id",
                id,
                "severity",
                severity,
                "is_fixable",
                true,
                "ignored",
                false,
                "created",
                Entity.iso(setting.clock().instant()),
                "breaks_in_ha_version",
                null,
                "dismissed_version",
                null,
                "learn_more_url",
                null,
                "translation_key",
                id,
                "translation_placeholders",
                null));
        sockets.forEach(socket -> socket.event(
                "repairs_issue_registry_updated", Json.object("action", "create", "domain", "hue", "issue_id", id)));
    }

    /// What `get_config` gives as state, for example `NOT_RUNNING` while starting.
    public void state(String next) {
        state = next;
        sockets.forEach(socket -> socket.event("core_config_updated", Map.of()));
    }

    HouseBook book() {
        return book.get();
    }

    public String userId() {
        return userId;
    }

    boolean supervised() {
        return setting.spec().flag("supervisor");
    }

    /// With a Supervisor newer ones write no file: the host keeps their log.
    private boolean journals() {
        return supervised() && release.atLeast(2025, 10);
    }

    /// Tells an event of the event bus to everybody who subscribed to it.
    void tell(String type, Map<String, @Nullable Object> data) {
        sockets.forEach(socket -> socket.event(type, data));
    }

    boolean hasIssue(String issueId) {
        return issues.stream().anyMatch(one -> one instanceof Map<?, ?> issue && issueId.equals(issue.get("issue_id")));
    }

    /// An issue is mended.
    void mended(String issueId) {
        issues.removeIf(one -> one instanceof Map<?, ?> issue && issueId.equals(issue.get("issue_id")));
        tell("repairs_issue_registry_updated", Json.object("action", "remove", "domain", "hue", "issue_id", issueId));
    }

    boolean ignore(String issueId, boolean ignored) {
        for (var issue : issues) {
            if (issue instanceof Map<?, ?> told && issueId.equals(told.get("issue_id"))) {
                @SuppressWarnings("unchecked")
                var changed = (Map<String, @Nullable Object>) told;
                changed.put("ignored", ignored);
                tell(
                        "repairs_issue_registry_updated",
                        Json.object("action", "update", "domain", "hue", "issue_id", issueId));
                return true;
            }
        }
        return false;
    }

    // Faults and loads.

    /// So many states change at once, in frames of a hundred.
    public void burst(int events) {
        for (int left = events; left > 0; left -= 100) {
            int some = Math.min(100, left);
            gather(() -> house().burst(some, now()));
        }
    }

    /// Events of one moment become one frame on every socket.
    private void gather(Runnable events) {
        Runnable all = events;
        for (var socket : List.copyOf(sockets)) {
            var inner = all;
            all = () -> socket.together(inner);
        }
        all.run();
    }

    /// From now on it reads and answers nothing, while connections stay open.
    public void mute(boolean on) {
        mute = on;
    }

    boolean mute() {
        return mute;
    }

    public LineFaults faults() {
        return faults;
    }

    PastCommands past() {
        return past;
    }

    HousePapers papers() {
        return papers;
    }

    String state() {
        return state;
    }

    String tokenId() {
        return tokenId;
    }

    HouseServices acting() {
        return acting;
    }

    /// Refuses this one path from now on, which is no ban.
    public void withhold(String path) {
        withheld.add(path);
    }

    /// Shows a notification, instead of one with the same id.
    public void notify(String id, String title, String message) {
        var shown = Json.object(
                "notification_id",
                id,
                "title",
                title,
                "message",
                message,
                "created_at",
                Entity.iso(setting.clock().instant()));
        notifications.put(id, shown);
        tellOfNotifications("added", Map.of(id, shown));
    }

    void dismiss(List<String> ids) {
        var gone = new LinkedHashMap<String, @Nullable Object>();
        ids.forEach(id -> {
            var one = notifications.remove(id);
            if (one != null) {
                gone.put(id, one);
            }
        });
        if (!gone.isEmpty()) {
            tellOfNotifications("removed", gone);
        }
    }

    /// Before 2023.6 an event says no more than that they changed.
    private void tellOfNotifications(String type, Map<String, ?> changed) {
        if (release.atLeast(2023, 6)) {
            sockets.forEach(socket -> socket.notified(type, changed));
        } else {
            tell("persistent_notifications_updated", Json.object());
        }
    }

    /// What was held back is sent, after what came meanwhile.
    public void letGo() {
        faults.holdBack(Set.of());
        sockets.forEach(HomeSocket::release);
    }

    /// It reads nothing more of what comes over the sockets that are open; it goes on sending.
    public void stopReading() {
        sockets.forEach(HomeSocket::stopReading);
    }

    /// The sockets that are open stay so, and nothing comes or goes over them, as after a sleep.
    public void abandonSockets() {
        sockets.forEach(HomeSocket::abandon);
    }

    /// Comes back as another version, after a restart.
    public void becomes(String version) {
        release = Release.of(version);
        restart();
    }

    /// These commands are not known from now on, as while an integration is not loaded.
    public void forgetCommands(Set<String> types) {
        unknown = Set.copyOf(types);
    }

    boolean unknown(String type) {
        return unknown.contains(type);
    }

    /// Every connection ends without a goodbye.
    public void cut() {
        List.copyOf(sockets).forEach(HomeSocket::cut);
    }

    /// One message of a client.
    ///
    /// @param connection number of the connection, from 1
    /// @param type       command, or `auth`
    /// @param language   in which texts were asked for, empty for none
    public record Received(int connection, Instant at, String type, String language) {}

    /// @return what clients sent over WebSockets, oldest first; the latest ten thousand
    public List<Received> received() {
        return List.copyOf(journal);
    }

    void note(HomeSocket from, JsonNode message) {
        int number = numbers.computeIfAbsent(from, _ -> numbers.size() + 1);
        var language = message.path("language").asText("");
        var types = message.isArray()
                ? message.findValuesAsText("type")
                : List.of(message.path("type").asText());
        for (var type : types) {
            if (journal.size() == LONGEST_JOURNAL) {
                journal.removeFirst();
            }
            journal.addLast(new Received(number, now(), type, language));
        }
    }

    /// The server restarts: every socket ends.
    public void restart() {
        List.copyOf(sockets).forEach(socket -> socket.end(1000, ""));
    }

    @Override
    public void tick(Instant now) {
        if (house.made()) {
            house().tick(now);
            burst(eventsPerSecond);
        }
        List.copyOf(sockets).forEach(socket -> socket.tick(now));
    }

    @Override
    public Optional<SocketPeer> openSocket(Request request, Socket socket) {
        boolean blocked = setting.spec().flag("socketsBlocked"); // as behind a proxy that passes none
        if (blocked || isBanned(request.peer()) || !request.path().equals("/api/websocket")) {
            return Optional.empty();
        }
        var peer = new HomeSocket(this, socket, request.peer());
        sockets.add(peer);
        return Optional.of(peer);
    }

    @Override
    public Reply answer(Request request) {
        if (isBanned(request.peer())) {
            return Reply.text(403, "403: Forbidden");
        }
        if (request.header("Upgrade").isPresent() && request.body().length > 0 && !release.atLeast(2025, 1)) {
            return Reply.text(400, "400: Bad Request");
        }
        var path = request.path();
        return switch (path) {
            case "/" -> Reply.html(200, "<!DOCTYPE html><html><head><title>Home Assistant</title></head></html>");
            case "/manifest.json" -> Reply.json(manifest());
            case "/auth/token" -> {
                fail(request.peer());
                yield Reply.json(400, Json.object("error", "unsupported_grant_type"));
            }
            case "/api/websocket" ->
                Reply.text(400, "No WebSocket UPGRADE hdr: None\n Can \"Upgrade\" only to \"WebSocket\".");
            default -> path.startsWith("/api/") ? api(request, path) : Reply.text(404, "404: Not Found");
        };
    }

    private static Map<String, @Nullable Object> manifest() {
        return Json.object(
                "background_color", "#FFFFFF",
                "description", "Home automation platform that puts local control and privacy first.",
                "dir", "ltr",
                "display", "standalone",
                "lang", "en-US",
                "name", "Home Assistant",
                "short_name", "Home Assistant",
                "start_url", "/?homescreen=1",
                "theme_color", "#03A9F4");
    }

    private Reply api(Request request, String path) {
        if (!known(path)) {
            return Reply.text(404, "404: Not Found");
        }
        boolean right = request.header("Authorization").filter(this::opens).isPresent();
        boolean forAdmins = ADMIN_PATHS.contains(path) || PlainPages.forAdmins(path);
        if (!right || forAdmins && !admin) {
            fail(request.peer());
            return Reply.text(401, "401: Unauthorized");
        }
        if (withheld.contains(path)) {
            return Reply.json(403, Json.object("message", "Forbidden."));
        }
        if (path.startsWith("/api/states/")) {
            return house().find(path.substring("/api/states/".length()))
                    .map(entity -> Reply.json(entity.full(release)))
                    .orElse(Reply.json(404, Json.object("message", "Entity not found.")));
        }
        if (path.startsWith("/api/services/")) {
            return callByRest(request, path);
        }
        var special = pages.answer(request, path);
        if (special.isPresent()) {
            return special.get();
        }
        return switch (path) {
            case "/api/" -> Reply.json(Json.object("message", "API running."));
            case "/api/config" -> Reply.json(papers.config());
            case "/api/core/state" -> Reply.json(papers.coreState());
            case "/api/components" -> Reply.json(papers.components());
            case "/api/states" ->
                Reply.json(house().entities().stream()
                        .map(entity -> entity.full(release))
                        .toList());
            case "/api/services" ->
                Reply.json(services().entrySet().stream()
                        .map(entry -> Json.object("domain", entry.getKey(), "services", entry.getValue()))
                        .toList());
            case "/api/config/core/check_config" ->
                Reply.json(Json.object("result", "valid", "errors", null, "warnings", null));
            case "/api/error_log" ->
                journals()
                        ? Reply.text(404, "404: Not Found") // it keeps no file
                        : Reply.of(200, "application/octet-stream", book().logText());
            case JOURNAL ->
                journals() ? Reply.of(200, "text/plain", book().logText()) : Reply.text(404, "404: Not Found");
            default -> Reply.json(List.of());
        };
    }

    private static boolean known(String path) {
        return Set.of(
                                "/api/",
                                "/api/config",
                                "/api/core/state",
                                "/api/components",
                                "/api/states",
                                "/api/services",
                                "/api/events",
                                "/api/error_log",
                                JOURNAL,
                                "/api/config/core/check_config",
                                "/api/template")
                        .contains(path)
                || path.startsWith("/api/states/")
                || path.startsWith("/api/services/")
                || PlainPages.known(path);
    }

    private boolean opens(String authorization) {
        return authorization.equals("Bearer " + token) && !setting.refusesSecret();
    }

    private Reply callByRest(Request request, String path) {
        var parts = path.substring("/api/services/".length()).split("/");
        if (parts.length != 2 || !serviceExists(parts[0], parts[1])) {
            return Reply.text(400, "400: Bad Request");
        }
        var before = new HashMap<String, Entity>();
        house().entities().forEach(entity -> before.put(entity.id(), entity));
        var data = Json.parse(request.body());
        acting.call(parts[0], parts[1], targets(data.path("entity_id")));
        return Reply.json(house().entities().stream()
                .filter(entity -> entity != before.get(entity.id()))
                .map(entity -> entity.full(release))
                .toList());
    }

    // What the sockets ask.

    boolean authenticates(String given) {
        return given.equals(token) && !setting.refusesSecret();
    }

    void succeed(String peer) {
        failures.remove(peer);
    }

    void fail(String peer) {
        notify(
                "http-login",
                "Login attempt failed",
                "Login attempt or request with invalid authentication from " + peer + ".");
        if (failures.merge(peer, 1, Integer::sum) >= banThreshold && banThreshold > 0) {
            banned.add(peer);
        }
    }

    private boolean isBanned(String peer) {
        return banned.contains(peer) || setting.bansCaller();
    }

    void closed(HomeSocket socket) {
        sockets.remove(socket);
    }

    Release release() {
        return release;
    }

    Instant now() {
        return setting.clock().instant();
    }

    boolean isAdmin() {
        return admin;
    }

    List<Object> issues() {
        return List.copyOf(issues);
    }

    Map<String, Map<String, @Nullable Object>> notifications() {
        return new LinkedHashMap<>(notifications);
    }

    Map<String, @Nullable Object> services() {
        return new ServiceTexts(release).services();
    }

    Map<String, @Nullable Object> translations(String category) {
        return switch (category) {
            case "services" -> new ServiceTexts(release).translations();
            case "issues" ->
                Json.object(
                        "component.hue.issues.pair_again.title", "A bridge lost its pairing",
                        "component.hue.issues.pair_again.description", "It must be paired again.",
                        "component.hue.issues.pair_again.fix_flow.step.pair.title", "Pair it again",
                        "component.hue.issues.pair_again.fix_flow.step.pair.data.code", "Code on its back",
                        "component.hue.issues.pair_again.fix_flow.error.wrong_code", "That is not its code",
                        "component.hue.issues.bridge_v1.title", "The old bridge is no longer supported",
                        "component.hue.issues.bridge_v1.description", "Replace the bridge of the first generation.");
            default -> Map.of();
        };
    }

    boolean serviceExists(String domain, String service) {
        return services().get(domain) instanceof Map<?, ?> known && known.containsKey(service);
    }

    static List<String> targets(JsonNode entityId) {
        if (entityId.isTextual()) {
            return List.of(entityId.asText());
        }
        var ids = new ArrayList<String>();
        entityId.forEach(id -> ids.add(id.asText()));
        return ids;
    }
}
