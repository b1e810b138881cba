package io.pilothouse.connectors.homeassistant;

import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The way into one house: one attempt to connect at a time asked for, and what its failures mean in words
/// that name the instance. Thread-safe.
///
/// Each refused token counts as a failed login on the server and may end in a ban: while banned nothing is
/// sent but a harmless look, far apart.
final class HouseDoor implements HomeAssistantSession.Opener, PlainRequests.Words {

    /// How long a ban is left alone before a harmless look.
    static final Duration BAN_LOOK_EVERY = Duration.ofMinutes(15);

    static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    static final String MANIFEST = "manifest.json";

    private final InstanceHttp http;
    private final Target target;
    private final Optional<Secret> token;
    private final HomeAssistantSession.Surroundings around;
    private volatile @Nullable Instant bannedSince;
    private volatile boolean socketsBlocked;
    private volatile @Nullable Address lastAddress;

    HouseDoor(InstanceHttp http, Target target, Secrets secrets, HomeAssistantSession.Surroundings around) {
        this.http = http;
        this.target = target;
        this.token = secrets.find("token");
        this.around = around;
    }

    /// @return whether the latest attempt was answered by something that passes no WebSockets
    boolean socketsBlocked() {
        return socketsBlocked;
    }

    /// @return the instance in lines of the log
    String logged() {
        return http.logged();
    }

    boolean hasToken() {
        return token.isPresent();
    }

    /// @return the address of the latest attempt, else the first of the instance; without credentials
    String address() {
        var known = lastAddress;
        return (known == null ? target.connection().address() : known).toString();
    }

    @Override
    public HomeAssistantSocket open(Consumer<SessionState> progress) throws ConnectorException, InterruptedException {
        var secret = token();
        lookWhetherBanEnded();
        var address = http.confirmed();
        lastAddress = address;
        var uri = socketUri(address);
        var began = System.nanoTime();
        HomeAssistantSocket opened = null;
        try {
            opened = HomeAssistantSocket.open(http.client(), opening(uri), around.clock(), around.threads());
            requireVersion(opened.version());
            progress.accept(SessionState.AUTHENTICATING);
            opened.authenticate(secret, ANSWER_WITHIN);
            record(uri, 101, began, Optional.empty());
            var done = opened;
            opened = null;
            socketsBlocked = false;
            return done;
        } catch (SocketFailure e) {
            var failure = translate(e);
            record(uri, e.status(), began, Optional.of(failure.code()));
            throw failure;
        } finally {
            if (opened != null) {
                opened.close();
            }
        }
    }

    @Override
    public void onceMore() {
        http.forgetRefusal();
        if (bannedSince != null) { // then a harmless look is allowed now
            bannedSince = around.clock().instant().minus(BAN_LOOK_EVERY);
        }
    }

    private HomeAssistantSocket.Opening opening(URI uri) {
        var headers = new LinkedHashMap<String, String>();
        http.extraHeaders().forEach(header -> headers.put(header.name(), header.value()));
        var limit = target.connection().timeout();
        return new HomeAssistantSocket.Opening(
                uri, headers, limit.compareTo(ANSWER_WITHIN) < 0 ? limit : ANSWER_WITHIN, http.logged());
    }

    private static URI socketUri(Address address) {
        var text = address.resolve("api/websocket").toString();
        return URI.create((address.secure() ? "wss" : "ws") + text.substring(text.indexOf(':')));
    }

    private void record(URI uri, int status, long began, Optional<FaultCode> fault) {
        var origin = URI.create((uri.getScheme().equals("wss") ? "https" : "http")
                + uri.toString().substring(uri.toString().indexOf(':')));
        http.record(origin, "GET", status, Duration.ofNanos(System.nanoTime() - began), fault);
    }

    void requireVersion(String text) throws ConnectorException {
        var version = HomeAssistantVersion.parse(text);
        if (version.isPresent() && !version.get().atLeast(HomeAssistantVersion.OLDEST)) {
            throw ConnectorException.of(
                    FaultCode.TOO_OLD,
                    http.label() + " is Home Assistant " + text + ", which is too old for Pilothouse.",
                    "Update it to 2021.12 or later.");
        }
    }

