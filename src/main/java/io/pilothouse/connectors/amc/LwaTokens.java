package io.pilothouse.connectors.amc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.Json;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.secret.Secret;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
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
    private final CredentialNews news;
    private final Map<LwaLogin, Slot> slots = new ConcurrentHashMap<>();

    /// @param news told of rotated and revoked refresh tokens
    LwaTokens(Clock clock, CredentialNews news) {
        this.clock = clock;
        this.news = news;
    }

    /// @param value with its prefix `Atza|`
    record Token(Secret value, Instant issued, Instant ends) {}

    private static final class Slot {
        final ReentrantLock lock = new ReentrantLock();

        @Nullable
        Token token;

        volatile @Nullable Refusal refusal;

        /// the refresh token that took the place of the one it is known by
        @Nullable
        Secret rotated;

        Instant lastDoubt = Instant.MIN;
    }

    private record Refusal(AmcCode code, String words, String advice) {}

    /// @param line to the token endpoint
    /// @throws ConnectorException   if no token is given
    /// @throws InterruptedException if the calling task was cancelled
    Token token(LwaLogin login, InstanceHttp line) throws ConnectorException, InterruptedException {
        var slot = slot(login);
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
            var fresh = refresh(login, line, slot);
            slot.token = fresh;
            return fresh;
        } finally {
            slot.lock.unlock();
        }
    }

    /// Says that a token was not accepted. Another one, fetched by somebody else meanwhile, is kept.
    void invalidate(LwaLogin login, Token token) {
        var slot = slot(login);
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
    boolean doubt(LwaLogin login, Token token) {
        var slot = slot(login);
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

    private Slot slot(LwaLogin login) {
        return slots.computeIfAbsent(login, _ -> new Slot());
    }

    private Token refresh(LwaLogin login, InstanceHttp line, Slot slot)
            throws ConnectorException, InterruptedException {
        var form = new LinkedHashMap<String, String>();
        var rotated = slot.rotated;
        form.put("grant_type", "refresh_token");
        form.put("refresh_token", (rotated == null ? login.credential().refreshToken() : rotated).value());
        form.put("client_id", login.credential().clientId().value());
        form.put("client_secret", login.credential().clientSecret().value());
        var answer = line.send(Call.postForm("auth/o2/token", form)
                .within(LIMIT)
                .atMost(1 << 20)
                .carryingSecret());
        if (!answer.ok()) {
            throw refusal(answer, login, line, slot);
        }
        var given = line.tree(answer);
        var text = given.path("access_token").asText();
        if (text.isEmpty()) {
            throw ConnectorException.of(
                    FaultCode.MALFORMED,
                    "Login with Amazon gave no access token for " + line.label() + ".",
                    "Try again; if it stays so, check the token endpoint.");
        }
        rotate(login, slot, given.path("refresh_token").asText(""));
        var life = Duration.ofSeconds(given.path("expires_in").asLong(USUAL_LIFE.toSeconds()));
        var now = clock.instant();
        return new Token(new Secret(text), now, now.plus(life));
    }

    /// Usually the same one comes back; another is kept in its place, and both names lead to one slot.
    private void rotate(LwaLogin login, Slot slot, String given) {
        var before = slot.rotated == null ? login.credential().refreshToken() : slot.rotated;
        if (given.isEmpty() || given.equals(before.value())) {
            return;
        }
        var after = new Secret(given);
        slot.rotated = after;
        var credential = new LwaCredential(
                login.credential().clientId(), login.credential().clientSecret(), after);
        slots.put(new LwaLogin(credential, login.address()), slot);
        news.rotated(before, after);
    }

    /// Why a credential was refused for good.
    ///
    /// @return empty while it was not
    Optional<AmcCode> refusedAs(LwaLogin login) {
        return Optional.ofNullable(slot(login).refusal).map(Refusal::code);
    }

    /// Exchanges the code of a consent (section 3.1).
    Secret refreshTokenFor(LwaLogin login, Secret code, String returnUrl, Secret verifier, InstanceHttp line)
            throws ConnectorException, InterruptedException {
        var form = new LinkedHashMap<String, String>();
        form.put("grant_type", "authorization_code");
        form.put("code", code.value());
        form.put("redirect_uri", returnUrl);
        form.put("client_id", login.credential().clientId().value());
        form.put("client_secret", login.credential().clientSecret().value());
        form.put("code_verifier", verifier.value());
        var answer = line.send(Call.postForm("auth/o2/token", form)
                .within(LIMIT)
                .atMost(1 << 20)
                .carryingSecret());
        var token = answer.ok() ? line.tree(answer).path("refresh_token").asText("") : "";
        var refusal = answer.ok() ? null : refusal(answer);
        if (refusal != null && refusal.code() != AmcCode.AUTH_REVOKED) {
            throw refused(line, refusal); // it is the client that is wrong, not the code
        }
        if (refusal == null && !answer.ok()) {
            throw line.fault(answer);
        }
        if (token.isEmpty()) {
            throw ConnectorException.of(
                    FaultCode.SECRET_REFUSED,
                    "Login with Amazon did not take the code of your consent.",
                    "Open the consent page again; a code works once and for five minutes.");
        }
        if (token.equals(login.credential().refreshToken().value())) {
            slot(login).refusal = null; // the consent given again makes the same token good
        }
        return new Secret(token);
    }

    /// Section 3.2, errors.
    private ConnectorException refusal(Answer answer, LwaLogin login, InstanceHttp line, Slot slot) {
        var refusal = refusal(answer);
        if (refusal == null) {
            return line.fault(answer);
        }
        slot.refusal = refusal;
        news.revoked(login.credential().refreshToken(), name -> words(refusal, name));
        return refused(line, refusal);
    }

    /// @return null for what passes
    private static @Nullable Refusal refusal(Answer answer) {
        return switch (error(answer).path("error").asText()) {
            case "invalid_grant" ->
                new Refusal(
                        AmcCode.AUTH_REVOKED,
                        "no longer accepts the refresh token of",
                        "Give your consent again and enter the new refresh token.");
            case "invalid_client" ->
                new Refusal(
                        AmcCode.AUTH_CLIENT_INVALID,
                        "does not know the client id or secret of",
                        "Copy both again from the security profile in Amazon's developer console.");
            case "invalid_request", "unsupported_grant_type", "unauthorized_client" ->
                new Refusal(
                        AmcCode.AUTH_REQUEST_INVALID,
                        "does not allow the client of",
                        "Check in Amazon's developer console that the client may use the Advertising API.");
            default -> null;
        };
    }

    private static ConnectorException refused(InstanceHttp line, Refusal refusal) {
        var words = words(refusal, line.label());
        return ConnectorException.of(FaultCode.LOGIN_REFUSED, words.summary(), words.advice());
    }

    private static Problem words(Refusal refusal, String name) {
        return new Problem(
                ProblemCode.REFUSED, "Login with Amazon " + refusal.words() + " " + name + ".", refusal.advice());
    }

    private static JsonNode error(Answer answer) {
        try {
            return Json.MAPPER.readTree(answer.text());
        } catch (JsonProcessingException ignored) {
            return MissingNode.getInstance();
        }
    }
}
