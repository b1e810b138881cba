package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.Target;
import io.pilothouse.connectors.homeassistant.SocketFailure.Reason;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.home.CallResult;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.HomeFacts;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.Past;
import io.pilothouse.domain.home.ServiceCall;
import io.pilothouse.domain.home.ServiceCatalogue;
import io.pilothouse.domain.home.SystemReports.Hardware;
import io.pilothouse.domain.home.SystemReports.HealthPart;
import io.pilothouse.domain.home.SystemReports.Integration;
import io.pilothouse.domain.home.SystemReports.LogLine;
import io.pilothouse.domain.home.SystemReports.Network;
import io.pilothouse.domain.home.SystemReports.Urls;
import io.pilothouse.domain.home.Upkeep.Backups;
import io.pilothouse.domain.home.Upkeep.Notification;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.home.Upkeep.Run;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A live line to one Home Assistant. Thread-safe. Checks, commands and subscriptions share one
/// WebSocket; where a proxy does not let WebSockets pass, checks go by REST.
///
/// Each refused token counts as a failed login on the server and may end in a ban, so a refused one is
/// never sent again by this object, on any transport.
final class HomeAssistantConnector implements Connector, LiveHome {

    /// How long a ban is left alone before a harmless look.
    static final Duration BAN_LOOK_EVERY = Duration.ofMinutes(15);

    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(10);
    private static final Duration SERVICE_WITHIN = Duration.ofSeconds(60);
    private static final String MANIFEST = "manifest.json";
    private static final System.Logger LOG = System.getLogger(HomeAssistantConnector.class.getName());
    /// Changes of entities never told, after which the feed begins anew.
    private static final int MOST_UNKNOWN = 5;

    private static final Duration KEPT_UNTOLD = Duration.ofSeconds(2);
    private static final Duration KEPT_TOLD = Duration.ofMinutes(30);
    private static final Map<String, Set<Lists>> LISTS = Map.ofEntries(
            Map.entry("area_registry_updated", Set.of(Lists.REGISTRIES)),
            Map.entry("floor_registry_updated", Set.of(Lists.REGISTRIES)),
            Map.entry("label_registry_updated", Set.of(Lists.REGISTRIES)),
            Map.entry("device_registry_updated", Set.of(Lists.REGISTRIES)),
            Map.entry("entity_registry_updated", Set.of(Lists.REGISTRIES)),
            Map.entry("service_registered", Set.of(Lists.SERVICES)),
            Map.entry("service_removed", Set.of(Lists.SERVICES)),
            Map.entry("component_loaded", Set.of(Lists.FACTS)),
            Map.entry("core_config_updated", Set.of(Lists.FACTS)),
            Map.entry("repairs_issue_registry_updated", Set.of(Lists.OTHERS)));

    private final InstanceHttp http;
    private final Target target;
    private final Optional<Secret> token;
    private final HomeAssistantSession.Surroundings around;
    private final HomeAssistantSession session;
    private final EntityStates entities = new EntityStates();
    private final Following following = new Following();
    private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> listListeners = new CopyOnWriteArrayList<>();
    private final HouseLine line;
    private final HomeQuestions questions;
    private final UpkeepQuestions upkeep;
    private final PlainPolling polling;
    private volatile boolean live;
    private volatile boolean followsAll;
    private final Remembered<HomeFacts> facts;
    private final Remembered<HomeIndex> index;
    private final Remembered<ServiceCatalogue> services;
    private final Rate rate;
    private @Nullable Map<String, EntityState> states;
    private volatile boolean starting;
    private final ReentrantLock checking = new ReentrantLock();
    private final ReentrantLock feeding = new ReentrantLock();
    private volatile @Nullable Instant bannedSince;
    private volatile boolean socketsBlocked;
    private volatile @Nullable Address lastAddress;

