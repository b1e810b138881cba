package io.pilothouse.connectors.amc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.AnswersQuestions;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.Json;
import io.pilothouse.connectors.Pauses;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.MarketplaceId;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/// The way to Amazon for one instance: token, headers, media types, rate, attempts (sections 3.3, 4, 5
/// and 11).
final class AmcLine {

    /// Section 4.
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private static final int ATTEMPTS = 5;
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(60);
    private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(15);
    private static final Set<AmcCode> WORTH_REPEATING = Set.of(
            AmcCode.RATE_LIMITED,
            AmcCode.SERVER_ERROR,
            AmcCode.NETWORK,
            AmcCode.TIMEOUT,
            AmcCode.MALFORMED,
            AmcCode.AUTH_UNAVAILABLE);

    private final AmcKind kind;
    private final HttpClients clients;
    private final LwaTokens tokens;
    private final Function<LwaLogin, RateBucket> buckets;
    private final Pauses pauses;
    private final RandomGenerator random;
    private final Clock clock;
    private final Target target;
    private final Secrets secrets;
    private final InstanceHttp api;
    private volatile boolean vendorTypeAlone;

    AmcLine(
            AmcKind kind,
            HttpClients clients,
            LwaTokens tokens,
            Function<LwaLogin, RateBucket> buckets,
            Pauses pauses,
            RandomGenerator random,
            Clock clock,
            Target target,
            Secrets secrets,
            InstanceHttp api) {
        this.kind = kind;
        this.clients = clients;
        this.tokens = tokens;
        this.buckets = buckets;
        this.pauses = pauses;
        this.random = random;
        this.clock = clock;
        this.target = target;
        this.secrets = secrets;
        this.api = api;
    }

    /// Who asks. Accounts are asked for without entity and marketplace.
    record Caller(LwaLogin login, Optional<EntityId> entity, Optional<MarketplaceId> marketplace) {}

    /// Makes a value of a good answer.
    @FunctionalInterface
    interface Reader<T> {
        T read(JsonNode answer) throws AmcException;
    }

    /// A call that may be repeated, up to five times (section 11.1).
    <T> T repeatable(Caller who, Call call, String type, Reader<T> reader) throws AmcException, InterruptedException {
        for (int attempt = 1; ; attempt++) {
            AmcException failure;
            try {
                return reader.read(single(who, call, type, false));
            } catch (AmcException e) {
                failure = e;
            }
            var asked = failure.retryAfter().orElse(Duration.ZERO);
            if (attempt > 1 && call.method().equals("DELETE") && failure.code() == AmcCode.NOT_FOUND) {
                return reader.read(Json.MAPPER.createObjectNode()); // the attempt before did it
            }
            if (attempt == ATTEMPTS
                    || !WORTH_REPEATING.contains(failure.code())
                    || asked.compareTo(LONGEST_RETRY_AFTER) > 0) {
                throw failure;
            }
            var pause = pause(attempt + 1);
            pauses.pause(asked.compareTo(pause) > 0 ? asked : pause);
        }
    }

    /// Full jitter.
    private Duration pause(int attempt) {
        var most = FIRST_PAUSE.multipliedBy(1L << (attempt - 1));
        var bound = most.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : most;
        return Duration.ofMillis(random.nextLong(bound.toMillis() + 1));
    }

    /// One call, once; repeated by itself only where Amazon surely did nothing: a dead token, a media
    /// type it does not take.
    ///
    /// @param changes whether it must not be sent again when nobody knows what became of it
    JsonNode single(Caller who, Call call, String type, boolean changes) throws AmcException, InterruptedException {
        if (changes) {
            signedIn(who);
        }
        Answer answer;
        try {
            answer = once(who, call, type);
        } catch (ConnectorException e) {
            throw translated(e, who, changes);
        }
        if (answer.status() == 429) {
            buckets.apply(who.login()).throttled();
        }
        if (!answer.ok()) {
            throw refusal(answer, call, changes);
        }
        if (answer.body().length == 0) {
            return Json.MAPPER.createObjectNode();
        }
        var root = parsed(answer);
        if (answer.html() || !root.isObject()) {
            throw new AmcException(
                    AmcCode.MALFORMED,
                    problem(
                            AmcCode.MALFORMED,
                            "Amazon sent an answer for " + target.label() + " that makes no sense.",
                            "Try again later."),
                    Optional.empty(),
                    Optional.empty(),
                    changes,
                    null);
        }
        return root;
    }

