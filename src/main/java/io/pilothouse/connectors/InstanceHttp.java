package io.pilothouse.connectors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secrets;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// The HTTP line of one instance: addresses, time limits, extra headers, trust and proxy are its own.
/// Thread-safe. Interrupting a calling thread ends its request.
///
/// Keeps three promises for every connector. A call that carries a secret is sent only to an address
/// at which the product was recognised since the last trouble there. A secret that was refused is not
/// sent again. A redirect to another origin is never followed.
public final class InstanceHttp implements AutoCloseable {

    /// How long the second address stays first after the first one failed.
    private static final Duration DEMOTION = Duration.ofMinutes(5);

    static final Duration PROBE_LIMIT = Duration.ofMillis(1_500);
    private static final int MOST_REDIRECTS = 5;

    private final HttpClients clients;
    private final @Nullable ConnectorKind kind;
    private final Optional<InstanceId> id;
    private final String label;
    private final Connection connection;
    private final List<Call.Pair> openHeaders = new ArrayList<>();
    private final List<Call.Pair> secretHeaders = new ArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Address, Recognised> recognised = new ConcurrentHashMap<>();
    private volatile @Nullable Instant demotedUntil;
    private volatile @Nullable ConnectorException refusal;
    private volatile @Nullable Instant certificateEnds;
    private volatile boolean usedSecond;
    private HttpClients.@Nullable Lease lease;
    private boolean closed;

    InstanceHttp(HttpClients clients, ConnectorKind kind, Target target, Secrets secrets) {
        this(clients, kind, target.id(), target.label(), target.connection());
        for (var header : connection.headers()) {
            if (header.secret()) {
                secrets.find("header:" + header.name())
                        .ifPresent(value -> secretHeaders.add(new Call.Pair(header.name(), value.value())));
            }
        }
    }

    private InstanceHttp(
            HttpClients clients,
            @Nullable ConnectorKind kind,
            Optional<InstanceId> id,
            String label,
            Connection connection) {
        this.clients = clients;
        this.kind = kind;
        this.id = id;
        this.label = label;
        this.connection = connection;
        for (var header : connection.headers()) {
            if (!header.secret()) {
                openHeaders.add(new Call.Pair(header.name(), header.value()));
            }
        }
    }

    static Visit looking(HttpClients clients, Connection connection, String label) {
        var http = new InstanceHttp(clients, null, Optional.empty(), label, connection);
        return http.look(connection.address(), false);
    }

    /// @return the instance's name in messages
    public String label() {
        return label;
    }

    /// @return the instance in lines of the log
    public String logged() {
        return label + id.map(known -> " (" + known + ")").orElse("");
    }

    /// @return what lets short requests of background work to one host go out two at a time, whatever
    ///     instance they are for
    public Semaphore turns() {
        return clients.turns(connection.address().uri().getHost());
    }

    /// @return whether the latest answer came from the second address
    public boolean usedSecondAddress() {
        return usedSecond;
    }

    /// @return when the certificate seen with the latest answer ends; empty without TLS
    public Optional<Instant> certificateEnds() {
        return Optional.ofNullable(certificateEnds);
    }

    /// What the product showed without a secret at the address in use, as far as it was looked at.
    public Optional<Recognition> recognition() {
        return addresses().stream()
                .map(recognised::get)
                .filter(java.util.Objects::nonNull)
                .findFirst()
                .map(Recognised::recognition);
    }

    /// Sends a call. Every status is an answer, except a redirect to another origin.
    ///
    /// @throws ConnectorException   if there is no whole answer, the product is another one, or the
    ///                              secret was refused before
    /// @throws InterruptedException if the calling task was cancelled
    public Answer send(Call call) throws ConnectorException, InterruptedException {
        ConnectorException first = null;
        for (var address : addresses()) {
            try {
                var answer = sendTo(address, call);
                arrivedAt(address, answer);
                return answer;
            } catch (ConnectorException e) {
                if (first == null) {
                    first = e;
                }
                if (!e.code().neverArrived()) {
                    throw e;
                }
            }
        }
        throw java.util.Objects.requireNonNull(first);
    }

