package io.pilothouse.connectors.stash;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.Answer;
import io.pilothouse.connectors.Call;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.InstanceHttp;
import io.pilothouse.connectors.KeepsLibrary;
import io.pilothouse.connectors.LibraryLine;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.health.ServiceWarning.Severity;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A live line to one Stash. Thread-safe. A refused key is never sent again by this object.
///
/// A server without a login refuses every request that carries a key that is not its own, so whether it
/// wants one is found out before one is sent.
final class StashConnector implements Connector, KeepsLibrary {

    /// Counts cost the server full table scans, so they are asked seldom.
    static final Duration COUNTS_EVERY = Duration.ofMinutes(10);

    private static final Duration PROBE_LIMIT = Duration.ofSeconds(10);
    private static final Duration COUNTS_LIMIT = Duration.ofSeconds(60);
    private static final Duration SLOW = Duration.ofSeconds(3);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /// What is asked only now and then.
    ///
    /// @param software version, build and schema it was asked of
    private record Library(
            String software,
            Capabilities capabilities,
            SequencedMap<String, String> counts,
            TreeMap<String, String> marks,
            Instant at) {}

    /// What `Probe` tells.
    private record Probe(JsonNode version, JsonNode status, Duration took) {

        String name() {
            var text = version.path("version").asText("");
            return text.equals("null") ? "" : text;
        }

        String software() {
            return name() + " " + version.path("hash").asText("") + " "
                    + status.path("appSchema").asText();
        }
    }

    private final InstanceHttp http;
    private final Target target;
    private final Optional<Secret> key;
    private final boolean publicAllowed;
    private final Clock clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final StashLine line;
    private boolean looked;
    private volatile boolean open;
    private volatile @Nullable Capabilities capabilities;
    private @Nullable Library library;

    StashConnector(InstanceHttp http, Target target, Secrets secrets, Clock clock) {
        this.http = http;
        this.target = target;
        this.key = secrets.find("apiKey");
        this.publicAllowed = Boolean.parseBoolean(target.settings().get(StashKind.PUBLIC_WITHOUT_KEY));
        this.clock = clock;
        line = new StashLine(this, clock);
    }

    @Override
    public CheckAnswer check() throws ConnectorException, InterruptedException {
        lock.lockInterruptibly();
        try {
            var probe = probe();
            ready(probe);
            return answer(probe, library(probe));
        } finally {
            lock.unlock();
        }
    }

    /// @throws ConnectorException unless the database can be read
    private void ready(Probe probe) throws ConnectorException {
        var status = probe.status.path("status").asText();
        switch (status) {
            case "OK" -> {}
            case "SETUP" ->
                throw ConnectorException.of(
                        FaultCode.NOT_READY,
                        http.label() + " is waiting for its first set-up.",
                        "Open it in a browser and finish the set-up.");
            case "NEEDS_MIGRATION" ->
                throw ConnectorException.of(
                        FaultCode.NOT_READY,
                        http.label() + " is newer than its database and waits for the migration.",
                        "Open it in a browser, make a backup there and start the migration.");
            default ->
                throw ConnectorException.of(
                        FaultCode.NOT_READY,
                        http.label() + " says that it is " + status + ".",
                        "Open it in a browser and see what it asks for.");
        }
    }

    private CheckAnswer answer(Probe probe, Library known) {
        var facts = new LinkedHashMap<String, String>();
        facts.put("version", probe.name().isEmpty() ? "unknown" : probe.name());
        facts.put("os", probe.status.path("os").asText(""));
        facts.put("databaseSchema", probe.status.path("databaseSchema").asText());
        facts.putAll(known.counts);
        return new CheckAnswer(
                new RemoteIdentity("Stash", probe.name(), "", "", known.marks),
                warnings(probe, known),
                facts,
                http.certificateEnds(),
                http.usedSecondAddress());
    }

    private List<ServiceWarning> warnings(Probe probe, Library known) {
        var warnings = new ArrayList<ServiceWarning>();
        if (!known.capabilities.hasLibrary()) {
            warnings.add(warning(
                    Severity.WARNING,
                    "NoLibrary",
                    "It is older than release 0.27: its library cannot be read, only its health."));
        }
        if (probe.took.compareTo(SLOW) > 0) {
            warnings.add(warning(Severity.WARNING, "Slow", "It needed " + probe.took.toSeconds() + " s to answer."));
        }
        if (open) {
            warnings.add(warning(
                    Severity.NOTICE,
                    "NoLogin",
                    key.isPresent()
                            ? "It has no login, so the key is not needed and not sent."
                            : "It has no login: everybody who reaches it may read, change and delete."));
        }
        return warnings;
    }

