package io.pilothouse.connectors.homeassistant;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.OwnAddresses;
import io.pilothouse.domain.health.FaultCode;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The live line to one Home Assistant: at most one connection, whoever needs it. Thread-safe.
///
/// Without [#start()] it connects when somebody asks and stays connected until the server ends it: that
/// is enough for health checks. Started, it keeps itself connected: it pings, notices silence, and
/// tries again with growing pauses and without an end, but never with a token that was refused.
/// Subscriptions outlive connections; each is told when it begins anew.
public final class HomeAssistantSession implements AutoCloseable {

    static final Duration PING_EVERY = Duration.ofSeconds(30);
    static final Duration PONG_WITHIN = Duration.ofSeconds(15);
    /// Pauses before the next attempt; the last one repeats without end.
    static final List<Duration> BACK_OFF = List.of(
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(30),
            Duration.ofSeconds(60));
    /// Time that passed unnoticed between two looks at the clock: the computer was asleep.
    static final Duration SLEPT = Duration.ofSeconds(60);
    /// The answer to a ping after that.
    static final Duration PONG_AFTER_SLEEP = Duration.ofSeconds(5);
    /// So many houses at most are connected to at the same time by themselves.
    static final int MOST_ATTEMPTS = 8;
    /// A connection that held this long puts the pauses back to the first.
    static final Duration STABLE_AFTER = Duration.ofSeconds(60);
    /// Two restarts within this time are one, unless forced.
    static final Duration RESTART_COOLDOWN = Duration.ofSeconds(5);

    private static final Duration COMMAND_WITHIN = Duration.ofSeconds(10);
    /// The clock is looked at this often while waiting, as a computer that sleeps does not count the time.
    private static final Duration LOOK_AT_CLOCK = Duration.ofSeconds(10);

    /// Makes one connection, from name to accepted token; one attempt, no retry.
    interface Opener {
        HomeAssistantSocket open(Consumer<SessionState> progress) throws ConnectorException, InterruptedException;

        /// A person asks for the next attempt: it is made though the token was refused before, or this computer
        /// is banned.
        default void onceMore() {}
    }

    /// Puts a failed or broken connection into words that name the instance.
    interface Translator {
        ConnectorException translate(SocketFailure failure);
    }

    /// How a wait is done, so that tests need not.
    interface Waiting {
        /// Returns at `until`, or earlier when `condition` is signalled. The lock of the condition is held.
        void await(Condition condition, Instant until) throws InterruptedException;

        /// Real time. May return early: the caller looks at the clock.
        static Waiting of(Clock clock) {
            return (condition, until) -> {
                var left = until.equals(Instant.MAX) ? Duration.ofDays(1) : Duration.between(clock.instant(), until);
                condition.await(Math.clamp(left.toMillis(), 1, LOOK_AT_CLOCK.toMillis()), TimeUnit.MILLISECONDS);
            };
        }
    }

    /// @param waiting    how time passes for this session
    /// @param pongWithin longest wait for the answer to a ping
    /// @param network    what network this computer is in: another value, another network
    /// @param attempts   what all houses share, for attempts that nobody waits for
    record Surroundings(
            Clock clock,
            RandomGenerator random,
            ThreadFactory threads,
            Waiting waiting,
            Duration pongWithin,
            Supplier<?> network,
            Semaphore attempts) {

        Surroundings(
                Clock clock,
                RandomGenerator random,
                ThreadFactory threads,
                Waiting waiting,
                Duration pongWithin,
                Supplier<?> network) {
            this(clock, random, threads, waiting, pongWithin, network, new Semaphore(MOST_ATTEMPTS));
        }

        Surroundings on(ThreadFactory others) {
            return new Surroundings(clock, random, others, waiting, pongWithin, network, attempts);
        }

        static Surroundings real(Clock clock, RandomGenerator random) {
            return new Surroundings(
                    clock,
                    random,
                    Thread.ofVirtual().factory(),
                    Waiting.of(clock),
                    PONG_WITHIN,
                    new OwnAddresses(clock::instant));
        }
    }