    HomeAssistantConnector(
            InstanceHttp http, Target target, Secrets secrets, HomeAssistantSession.Surroundings around) {
        this.http = http;
        this.target = target;
        this.token = secrets.find("token");
        this.around = around;
        this.session = new HomeAssistantSession(this::open, this::translate, around);
        var refusals = new Refusals();
        this.line = new HouseLine(session, new PlainRequests(http, refusals), () -> socketsBlocked, around.clock());
        this.questions = new HomeQuestions(line, http.label(), this::lastAddress);
        this.upkeep = new UpkeepQuestions(questions, line, http, refusals, this::facts);
        this.polling = new PlainPolling(around, this::polls, this::askStates);
        this.facts = new Remembered<>(around.clock());
        this.index = new Remembered<>(around.clock());
        this.services = new Remembered<>(around.clock());
        this.rate = new Rate(around.clock());
    }

    /// What is followed; guarded by itself.
    private static final class Following {
        @Nullable
        Scope scope;

        HomeAssistantSession.@Nullable Wish feed;
    }

    /// Which of the kept lists an event is about.
    private enum Lists {
        REGISTRIES,
        SERVICES,
        FACTS,
        OTHERS
    }

    // --- living along

    @Override
    public HomeAssistantSession session() {
        return session;
    }

    @Override
    public void follow(Scope scope) {
        boolean start;
        synchronized (following) {
            start = following.scope == null;
            if (following.scope == scope) {
                return;
            }
            following.scope = scope;
        }
        if (start) {
            LISTS.forEach((event, lists) -> session.subscribe(new HomeAssistantSession.Wish(
                    "subscribe_events", Map.of("event_type", event), () -> changed(lists), _ -> changed(lists))));
            session.onStatus(status -> {
                live = status.state() == SessionState.READY;
                if (live) {
                    feedHealthIfWanted();
                }
                polling.look();
            });
        }
        if (scope == Scope.EVERYTHING) {
            feed(Optional.of(Map.of()), Scope.EVERYTHING);
        } else {
            feed(Optional.empty(), Scope.HEALTH);
            if (session.live()) {
                feedHealthIfWanted();
            }
        }
        followsAll = scope == Scope.EVERYTHING;
        polling.look();
        session.start();
    }

    /// Takes no lock.
    private boolean polls() {
        return followsAll && socketsBlocked && !live;
    }

    private void feedHealthIfWanted() {
        synchronized (following) {
            if (following.scope != Scope.HEALTH || following.feed != null) {
                return;
            }
        }
        around.threads().newThread(this::feedHealth).start();
    }