    private static ServiceWarning warning(Severity severity, String source, String text) {
        return new ServiceWarning(severity, source, text, Optional.empty());
    }

    // --- who may ask

    /// Finds out once whether the server answers everybody. Over the internet that question itself would
    /// lock up a server without a login, so there it is asked only with a key or a person's consent.
    private Probe probe() throws ConnectorException, InterruptedException {
        stopOnTheInternetWithoutAKey();
        http.confirmed();
        if (!looked) {
            if (key.isPresent() && onTheInternet()) {
                open = false;
            } else {
                var stranger = post(Documents.PROBE, PROBE_LIMIT, Optional.empty());
                looked = true;
                open = !wantsKey(stranger);
                if (open) {
                    return probe(stranger);
                }
            }
            looked = true;
        }
        var answer = post(Documents.PROBE, PROBE_LIMIT, open ? Optional.empty() : Optional.of(neededKey()));
        if (wantsKey(answer) && open) { // its owner has made a login since
            open = false;
            answer = post(Documents.PROBE, PROBE_LIMIT, Optional.of(neededKey()));
        }
        return probe(answer);
    }

    private Probe probe(Answer answer) throws ConnectorException {
        var data = data(answer, Documents.PROBE);
        if (!data.path("systemStatus").isObject()) {
            throw notStash();
        }
        return new Probe(data.path("version"), data.path("systemStatus"), answer.took());
    }

    private void stopOnTheInternetWithoutAKey() throws ConnectorException {
        if (key.isEmpty() && !publicAllowed && onTheInternet()) {
            throw ConnectorException.of(
                    FaultCode.SECRET_MISSING,
                    http.label() + " is at an address of the public internet and no key is set; without a login of its"
                            + " own it would lock itself up for everybody.",
                    "Set a user name and password on it, make a key there, and enter it here.");
        }
    }

    private boolean onTheInternet() {
        return PublicAddress.is(target.connection().address().host())
                || target.connection()
                        .second()
                        .filter(second -> PublicAddress.is(second.host()))
                        .isPresent();
    }

    private Secret neededKey() throws ConnectorException {
        return key.orElseThrow(() -> ConnectorException.of(
                FaultCode.SECRET_MISSING,
                http.label() + " wants a key.",
                "Make one on its page under Settings, Security, and enter it here."));
    }

    /// A request without the right key is answered 401, or sent to the login page.
    private static boolean wantsKey(Answer answer) {
        return (answer.status() == 401 && !answer.html())
                || (answer.redirect()
                        && answer.location()
                                .filter(to ->
                                        to.getPath() != null && to.getPath().endsWith("/login"))
                                .isPresent());
    }

    // --- asking

    /// Sends a document and reads its data. Any error in the answer is a failure of the whole.
    private JsonNode ask(Document document, Duration limit) throws ConnectorException, InterruptedException {
        return data(post(document, JSON.createObjectNode(), limit), document);
    }

    /// Sends a document with what the server wants as a key.
    Answer post(Document document, ObjectNode variables, Duration limit)
            throws ConnectorException, InterruptedException {
        return post(document, variables, limit, open ? Optional.empty() : Optional.of(neededKey()));
    }

    private Answer post(Document document, Duration limit, Optional<Secret> with)
            throws ConnectorException, InterruptedException {
        return post(document, JSON.createObjectNode(), limit, with);
    }

    private Answer post(Document document, ObjectNode variables, Duration limit, Optional<Secret> with)
            throws ConnectorException, InterruptedException {
        var body = JSON.createObjectNode();
        body.put("query", document.text());
        body.put("operationName", document.name());
        body.set("variables", variables);
        var call = Call.postJson("graphql", body.toString())
                .header("Accept", "application/json")
                .within(limit);
        return http.send(
                with.map(secret -> call.secretHeader("ApiKey", "", secret)).orElse(call));
    }

    private JsonNode data(Answer answer, Document document) throws ConnectorException {
        try {
            return dataOf(answer, document);
        } catch (NotUnderstood e) {
            throw e.failure();
        }
    }

