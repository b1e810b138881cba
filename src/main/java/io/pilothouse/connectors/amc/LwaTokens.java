package io.pilothouse.connectors.amc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.Json;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Access tokens, one for each credential, shared by all its instances and kept in memory only (section
/// 3.3). Whoever needs one first fetches it, the others wait for that. A credential that was refused is
/// not tried again in this run of the program: a new consent makes a new one. Thread-safe.
final class LwaTokens {

    /// Before its end a token counts as ended.
    private static final Duration MARGIN = Duration.ofSeconds(120);

    private static final Duration USUAL_LIFE = Duration.ofSeconds(3600);
    private static final Duration FRESH = Duration.ofSeconds(60);
    private static final Duration BETWEEN_DOUBTS = Duration.ofMinutes(10);
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final Clock clock;
    private final Map<Owner, Slot> slots = new ConcurrentHashMap<>();

    LwaTokens(Clock clock) {
        this.clock = clock;
    }

    /// @param value with its prefix `Atza|`
    record Token(Secret value, Instant issued, Instant ends) {}

    private record Owner(LwaCredential credential, Address login) {}

    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock();

        @Nullable
        Token token;

        @Nullable
        Refusal refusal;

        Instant lastDoubt = Instant.MIN;
    }

    private record Refusal(String words, String advice) {}

    /// @param line to the token endpoint
    /// @throws ConnectorException   if no token is given
    /// @throws InterruptedException if the calling task was cancelled
    Token token(AmcAccess access, InstanceHttp line) throws ConnectorException, InterruptedException {
        var slot = slot(access);
        slot.lock.lockInterruptibly();
        try {
            var refusal = slot.refusal;
            if (refusal != null) {
                throw refused(line, refusal);
            }
            var known = slot.token;
            if (known != null && clock.instant().isBefore(known.ends().minus(MARGIN))) {
                return known;
            }
            var fresh = refresh(access, line, slot);
            slot.token = fresh;
            return fresh;
        } finally {
            slot.lock.unlock();
        }
    }

    /// Says that a token was not accepted. Another one, fetched by somebody else meanwhile, is kept.
    void invalidate(AmcAccess access, Token token) {
        var slot = slot(access);
        slot.lock.lock();
        try {
            if (token.equals(slot.token)) {
                slot.token = null;
            }
        } finally {
            slot.lock.unlock();
        }
    }

    /// A dead token may show as 403, too. At most once in ten minutes, and not for a new token, is it
    /// worth trying another.
    ///
    /// @return whether the token was given up
    boolean doubt(AmcAccess access, Token token) {
        var slot = slot(access);
        slot.lock.lock();
        try {
            var now = clock.instant();
            if (token.issued().plus(FRESH).isAfter(now)
                    || (!slot.lastDoubt.equals(Instant.MIN)
                            && slot.lastDoubt.plus(BETWEEN_DOUBTS).isAfter(now))) {
                return false;
            }
            slot.lastDoubt = now;
            slot.token = null;
            return true;
        } finally {
            slot.lock.unlock();
        }
    }

    private Slot slot(AmcAccess access) {
        return slots.computeIfAbsent(new Owner(access.credential(), access.login()), owner -> new Slot());
    }

    private Token refresh(AmcAccess access, InstanceHttp line, Slot slot)
            throws ConnectorException, InterruptedException {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", access.credential().refreshToken().value());
        form.put("client_id", access.credential().clientId().value());
        form.put("client_secret", access.credential().clientSecret().value());
        var answer = line.send(Call.postForm("auth/o2/token", form)
                .within(LIMIT)
                .atMost(1 << 20)
                .carryingSecret());
        if (!answer.ok()) {
            throw refusal(answer, line, slot);
        }
        var given = line.tree(answer);
        var text = given.path("access_token").asText();
        if (text.isEmpty()) {
            throw ConnectorException.of(
                    FaultCode.MALFORMED,
                    "Login with Amazon gave no access token for " + line.label() + ".",
                    "Try again; if it stays so, check the token endpoint.");
        }
        var life = Duration.ofSeconds(given.path("expires_in").asLong(USUAL_LIFE.toSeconds()));
        var now = clock.instant();
        return new Token(new Secret(text), now, now.plus(life));
    }

    /// Section 3.2, errors.
    private static ConnectorException refusal(Answer answer, InstanceHttp line, Slot slot) {
        var refusal =
                switch (error(answer).path("error").asText()) {
                    case "invalid_grant" ->
                        new Refusal(
                                "no longer accepts the refresh token of",
                                "Give your consent again and enter the new refresh token.");
                    case "invalid_client" ->
                        new Refusal(
                                "does not know the client id or secret of",
                                "Copy both again from the security profile in Amazon's developer console.");
                    case "invalid_request", "unsupported_grant_type", "unauthorized_client" ->
                        new Refusal(
                                "does not allow the client of",
                                "Check in Amazon's developer console that the client may use the Advertising API.");
                    default -> null;
                };
        if (refusal == null) {
            return line.fault(answer);
        }
        slot.refusal = refusal;
        return refused(line, refusal);
    }

    private static ConnectorException refused(InstanceHttp line, Refusal refusal) {
        return ConnectorException.of(
                FaultCode.SECRET_REFUSED,
                "Login with Amazon " + refusal.words() + " " + line.label() + ".",
                refusal.advice());
    }

    private static JsonNode error(Answer answer) {
        try {
            return Json.MAPPER.readTree(answer.text());
        } catch (JsonProcessingException ignored) {
            return MissingNode.getInstance();
        }
    }
}
