package io.pilothouse.connectors.qbittorrent;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HoldsSettings;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.KeepsTorrents;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.qbittorrent.Session.Method;
import io.pilothouse.domain.compare.HeldSetting;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.torrent.Magnet;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentAct;
import io.pilothouse.domain.torrent.TorrentAdded;
import io.pilothouse.domain.torrent.TorrentAddition;
import io.pilothouse.domain.torrent.TorrentFile;
import io.pilothouse.domain.torrent.TorrentHashes;
import io.pilothouse.domain.torrent.TorrentKey;
import io.pilothouse.domain.torrent.TorrentOutcome;
import io.pilothouse.domain.torrent.TorrentPeer;
import io.pilothouse.domain.torrent.TorrentSnapshot;
import io.pilothouse.domain.torrent.TorrentTracker;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A live line to one qBittorrent. Thread-safe. Keep it open between checks: it holds the login, and a
/// login for each check would fill the server's memory.
///
/// A refused password is never sent again by this object, and nothing is sent while this computer is
/// banned. "Try now" of a person is a connector opened anew.
final class QBittorrentConnector implements Connector, KeepsTorrents, HoldsSettings {

    /// How the waits for an effect are done, so that tests need not wait.
    interface Pause {
        void sleep(Duration time) throws InterruptedException;
    }

    private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
    private static final Duration LISTED_WITHIN = Duration.ofSeconds(10);
    /// The first pause of those between looks, each of which is twice as long as the one before.
    private static final Duration LISTED_SOON = Duration.ofMillis(150);
    private static final long LARGEST_EXPORT = 10L << 20;

    private final InstanceHttp http;
    private final Session session;
    private final Optional<TorrentPoller> poller;
    private final Commands commands;
    private final Categories categories;
    private final Details details;
    private final Clock clock;
    private final Pause pause;
    private final ReentrantLock lock = new ReentrantLock();
    private final ReentrantLock acting = new ReentrantLock();
    private @Nullable Known known;

    /// What is asked once per login.
    private record Known(long session, Versions versions, Preferences preferences) {}

    private static final String PREFERENCE = "preference";

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

