package io.pilothouse.connectors.qbittorrent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.qbittorrent.Session.Method;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import java.time.Clock;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A live line to one qBittorrent. Thread-safe. Keep it open between checks: it holds the login, and a
/// login for each check would fill the server's memory.
///
/// A refused password is never sent again by this object, and nothing is sent while this computer is
/// banned. "Try now" of a person is a connector opened anew.
final class QBittorrentConnector implements Connector {

    private final Target target;
    private final InstanceHttp http;
    private final Session session;
    private final Optional<TorrentPoller> poller;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Known known;

    /// What is asked once per login.
    private record Known(long session, Versions versions, Preferences preferences) {}

    /// The part of `GET app/preferences` that we read.
    @JsonIgnoreProperties(ignoreUnknown = true)
    record Preferences(
            @JsonProperty("save_path") @Nullable String savePath,
            @JsonProperty("listen_port") int listenPort,
            @JsonProperty("max_ratio_act") int maxRatioAct,
            @JsonProperty("max_ratio_enabled") boolean maxRatioEnabled,
            @JsonProperty("max_seeding_time_enabled") boolean maxSeedingTimeEnabled,

            @JsonProperty("max_inactive_seeding_time_enabled")
            boolean maxInactiveSeedingTimeEnabled) {

        /// @return whether the server takes torrents away by itself once they have seeded enough
        boolean removes() {
            return (maxRatioAct == 1 || maxRatioAct == 3)
                    && (maxRatioEnabled || maxSeedingTimeEnabled || maxInactiveSeedingTimeEnabled);
        }
    }

    QBittorrentConnector(InstanceHttp http, Target target, Secrets secrets, Clock clock) {
        this.target = target;
        this.http = http;
        this.session = new Session(http, method(target, secrets), setting(target, "hostHeader"), clock);
        this.poller = target.id().map(id -> new TorrentPoller(id, session, http, clock));
    }

    private static Method method(Target target, Secrets secrets) {
        var key = secrets.find("apiKey");
        if (key.isPresent()) {
            return new Method.ApiKey(key.get());
        }
        var user = setting(target, "username").orElse(QBittorrentKind.USUAL_USER);
        return secrets.find("password")
                .<Method>map(password -> new Method.Password(user, password))
                .orElseGet(Method.None::new);
    }

    private static Optional<String> setting(Target target, String name) {
        return Optional.ofNullable(target.settings().get(name))
                .map(String::strip)
                .filter(text -> !text.isEmpty());
    }

    @Override
    public CheckAnswer check() throws ConnectorException, InterruptedException {
        var answer = ok(Call.get("api/v2/transfer/info"));
        var transfer = http.tree(answer);
        var now = known();
        var overview = new Overview(now.versions, now.preferences.removes(), session.bypassed(), session.skew());
        if (poller.isPresent()) {
            overview.add(poll());
        } else {
            overview.add(transfer);
        }
        return new CheckAnswer(
                identity(now), overview.warnings(), overview.facts(), http.certificateEnds(), http.usedSecondAddress());
    }

    private TorrentSnapshot poll() throws ConnectorException, InterruptedException {
        return poller.orElseThrow().poll(known().versions);
    }

    private static RemoteIdentity identity(Known known) {
        var facts = new TreeMap<String, String>();
        facts.put("listenPort", Integer.toString(known.preferences.listenPort));
        if (known.preferences.savePath != null) {
            facts.put("savePath", known.preferences.savePath);
        }
        return new RemoteIdentity("qBittorrent", known.versions.program(), "", "", facts);
    }

    /// Versions and preferences, asked once per login: a restart may have brought another version.
    private Known known() throws ConnectorException, InterruptedException {
        lock.lockInterruptibly();
        try {
            var have = known;
            if (have == null || have.session != session.number()) {
                var versions = versions();
                var preferences = http.read(ok(Call.get("api/v2/app/preferences")), Preferences.class);
                have = new Known(session.number(), versions, preferences);
                known = have;
            }
            return have;
        } finally {
            lock.unlock();
        }
    }

    private Versions versions() throws ConnectorException, InterruptedException {
        var program = ok(Call.get("api/v2/app/version")).text().strip();
        var api = session.send(Call.get("api/v2/app/webapiVersion"));
        var version = api.ok() ? WebApiVersion.parse(api.text()) : Optional.<WebApiVersion>empty();
        if (!Versions.looksLikeOne(program) || version.isEmpty()) {
            throw ConnectorException.of(
                    FaultCode.UNKNOWN_PRODUCT,
                    "What answers as " + http.label() + " does not tell the version of its Web API.",
                    "Check that the address leads to qBittorrent 4.4 or later.");
        }
        if (version.get().compareTo(WebApiVersion.OLDEST) < 0) {
            throw ConnectorException.of(
                    FaultCode.TOO_OLD,
                    http.label() + " is qBittorrent " + program + ", which is too old for Pilothouse.",
                    "Update it to 4.4 or later.");
        }
        return new Versions(program, version.get());
    }

    private Answer ok(Call call) throws ConnectorException, InterruptedException {
        var answer = session.send(call);
        if (!answer.ok() || answer.html()) {
            throw http.fault(answer);
        }
        return answer;
    }

    @Override
    public void close() {
        try {
            session.logOut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            http.close();
        }
    }

    Target target() {
        return target;
    }
}
