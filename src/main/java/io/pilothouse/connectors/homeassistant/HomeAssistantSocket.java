package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilothouse.connectors.homeassistant.SocketFailure.Reason;
import io.pilothouse.domain.secret.Secret;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One WebSocket to one Home Assistant, from the upgrade to the close. Thread-safe. It never reconnects:
/// that is the session's work.
///
/// The thread of the HTTP client only puts text together and passes it on; a thread of our own parses
/// and delivers, so that a slow listener never makes the server's queue run full.
final class HomeAssistantSocket implements AutoCloseable {

    /// More than any frame seen (5.8 to 6.2 MB for 10,000 entities); beyond it something is wrong.
    static final int LARGEST_MESSAGE = 64 * 1024 * 1024;
    /// Text that may wait to be parsed behind the message that is parsed next.
    static final int LARGEST_BACKLOG = 8 * 1024 * 1024;

    private static final System.Logger LOG = System.getLogger(HomeAssistantSocket.class.getName());
    /// The usual bound of the parser is a text of 20 million characters.
    /// Names of fields are not made known to the whole JVM: in a house most of them are ids of entities.
    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxStringLength(LARGEST_MESSAGE)
                            .build())
                    .build())
            .build();
    private static final int NORMAL_CLOSE = 1000;

    /// What waits for the parsing thread, in the order of arrival. The end is one of them: an answer that
    /// came before the close (a refused token, above all) is read before it.
    private sealed interface Arrived {
        record Text(MessageText text) implements Arrived {}

        record End(SocketFailure why) implements Arrived {}
    }

    /// @param connectWithin longest wait for connection, upgrade and greeting, each
    /// @param logged        the instance in lines of the log
    record Opening(URI address, Map<String, String> headers, Duration connectWithin, String logged) {}

    private final Clock clock;
    private final String logged;
    private final ReentrantLock sending = new ReentrantLock();
    private final Map<Long, CompletableFuture<Reply>> waiting = new ConcurrentHashMap<>();
    private final Map<Long, Consumer<JsonNode>> subscribers = new ConcurrentHashMap<>();
    private final Set<Long> unsubscribed = ConcurrentHashMap.newKeySet();
    private final LinkedBlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final AtomicLong backlog = new AtomicLong();
    private final CompletableFuture<JsonNode> greeting = new CompletableFuture<>();
    private final CompletableFuture<JsonNode> verdict = new CompletableFuture<>();
    private final CompletableFuture<SocketFailure> ended = new CompletableFuture<>();
    private volatile Instant lastMessageAt;
    private volatile boolean authenticated;
    private @Nullable WebSocket socket;
    private CompletableFuture<?> lastWrite = CompletableFuture.completedFuture(null);
    private long lastId;

    private HomeAssistantSocket(Clock clock, String logged) {
        this.clock = clock;
        this.logged = logged;
        lastMessageAt = clock.instant();
    }

    /// Connects, upgrades and waits for the server's greeting, which proves Home Assistant before any
    /// token is sent.
    ///
    /// @param threads makes the thread that parses
    static HomeAssistantSocket open(HttpClient http, Opening opening, Clock clock, ThreadFactory threads)
            throws SocketFailure, InterruptedException {
        var made = new HomeAssistantSocket(clock, opening.logged());
        var builder = http.newWebSocketBuilder().connectTimeout(opening.connectWithin());
        opening.headers().forEach(builder::header);
        var connecting = builder.buildAsync(opening.address(), made.new Receiver());
        try {
            made.socket = connecting.get(opening.connectWithin().toMillis() * 2, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            connecting.thenAccept(WebSocket::abort);
            throw e;
        } catch (TimeoutException e) {
            connecting.thenAccept(WebSocket::abort);
            throw new SocketFailure(Reason.TOO_SLOW, 0, "no answer to the upgrade", e);
        } catch (ExecutionException e) {
            throw notOpened(e.getCause());
        }
        threads.newThread(made::parse).start();
        try {
            var greeting = made.await(made.greeting, opening.connectWithin(), "no greeting");
            if (!greeting.path("type").asText().equals("auth_required")) {
                throw new SocketFailure(Reason.NOT_HOME_ASSISTANT, "greeted otherwise than Home Assistant does");
            }
            return made;
        } catch (SocketFailure | InterruptedException e) {
            made.close();
            throw e;
        }
    }

    private static SocketFailure notOpened(Throwable cause) {
        if (cause instanceof WebSocketHandshakeException refused && refused.getResponse() != null) {
            int status = refused.getResponse().statusCode();
            return new SocketFailure(Reason.NOT_UPGRADED, status, "the upgrade was answered " + status, refused);
        }
        if (cause instanceof IOException) {
            return new SocketFailure(Reason.NETWORK, 0, "no connection", cause);
        }
        return new SocketFailure(Reason.NOT_HOME_ASSISTANT, 0, "the upgrade made no sense", cause);
    }

    /// @return version of the server as it greeted, empty text where it told none
    String version() {
        return greeting.getNow(NullNode.getInstance()).path("ha_version").asText("");
    }

    Instant lastMessageAt() {
        return lastMessageAt;
    }

    /// Completes when the connection has ended, with the reason; never exceptionally.
    CompletableFuture<SocketFailure> ended() {
        return ended;
    }

    boolean alive() {
        return authenticated && !ended.isDone();
    }

    /// Sends the token, once. A refusal counts as a failed login on the server, so the caller must not
    /// repeat it.
    ///
    /// @throws SocketFailure with [Reason#TOKEN_REFUSED] when the server says no
    void authenticate(Secret token, Duration within) throws SocketFailure, InterruptedException {
        var message = JSON.createObjectNode();
        message.put("type", "auth");
        message.put("access_token", token.value());
        sending.lock();
        try {
            write(message.toString());
        } finally {
            sending.unlock();
        }
        var answer = await(verdict, within, "no answer to the token");
        switch (answer.path("type").asText()) {
            case "auth_ok" -> authenticated = true;
            // the message may repeat the token, so it goes nowhere
            case "auth_invalid" -> {
                close();
                throw new SocketFailure(Reason.TOKEN_REFUSED, "the token was refused");
            }
            default -> {
                close();
                throw new SocketFailure(Reason.NOT_HOME_ASSISTANT, "the token was answered with nonsense");
            }
        }
        var version = HomeAssistantVersion.parse(version());
        if (version.isPresent() && version.get().atLeast(HomeAssistantVersion.COALESCES)) {
            send("supported_features", Map.of("features", Map.of("coalesce_messages", 1)));
        }
    }

    /// Sends a command and does not wait. The answer completes exceptionally with a [SocketFailure] when
    /// the connection ends first.
    CompletableFuture<Reply> send(String type, Map<String, ?> parameters) {
        return command(type, parameters, null).reply;
    }

    /// Sends a command and waits for its answer; a late one is dropped.
    Reply call(String type, Map<String, ?> parameters, Duration within) throws SocketFailure, InterruptedException {
        var command = command(type, parameters, null);
        try {
            return await(command.reply, within, "no answer to " + type);
        } finally {
            waiting.remove(command.id);
        }
    }

    /// A running subscription. [#reply] says whether the server agreed.
    record Subscription(long id, CompletableFuture<Reply> reply) {}

    /// Subscribes. Events may come before the reply; they are delivered one after the other on the
    /// parsing thread, which must not be held up.
    Subscription subscribe(String type, Map<String, ?> parameters, Consumer<JsonNode> events) {
        return command(type, parameters, events);
    }

    /// Ends any kind of subscription. Events on their way are dropped.
    void unsubscribe(Subscription subscription) {
        if (subscribers.remove(subscription.id) != null && alive() && unsubscribed.add(subscription.id)) {
            send("unsubscribe_events", Map.of("subscription", subscription.id));
        }
    }

    /// Also finds out that the connection has ended: the JDK's client now and then does not tell the end of
    /// a TCP connection that came right after a message (seen: JDK 25.0.3, one of some fifty).
    ///
    /// @return time from ping to pong
    Duration ping(Duration within) throws SocketFailure, InterruptedException {
        var start = System.nanoTime();
        call("ping", Map.of(), within);
        return Duration.ofNanos(System.nanoTime() - start);
    }

    private Subscription command(String type, Map<String, ?> parameters, @Nullable Consumer<JsonNode> events) {
        var reply = new CompletableFuture<Reply>();
        ObjectNode message = JSON.valueToTree(parameters);
        sending.lock();
        try {
            long id = ++lastId;
            message.put("id", id);
            message.put("type", type);
            waiting.put(id, reply);
            if (events != null) {
                subscribers.put(id, events);
            }
            write(message.toString());
            if (ended.isDone()) {
                forget(id, ended.join());
            }
            return new Subscription(id, reply);
        } finally {
            sending.unlock();
        }
    }

    private void forget(long id, SocketFailure why) {
        subscribers.remove(id);
        var reply = waiting.remove(id);
        if (reply != null) {
            reply.completeExceptionally(why);
        }
    }

    /// The JDK allows one send in flight: each waits for the one before. Under the lock, so that ids rise
    /// in the order of sending.
    private void write(String text) {
        var open = Objects.requireNonNull(socket);
        lastWrite = lastWrite.thenCompose(_ -> open.sendText(text, true)).whenComplete((_, failed) -> {
            if (failed != null) {
                end(new SocketFailure(Reason.LOST, 0, "sending failed", failed));
            }
        });
    }

    private <T> T await(CompletableFuture<T> answer, Duration within, String what)
            throws SocketFailure, InterruptedException {
        try {
            return answer.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SocketFailure(Reason.TOO_SLOW, 0, what, e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SocketFailure failure) {
                throw new SocketFailure(failure.reason(), failure.status(), failure.getMessage(), failure);
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    /// Says goodbye and drops the connection; does not wait for the server's goodbye.
    @Override
    public void close() {
        sending.lock();
        try {
            var open = socket;
            if (open != null && !ended.isDone()) {
                open.sendClose(NORMAL_CLOSE, "").whenComplete((_, _) -> open.abort());
            }
        } finally {
            sending.unlock();
        }
        end(new SocketFailure(Reason.LOST, "closed by us"));
    }

    private void end(SocketFailure why) {
        if (!ended.complete(why)) {
            return;
        }
        arrived.add(new Arrived.End(why));
        greeting.completeExceptionally(why);
        verdict.completeExceptionally(why);
        for (var id : waiting.keySet()) {
            forget(id, why);
        }
        subscribers.clear();
    }

    private void parse() {
        try {
            while (true) {
                switch (arrived.take()) {
                    case Arrived.Text(var text) -> {
                        backlog.addAndGet(-text.length());
                        lastMessageAt = clock.instant();
                        read(text);
                    }
                    case Arrived.End(var why) -> {
                        end(why);
                        return;
                    }
                }
            }
        } catch (InterruptedException e) {
            end(new SocketFailure(Reason.LOST, 0, "stopped", e));
        } finally {
            abort(new SocketFailure(Reason.LOST, "reading has stopped"));
        }
    }

    /// Messages that come as one array are read one after the other: what was delivered is not held on to.
    private void read(MessageText text) {
        try (var parser = JSON.createParser(text)) {
            if (parser.nextToken() == JsonToken.START_ARRAY) {
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    deliver(MessageReader.read(parser));
                }
            } else if (parser.hasCurrentToken()) {
                deliver(MessageReader.read(parser));
            }
        } catch (IOException e) {
            abort(new SocketFailure(Reason.MALFORMED, 0, "a message is no JSON", e));
        }
    }

    private void deliver(JsonNode message) {
        if (!greeting.isDone()) {
            greeting.complete(message);
            return;
        }
        long id = message.path("id").asLong(0);
        switch (message.path("type").asText()) {
            case "auth_required", "auth_ok", "auth_invalid" -> verdict.complete(message);
            case "result" -> answer(id, result(message));
            case "pong" -> answer(id, new Reply.Done(NullNode.getInstance()));
            case "event" -> event(id, message.path("event"));
            default -> LOG.log(System.Logger.Level.DEBUG, "{0}: a message of unknown type is ignored", logged);
        }
    }

    private Reply result(JsonNode message) {
        if (message.path("success").asBoolean()) {
            return new Reply.Done(message.path("result"));
        }
        var error = message.path("error");
        if (error.path("code").asText().equals("id_reuse")) { // ours is the mistake, and no later one would be right
            LOG.log(System.Logger.Level.WARNING, "{0} was sent a number twice", logged);
            abort(new SocketFailure(Reason.LOST, "the numbers of commands are not in order"));
        }
        return new Reply.Refused(
                error.path("code").asText(), error.path("message").asText());
    }

    private void answer(long id, Reply reply) {
        if (reply instanceof Reply.Refused) {
            subscribers.remove(id);
        }
        var expected = waiting.remove(id);
        if (expected != null) {
            expected.complete(reply);
        } else if (id == 0) {
            LOG.log(System.Logger.Level.WARNING, "{0} could not read a message of ours", logged);
        }
    }

    private void event(long id, JsonNode event) {
        var subscriber = subscribers.get(id);
        if (subscriber != null) {
            subscriber.accept(event);
        } else if (alive() && unsubscribed.add(id)) {
            send("unsubscribe_events", Map.of("subscription", id));
        }
    }

    private void abort(SocketFailure why) {
        end(why);
        Objects.requireNonNull(socket).abort();
    }

    /// What the HTTP client's thread calls; it only collects and passes on.
    private final class Receiver implements WebSocket.Listener {

        private MessageText text = new MessageText();

        @Override
        public void onOpen(WebSocket opened) {
            socket = opened;
            opened.request(1);
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.add(part);
            if (text.length() > LARGEST_MESSAGE) {
                abort(new SocketFailure(Reason.OVERLOADED, "a message is larger than 64 MiB"));
                return null;
            }
            if (last) {
                if (behind() > LARGEST_BACKLOG) {
                    abort(new SocketFailure(Reason.OVERLOADED, "more than 8 MiB wait to be read"));
                    return null;
                }
                backlog.addAndGet(text.length());
                arrived.add(new Arrived.Text(text));
                text = new MessageText();
            }
            from.request(1);
            return null;
        }

        /// The message that is read next may be as large as any.
        private long behind() {
            int next = arrived.peek() instanceof Arrived.Text(var first) ? first.length() : 0;
            return backlog.get() - next;
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer bytes, boolean last) {
            from.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
            arrived.add(new Arrived.End(new SocketFailure(Reason.LOST, "closed with " + code)));
            return null;
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            arrived.add(new Arrived.End(new SocketFailure(Reason.LOST, 0, "the connection broke", error)));
        }
    }
}