    /// Sends a call that must succeed.
    ///
    /// @throws ConnectorException for every status but 200 to 299, too; a 401 to a call with a secret
    ///                            counts as its refusal
    public Answer ok(Call call) throws ConnectorException, InterruptedException {
        var answer = send(call);
        if (answer.ok()) {
            return answer;
        }
        var fault = fault(answer);
        if (fault.code().secretRefused() && call.carriesSecret()) {
            refuse(fault);
        }
        throw fault;
    }

    /// Sends a call that must succeed, and reads its JSON.
    public <T> T json(Call call, Class<T> type) throws ConnectorException, InterruptedException {
        return read(ok(call), type);
    }

    /// Reads an answer's JSON.
    ///
    /// @throws ConnectorException if it is a web page, or no JSON of this shape
    public <T> T read(Answer answer, Class<T> type) throws ConnectorException {
        if (answer.html()) {
            throw fault(answer);
        }
        try {
            var value = Json.MAPPER.readValue(answer.body(), type);
            if (value == null) {
                throw faults(answer.address(), Call.USUAL_MAX_BYTES).malformed();
            }
            return value;
        } catch (JsonProcessingException ignored) { // its message quotes the answer, which may hold private things
            throw faults(answer.address(), Call.USUAL_MAX_BYTES).malformed();
        } catch (IOException e) {
            throw faults(answer.address(), Call.USUAL_MAX_BYTES).malformed().causedBy(e);
        }
    }

    /// Reads an answer's JSON whatever its shape; see [#read(Answer, Class)].
    public JsonNode tree(Answer answer) throws ConnectorException {
        return read(answer, JsonNode.class);
    }

    /// What an unwanted answer means, where the service's own contract does not say more.
    public ConnectorException fault(Answer answer) {
        return faults(answer.address(), Call.USUAL_MAX_BYTES)
                .of(answer, clients.clock().instant());
    }

    /// Remembers that the service refused the secret: from now on every call that carries one ends
    /// with this, without being sent.
    ///
    /// @return the same, to be thrown
    public ConnectorException refuse(ConnectorException reason) {
        refusal = reason;
        return reason;
    }

    /// A person asks for one more attempt with a secret that was refused.
    public void forgetRefusal() {
        refusal = null;
    }

    /// Makes sure anew that the right product answers, whatever was seen before. To be called where a
    /// secret is about to be sent after a while: at the start of a check, before a login, before a
    /// WebSocket is opened.
    ///
    /// @return the address that answered
    /// @throws ConnectorException   if nothing answers, or another product, or the secret was refused
    /// @throws InterruptedException if the calling task was cancelled
    public Address confirmed() throws ConnectorException, InterruptedException {
        ConnectorException first = null;
        for (var address : addresses()) {
            try {
                stopIfRefused();
                recognised.remove(address);
                confirm(address);
                return address;
            } catch (ConnectorException e) {
                first = first == null ? e : first;
                if (!e.code().neverArrived()) {
                    throw e;
                }
            }
        }
        throw java.util.Objects.requireNonNull(first);
    }

    /// @throws ConnectorException if the instance's own authority is not a certificate, or this was closed
    public HttpClient client() throws ConnectorException {
        lock.lock();
        try {
            if (closed) {
                // work in the background may still ask when the instance's connection has just ended
                throw ConnectorException.of(
                        FaultCode.CONNECTION_REFUSED, "The connection to " + label + " was closed.", "Try again.");
            }
            var held = lease;
            if (held == null) {
                held = clients.lease(connection);
                lease = held;
            }
            return held.client();
        } catch (GeneralSecurityException e) {
            throw Faults.unreadableAuthority(label).causedBy(e);
        } finally {
            lock.unlock();
        }
    }

    /// @return extra headers of the instance in sending order, secret ones included
    public List<Call.Pair> extraHeaders() {
        var all = new ArrayList<>(openHeaders);
        all.addAll(secretHeaders);
        return all;
    }