    @Override
    public Secret token() throws ConnectorException {
        return token.orElseThrow(() -> ConnectorException.of(
                FaultCode.SECRET_MISSING,
                http.label() + " needs a long-lived access token.",
                "Make one on the profile page of a Home Assistant user, best one of its own, and enter it here."));
    }

    /// While banned nothing is sent but, a quarter of an hour apart, a look at a public page.
    private void lookWhetherBanEnded() throws ConnectorException, InterruptedException {
        var since = bannedSince;
        if (since == null) {
            return;
        }
        var left = BAN_LOOK_EVERY.minus(Duration.between(since, around.clock().instant()));
        if (left.isPositive()) {
            throw banned(left);
        }
        if (http.send(Call.get(MANIFEST)).status() == 403) {
            throw banned();
        }
        bannedSince = null;
    }

    @Override
    public ConnectorException banned() {
        bannedSince = around.clock().instant();
        return banned(BAN_LOOK_EVERY);
    }

    private ConnectorException banned(Duration left) {
        return new ConnectorException(
                FaultCode.BANNED,
                new Problem(
                        FaultCode.BANNED.problemCode(),
                        http.label() + " refuses every request of this computer, as after too many failed logins.",
                        "Remove this computer from ip_bans.yaml of Home Assistant and restart it."),
                Optional.of(left),
                Optional.empty(),
                null);
    }

    ConnectorException translate(SocketFailure failure) {
        return switch (failure.reason()) {
            case NETWORK -> {
                socketsBlocked = false;
                yield failure.getCause() instanceof IOException network && lastAddress != null
                        ? http.fault(Objects.requireNonNull(lastAddress), network)
                        : cut(failure);
            }
            case NOT_UPGRADED -> notUpgraded(failure.status());
            case TOKEN_REFUSED -> http.refuse(refused());
            case TOO_SLOW ->
                ConnectorException.of(
                                FaultCode.TOO_SLOW,
                                http.label() + " did not answer in time.",
                                "Look how busy its computer is, or allow it more time.")
                        .causedBy(failure);
            case LOST -> cut(failure);
            case OVERLOADED ->
                ConnectorException.of(
                                FaultCode.TOO_LARGE,
                                http.label() + " sent more than Pilothouse can take at once.",
                                "Wait; Pilothouse connects again by itself.")
                        .causedBy(failure);
            case MALFORMED ->
                ConnectorException.of(
                                FaultCode.MALFORMED,
                                http.label() + " sent an answer that makes no sense.",
                                "Check that the address leads to the service, and look into its log.")
                        .causedBy(failure);
            case NOT_HOME_ASSISTANT ->
                ConnectorException.of(
                                FaultCode.UNKNOWN_PRODUCT,
                                http.label() + " is not Home Assistant: something else answers there.",
                                "Check the address and port; no token was sent.")
                        .causedBy(failure);
        };
    }

    private ConnectorException cut(SocketFailure failure) {
        return ConnectorException.of(
                        FaultCode.CONNECTION_CUT,
                        "The connection to " + http.label() + " broke off.",
                        "Wait; Pilothouse connects again by itself.")
                .causedBy(failure);
    }

    @Override
    public ConnectorException refused() {
        return ConnectorException.of(
                FaultCode.SECRET_REFUSED,
                http.label() + " refuses the access token.",
                "Make a new long-lived access token on the profile page of the Home Assistant user and replace it here.");
    }

    private ConnectorException notUpgraded(int status) {
        if (status == 403) {
            return banned();
        }
        if (status == 503) {
            return ConnectorException.of(
                    FaultCode.STARTING,
                    http.label() + " is just starting or stopping.",
                    "Wait; Pilothouse tries again by itself.");
        }
        socketsBlocked = status != 401 && status < 500;
        return ConnectorException.of(
                FaultCode.PROXY_PAGE,
                http.label() + " does not open its live connection (" + status
                        + "): no Home Assistant is behind this address, or the proxy lets no WebSockets pass.",
                "Let the reverse proxy pass WebSockets on to Home Assistant.");
    }
}
