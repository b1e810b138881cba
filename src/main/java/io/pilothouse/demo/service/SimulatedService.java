package io.pilothouse.demo.service;

import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import io.undertow.util.HttpString;
import io.undertow.websockets.WebSocketConnectionCallback;
import io.undertow.websockets.WebSocketProtocolHandshakeHandler;
import io.undertow.websockets.core.AbstractReceiveListener;
import io.undertow.websockets.core.BufferedTextMessage;
import io.undertow.websockets.core.CloseMessage;
import io.undertow.websockets.core.WebSocketChannel;
import io.undertow.websockets.core.WebSocketFrameType;
import io.undertow.websockets.core.WebSockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.xnio.IoUtils;
import org.xnio.channels.Channels;

/// One simulated instance at one port: its simulator, its request log and the fault in force.
/// Thread-safe.
public final class SimulatedService implements AutoCloseable {

    /// Older entries of the request log are dropped beyond this many.
    public static final int LONGEST_LOG = 20_000;

    private static final Pattern WORD_END = Pattern.compile("[^A-Za-z0-9._~|-]+");
    private static final long OTHER_IDENTITY = 7_777;
    private static final int SHORTEST_PACKED = 1_000;

    private final ServiceSpec spec;
    private final Loopback network;
    private final Clock clock;
    private final Instant start;
    private final String host;
    private final int port;
    private final long seed;
    private final SimulatorFactory factory;
    private final Simulator simulator;
    private final Set<String> secrets = ConcurrentHashMap.newKeySet();

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<LoggedRequest> log = new ArrayDeque<>();
    private final LongAdder bytesSent = new LongAdder();
    private final Set<HttpServerExchange> held = ConcurrentHashMap.newKeySet();
    private final Set<OpenSocket> sockets = ConcurrentHashMap.newKeySet();
    private volatile Active active = Active.NONE;
    private Loopback.@Nullable Listener listener;
    private Loopback.@Nullable Listener aside;
    private int asidePort;
    private @Nullable Simulator stranger;
    private boolean portChanged;

    /// Opens the port and answers from then on.
    ///
    /// @param seed decides contents and secrets
    /// @throws IOException if the port cannot be had
    public SimulatedService(ServiceSpec spec, Loopback network, Clock clock, long seed, SimulatorFactory factory)
            throws IOException {
        this.spec = spec;
        this.network = network;
        this.clock = clock;
        start = clock.instant();
        this.seed = seed;
        this.factory = factory;
        host = network.usable(spec.host());
        var first = network.listen(host, spec.port(), tls(), this::arrived);
        listener = first;
        port = first.port();
        simulator = factory.create(setting(spec, seed));
        simulator.access().secrets().values().forEach(this::know);
    }

    public String kind() {
        return spec.kind();
    }

    public String name() {
        return spec.name();
    }

    public ServiceSpec spec() {
        return spec;
    }

    /// @return root address as configured, ends with a slash; stays the same while a certificate
    ///     fault makes the port speak TLS
    public URI address() {
        return URI.create((spec.tls().isPresent() ? "https" : "http") + "://" + host + ":" + port
                + spec.option("urlBase", "") + "/");
    }

    /// A second port of the same host, for what a product serves from another one: results, pictures. It
    /// opens when it is first asked for and then closes and opens with the first.
    private URI aside() {
        if (asidePort == 0) {
            openAside();
        }
        return URI.create("http://" + host + ":" + asidePort + "/");
    }

    private void openAside() {
        try {
            aside = network.listen(host, asidePort, null, this::arrived);
            asidePort = aside.port();
        } catch (IOException e) {
            throw new IllegalStateException(spec.name() + " cannot open its second port", e);
        }
    }

    public Access access() {
        return simulator.access();
    }

    /// Reads or changes the simulator while no request is being answered.
    ///
    /// @throws ClassCastException if the service is of another family
    public <S extends Simulator, R> R with(Class<S> type, Function<S, R> work) {
        lock.lock();
        try {
            return work.apply(type.cast(simulator));
        } finally {
            lock.unlock();
        }
    }