    /// How a restart of the connection ended.
    public sealed interface Restarted {
        record Done() implements Restarted {}

        /// It was restarted a moment ago.
        ///
        /// @param remaining time until another restart would be carried out
        record Skipped(Duration remaining) implements Restarted {}

        /// It goes on trying by its rules.
        record Failed(ConnectorException why) implements Restarted {}
    }

    /// A subscription that outlives connections.
    ///
    /// @param asks    the parameters, as they are when it begins on a connection
    /// @param begun   called on each connection before its first event, as what is told then is anew
    /// @param refused called where the server does not agree; on the thread that reads
    public record Wish(
            String type,
            Supplier<Map<String, ?>> asks,
            Runnable begun,
            Consumer<JsonNode> events,
            Consumer<Reply.Refused> refused) {

        /// One that asks the same on every connection.
        public Wish(
                String type,
                Map<String, ?> parameters,
                Runnable begun,
                Consumer<JsonNode> events,
                Consumer<Reply.Refused> refused) {
            this(type, () -> parameters, begun, events, refused);
        }

        /// One whose refusal is of no consequence.
        public Wish(String type, Map<String, ?> parameters, Runnable begun, Consumer<JsonNode> events) {
            this(type, parameters, begun, events, _ -> {});
        }
    }

    private final Opener opener;
    private final Translator translator;
    private final Surroundings around;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Consumer<SessionStatus>> listeners = new CopyOnWriteArrayList<>();
    private final Map<Wish, HomeAssistantSocket.Subscription> wishes = new java.util.LinkedHashMap<>();
    private volatile SessionStatus status;
    private @Nullable HomeAssistantSocket socket;
    private @Nullable Thread keeper;
    private boolean connecting;
    private boolean closed;
    /// Connections that broke and attempts that failed since one held for a while, or since a person asked.
    private int failures;
    /// Why the attempt failed that a person asked for, until the wait for the next one begins anew.
    private @Nullable ConnectorException failedForPerson;
    private @Nullable Instant lastRestart;
    private @Nullable ConnectorException lastFailure;

    HomeAssistantSession(Opener opener, Translator translator, Surroundings around) {
        this.opener = opener;
        this.translator = translator;
        this.around = around;
        status = SessionStatus.stopped(around.clock.instant());
    }

    public SessionStatus status() {
        return status;
    }