    /// A call with the rules of section 3.3: a refused token is replaced once, a forbidden one where it
    /// may be dead.
    Answer once(Caller who, Call call, String type) throws ConnectorException, InterruptedException {
        boolean background = AnswersQuestions.BACKGROUND.isBound() && AnswersQuestions.BACKGROUND.get();
        buckets.apply(who.login()).take(background);
        var token = token(who.login());
        var answer = typed(who, call, type, token);
        boolean again =
                switch (answer.status()) {
                    case 401 -> {
                        tokens.invalidate(who.login(), token);
                        yield true;
                    }
                    case 403 -> !termsMissing(text(answer)) && tokens.doubt(who.login(), token);
                    default -> false;
                };
        return again ? typed(who, call, type, token(who.login())) : answer;
    }

    /// Gets the token first: what fails here was surely not sent.
    private void signedIn(Caller who) throws AmcException, InterruptedException {
        try {
            token(who.login());
        } catch (ConnectorException e) {
            throw translated(e, who, false);
        }
    }

    private LwaTokens.Token token(LwaLogin login) throws ConnectorException, InterruptedException {
        return atLogin(login, line -> tokens.token(login, line));
    }

    Secret refreshTokenFor(LwaLogin login, Secret code, String returnUrl, Secret verifier)
            throws ConnectorException, InterruptedException {
        return atLogin(login, line -> tokens.refreshTokenFor(login, code, returnUrl, verifier, line));
    }

    private interface AtLogin<T> {
        T ask(InstanceHttp line) throws ConnectorException, InterruptedException;
    }

    private <T> T atLogin(LwaLogin login, AtLogin<T> ask) throws ConnectorException, InterruptedException {
        var there = target.connection();
        if (login.address().equals(there.address())) {
            return ask.ask(api);
        }
        var toLogin = new Target(
                target.id(),
                target.kind(),
                target.label(),
                new Connection(
                        login.address(), Optional.empty(), there.timeout(), there.proxy(), there.trust(), List.of()),
                target.settings(),
                Optional.empty());
        try (var line = clients.open(kind, toLogin, secrets)) {
            return ask.ask(line);
        }
    }

    /// Amazon takes its own media types; where it refuses the list, the type alone is tried once
    /// (section 4).
    private Answer typed(Caller who, Call call, String type, LwaTokens.Token token)
            throws ConnectorException, InterruptedException {
        var signed = call.within(longest())
                .secretHeader(
                        "Amazon-Advertising-API-ClientId",
                        "",
                        who.login().credential().clientId())
                .secretHeader("Authorization", "Bearer ", token.value());
        if (who.entity().isPresent()) {
            signed = signed.header(
                    "Amazon-Advertising-API-AdvertiserId", who.entity().get().value());
        }
        if (who.marketplace().isPresent()) {
            signed = signed.header(
                    "Amazon-Advertising-API-MarketplaceId",
                    who.marketplace().get().value());
        }
        if (!vendorTypeAlone) {
            var answer = api.send(signed.header("Accept", type + ", application/json;q=0.9"));
            if (answer.status() != 406 && answer.status() != 415) {
                return answer;
            }
            vendorTypeAlone = true;
        }
        return api.send(withContentType(signed, type).header("Accept", type));
    }