    /// Requests since the start or the last [#forgetRequests], oldest first, at most [#LONGEST_LOG].
    public List<LoggedRequest> requests() {
        lock.lock();
        try {
            return List.copyOf(log);
        } finally {
            lock.unlock();
        }
    }

    /// Bytes of all whole answers since the start, as they went over the line, without heads.
    public long bytesSent() {
        return bytesSent.sum();
    }

    public void forgetRequests() {
        lock.lock();
        try {
            log.clear();
        } finally {
            lock.unlock();
        }
    }

    /// Puts a fault in force for every request; the one before ends.
    public void fault(Fault fault) {
        fault(fault, "/");
    }

    /// Puts a fault in force for the requests whose path begins so. Faults of the port
    /// ([Fault.Refused], [Fault.Certificate]) concern every path.
    public void fault(Fault fault, String pathPrefix) {
        lock.lock();
        try {
            stranger = switch (fault) {
                case Fault.WrongProduct(var kind) -> {
                    var other = new ServiceSpec(kind, spec.name(), spec.host(), spec.port(), spec.tls(), Map.of());
                    yield factory.create(setting(other, seed + OTHER_IDENTITY));
                }
                case Fault.OtherIdentity _ -> factory.create(setting(spec, seed + OTHER_IDENTITY));
                default -> null;
            };
            active = new Active(fault, pathPrefix);
            switch (fault) {
                case Fault.Refused _ -> shut();
                case Fault.Certificate(var kind) -> {
                    shut();
                    open(kind);
                }
                default -> restorePort();
            }
        } finally {
            lock.unlock();
        }
    }

    /// Ends the fault. Requests that were never going to be answered are cut.
    public void heal() {
        lock.lock();
        try {
            active = Active.NONE;
            stranger = null;
            restorePort();
        } finally {
            lock.unlock();
        }
        held.forEach(exchange -> IoUtils.safeClose(exchange.getConnection()));
        held.clear();
    }

    public Optional<Fault> fault() {
        return Optional.ofNullable(active.fault);
    }

    /// Lets the simulator notice that time has passed.
    public void tick(Instant now) {
        lock.lock();
        try {
            simulator.tick(now);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            shut();
        } finally {
            lock.unlock();
        }
    }

    private Setting setting(ServiceSpec of, long identity) {
        return new Setting(
                of, clock, start, identity, seed, this::fault, this::know, this::address, this::aside, network.swarm());
    }

    private void know(String secret) {
        secrets.add(secret);
        network.own(secret, spec.name());
    }

    private javax.net.ssl.@Nullable SSLContext tls() {
        return spec.tls().map(kind -> network.tls(host, kind)).orElse(null);
    }

    private void shut() {
        if (listener != null) {
            listener.close();
            listener = null;
        }
        if (aside != null) {
            aside.close();
            aside = null;
        }
        sockets.forEach(OpenSocket::cut);
        sockets.clear();
    }

    private void open(CertificateKind kind) {
        portChanged = true;
        listen(network.tls(host, kind));
    }

    private void restorePort() {
        if (portChanged) {
            shut();
            portChanged = false;
        }
        if (listener == null) {
            listen(tls());
        }
    }

    private void listen(javax.net.ssl.@Nullable SSLContext tls) {
        try {
            listener = network.listen(host, port, tls, this::arrived);
            if (asidePort != 0 && aside == null) {
                openAside();
            }
        } catch (IOException e) {
            throw new IllegalStateException(spec.name() + " cannot open its port again", e);
        }
    }