    /// Reads the data of an answer.
    ///
    /// @throws NotUnderstood if the document does not fit the server's version
    JsonNode dataOf(Answer answer, Document document) throws ConnectorException, NotUnderstood {
        if (wantsKey(answer)) {
            throw http.refuse(ConnectorException.of(
                    FaultCode.SECRET_REFUSED,
                    http.label() + " refuses the key.",
                    "Copy the key from its page under Settings, Security; a new key there ends the old one."));
        }
        if (answer.status() == 403 && !answer.html()) {
            throw ConnectorException.of(
                    FaultCode.PERMISSION_MISSING,
                    http.label() + " has locked itself up, because it was reached over the internet without a login.",
                    "Remove security_tripwire_accessed_from_public_internet from its config.yml, restart it and set a"
                            + " password.");
        }
        if (answer.html() && (answer.ok() || answer.status() == 404)) {
            throw notStash();
        }
        if (!answer.ok() && answer.status() != 422 && answer.status() != 400) {
            throw http.fault(answer);
        }
        var json = http.tree(answer);
        if (json.path("errors").isArray() && !json.path("errors").isEmpty()) {
            throw failed(json.path("errors").path(0), document);
        }
        if (!json.path("data").isObject()) { // nothing must look as if the server had nothing
            throw ConnectorException.of(
                    FaultCode.MALFORMED,
                    http.label() + " answered the question “" + document.name() + "” with nothing.",
                    "Look whether something stands between it and here, such as a proxy.");
        }
        return json.path("data");
    }

    private ConnectorException failed(JsonNode error, Document document) throws NotUnderstood {
        var message = error.path("message").asText().replaceAll("(?i)apikey=[^&\\s\"]+", "apikey=…");
        if (error.path("extensions").path("code").asText().startsWith("GRAPHQL_")) {
            throw new NotUnderstood(ConnectorException.of(
                    FaultCode.MALFORMED,
                    http.label() + " does not understand the question “" + document.name() + "”.",
                    "Update it, or report its version to the makers of Pilothouse."));
        }
        if (message.contains("database is locked")) { // by another program that holds its file (contract 8)
            return ConnectorException.of(
                    FaultCode.THROTTLED,
                    http.label() + " cannot write, because another program holds its database.",
                    "Wait until its backup or plug-in is done; it is tried again.");
        }
        if (message.startsWith("Internal system error")) {
            return ConnectorException.of(
                    FaultCode.SERVER_ERROR,
                    http.label() + " met an error of its own at the question “" + document.name() + "”.",
                    "Look whether it waits for a set-up or a migration, then into its log.");
        }
        return new ConnectorException(
                FaultCode.REFUSED,
                new Problem(
                        FaultCode.REFUSED.problemCode(),
                        http.label() + " could not answer the question “" + document.name() + "”: " + message,
                        "Look into its log for the reason."),
                new Complaint(message));
    }

    /// The server answered that it cannot; the message is its own.
    static final class Complaint extends Exception {

        private static final long serialVersionUID = 1;

        Complaint(String message) {
            super(message);
        }
    }

    /// A document does not fit the server's schema.
    static final class NotUnderstood extends Exception {

        private static final long serialVersionUID = 1;

        private final transient ConnectorException failure;

        NotUnderstood(ConnectorException failure) {
            super(failure);
            this.failure = failure;
        }

        ConnectorException failure() {
            return failure;
        }
    }

    // --- for the library

    @Override
    public LibraryLine library() {
        return line;
    }

    String label() {
        return http.label();
    }

    /// What the server can be asked, found out once and when its version changes.
    Capabilities capabilities() throws ConnectorException, InterruptedException {
        var have = capabilities;
        return have != null ? have : freshCapabilities();
    }

    Capabilities freshCapabilities() throws ConnectorException, InterruptedException {
        lock.lockInterruptibly();
        try {
            ready(probe());
            var fresh = Capabilities.read(ask(Capabilities.DOCUMENT, PROBE_LIMIT));
            capabilities = fresh;
            return fresh;
        } finally {
            lock.unlock();
        }
    }

    /// Asks for a picture; with a stamp the server says that it never changes.
    Answer get(String path, long stamp, Duration limit, long atMost) throws ConnectorException, InterruptedException {
        capabilities(); // so that it is known whether a key is wanted
        var call = Call.get(path).query("t", Long.toString(stamp)).within(limit).atMost(atMost);
        var answer = http.send(open ? call : call.secretHeader("ApiKey", "", neededKey()));
        if (wantsKey(answer)) {
            throw http.refuse(ConnectorException.of(
                    FaultCode.SECRET_REFUSED,
                    http.label() + " refuses the key.",
                    "Copy the key from its page under Settings, Security; a new key there ends the old one."));
        }
        return answer;
    }

    /// What an unwanted answer means.
    ConnectorException fault(Answer answer) {
        return http.fault(answer);
    }

    /// Opens a WebSocket and listens until it ends. The product is made sure of before the key is sent.
    void listen(Consumer<LibraryLine.News> news) throws ConnectorException, InterruptedException {
        capabilities();
        var address = http.confirmed();
        var headers = new LinkedHashMap<String, String>();
        http.extraHeaders().forEach(header -> headers.put(header.name(), header.value()));
        if (!open) {
            headers.put("ApiKey", neededKey().value());
        }
        try (var ear = ear(address, headers)) {
            ear.hear(news);
        } catch (IOException e) {
            throw http.fault(address, e);
        }
    }

