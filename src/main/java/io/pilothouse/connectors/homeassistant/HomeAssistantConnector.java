package io.pilothouse.connectors.homeassistant;

import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.health.CheckAnswer;
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
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/// A live line to one Home Assistant. Thread-safe. Checks, commands and subscriptions share one
/// WebSocket; where a proxy does not let WebSockets pass, checks go by REST.
///
/// Each refused token counts as a failed login on the server and may end in a ban, so a refused one is
/// never sent again by this object, on any transport.
final class HomeAssistantConnector implements Connector, LiveHome {

    private static final Duration SERVICE_WITHIN = Duration.ofSeconds(60);
    private static final Duration CHECK_WITHIN = Duration.ofSeconds(60);
    private static final Duration KEPT_UNTOLD = Duration.ofSeconds(2);
    private static final Duration KEPT_TOLD = Duration.ofMinutes(30);

    private final InstanceHttp http;
    private final LineThreads threads;
    private final HouseDoor door;
    private final HomeAssistantSession session;
    private final HouseLine line;
    private final HomeQuestions questions;
    private final PastQuestions past;
    private final UpkeepQuestions upkeep;
    private final HouseFeed feed;
    private final PastStreams streams;
    private final HouseChecks checks;
    private final Remembered<HomeFacts> facts;
    private final Remembered<HomeIndex> index;
    private final Map<String, Remembered<ServiceCatalogue>> services = new ConcurrentHashMap<>(); // by language
    private final Remembered<RemoteIdentity> identity;
    private final Clock clock;

    HomeAssistantConnector(
            InstanceHttp http, Target target, Secrets secrets, HomeAssistantSession.Surroundings everywhere) {
        this.http = http;
        this.threads = new LineThreads(everywhere.threads());
        var around = everywhere.on(threads);
        this.door = new HouseDoor(http, target, secrets, around);
        this.session = new HomeAssistantSession(door, door::translate, around);
        this.line = new HouseLine(session, new PlainRequests(http, door), door::socketsBlocked, around.clock());
        this.questions = new HomeQuestions(line, http.label(), door::address);
        this.past = new PastQuestions(questions);
        this.upkeep = new UpkeepQuestions(questions, line, http, door, this::facts);
        this.clock = around.clock();
        this.facts = new Remembered<>(clock);
        this.index = new Remembered<>(around.clock());
        this.identity = new Remembered<>(around.clock());
        this.feed = new HouseFeed(session, door, questions, around, this::facts, this::forget);
        this.streams = new PastStreams(session, door, past, around);
        this.checks = new HouseChecks(http, door, session, around.clock(), feed::starting);
    }

    private void forget(HouseFeed.Lists list) {
        switch (list) {
            case REGISTRIES -> index.drop();
            case SERVICES -> services.values().forEach(Remembered::drop);
            case FACTS -> facts.drop();
            case OTHERS -> {}
        }
    }

    // --- living along

    @Override
    public HomeAssistantSession session() {
        return session;
    }

    @Override
    public void follow(Scope scope) {
        threads.workForCaller();
        feed.follow(scope);
    }

    @Override
    public void forgetLists() {
        index.forget();
        services.values().forEach(Remembered::forget);
    }

    @Override
    public Map<String, EntityState> states() {
        return feed.states();
    }

    @Override
    public Optional<EntityState> state(String entityId) {
        return feed.state(entityId);
    }

    @Override
    public boolean synced() {
        return feed.synced();
    }

    @Override
    public double eventsPerSecond() {
        return feed.eventsPerSecond();
    }

    @Override
    public Runnable onStates(Consumer<Set<String>> listener) {
        return feed.onStates(listener);
    }

    @Override
    public Runnable onLists(Runnable listener) {
        return feed.onLists(listener);
    }

    @Override
    public Runnable followHistory(List<String> entityIds, Instant from, Consumer<Map<String, List<Past.Point>>> told) {
        return streams.history(entityIds, from, told);
    }

    @Override
    public Runnable followLogbook(List<String> entityIds, Instant from, Consumer<List<Past.Entry>> told) {
        return streams.logbook(entityIds, from, told);
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
        return feed.tells() ? KEPT_TOLD : KEPT_UNTOLD;
    }

    @Override
    public void ping() throws ConnectorException, InterruptedException {
        if (!line.byPlainRequests()) {
            session.ping();
        }
    }

    @Override
    public boolean is(RemoteIdentity known) throws ConnectorException, InterruptedException {
        return HomeAssistantKind.same(known, identity.get(epoch(), KEPT_TOLD, questions::identity));
    }

    @Override
    public Optional<Boolean> seemsToBe(RemoteIdentity known) {
        long now = session.status().epoch();
        return identity.of(now)
                .or(() -> facts.of(now)
                        .map(told -> HouseChecks.identity(
                                told.version(),
                                told.name(),
                                Optional.of(told.userId()).filter(it -> !it.isEmpty()))))
                .map(seen -> HomeAssistantKind.same(known, seen));
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
    public Optional<HomeIndex> latestIndex() {
        return index.latest();
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
    public ServiceCatalogue services(String language) throws ConnectorException, InterruptedException {
        return services.computeIfAbsent(language, _ -> new Remembered<>(clock))
                .get(epoch(), keep(), () -> questions.services(language));
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
    public List<Repair> repairs(String language) throws ConnectorException, InterruptedException {
        return questions.repairs(language);
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
        return past.history(entityIds, units, from, to);
    }

    @Override
    public List<Past.Entry> logbook(List<String> entityIds, Instant from, Instant to)
            throws ConnectorException, InterruptedException {
        return past.logbook(entityIds, from, to);
    }

    @Override
    public void ignoreRepair(String domain, String issueId, boolean ignored)
            throws ConnectorException, InterruptedException {
        upkeep.administrator("hide repairs");
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
        upkeep.administrator("check its configuration");
        var answer = line.plain().send(Call.post("api/config/core/check_config").within(CHECK_WITHIN));
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
        return door.hasToken();
    }

    @Override
    public String addressInUse() {
        return door.address();
    }

    @Override
    public String transport() {
        return door.socketsBlocked() && !session.live() ? "rest" : "websocket";
    }

    @Override
    public CheckAnswer check() throws ConnectorException, InterruptedException {
        return checks.check();
    }

    @Override
    public void close() {
        streams.close();
        feed.close();
        session.close();
        http.close();
    }
}