    private static Call withContentType(Call call, String type) {
        return new Call(
                call.method(),
                call.path(),
                call.query(),
                call.headers(),
                call.content().map(content -> new Call.Content(type, content.bytes())),
                call.timeout(),
                call.maxBytes(),
                call.carriesSecret());
    }

    private Duration longest() {
        var chosen = target.connection().timeout();
        return chosen.equals(Connection.USUAL_TIMEOUT) ? LIMIT : chosen;
    }

    /// What a failure below the answer means.
    AmcException translated(ConnectorException failure, Caller who, boolean changes) {
        var code =
                switch (failure.code()) {
                    case SECRET_MISSING -> AmcCode.CONFIG_CREDENTIAL_MISSING;
                    case SECRET_LOCKED -> AmcCode.CREDENTIAL_LOCKED;
                    case SECRET_REFUSED, LOGIN_REFUSED ->
                        tokens.refusedAs(who.login()).orElse(AmcCode.AUTH_REVOKED);
                    case TOO_SLOW -> AmcCode.TIMEOUT;
                    case MALFORMED -> AmcCode.MALFORMED;
                    case SERVER_ERROR, PROXY_PAGE -> AmcCode.SERVER_ERROR;
                    case THROTTLED -> AmcCode.RATE_LIMITED;
                    case CONFIGURATION -> AmcCode.CONFIG_ACCOUNT_MISSING;
                    default -> AmcCode.NETWORK;
                };
        boolean maybe = changes && !surelyNotSent(failure.code());
        return new AmcException(code, failure.problem(), failure.retryAfter(), Optional.empty(), maybe, failure);
    }

    private static boolean surelyNotSent(FaultCode code) {
        return code.neverArrived()
                || switch (code) {
                    case TLS_UNTRUSTED, TLS_EXPIRED, TLS_WRONG_NAME, TLS_PIN_CHANGED -> true;
                    case SECRET_MISSING, SECRET_REFUSED, LOGIN_REFUSED, SECRET_LOCKED, CONFIGURATION -> true;
                    default -> false;
                };
    }

    private AmcException refusal(Answer answer, Call call, boolean changes) {
        return Refusals.of(
                status(answer, target),
                answer.html() ? "" : text(answer),
                call.path(),
                target.label(),
                answer.retryAfter(clock.instant()),
                changes);
    }

    private static Problem problem(AmcCode code, String summary, String advice) {
        return new Problem(code.problemCode(), summary, advice);
    }

    static boolean termsMissing(String text) {
        return text.toLowerCase(Locale.ROOT).contains("terms and conditions must be accepted");
    }

    /// @return its status; 410 for a host that knows nothing of the API: old addresses were seen to answer 404, too
    ///     (section 20)
    static int status(Answer answer, Target target) {
        var said = parsed(answer);
        boolean asAmazon = AmcRegion.at(target.connection().address()).isPresent()
                || Stream.of("details", "code", "requestId").anyMatch(said::hasNonNull);
        return answer.status() == 404 && !asAmazon ? 410 : answer.status();
    }

    /// The words of an error in any of its shapes (section 10); the beginning of what is no JSON.
    static String text(Answer answer) {
        var root = parsed(answer);
        for (var key : List.of("details", "message", "statusReason", "error_description", "messageSubject")) {
            var value = root.path(key);
            if (value.isTextual()) {
                return value.asText();
            }
            if (value.path("message").isTextual()) {
                var words = value.path("message").asText();
                boolean placed =
                        value.path("line").isInt() && value.path("column").isInt();
                return placed && Refusals.place(words).isEmpty()
                        ? words + " (line " + value.path("line") + ", column " + value.path("column") + ")"
                        : words;
            }
        }
        if (root.isObject()) {
            return "";
        }
        var text = answer.text();
        return text.length() > 500 ? text.substring(0, 500) : text;
    }

    private static JsonNode parsed(Answer answer) {
        try {
            return Json.MAPPER.readTree(answer.text());
        } catch (JsonProcessingException ignored) {
            return MissingNode.getInstance();
        }
    }
}