    private StashEar ear(Address address, Map<String, String> headers) throws ConnectorException, InterruptedException {
        var at = address.resolve("graphql");
        var began = System.nanoTime();
        try {
            var ear = StashEar.open(
                    http.client(),
                    URI.create((at.getScheme().equals("https") ? "wss" : "ws")
                            + at.toString().substring(at.getScheme().length())),
                    headers);
            http.record(at, "GET", 101, Duration.ofNanos(System.nanoTime() - began), Optional.empty());
            return ear;
        } catch (IOException e) {
            var failure = http.fault(address, e);
            http.record(at, "GET", 0, Duration.ofNanos(System.nanoTime() - began), Optional.of(failure.code()));
            throw failure;
        }
    }

    /// @return an address below the server's
    URI address(String path) {
        return target.connection().address().resolve(path);
    }

    URI withKey(String path) throws ConnectorException, InterruptedException {
        capabilities(); // so that it is known whether a key is wanted
        var address = address(path);
        return open ? address : URI.create(address + "?apikey=" + neededKey().value());
    }

    private ConnectorException notStash() {
        return ConnectorException.of(
                FaultCode.WRONG_PATH,
                http.label() + " shows a web page where the interface of Stash should be.",
                "Check the path at the end of the address: it ends where the start page of Stash is.");
    }

    // --- what is asked now and then

    private Library library(Probe probe) throws ConnectorException, InterruptedException {
        var have = library;
        var now = clock.instant();
        if (have != null
                && have.software.equals(probe.software())
                && Duration.between(have.at, now).compareTo(COUNTS_EVERY) < 0) {
            return have;
        }
        var server = have != null && have.software.equals(probe.software())
                ? have.capabilities
                : Capabilities.read(ask(Capabilities.DOCUMENT, PROBE_LIMIT));
        capabilities = server;
        var counts = counts(server);
        var config = ask(Documents.CONFIG.on(server), PROBE_LIMIT)
                .path("configuration")
                .path("general");
        counts.put("libraryFolders", Integer.toString(config.path("stashes").size()));
        var marks = new TreeMap<String, String>();
        if (config.path("databasePath").isTextual()) {
            marks.put("databasePath", config.path("databasePath").asText());
        }
        marks.putAll(LibrarySamples.facts(samples()));
        var fresh = new Library(probe.software(), server, counts, marks, now);
        library = fresh;
        return fresh;
    }

    private SequencedMap<String, String> counts(Capabilities capabilities)
            throws ConnectorException, InterruptedException {
        var counts = new LinkedHashMap<String, String>();
        var stats = Documents.STATS.on(capabilities);
        if (stats.asksNothing()) {
            return counts;
        }
        var told = ask(stats, COUNTS_LIMIT).path("stats");
        NAMES.forEach((wire, fact) -> {
            if (told.path(wire).isNumber()) {
                counts.put(fact, Long.toString(told.path(wire).asLong()));
            }
        });
        return counts;
    }

    private static final Map<String, String> NAMES = names();

    private static Map<String, String> names() {
        var names = new LinkedHashMap<String, String>();
        names.put("scene_count", "scenes");
        names.put("image_count", "images");
        names.put("gallery_count", "galleries");
        names.put("performer_count", "performers");
        names.put("studio_count", "studios");
        names.put("group_count", "groups");
        names.put("tag_count", "tags");
        names.put("scenes_size", "scenesBytes");
        names.put("images_size", "imagesBytes");
        names.put("scenes_duration", "scenesSeconds");
        names.put("total_play_count", "plays");
        return names;
    }

    /// The scenes by which the library was known at the first good test, or its first ones.
    private List<JsonNode> samples() throws ConnectorException, InterruptedException {
        var known = target.identity()
                .map(identity -> LibrarySamples.ids(identity.facts()))
                .orElse(List.of());
        var scenes = new ArrayList<JsonNode>();
        if (known.isEmpty()) {
            ask(Documents.FIRST_SCENES, PROBE_LIMIT)
                    .path("findScenes")
                    .path("scenes")
                    .forEach(scenes::add);
        } else {
            ask(Documents.scenes(known), PROBE_LIMIT).forEach(scenes::add);
        }
        return scenes;
    }

    @Override
    public void close() {
        http.close();
    }

    @Override
    public String toString() {
        return "Stash " + Objects.toString(target.id().orElse(null), "(form)");
    }
}
