package io.pilothouse.demo.qbittorrent;

import io.pilothouse.demo.service.Reply;
import io.pilothouse.demo.service.Request;
import io.pilothouse.demo.service.Setting;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// Who may ask: login, sessions, bans, API key. Section 3 of the contract.
final class Gate {

    private static final Duration SESSION = Duration.ofSeconds(3600);
    private static final Duration BAN = Duration.ofSeconds(3600);
    private static final int FAILURES_UNTIL_BAN = 5;
    private static final String BANNED =
            "Your IP address has been banned after too many failed authentication attempts.";

    private final Setting setting;
    private final Profile profile;
    private final String username;
    private final String password;
    private final String apiKey;
    private final SplittableRandom random;
    private final Map<String, Session> sessions = new HashMap<>();
    private final Map<String, Integer> failures = new HashMap<>();
    private final Map<String, Instant> bannedUntil = new HashMap<>();

    /// What the server keeps for one login, deltas included.
    static final class Session {

        private Instant lastSeen;
        int rid;
        long sentRevision;
        long acceptedRevision;
        Map<String, @Nullable Object> sentState = Map.of();

        Session(Instant now) {
            lastSeen = now;
        }
    }

    Gate(Setting setting, Profile profile, String username, String password, String apiKey) {
        this.setting = setting;
        this.profile = profile;
        this.username = username;
        this.password = password;
        this.apiKey = apiKey;
        random = setting.random("sessions");
    }

    /// A restart of the server forgets sessions and bans.
    void forget() {
        sessions.clear();
        failures.clear();
        bannedUntil.clear();
    }

    Reply login(Request request) {
        var form = request.header("Transfer-Encoding").isPresent() ? Map.<String, String>of() : request.form();
        if (session(request).isPresent() && !setting.refusesSecret()) {
            return accepted();
        }
        var until = bannedUntil.getOrDefault(request.peer(), Instant.MIN);
        if (setting.bansCaller() || setting.clock().instant().isBefore(until)) {
            return Reply.text(403, BANNED);
        }
        boolean right = username.equals(form.get("username")) && password.equals(form.get("password"));
        if (bypasses() || right && !setting.refusesSecret()) {
            failures.remove(request.peer());
            return open(accepted());
        }
        if (failures.merge(request.peer(), 1, Integer::sum) >= FAILURES_UNTIL_BAN) {
            failures.remove(request.peer());
            bannedUntil.put(request.peer(), setting.clock().instant().plus(BAN));
        }
        return profile.modernLogin() ? Reply.text(401, "Unauthorized") : Reply.text(200, "Fails.");
    }

    Reply logout(Request request) {
        sessions.remove(cookie(request).orElse(""));
        return Reply.text(200, "");
    }

    /// What an answer needs to carry beside its content.
    record Entry(Session session, Optional<String> newCookie) {}

    /// @return empty when the request may not enter: 403 `Forbidden`
    Optional<Entry> enter(Request request) {
        if (setting.bansCaller()) {
            return Optional.empty();
        }
        if (profile.modernLogin()) {
            var authorization = request.header("Authorization").orElse("");
            if (authorization.startsWith("Bearer ")) {
                return authorization.equals("Bearer " + apiKey) && !setting.refusesSecret()
                        ? Optional.of(new Entry(
                                sessions.computeIfAbsent(
                                        apiKey, _ -> new Session(setting.clock().instant())),
                                Optional.empty()))
                        : Optional.empty();
            }
        }
        if (setting.refusesSecret()) {
            return Optional.empty();
        }
        var known = session(request);
        if (known.isPresent()) {
            return Optional.of(new Entry(known.get(), Optional.empty()));
        }
        if (bypasses()) {
            var id = newId();
            return Optional.of(new Entry(sessions.get(id), Optional.of(cookieLine(id))));
        }
        return Optional.empty();
    }

    private boolean bypasses() {
        return setting.spec().flag("bypass");
    }

    private Reply accepted() {
        return profile.modernLogin() ? Reply.empty(204) : Reply.text(200, "Ok.");
    }

    private Reply open(Reply reply) {
        return reply.withHeader("Set-Cookie", cookieLine(newId()));
    }

    private String newId() {
        var bytes = new byte[24];
        random.nextBytes(bytes);
        var id = Base64.getEncoder().encodeToString(bytes);
        sessions.put(id, new Session(setting.clock().instant()));
        return id;
    }

    private String cookieLine(String id) {
        return cookieName() + "=" + id + "; HttpOnly; path=/; SameSite=" + (profile.modernLogin() ? "Lax" : "Strict");
    }

    private String cookieName() {
        return profile.cookie(setting.address().get().getPort());
    }

    private Optional<String> cookie(Request request) {
        return request.cookie(cookieName());
    }

    private Optional<Session> session(Request request) {
        var now = setting.clock().instant();
        sessions.values().removeIf(session -> session.lastSeen.plus(SESSION).isBefore(now));
        var session = cookie(request).map(sessions::get);
        session.ifPresent(open -> open.lastSeen = now);
        return session;
    }
}