    private void arrived(HttpServerExchange exchange) throws Exception {
        var fault = active.on(exchange.getRequestPath());
        if (fault instanceof Fault.Silent) {
            note(request(exchange, new byte[0]));
            exchange.dispatch(Runnable::run, () -> held.add(exchange));
        } else if ("websocket".equalsIgnoreCase(exchange.getRequestHeaders().getFirst(Headers.UPGRADE))) {
            upgrade(exchange);
        } else if (fault instanceof Fault.Slow(var delay)) {
            exchange.dispatch(
                    Runnable::run,
                    () -> exchange.getIoThread()
                            .executeAfter(() -> receive(exchange), delay.toMillis(), TimeUnit.MILLISECONDS));
        } else {
            receive(exchange);
        }
    }

    private void receive(HttpServerExchange exchange) {
        exchange.getRequestReceiver()
                .receiveFullBytes(
                        (_, body) -> answerLater(exchange, request(exchange, body)),
                        (_, _) -> IoUtils.safeClose(exchange.getConnection()));
    }

    private void answerLater(HttpServerExchange exchange, Request request) {
        try {
            exchange.dispatch(network.calls(), () -> {
                note(request);
                sendInItsManner(exchange, spoiled(request));
            });
        } catch (RejectedExecutionException _) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private Reply spoiled(Request request) {
        return switch (active.on(request.path())) {
            case Fault.ServerError(var status) -> Reply.text(status, "Internal error");
            case Fault.HtmlFromProxy(var status) -> Reply.html(status, """
                    <html><head><title>%d</title></head><body><center><h1>%d</h1></center>\
                    <hr><center>nginx</center></body></html>""".formatted(status, status));
            case Fault.RedirectElsewhere(var target) -> Reply.redirect(302, target.toString());
            case Fault.MalformedJson _ -> {
                var whole = ask(request);
                yield whole.withBody(Arrays.copyOf(whole.body(), whole.body().length / 2));
            }
            case Fault.WrongContentType(var type) -> ask(request).withContentType(type);
            case null, default -> ask(request);
        };
    }

    private Reply ask(Request request) {
        lock.lock();
        try {
            return answering().answer(request);
        } finally {
            lock.unlock();
        }
    }

    private void sendInItsManner(HttpServerExchange exchange, Reply reply) {
        switch (reply.manner()) {
            case Reply.Manner.Whole _ -> send(exchange, reply);
            case Reply.Manner.Late(var by) ->
                exchange.getIoThread().executeAfter(() -> send(exchange, reply), by.toMillis(), TimeUnit.MILLISECONDS);
            case Reply.Manner.Dropped _ -> IoUtils.safeClose(exchange.getConnection());
            case Reply.Manner.Never _ -> held.add(exchange);
            case Reply.Manner.Cut(var bytes) -> {
                exchange.setStatusCode(reply.status());
                cut(exchange, reply.body(), bytes);
            }
        }
    }

    private static void cut(HttpServerExchange exchange, byte[] body, int bytes) {
        exchange.setResponseContentLength(Math.max(body.length, bytes + 1));
        exchange.getResponseSender().send(ByteBuffer.wrap(body, 0, Math.min(bytes, body.length)), new ThenCut());
    }

    private void send(HttpServerExchange exchange, Reply reply) {
        exchange.setStatusCode(reply.status());
        reply.headers().forEach((name, values) -> exchange.getResponseHeaders().addAll(new HttpString(name), values));
        var body = exchange.getRequestMethod().equalToString("HEAD") ? new byte[0] : reply.body();
        switch (active.on(exchange.getRequestPath())) {
            case Fault.CutOff(var bytes) -> cut(exchange, body, bytes);
            case Fault.Huge(var bytes) -> new Flood(bytes).begin(exchange);
            case null, default -> {
                var packed = packed(exchange, body);
                bytesSent.add(packed.length);
                exchange.getResponseSender().send(ByteBuffer.wrap(packed));
            }
        }
    }

    /// Long answers are compressed for a caller that can read it, as every simulated product does.
    private static byte[] packed(HttpServerExchange exchange, byte[] body) {
        var accepted = exchange.getRequestHeaders().getFirst(Headers.ACCEPT_ENCODING);
        if (body.length < SHORTEST_PACKED || accepted == null || !accepted.contains("gzip")) {
            return body;
        }
        var packed = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(packed)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        exchange.getResponseHeaders().put(Headers.CONTENT_ENCODING, "gzip");
        return packed.toByteArray();
    }

    private void upgrade(HttpServerExchange exchange) throws Exception {
        var request = request(exchange, new byte[0]);
        var socket = new OpenSocket(request);
        var peer = peerFor(request, socket);
        if (peer.isEmpty()) {
            answerLater(exchange, request);
            return;
        }
        note(request);
        socket.peer = peer.get();
        WebSocketConnectionCallback opened = (_, channel) -> socket.opened(channel);
        new WebSocketProtocolHandshakeHandler(opened).handleRequest(exchange);
    }

    private Optional<SocketPeer> peerFor(Request request, Socket socket) {
        return switch (active.on(request.path())) {
            case Fault.ServerError _, Fault.HtmlFromProxy _, Fault.RedirectElsewhere _, Fault.CutOff _ ->
                Optional.empty();
            case null, default -> {
                lock.lock();
                try {
                    yield answering().openSocket(request, socket);
                } finally {
                    lock.unlock();
                }
            }
        };
    }

    private Simulator answering() {
        return stranger != null ? stranger : simulator;
    }

    private Request request(HttpServerExchange exchange, byte[] body) {
        var headers = new TreeMap<String, List<String>>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders()
                .forEach(values -> headers.put(values.getHeaderName().toString(), List.copyOf(values)));
        var parameters = new java.util.LinkedHashMap<String, List<String>>();
        exchange.getQueryParameters().forEach((name, values) -> parameters.put(name, List.copyOf(values)));
        return new Request(
                exchange.getRequestMethod().toString(),
                exchange.getRequestPath(),
                exchange.getQueryString(),
                parameters,
                headers,
                body,
                exchange.getSourceAddress().getAddress().getHostAddress(),
                asidePort != 0 && exchange.getDestinationAddress().getPort() == asidePort);
    }

    private void note(Request request) {
        note(request, request.method(), request.text());
    }

    private void note(Request request, String method, String body) {
        var entry = new LoggedRequest(
                clock.instant(),
                spec.name(),
                method,
                request.path(),
                request.query(),
                request.headers().keySet().stream()
                        .map(name -> name.toLowerCase(Locale.ROOT))
                        .sorted()
                        .toList(),
                secretIn(request, body),
                body.length() > LoggedRequest.LONGEST_BODY ? body.substring(0, LoggedRequest.LONGEST_BODY) : body);
        lock.lock();
        try {
            if (log.size() == LONGEST_LOG) {
                log.removeFirst();
            }
            log.addLast(entry);
        } finally {
            lock.unlock();
        }
    }

    private LoggedRequest.SecretSeen secretIn(Request request, String body) {
        var texts = new ArrayList<String>(List.of(request.query(), body));
        request.headers().values().forEach(texts::addAll);
        var seen = LoggedRequest.SecretSeen.NONE;
        for (var text : texts) {
            for (var word : WORD_END.split(decoded(text))) {
                if (secrets.contains(word)) {
                    seen = LoggedRequest.SecretSeen.OWN;
                } else if (network.ownerOf(word).isPresent()) {
                    return LoggedRequest.SecretSeen.FOREIGN;
                }
            }
        }
        return seen;
    }

    private static String decoded(String text) {
        try {
            return text.contains("%") ? URLDecoder.decode(text, StandardCharsets.UTF_8) : text;
        } catch (IllegalArgumentException _) {
            return text;
        }
    }

    /// The fault in force and the paths it concerns.
    private record Active(@Nullable Fault fault, String pathPrefix) {

        static final Active NONE = new Active(null, "/");

        @Nullable
        Fault on(String path) {
            return path.startsWith(pathPrefix) ? fault : null;
        }
    }

    private static final class ThenCut implements IoCallback {

        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            IoUtils.safeClose(exchange.getConnection());
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException exception) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    /// Sends a long JSON array piece by piece; never holds more than one piece.
    private static final class Flood implements IoCallback {

        private static final byte[] PIECE = "\"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\",\n"
                .repeat(256)
                .getBytes(StandardCharsets.US_ASCII);

        private long left;

        Flood(long bytes) {
            left = bytes;
        }

        void begin(HttpServerExchange exchange) {
            exchange.setStatusCode(200);
            exchange.getResponseHeaders().put(Headers.CONTENT_TYPE, "application/json");
            exchange.getResponseSender().send("[", this);
        }

        @Override
        public void onComplete(HttpServerExchange exchange, Sender sender) {
            if (left <= 0) {
                sender.send("0]", IoCallback.END_EXCHANGE);
                return;
            }
            left -= PIECE.length;
            sender.send(ByteBuffer.wrap(PIECE), this);
        }

        @Override
        public void onException(HttpServerExchange exchange, Sender sender, IOException exception) {
            IoUtils.safeClose(exchange.getConnection());
        }
    }

    private final class OpenSocket extends AbstractReceiveListener implements Socket {

        private final Request handshake;
        private CompletableFuture<?> splitting = CompletableFuture.completedFuture(null);
        private volatile @Nullable WebSocketChannel channel;
        private @Nullable SocketPeer peer;

        OpenSocket(Request handshake) {
            this.handshake = handshake;
        }

        void opened(WebSocketChannel open) {
            channel = open;
            sockets.add(this);
            open.getReceiveSetter().set(this);
            open.addCloseTask(_ -> ended());
            locked(SocketPeer::opened);
            open.resumeReceives();
        }

        @Override
        protected long getMaxTextBufferSize() {
            return 16L << 20;
        }

        @Override
        protected void onFullTextMessage(WebSocketChannel from, BufferedTextMessage message) {
            var text = message.getData();
            lock.lock(); // who sees the message in the log may rely on its having been dealt with
            try {
                note(handshake, "WEBSOCKET", text);
                locked(open -> open.received(text));
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void send(String text) {
            var open = channel;
            if (open != null && !silent()) {
                WebSockets.sendText(text, open, null);
            }
        }

        /// Waits for the client to read, which the thread of the service must not.
        @Override
        public void sendSplit(String text, int bytes) {
            var open = channel;
            if (open != null && !silent()) {
                splitting = splitting.thenRunAsync(
                        () -> split(open, text.getBytes(StandardCharsets.UTF_8), bytes), Thread::startVirtualThread);
            }
        }

        private static void split(WebSocketChannel open, byte[] text, int bytes) {
            try (var frames = open.send(WebSocketFrameType.TEXT)) {
                for (int from = 0; from < text.length; from += bytes) {
                    Channels.writeBlocking(frames, ByteBuffer.wrap(text, from, Math.min(bytes, text.length - from)));
                    Channels.flushBlocking(frames);
                }
                frames.shutdownWrites();
                Channels.flushBlocking(frames);
            } catch (IOException e) {
                IoUtils.safeClose(open); // the client has gone
            }
        }

        @Override
        public void stopReading() {
            var open = channel;
            if (open != null) {
                open.suspendReceives();
            }
        }

        @Override
        public void close(int code, String reason) {
            var open = channel;
            if (open != null) {
                WebSockets.sendClose(new CloseMessage(code, reason), open, null);
            }
        }

        @Override
        public void cut() {
            IoUtils.safeClose(channel);
        }

        /// On a thread of its own: who closes a connection holds a lock of the server here, and who holds the
        /// service's may be closing it.
        private void ended() {
            sockets.remove(this);
            Thread.startVirtualThread(() -> locked(SocketPeer::closed));
        }

        private void locked(java.util.function.Consumer<SocketPeer> work) {
            lock.lock();
            try {
                if (peer != null && !silent()) {
                    work.accept(peer);
                }
            } finally {
                lock.unlock();
            }
        }

        private boolean silent() {
            return active.on(handshake.path()) instanceof Fault.Silent;
        }
    }
}