    QBittorrentConnector(InstanceHttp http, Target target, Secrets secrets, Clock clock, Pause pause) {
        this.http = http;
        this.clock = clock;
        this.pause = pause;
        this.session = new Session(http, method(target, secrets), setting(target, "hostHeader"), clock);
        this.poller = target.id().map(id -> new TorrentPoller(id, session, http, clock));
        this.commands = new Commands(session, http);
        this.categories = new Categories(session, http, commands);
        this.details = new Details(session, http);
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
            overview.add(poll(), poller().sharedKey(), poller().slow());
        } else {
            overview.add(transfer);
        }
        return new CheckAnswer(
                identity(now), overview.warnings(), overview.facts(), http.certificateEnds(), http.usedSecondAddress());
    }

    // --- torrents

    @Override
    public boolean slow() {
        return poller().slow();
    }

    @Override
    public TorrentSnapshot poll() throws ConnectorException, InterruptedException {
        return poller().poll(known().versions);
    }

    @Override
    public Optional<TorrentSnapshot> latest() {
        return poller.flatMap(TorrentPoller::latest);
    }

    @Override
    public void reload() throws InterruptedException {
        poller().reload();
    }

    private TorrentPoller poller() {
        return poller.orElseThrow(() -> new IllegalStateException("a form that was never saved has no torrents"));
    }

    @Override
    public TorrentOutcome act(TorrentAct act) throws ConnectorException, InterruptedException {
        var there = new HashSet<>(act.torrents().hashes());
        var gone = new HashSet<>(act.torrents().hashes());
        TorrentSnapshot before;
        acting.lockInterruptibly();
        try {
            before = poll();
            there.retainAll(before.torrents().keySet());
            gone.removeAll(there);
            if (there.isEmpty()) {
                return new TorrentOutcome(Set.of(), gone, Set.of());
            }
            commands.send(act, known().versions.api());
            if (!Confirmation.settledByTime(act)) {
                return confirm(act, before, there, gone);
            }
        } finally {
            acting.unlock();
        }
        return confirm(act, before, there, gone); // nobody else waits for what may never be seen
    }

    private TorrentOutcome confirm(TorrentAct act, TorrentSnapshot before, Set<String> there, Set<String> gone)
            throws ConnectorException, InterruptedException {
        var end = clock.instant().plus(Confirmation.limit(act, before));
        var open = new HashSet<>(there);
        pause.sleep(Confirmation.FIRST_LOOK);
        while (true) {
            var now = poll();
            open.removeIf(hash -> Confirmation.seen(
                    act, before.torrents().get(hash), now.torrents().get(hash)));
            boolean late = !clock.instant().isBefore(end);
            if (late && Confirmation.settledByTime(act)) {
                open.clear();
            }
            if (open.isEmpty() || late) {
                there.removeAll(open);
                return new TorrentOutcome(there, gone, open);
            }
            pause.sleep(LOOK_EVERY);
        }
    }

    @Override
    public TorrentAdded add(TorrentAddition addition) throws ConnectorException, InterruptedException {
        var hash = hash(addition);
        acting.lockInterruptibly();
        try {
            if (hash.isPresent() && poll().torrents().containsKey(hash.get())) {
                return new TorrentAdded(hash, true);
            }
            send(addition, hash);
            if (hash.isPresent()) {
                awaitListed(Set.of(hash.get()));
            }
            return new TorrentAdded(hash, false);
        } finally {
            acting.unlock();
        }
    }

    @Override
    public void addAll(List<TorrentAddition> additions) throws ConnectorException, InterruptedException {
        var hashes = new ArrayList<Optional<String>>();
        for (var addition : additions) {
            hashes.add(hash(addition));
        }
        acting.lockInterruptibly();
        try {
            var there = poll().torrents().keySet();
            var sent = new HashSet<String>();
            for (int i = 0; i < additions.size(); i++) {
                var hash = hashes.get(i);
                if (hash.filter(there::contains).isEmpty()) {
                    send(additions.get(i), hash);
                    hash.ifPresent(sent::add);
                }
            }
            if (!sent.isEmpty()) {
                awaitListed(sent);
            }
        } finally {
            acting.unlock();
        }
    }

    /// @return empty for a web address
    private Optional<String> hash(TorrentAddition addition) throws ConnectorException {
        var hash =
                switch (addition.source()) {
                    case TorrentAddition.File(byte[] bytes) -> InfoHash.ofFile(bytes);
                    case TorrentAddition.Link(String uri) -> Magnet.hash(uri);
                };
        if (hash.isEmpty()
                && !(addition.source() instanceof TorrentAddition.Link(String uri) && uri.startsWith("http"))) {
            throw ConnectorException.of(
                    FaultCode.CONFIGURATION,
                    "What was to be added to " + http.label() + " is not a torrent.",
                    "Choose a .torrent file or a magnet link.");
        }
        return hash;
    }

    private void send(TorrentAddition addition, Optional<String> hash) throws ConnectorException, InterruptedException {
        var answer = session.send(Upload.call(addition, hash.orElse("torrent")));
        if (!answer.text().strip().equals("Fails.")) {
            commands.accepted(answer);
        } else if (hash.isEmpty()) {
            throw neverListed();
        }
    }

    /// The answer comes before the listing, and "Fails." is also said where a torrent was merged: only the
    /// list tells.
    private void awaitListed(Set<String> hashes) throws ConnectorException, InterruptedException {
        var end = clock.instant().plus(LISTED_WITHIN);
        var wait = LISTED_SOON;
        while (!poll().torrents().keySet().containsAll(hashes)) {
            if (!clock.instant().isBefore(end)) {
                throw neverListed();
            }
            pause.sleep(wait);
            wait = wait.multipliedBy(2);
        }
    }

    private ConnectorException neverListed() {
        return ConnectorException.of(
                FaultCode.REFUSED, http.label() + " did not add the torrent.", "Look into its log for the reason.");
    }

    @Override
    public boolean createCategory(String name, String savePath) throws ConnectorException, InterruptedException {
        acting.lockInterruptibly();
        try {
            return categories.create(name, savePath);
        } finally {
            acting.unlock();
        }
    }

    @Override
    public boolean editCategory(String name, String savePath) throws ConnectorException, InterruptedException {
        acting.lockInterruptibly();
        try {
            return categories.edit(name, savePath);
        } finally {
            acting.unlock();
        }
    }

    @Override
    public void removeCategory(String name) throws ConnectorException, InterruptedException {
        acting.lockInterruptibly();
        try {
            categories.remove(name);
        } finally {
            acting.unlock();
        }
    }

    @Override
    public void alternativeSpeed(boolean on) throws ConnectorException, InterruptedException {
        acting.lockInterruptibly();
        try {
            commands.accepted(commands.form("transfer/setSpeedLimitsMode", Map.of("mode", on ? "1" : "0")));
        } finally {
            acting.unlock();
        }
    }

    @Override
    public Optional<byte[]> export(String hash) throws ConnectorException, InterruptedException {
        if (!TorrentKey.isHash(hash)) {
            throw new IllegalArgumentException("not the hash of a torrent: " + hash);
        }
        if (!known().versions.api().can(Feature.EXPORT)) {
            return Optional.empty();
        }
        var answer = session.send(
                Call.get("api/v2/torrents/export").query("hash", hash).atMost(LARGEST_EXPORT));
        if (answer.status() == 404 || answer.status() == 409) {
            return Optional.empty();
        }
        commands.accepted(answer);
        return Optional.of(answer.body());
    }

    @Override
    public List<Torrent> read(TorrentHashes torrents) throws ConnectorException, InterruptedException {
        return details.read(poller(), torrents);
    }

    @Override
    public List<TorrentFile> files(String hash) throws ConnectorException, InterruptedException {
        return details.files(hash);
    }

    @Override
    public void filePriority(String hash, Set<Integer> indexes, int priority)
            throws ConnectorException, InterruptedException {
        acting.lockInterruptibly();
        try {
            commands.accepted(commands.form(
                    "torrents/filePrio",
                    Map.of(
                            "hash",
                            Details.checked(hash),
                            "id",
                            indexes.stream().sorted().map(String::valueOf).collect(Collectors.joining("|")),
                            "priority",
                            Integer.toString(priority))));
        } finally {
            acting.unlock();
        }
    }

    @Override
    public List<TorrentTracker> trackers(String hash) throws ConnectorException, InterruptedException {
        return details.trackers(hash);
    }

    @Override
    public List<TorrentPeer> peers(String hash) throws ConnectorException, InterruptedException {
        return details.peers(hash);
    }

    /// Never given to another instance: they are about its own folders, ports and people (section 5.1 of
    /// the contract names the traps).
    private static boolean own(String name) {
        return name.contains("path")
                || name.contains("dir")
                || name.contains("port")
                || name.contains("web_ui")
                || name.contains("interface")
                || name.contains("proxy")
                || name.contains("username")
                || name.startsWith("dyndns")
                || name.startsWith("mail_")
                || name.startsWith("current_");
    }

    @Override
    public List<HeldSetting> settings() throws ConnectorException, InterruptedException {
        return details.preferences().entrySet().stream()
                .map(one ->
                        new HeldSetting(PREFERENCE, one.getKey(), String.valueOf(one.getValue()), !own(one.getKey())))
                .toList();
    }

    @Override
    public void hold(HeldSetting setting) throws ConnectorException, InterruptedException {
        if (!setting.section().equals(PREFERENCE) || own(setting.name())) {
            throw new IllegalArgumentException("cannot be copied: " + setting.key());
        }
        var otherwise = changePreferences(Map.of(setting.name(), typed(setting)));
        if (!otherwise.isEmpty()) {
            throw ConnectorException.of(
                    FaultCode.INVALID_INPUT,
                    http.label() + " keeps " + setting.name() + " at "
                            + otherwise.values().iterator().next() + ".",
                    "Look whether another preference must change with it.");
        }
    }

    private Object typed(HeldSetting setting) throws ConnectorException, InterruptedException {
        var now = details.preferences().get(setting.name());
        if (now instanceof Boolean) {
            return Boolean.valueOf(setting.value());
        }
        return now instanceof Number && setting.value().matches("-?\\d{1,18}")
                ? (Object) Long.valueOf(setting.value())
                : now instanceof Number ? (Object) Double.valueOf(setting.value()) : setting.value();
    }

    @Override
    public SortedMap<String, Object> preferences() throws ConnectorException, InterruptedException {
        return details.preferences();
    }

    @Override
    public SortedMap<String, Object> changePreferences(Map<String, Object> changes)
            throws ConnectorException, InterruptedException {
        acting.lockInterruptibly();
        try {
            commands.accepted(commands.form("app/setPreferences", Map.of("json", Details.json(changes))));
            var now = details.preferences();
            var otherwise = new TreeMap<String, Object>();
            changes.forEach((name, wanted) -> {
                var is = now.get(name);
                if (is != null && !Details.same(wanted, is)) {
                    otherwise.put(name, is);
                }
            });
            return otherwise;
        } finally {
            acting.unlock();
        }
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
}