    /// Translates a failure that happened outside [#send(Call)], for example on a WebSocket.
    public ConnectorException fault(Address address, IOException failure) {
        return faults(address, Call.USUAL_MAX_BYTES).of(failure);
    }

    /// Records a request that was sent outside [#send(Call)].
    public void record(URI uri, String method, int status, Duration took, Optional<FaultCode> fault) {
        log(uri, method, true, status, took, 0, fault);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (lease != null) {
                lease.close();
                lease = null;
            }
        } finally {
            lock.unlock();
        }
    }

    private List<Address> addresses() {
        var first = connection.address();
        if (connection.second().isEmpty()) {
            return List.of(first);
        }
        var second = connection.second().get();
        var until = demotedUntil;
        return until != null && clients.clock().instant().isBefore(until)
                ? List.of(second, first)
                : List.of(first, second);
    }

    private void arrivedAt(Address address, Answer answer) {
        var atFirst = address.equals(connection.address());
        if (atFirst) {
            demotedUntil = null;
        } else if (!usedSecond || demotedUntil == null) {
            demotedUntil = clients.clock().instant().plus(DEMOTION);
        }
        usedSecond = !atFirst;
        certificateEnds = answer.certificate().map(ServerCertificate::ends).orElse(null);
    }

    private Answer sendTo(Address address, Call call) throws ConnectorException, InterruptedException {
        if (call.carriesSecret()) {
            stopIfRefused();
            confirm(address);
        }
        var known = recognised.get(address);
        var base = known == null ? address : known.base(address);
        try {
            var answer = exchange(base, call, known != null && known.behindSignIn(), limit(call));
            if (answer.status() >= 502 && answer.status() <= 504) {
                recognised.remove(address); // what comes next may be another product
            }
            if (answer.redirect()
                    && answer.location()
                            .filter(to -> sameOrigin(to, answer.uri()))
                            .isEmpty()) {
                throw fault(answer);
            }
            return answer;
        } catch (ConnectorException e) {
            recognised.remove(address);
            throw e;
        }
    }

    private void stopIfRefused() throws ConnectorException {
        var known = refusal;
        if (known != null) {
            throw known;
        }
    }

    /// Makes sure that the right product answers at an address, without any secret. Only where a
    /// sign-in stands in front are the instance's secret headers sent, as they are meant for it.
    private Recognised confirm(Address address) throws ConnectorException, InterruptedException {
        var known = recognised.get(address);
        if (known != null) {
            return known;
        }
        if (kind == null) {
            throw new IllegalStateException("a look at an address carries no secret");
        }
        var seen = look(kind, look(address, false));
        var behindSignIn = false;
        if (seen instanceof Seen.SignIn && !secretHeaders.isEmpty()) {
            seen = look(kind, look(address, true));
            behindSignIn = true;
        }
        return switch (seen) {
            case Seen.Product(Recognition recognition) -> {
                var fresh = new Recognised(recognition, behindSignIn);
                recognised.put(address, fresh);
                yield fresh;
            }
            case Seen.SignIn(ConnectorException reason) -> throw reason;
            case Seen.Other(var inFront) -> throw somethingElse(kind, address, inFront);
        };
    }

    /// @param inFront why it may be something in front of the service
    private ConnectorException somethingElse(ConnectorKind kind, Address address, Optional<ConnectorException> inFront)
            throws ConnectorException, InterruptedException {
        var root = new Address(address.uri().resolve("/"));
        if (!root.equals(address) && look(kind, look(root, false)) instanceof Seen.Product(Recognition elsewhere)) {
            return ConnectorException.of(
                    FaultCode.WRONG_PATH,
                    label + " has nothing at " + address + "; " + elsewhere.product() + " answers at "
                            + elsewhere.address() + ".",
                    "Change the address to " + elsewhere.address() + ".");
        }
        return inFront.orElseGet(() -> ConnectorException.of(
                FaultCode.UNKNOWN_PRODUCT,
                label + " is not " + kind.displayName() + ": something else answers at " + address + ".",
                "Check the address and port; no key was sent."));
    }

    private Seen look(ConnectorKind kind, Look look) throws ConnectorException, InterruptedException {
        try {
            var recognition = kind.recognise(look);
            if (recognition.isPresent()) {
                return new Seen.Product(recognition.get());
            }
            var trouble = look.trouble();
            if (trouble.isEmpty()) {
                return new Seen.Other(look.inFront());
            }
            return seenIn(trouble.get());
        } catch (ConnectorException e) {
            return seenIn(e);
        }
    }

    /// @param withSecretHeaders where a sign-in in front asks for them
    private Look look(Address address, boolean withSecretHeaders) {
        var limit = new Limit(connection.timeout(), Look.PAGE_LIMIT, BoundedBody.Beyond.CUT);
        return new Look(
                address,
                Optional.ofNullable(kind),
                faults(address, Look.PAGE_LIMIT),
                clients.clock(),
                call -> exchange(address, call, withSecretHeaders, limit));
    }

    private static Seen seenIn(ConnectorException trouble) throws ConnectorException {
        if (trouble.code() == FaultCode.PROXY_PAGE || trouble.code() == FaultCode.REDIRECTED_AWAY) {
            return new Seen.SignIn(trouble);
        }
        throw trouble;
    }

    private sealed interface Seen {
        record Product(Recognition recognition) implements Seen {}

        record SignIn(ConnectorException reason) implements Seen {}

        /// @param inFront a web page that is no proof of a sign-in, so no secret goes there
        record Other(Optional<ConnectorException> inFront) implements Seen {}
    }

    /// @param behindSignIn whether it was seen only with the instance's secret headers
    private record Recognised(Recognition recognition, boolean behindSignIn) {

        /// @return where the service's own paths begin: the address, or below it a url base it redirects to
        Address base(Address address) {
            var seen = recognition.address();
            return sameOrigin(seen.uri(), address.uri()) && below(address, seen.uri()) ? seen : address;
        }
    }

    private Limit limit(Call call) {
        return new Limit(call.timeout().orElse(connection.timeout()), call.maxBytes(), BoundedBody.Beyond.FAIL);
    }

    private record Limit(Duration time, long bytes, BoundedBody.Beyond beyond) {}

    private Answer exchange(Address address, Call call, boolean withSecretHeaders, Limit limit)
            throws ConnectorException, InterruptedException {
        if (address.secure()) {
            Trust.prepare(connection.trust());
        }
        long began = System.nanoTime();
        var uri = call.uri(address);
        for (int hops = 0; ; hops++) {
            var left = limit.time().minusNanos(System.nanoTime() - began);
            if (!left.isPositive()) {
                throw faults(address, limit.bytes()).tooSlow();
            }
            var answer = once(address, uri, call, withSecretHeaders, limit, left, began);
            var next = answer.redirect() && call.safe() ? answer.location() : Optional.<URI>empty();
            if (next.isEmpty()
                    || hops == MOST_REDIRECTS
                    || !sameOrigin(next.get(), uri)
                    || (call.carriesSecret() && !below(address, next.get()))) {
                return answer;
            }
            uri = next.get();
        }
    }

    private Answer once(
            Address address, URI uri, Call call, boolean withSecretHeaders, Limit limit, Duration left, long began)
            throws ConnectorException, InterruptedException {
        var faults = faults(address, limit.bytes());
        var request = request(uri, call, withSecretHeaders, left);
        var sent = System.nanoTime();
        var headersSeen = new AtomicBoolean();
        try {
            HttpResponse<byte[]> response = client().send(request, head -> {
                headersSeen.set(true);
                return new BoundedBody(limit.bytes(), limit.beyond(), left.minusNanos(System.nanoTime() - sent));
            });
            log(uri, call, response.statusCode(), since(sent), response.body().length, Optional.empty());
            return new Answer(
                    response.statusCode(),
                    response.headers(),
                    response.body(),
                    address,
                    uri,
                    since(began),
                    response.sslSession().flatMap(InstanceHttp::certificate));
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            var fault = translated(faults, e, headersSeen.get());
            log(uri, call, 0, since(sent), 0, Optional.of(fault.code()));
            throw fault;
        }
    }

    /// A broken conversation before the first byte of an answer may be one in the wrong language.
    private ConnectorException translated(Faults faults, IOException failure, boolean headersSeen)
            throws InterruptedException {
        var address = faults.address();
        var fault = faults.of(failure);
        boolean perhapsTls = fault.code() == FaultCode.CONNECTION_CUT || fault.code() == FaultCode.MALFORMED;
        if (headersSeen || faults.proxy().isPresent() || !perhapsTls) {
            return fault;
        }
        var probe = new PortProbe(address, PROBE_LIMIT);
        if (!address.secure()) {
            return probe.certificate().isPresent() ? faults.tlsExpected().causedBy(failure) : fault;
        }
        if (probe.plainHttp()) {
            return faults.tlsNotSpoken().causedBy(failure);
        }
        return Faults.tlsWithoutVerdict(failure) ? faults.tlsFailed().causedBy(failure) : fault;
    }

    private HttpRequest request(URI uri, Call call, boolean withSecretHeaders, Duration left)
            throws ConnectorException {
        var headers = new LinkedHashMap<String, List<String>>();
        var all = new ArrayList<>(withSecretHeaders ? extraHeaders() : openHeaders);
        call.content()
                .filter(content -> !content.type().isEmpty())
                .ifPresent(content -> all.add(new Call.Pair("Content-Type", content.type())));
        all.addAll(call.headers());
        all.forEach(pair ->
                headers.computeIfAbsent(pair.name(), name -> new ArrayList<>()).add(pair.value()));
        try {
            var builder = HttpRequest.newBuilder(uri).timeout(left);
            headers.forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
            if (call.method().equals("GET") && call.content().isEmpty()) {
                return builder.GET().build(); // the same by its name would announce an empty body
            }
            return builder.method(
                            call.method(),
                            call.content()
                                    .map(content -> BodyPublishers.ofByteArray(content.bytes()))
                                    .orElseGet(BodyPublishers::noBody))
                    .build();
        } catch (IllegalArgumentException ignored) { // its message quotes the value, which may be a secret
            throw ConnectorException.of(
                    FaultCode.CONFIGURATION,
                    "A key or extra header of " + label + " holds characters that cannot be sent.",
                    "Paste the key or header again, without line breaks.");
        }
    }

    private Faults faults(Address address, long maxBytes) {
        return new Faults(label, address, connection.timeout(), proxy(address), maxBytes);
    }

    private Optional<String> proxy(Address address) {
        return HttpClients.proxyOf(connection, address).map(proxy -> proxy.getHostString() + ":" + proxy.getPort());
    }

    private void log(URI uri, Call call, int status, Duration took, long bytes, Optional<FaultCode> fault) {
        log(uri, call.method(), call.carriesSecret(), status, took, bytes, fault);
    }

    private void log(
            URI uri, String method, boolean signed, int status, Duration took, long bytes, Optional<FaultCode> fault) {
        clients.log()
                .record(new RequestLog.Entry(
                        clients.clock().instant(),
                        id,
                        RequestContext.currentTask(),
                        method,
                        Faults.origin(uri),
                        uri.getRawPath(),
                        status,
                        took,
                        bytes,
                        fault,
                        signed));
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }

    private static Optional<ServerCertificate> certificate(SSLSession session) {
        try {
            return session.getPeerCertificates()[0] instanceof X509Certificate certificate
                    ? Optional.of(ServerCertificate.of(certificate))
                    : Optional.empty();
        } catch (SSLPeerUnverifiedException ignored) {
            return Optional.empty();
        }
    }

    private static boolean sameOrigin(URI one, URI other) {
        return one.getHost() != null
                && one.getHost().equalsIgnoreCase(other.getHost())
                && one.getScheme().equalsIgnoreCase(other.getScheme())
                && port(one) == port(other);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }

    private static boolean below(Address address, URI uri) {
        return uri.normalize().getRawPath().startsWith(address.uri().getRawPath());
    }
}