    /// @param listener called on the thread that makes the change, in order; must be quick and must not
    ///                 call this session
    /// @return ends the listening
    public Runnable onStatus(Consumer<SessionStatus> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /// Keeps the connection up from now on.
    public void start() {
        lock.lock();
        try {
            if (keeper == null && !closed) {
                keeper = around.threads.newThread(this::keep);
                keeper.start();
            }
        } finally {
            lock.unlock();
        }
    }

    // --- commands

    /// Sends a command and waits for its answer, connecting first where there is no connection.
    ///
    /// @throws ConnectorException if there is no connection, or it ended before the answer: then the
    ///                            command may have been carried out and is not sent again
    public Reply call(String type, Map<String, ?> parameters) throws ConnectorException, InterruptedException {
        return call(type, parameters, COMMAND_WITHIN);
    }

    public Reply call(String type, Map<String, ?> parameters, Duration within)
            throws ConnectorException, InterruptedException {
        try {
            return connected().call(type, parameters, within);
        } catch (SocketFailure e) {
            throw translator.translate(e);
        }
    }

    /// Listens for the length of one piece of work, on the connection of now only. A refusal to subscribe
    /// is not told: then nothing is heard.
    ///
    /// @return ends it
    Runnable listen(String type, Map<String, ?> parameters, Consumer<JsonNode> events)
            throws ConnectorException, InterruptedException {
        var live = connected();
        var subscription = live.subscribe(type, parameters, events);
        return () -> live.unsubscribe(subscription);
    }

    /// Measures the round trip now, which the status then shows.
    void ping() throws ConnectorException, InterruptedException {
        try {
            var time = connected().ping(around.pongWithin);
            publish(now -> now.withRoundTrip(time));
        } catch (SocketFailure e) {
            throw translator.translate(e);
        }
    }

    /// @return when anything was last heard on the connection of now; empty without one
    public Optional<Instant> lastMessageAt() {
        lock.lock();
        try {
            return Optional.ofNullable(socket)
                    .filter(HomeAssistantSocket::alive)
                    .map(HomeAssistantSocket::lastMessageAt);
        } finally {
            lock.unlock();
        }
    }

    public boolean live() {
        lock.lock();
        try {
            return alive();
        } finally {
            lock.unlock();
        }
    }

    /// Under the lock.
    private boolean alive() {
        return socket != null && socket.alive();
    }

    /// The live connection, made where there is none. One attempt; who comes while it is under way shares
    /// it.
    HomeAssistantSocket connected() throws ConnectorException, InterruptedException {
        lock.lockInterruptibly();
        try {
            boolean shared = connecting;
            while (connecting) {
                changed.await();
            }
            if (alive()) {
                return Objects.requireNonNull(socket);
            }
            if (closed) {
                throw closedByUs();
            }
            if (shared && lastFailure != null) {
                throw lastFailure;
            }
            connecting = true;
        } finally {
            lock.unlock();
        }
        return connect();
    }

    private HomeAssistantSocket connect() throws ConnectorException, InterruptedException {
        HomeAssistantSocket opened = null;
        ConnectorException failure = null;
        try {
            publish(now -> now.in(SessionState.CONNECTING, around.clock.instant()));
            opened = opener.open(state -> publish(now -> now.in(state, around.clock.instant())));
            return adopt(opened);
        } catch (ConnectorException e) {
            failure = e;
            throw e;
        } finally {
            lock.lock();
            try {
                connecting = false;
                lastFailure = failure;
                failures += failure == null ? 0 : 1;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
            if (failure != null) {
                var why = failure;
                publish(now -> now.failed(stateAfter(why.code()), why.problem(), around.clock.instant()));
            } else if (opened == null) {
                publish(now -> now.in(SessionState.STOPPED, around.clock.instant()));
            }
        }
    }

    /// Work in the background may still ask when the line has just ended.
    private ConnectorException closedByUs() {
        return translator.translate(new SocketFailure(SocketFailure.Reason.LOST, "the session is closed"));
    }

    private HomeAssistantSocket adopt(HomeAssistantSocket opened) throws ConnectorException {
        List<Wish> again;
        lock.lock();
        try {
            if (closed) {
                opened.close();
                throw closedByUs();
            }
            socket = opened;
            failedForPerson = null;
            changed.signalAll();
            again = List.copyOf(wishes.keySet());
        } finally {
            lock.unlock();
        }
        publish(now -> now.ready(opened.version(), around.clock.instant()));
        again.forEach(wish -> subscribe(opened, wish));
        opened.ended().thenAccept(why -> lost(opened, why));
        return opened;
    }

    private void lost(HomeAssistantSocket ended, SocketFailure why) {
        lock.lock();
        try {
            if (socket != ended) {
                return;
            }
            socket = null;
            changed.signalAll();
            failures = heldAWhile() ? 1 : failures + 1;
            if (!closed) {
                var failure = translator.translate(why);
                publish(now -> now.failed(SessionState.CONNECTING, failure.problem(), around.clock.instant()));
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean heldAWhile() {
        return status.connectedSince()
                .filter(since -> Duration.between(since, around.clock.instant()).compareTo(STABLE_AFTER) >= 0)
                .isPresent();
    }

    static SessionState stateAfter(FaultCode code) {
        return switch (code) {
            case SECRET_REFUSED, LOGIN_REFUSED, SECRET_MISSING, SECRET_LOCKED -> SessionState.AUTH_FAILED;
            case BANNED -> SessionState.BANNED;
            case TLS_UNTRUSTED, TLS_EXPIRED, TLS_WRONG_NAME, TLS_PIN_CHANGED, TLS_EXPECTED, TLS_NOT_SPOKEN ->
                SessionState.TLS_ERROR;
            case UNKNOWN_PRODUCT, WRONG_PRODUCT, TOO_OLD -> SessionState.UNSUPPORTED;
            default -> SessionState.CONNECTING;
        };
    }

    /// Under the lock, so that listeners hear changes in the order in which they happened.
    private void publish(UnaryOperator<SessionStatus> change) {
        lock.lock();
        try {
            var next = change.apply(status);
            status = next;
            listeners.forEach(listener -> listener.accept(next));
        } finally {
            lock.unlock();
        }
    }

    // --- subscriptions

    /// Subscribes now and on every later connection.
    public void subscribe(Wish wish) {
        HomeAssistantSocket live;
        lock.lock();
        try {
            wishes.putIfAbsent(wish, NOT_SENT);
            live = socket;
        } finally {
            lock.unlock();
        }
        if (live != null && live.alive()) {
            subscribe(live, wish);
        }
    }

    private static final HomeAssistantSocket.Subscription NOT_SENT =
            new HomeAssistantSocket.Subscription(0, CompletableFuture.completedFuture(new Reply.Refused("", "")));

    private void subscribe(HomeAssistantSocket live, Wish wish) {
        wish.begun.run();
        var subscription = live.subscribe(wish.type, wish.asks.get(), wish.events);
        subscription.reply().thenAccept(reply -> {
            if (reply instanceof Reply.Refused refused) {
                wish.refused.accept(refused);
            }
        });
        lock.lock();
        try {
            if (wishes.replace(wish, subscription) == null) {
                live.unsubscribe(subscription);
            }
        } finally {
            lock.unlock();
        }
    }

    public void unsubscribe(Wish wish) {
        HomeAssistantSocket live;
        HomeAssistantSocket.Subscription subscription;
        lock.lock();
        try {
            subscription = wishes.remove(wish);
            live = socket;
        } finally {
            lock.unlock();
        }
        if (subscription != null && live != null) {
            live.unsubscribe(subscription);
        }
    }

    // --- keeping it up

    private void keep() {
        try {
            while (!isClosed()) {
                Optional<ConnectorException> failure = Optional.empty();
                try {
                    tend(connectedInTurn());
                } catch (ConnectorException e) {
                    failure = Optional.of(e);
                }
                do {
                    pause(failure);
                    failure = failedForPerson();
                } while (failure.isPresent());
            }
        } catch (InterruptedException e) {
            return;
        }
    }

    private HomeAssistantSocket connectedInTurn() throws ConnectorException, InterruptedException {
        around.attempts.acquire();
        try {
            return connected();
        } finally {
            around.attempts.release();
        }
    }

    /// Pings until the connection ends.
    private void tend(HomeAssistantSocket live) throws InterruptedException {
        while (live.alive() && !isClosed()) {
            var next = around.clock.instant().plus(PING_EVERY);
            var moved = networkChanged();
            waitUntil(next, () -> !live.alive() || moved.getAsBoolean());
            if (!live.alive()) {
                break;
            }
            boolean doubtful = moved.getAsBoolean() || around.clock.instant().isAfter(next.plus(SLEPT));
            try {
                var time = live.ping(doubtful ? PONG_AFTER_SLEEP : around.pongWithin);
                publish(now -> now.withRoundTrip(time));
            } catch (SocketFailure e) {
                live.close();
            }
        }
        if (!isClosed()) {
            lost(live, live.ended().join());
        }
    }

    /// Waits before the next attempt; somebody else's attempt ends it.
    ///
    /// @param failure empty when a connection ended
    private void pause(Optional<ConnectorException> failure) throws InterruptedException {
        if (failure.filter(it -> stateAfter(it.code()).needsPerson()).isPresent()) {
            waitUntil(Instant.MAX, this::attempted);
        } else if (failure.flatMap(ConnectorException::retryAfter).isPresent()) {
            waitFor(failure.flatMap(ConnectorException::retryAfter).get(), () -> false); // the house said when
        } else {
            waitFor(nextDelay(), networkChanged());
        }
    }

    /// @param sooner ends the pause before its time
    private void waitFor(Duration delay, BooleanSupplier sooner) throws InterruptedException {
        var next = around.clock.instant().plus(delay);
        publish(now -> attempted() ? now : now.waitingUntil(next));
        waitUntil(next, () -> attempted() || sooner.getAsBoolean());
    }

    /// Whether somebody connected meanwhile, or a person tried to. Under the lock.
    private boolean attempted() {
        return alive() || failedForPerson != null;
    }

    private Optional<ConnectorException> failedForPerson() {
        lock.lock();
        try {
            var failure = Optional.ofNullable(failedForPerson);
            failedForPerson = null;
            return failure;
        } finally {
            lock.unlock();
        }
    }

    private Duration nextDelay() {
        lock.lock();
        try {
            return delay(failures - 1);
        } finally {
            lock.unlock();
        }
    }

    /// Whether this computer is in another network than it is now: what was true of the one before says
    /// nothing about this.
    private BooleanSupplier networkChanged() {
        var before = around.network.get();
        return () -> !around.network.get().equals(before);
    }

    /// @return the pause of the table, up to a fifth shorter or longer
    Duration delay(int number) {
        var base = BACK_OFF.get(Math.clamp(number, 0, BACK_OFF.size() - 1));
        return base.multipliedBy(80 + around.random.nextInt(41)).dividedBy(100);
    }

    private void waitUntil(Instant until, BooleanSupplier enough) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed && !enough.getAsBoolean() && around.clock.instant().isBefore(until)) {
                around.waiting.await(changed, until);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    // --- restart and end

    /// Ends our connection and makes a new one at once: the person's "Reconnect", and "Try again" after a
    /// refusal. The server itself is not restarted.
    ///
    /// @param force carried out even directly after another restart
    public Restarted restart(Force force) throws InterruptedException {
        HomeAssistantSocket old;
        lock.lockInterruptibly();
        try {
            var now = around.clock.instant();
            var left = lastRestart == null ? Duration.ZERO : RESTART_COOLDOWN.minus(Duration.between(lastRestart, now));
            if (force == Force.NO && left.isPositive()) {
                return new Restarted.Skipped(left);
            }
            lastRestart = now;
            old = socket;
            socket = null;
            failures = 0;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (old != null) {
            old.close();
        }
        opener.onceMore();
        try {
            connected();
            return new Restarted.Done();
        } catch (ConnectorException e) {
            tellKeeper(e);
            return new Restarted.Failed(e);
        }
    }

    private void tellKeeper(ConnectorException failure) {
        lock.lock();
        try {
            if (!alive()) {
                failedForPerson = failure;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    public enum Force {
        NO,
        YES
    }

    /// @return why the latest attempt failed, until one succeeds
    public Optional<ConnectorException> lastFailure() {
        lock.lock();
        try {
            return Optional.ofNullable(lastFailure);
        } finally {
            lock.unlock();
        }
    }

    /// Ends the connection for good; waits for nothing.
    @Override
    public void close() {
        HomeAssistantSocket old;
        Thread kept;
        lock.lock();
        try {
            closed = true;
            old = socket;
            socket = null;
            kept = keeper;
            wishes.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        if (kept != null) {
            kept.interrupt();
        }
        if (old != null) {
            old.close();
        }
        publish(now -> now.in(SessionState.STOPPED, around.clock.instant()));
    }

    /// Waits for an answer to a command that was sent without waiting.
    static Reply answer(CompletableFuture<Reply> reply, Duration within) throws SocketFailure, InterruptedException {
        return awaited(reply, within);
    }

    /// Waits for the first event of a subscription.
    static JsonNode event(CompletableFuture<JsonNode> event, Duration within)
            throws SocketFailure, InterruptedException {
        return awaited(event, within);
    }

    private static <T> T awaited(CompletableFuture<T> coming, Duration within)
            throws SocketFailure, InterruptedException {
        try {
            return coming.get(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SocketFailure(SocketFailure.Reason.TOO_SLOW, 0, "no answer", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SocketFailure failure) {
                throw failure;
            }
            throw new IllegalStateException(Objects.requireNonNull(e.getCause()));
        }
    }
}