    /// Only what updates tell: by a filter from 2024.9 on, before by the names of those there are.
    private void feedHealth() {
        try {
            var version = HomeAssistantVersion.parse(session.connected().version());
            if (version.isPresent() && version.get().atLeast(HomeAssistantVersion.FILTERS)) {
                feedWhileHealth(Map.of("include", Map.of("domains", List.of("update"))));
                return;
            }
            var updates = questions.states().keySet().stream()
                    .filter(id -> id.startsWith("update."))
                    .toList();
            if (!updates.isEmpty()) {
                feedWhileHealth(Map.of("entity_ids", updates));
            }
        } catch (ConnectorException e) {
            LOG.log(System.Logger.Level.DEBUG, "updates are not followed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void feedWhileHealth(Map<String, ?> parameters) {
        feed(Optional.of(parameters), Scope.HEALTH);
    }

    /// Replaces the main feed.
    ///
    /// @param parameters empty for no feed at all
    private void feed(Optional<Map<String, ?>> parameters, Scope of) {
        var wish = parameters
                .map(it -> new HomeAssistantSession.Wish(
                        "subscribe_entities", it, this::feedBegins, this::told, this::feedRefused))
                .orElse(null);
        feedBy(wish, of);
    }

    /// One change of the feed after the other, so that the latest wish is the one that lasts.
    ///
    /// @param of the scope it was wished for; nothing is done once another one is followed
    private void feedBy(HomeAssistantSession.@Nullable Wish wish, Scope of) {
        feeding.lock();
        try {
            HomeAssistantSession.Wish old;
            synchronized (following) {
                if (following.scope != of) {
                    return;
                }
                old = following.feed;
                following.feed = wish;
            }
            if (old != null) {
                session.unsubscribe(old);
            }
            if (wish != null) {
                session.subscribe(wish);
            }
        } finally {
            feeding.unlock();
        }
    }

    private void feedAgain() {
        Map<String, ?> parameters;
        Scope scope;
        synchronized (following) {
            scope = following.scope;
            if (scope == null || following.feed == null || following.feed.type().equals("subscribe_events")) {
                return;
            }
            parameters = following.feed.parameters();
        }
        feed(Optional.of(parameters), scope);
    }

    /// Before 2022.4 there is no feed of entities: each change is an event, and the states are asked.
    private void feedRefused(Reply.Refused refused) {
        if (!refused.code().equals("unknown_command")) {
            return;
        }
        Scope scope;
        synchronized (following) {
            scope = following.scope;
            if (scope == null || following.feed == null || following.feed.type().equals("subscribe_events")) {
                return;
            }
        }
        around.threads()
                .newThread(() -> feedBy(
                        new HomeAssistantSession.Wish(
                                "subscribe_events",
                                Map.of("event_type", "state_changed"),
                                this::askStatesSoon,
                                event -> heard(event.path("data"))),
                        scope))
                .start();
    }

    private void askStatesSoon() {
        feedBegins();
        around.threads().newThread(this::askStates).start();
    }

    private void askStates() {
        try {
            var asked = questions.states();
            EntityStates.Change change;
            synchronized (entities) {
                change = entities.replace(asked);
            }
            tell(change);
        } catch (ConnectorException e) {
            LOG.log(System.Logger.Level.DEBUG, "the states were not given", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void heard(JsonNode data) {
        EntityStates.Change change;
        synchronized (entities) {
            change = entities.told(data);
        }
        tell(change);
    }

    /// Called before the first event of a connection, so that the two never run at once.
    private void feedBegins() {
        synchronized (entities) {
            entities.begin();
        }
    }

    private void told(JsonNode event) {
        EntityStates.Change change;
        boolean lost;
        synchronized (entities) {
            change = entities.apply(
                    event, starting ? EntityStates.Completeness.STILL_STARTING : EntityStates.Completeness.WHOLE);
            lost = entities.unknown() >= MOST_UNKNOWN;
        }
        tell(change);
        if (lost) {
            feedAgain(); // something was missed: begin with a whole snapshot
        }
    }

    private void tell(EntityStates.Change change) {
        synchronized (entities) {
            states = null;
        }
        var ids = new HashSet<>(change.changed());
        ids.addAll(change.removed());
        rate.count(ids.size());
        listeners.forEach(listener -> listener.accept(ids));
    }

    private void changed(Set<Lists> lists) {
        if (lists.contains(Lists.REGISTRIES)) {
            index.drop();
        }
        if (lists.contains(Lists.SERVICES)) {
            services.drop();
        }
        if (lists.contains(Lists.FACTS)) {
            facts.drop();
            around.threads().newThread(this::lookWhetherStarted).start();
        }
        listListeners.forEach(Runnable::run);
    }

    /// While it starts, the first telling is only a part: begin anew when it runs.
    private void lookWhetherStarted() {
        try {
            boolean before = starting;
            starting = !facts().state().equals("RUNNING");
            if (before && !starting) {
                feedAgain();
            }
        } catch (ConnectorException e) {
            LOG.log(System.Logger.Level.DEBUG, "whether it has started is not known", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public Map<String, EntityState> states() {
        synchronized (entities) {
            var copy = states;
            if (copy == null) {
                copy = entities.copy();
                states = copy;
            }
            return copy;
        }
    }

    @Override
    public Optional<EntityState> state(String entityId) {
        return entities.find(entityId);
    }

    @Override
    public boolean synced() {
        boolean told = session.live() || socketsBlocked;
        synchronized (entities) {
            return told && followsEverything() && entities.told();
        }
    }

    private boolean followsEverything() {
        synchronized (following) {
            return following.scope == Scope.EVERYTHING;
        }
    }

    @Override
    public double eventsPerSecond() {
        return rate.perSecond();
    }

    @Override
    public Runnable onStates(Consumer<Set<String>> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public Runnable onLists(Runnable listener) {
        listListeners.add(listener);
        return () -> listListeners.remove(listener);
    }

    @Override
    public Reply callService(String domain, String service, Map<String, ?> target, Map<String, ?> data)
            throws ConnectorException, InterruptedException {
        var parameters = new LinkedHashMap<String, Object>();
        parameters.put("domain", domain);
        parameters.put("service", service);
        if (!target.isEmpty()) {
            parameters.put("target", target);
        }
        if (!data.isEmpty()) {
            parameters.put("service_data", data);
        }
        return session.call("call_service", parameters, SERVICE_WITHIN);
    }

    // --- questions

    private long epoch() throws ConnectorException, InterruptedException {
        return line.epoch();
    }

    /// What is told by events may be kept long; without them a moment, so that one piece of work does not
    /// ask the same twice.
    private Duration keep() {
        synchronized (following) {
            return following.scope == null || !live ? KEPT_UNTOLD : KEPT_TOLD;
        }
    }

    @Override
    public void ping() throws ConnectorException, InterruptedException {
        if (!line.byPlainRequests()) {
            session.ping();
        }
    }

    @Override
    public HomeFacts facts() throws ConnectorException, InterruptedException {
        return facts.get(epoch(), keep(), questions::facts);
    }

    @Override
    public HomeIndex index() throws ConnectorException, InterruptedException {
        return index.get(epoch(), keep(), questions::index);
    }

    @Override
    public HomeIndex wholeIndex() throws ConnectorException, InterruptedException {
        return questions.wholeIndex();
    }

    @Override
    public Map<String, EntityState> currentStates() throws ConnectorException, InterruptedException {
        return synced() ? states() : questions.states();
    }

    @Override
    public ServiceCatalogue services() throws ConnectorException, InterruptedException {
        return services.get(epoch(), keep(), questions::services);
    }

    @Override
    public CallResult call(ServiceCall call) throws ConnectorException, InterruptedException {
        if (line.byPlainRequests()) {
            return line.plain()
                    .callService(call, call.target().asMap(), facts().version(), currentStates(), http.label());
        }
        return questions.call(call, call.target().asMap());
    }

    @Override
    public Hardware hardware() throws ConnectorException, InterruptedException {
        return questions.hardware(facts());
    }

    @Override
    public Network network() throws ConnectorException, InterruptedException {
        return questions.network(facts());
    }

    @Override
    public Urls urls() throws ConnectorException, InterruptedException {
        return questions.urls(facts());
    }

    @Override
    public List<HealthPart> systemHealth() throws ConnectorException, InterruptedException {
        return questions.systemHealth();
    }

    @Override
    public List<LogLine> log() throws ConnectorException, InterruptedException {
        return questions.log();
    }

    @Override
    public List<Integration> integrations() throws ConnectorException, InterruptedException {
        return questions.integrations();
    }

    @Override
    public List<Repair> repairs() throws ConnectorException, InterruptedException {
        return questions.repairs();
    }

    @Override
    public List<Notification> notifications() throws ConnectorException, InterruptedException {
        return questions.notifications();
    }

    @Override
    public Backups backups() throws ConnectorException, InterruptedException {
        return questions.backups();
    }

    @Override
    public Optional<String> releaseNotes(String entityId) throws ConnectorException, InterruptedException {
        return questions.releaseNotes(entityId);
    }

    @Override
    public List<Run> runs(String domain, String itemId) throws ConnectorException, InterruptedException {
        return questions.runs(domain, itemId);
    }

    @Override
    public List<Past.Series> history(List<String> entityIds, Instant from, Instant to)
            throws ConnectorException, InterruptedException {
        var units = new LinkedHashMap<String, String>();
        for (var state : currentStates().values()) {
            if (state.attributes().get("unit_of_measurement") instanceof String unit) {
                units.put(state.id(), unit);
            }
        }
        return questions.history(entityIds, units, from, to);
    }

    @Override
    public List<Past.Entry> logbook(List<String> entityIds, Instant from, Instant to)
            throws ConnectorException, InterruptedException {
        return questions.logbook(entityIds, from, to);
    }

    @Override
    public void ignoreRepair(String domain, String issueId, boolean ignored)
            throws ConnectorException, InterruptedException {
        questions.ignoreRepair(domain, issueId, ignored);
    }

    @Override
    public void backUp() throws ConnectorException, InterruptedException {
        questions.backUp();
    }

    @Override
    public void moveEntity(String entityId, Optional<String> areaId) throws ConnectorException, InterruptedException {
        questions.moveEntity(entityId, areaId);
    }

    /// Only asked when the token is known to be an administrator's: a refusal there is a failed login.
    @Override
    public List<String> checkConfiguration() throws ConnectorException, InterruptedException {
        if (!facts().administrator()) {
            throw ConnectorException.of(
                    FaultCode.PERMISSION_MISSING,
                    http.label() + " lets only administrators check its configuration.",
                    "Use the token of an administrator, or leave it.");
        }
        var call = Call.post("api/config/core/check_config").secretHeader("Authorization", "Bearer ", neededToken());
        var answer = http.send(call);
        if (!answer.ok()) {
            throw http.fault(answer);
        }
        var told = http.tree(answer);
        var wrong = new java.util.ArrayList<String>();
        for (var key : List.of("errors", "warnings")) {
            Answers.text(told, key).ifPresent(wrong::add);
        }
        if (wrong.isEmpty() && !Answers.word(told, "result").equals("valid")) {
            wrong.add("The configuration cannot be loaded.");
        }
        return wrong;
    }

    @Override
    public Optional<HomeFacts> latestFacts() {
        return facts.latest();
    }

    @Override
    public HouseUpkeep upkeep() {
        return upkeep;
    }

    @Override
    public boolean hasToken() {
        return token.isPresent();
    }

    @Override
    public String addressInUse() {
        return lastAddress();
    }

    @Override
    public String transport() {
        return socketsBlocked && !session.live() ? "rest" : "websocket";
    }

    /// What plain requests say when they are refused.
    private final class Refusals implements PlainRequests.Words {
        @Override
        public Secret token() throws ConnectorException {
            return neededToken();
        }

        @Override
        public ConnectorException refused() {
            return HomeAssistantConnector.this.refused();
        }

        @Override
        public ConnectorException banned() {
            return HomeAssistantConnector.this.banned();
        }
    }

    // --- connecting

    private HomeAssistantSocket open(Consumer<SessionState> progress) throws ConnectorException, InterruptedException {
        var secret = neededToken();
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

    private HomeAssistantSocket.Opening opening(URI uri) {
        var headers = new LinkedHashMap<String, String>();
        http.extraHeaders().forEach(header -> headers.put(header.name(), header.value()));
        var limit = target.connection().timeout();
        return new HomeAssistantSocket.Opening(
                uri, headers, limit.compareTo(ANSWER_WITHIN) < 0 ? limit : ANSWER_WITHIN);
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

    private void requireVersion(String text) throws ConnectorException {
        var version = HomeAssistantVersion.parse(text);
        if (version.isPresent() && !version.get().atLeast(HomeAssistantVersion.OLDEST)) {
            throw ConnectorException.of(
                    FaultCode.TOO_OLD,
                    http.label() + " is Home Assistant " + text + ", which is too old for Pilothouse.",
                    "Update it to 2021.12 or later.");
        }
    }

    private Secret neededToken() throws ConnectorException {
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

    private ConnectorException banned() {
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

    private ConnectorException translate(SocketFailure failure) {
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

    private ConnectorException refused() {
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

    // --- checking

    @Override
    public CheckAnswer check() throws ConnectorException, InterruptedException {
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
                throw translate(e);
            }
        } catch (ConnectorException e) {
            if (!socketsBlocked || e.code() != FaultCode.PROXY_PAGE) {
                throw e;
            }
            return askByRest();
        }
        try { // the connection was old and had ended unnoticed: reading may be repeated
            return ask(session.connected());
        } catch (SocketFailure e) {
            throw translate(e);
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
        var configuration = required(HomeAssistantSession.answer(config, ANSWER_WITHIN), "get_config");
        var overview =
                new Overview(socket.version(), configuration, around.clock().instant(), lastAddress());
        overview.user(optional(HomeAssistantSession.answer(user, ANSWER_WITHIN)));
        overview.repairs(
                optional(HomeAssistantSession.answer(repairs, ANSWER_WITHIN)).path("issues"));
        overview.entities(count(socket, template, entities));
        return answer(overview, "websocket");
    }

    /// Looks at a public page, which shows what stands in front today and until when its certificate is
    /// good: the open connection would not notice. While this computer is banned it goes on working.
    private void look() throws ConnectorException, InterruptedException {
        var page = http.send(Call.get(MANIFEST));
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
        if (HomeAssistantSession.answer(template.reply(), ANSWER_WITHIN) instanceof Reply.Done) {
            var rendered = HomeAssistantSession.event(event, ANSWER_WITHIN).path("result");
            socket.unsubscribe(template);
            return rendered.asText().matches("\\d{1,9}") ? Optional.of(rendered.asLong()) : Optional.empty();
        }
        var list = optional(socket.call("config/entity_registry/list_for_display", Map.of(), ANSWER_WITHIN));
        return list.path("entities").isArray()
                ? Optional.of((long) list.path("entities").size())
                : Optional.empty();
    }

    /// What can be known without a WebSocket. A refused token is refused here too.
    private CheckAnswer askByRest() throws ConnectorException, InterruptedException {
        var call = Call.get("api/config").secretHeader("Authorization", "Bearer ", neededToken());
        var answer = http.send(call);
        if (answer.status() == 401) {
            throw http.refuse(refused());
        }
        if (answer.status() == 403 && !answer.contentType().equals("application/json")) {
            throw banned();
        }
        if (!answer.ok()) {
            throw http.fault(answer);
        }
        var config = http.tree(answer);
        requireVersion(config.path("version").asText());
        return answer(
                new Overview(
                        config.path("version").asText(), config, around.clock().instant(), lastAddress()),
                "rest");
    }

    private CheckAnswer answer(Overview overview, String transport) throws ConnectorException {
        starting = overview.starting();
        if (starting) {
            throw ConnectorException.of(
                    FaultCode.STARTING,
                    http.label() + " is starting; not everything is loaded yet.",
                    "Wait; Pilothouse tries again by itself.");
        }
        overview.transport(transport);
        overview.token(token.orElseThrow());
        return new CheckAnswer(
                identity(overview),
                overview.warnings(),
                overview.facts(),
                http.certificateEnds(),
                http.usedSecondAddress());
    }

    private static RemoteIdentity identity(Overview overview) {
        var facts = new TreeMap<String, String>();
        overview.userId().ifPresent(id -> facts.put("userId", id));
        return new RemoteIdentity("Home Assistant", overview.version(), overview.locationName(), "", facts);
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

    private String lastAddress() {
        var known = lastAddress;
        return (known == null ? target.connection().address() : known).toString();
    }

    @Override
    public void close() {
        polling.close();
        session.close();
        http.close();
    }
}
