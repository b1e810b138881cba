package io.pilothouse.connectors.homeassistant;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.homeassistant.HomeAssistantSession.Force;
import io.pilothouse.connectors.homeassistant.HomeAssistantSession.Opener;
import io.pilothouse.connectors.homeassistant.HomeAssistantSession.Restarted;
import io.pilothouse.connectors.homeassistant.HomeAssistantSession.Surroundings;
import io.pilothouse.connectors.homeassistant.HomeAssistantSession.Waiting;
import io.pilothouse.connectors.homeassistant.HomeAssistantSession.Wish;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.testing.Eventually;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HomeAssistantSessionTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Instant BEGIN = Instant.parse("2026-07-01T12:00:00Z");

    private Duration pongWithin = Duration.ofMillis(200);
    private final AtomicReference<Instant> now = new AtomicReference<>(BEGIN);
    private final InstantSource source = now::get;
    private final Clock clock = source.withZone(ZoneOffset.UTC);
    private final LinkedBlockingQueue<Instant> waits = new LinkedBlockingQueue<>();
    private final Semaphore steps = new Semaphore(0);
    private final LinkedBlockingQueue<SessionStatus> seen = new LinkedBlockingQueue<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicReference<String> network = new AtomicReference<>("at home");
    private final HttpClient http = HttpClient.newHttpClient();
    private @Nullable RawWebSocketServer server;
    private @Nullable HomeAssistantSession session;

    /// Time stands still until the test takes a step; then the wait under way is over.
    private final Waiting byHand = new Waiting() {
        private @Nullable Instant announced;

        @Override
        public void await(java.util.concurrent.locks.Condition condition, Instant until) throws InterruptedException {
            if (!until.equals(announced)) {
                announced = until;
                waits.add(until);
            }
            if (steps.tryAcquire()) {
                announced = null;
                now.set(until);
                return;
            }
            condition.await(1, TimeUnit.MILLISECONDS);
        }
    };

    private HomeAssistantSession session(Opener opener) {
        var made = new HomeAssistantSession(
                progress -> {
                    attempts.incrementAndGet();
                    return opener.open(progress);
                },
                failure -> failure(FaultCode.CONNECTION_CUT),
                new Surroundings(clock, new Random(7), Thread.ofVirtual().factory(), byHand, pongWithin, network::get));
        made.onStatus(seen::add);
        session = made;
        return made;
    }

    private HomeAssistantSession sessionWith(RawWebSocketServer.Script script) throws IOException {
        var running = new RawWebSocketServer(script);
        server = running;
        return session(_ -> open(running));
    }

    private HomeAssistantSocket open(RawWebSocketServer running) throws ConnectorException, InterruptedException {
        try {
            var socket = HomeAssistantSocket.open(
                    http,
                    new HomeAssistantSocket.Opening(running.address(), Map.of(), LONG, "Cabin"),
                    clock,
                    Thread.ofVirtual().factory());
            socket.authenticate(new Secret("token"), LONG);
            return socket;
        } catch (SocketFailure e) {
            throw failure(FaultCode.CONNECTION_CUT).causedBy(e);
        }
    }

    private static ConnectorException failure(FaultCode code) {
        return ConnectorException.of(code, "Loft did not answer.", "Look at it.");
    }

    @AfterEach
    void stop() throws IOException {
        if (session != null) {
            session.close();
        }
        if (server != null) {
            server.close();
        }
        http.shutdownNow();
    }

    private SessionStatus await(SessionState state) throws InterruptedException {
        while (true) {
            var next = seen.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("never became " + state);
            }
            if (next.state() == state) {
                return next;
            }
        }
    }

    @Test
    void triesAgainWithGrowingPausesAndWithoutEnd() throws Exception {
        session(_ -> {
                    throw failure(FaultCode.CONNECTION_REFUSED);
                })
                .start();

        var pauses = new ArrayList<Duration>();
        var last = BEGIN;
        for (int i = 0; i < 10; i++) {
            var until = waits.poll(20, TimeUnit.SECONDS);
            pauses.add(Duration.between(last, until));
            last = until;
            steps.release();
        }

        var expected = List.of(1, 2, 5, 10, 20, 30, 60, 60, 60, 60);
        for (int i = 0; i < expected.size(); i++) {
            var middle = Duration.ofSeconds(expected.get(i));
            assertThat(pauses.get(i))
                    .isBetween(
                            middle.multipliedBy(8).dividedBy(10),
                            middle.multipliedBy(12).dividedBy(10));
        }
        assertThat(attempts.get()).isGreaterThanOrEqualTo(10);
    }

    @Test
    void anotherNetworkEndsThePause() throws Exception {
        session(_ -> {
                    throw failure(FaultCode.CONNECTION_REFUSED);
                })
                .start();
        assertThat(waits.poll(20, TimeUnit.SECONDS)).isAfter(BEGIN);

        network.set("on the road");
        assertThat(waits.poll(20, TimeUnit.SECONDS)).isAfter(BEGIN);
        assertThat(attempts.get()).isEqualTo(2);
        assertThat(now.get()).isEqualTo(BEGIN);
    }

    @Test
    void anotherNetworkEndsNoBan() throws Exception {
        session(_ -> {
                    throw new ConnectorException(
                            FaultCode.BANNED,
                            failure(FaultCode.BANNED).problem(),
                            java.util.Optional.of(Duration.ofMinutes(15)),
                            java.util.Optional.empty(),
                            null);
                })
                .start();
        var until = waits.poll(20, TimeUnit.SECONDS);
        network.set("on the road");
        steps.release();
        assertThat(waits.poll(20, TimeUnit.SECONDS)).isEqualTo(until.plus(Duration.ofMinutes(15)));
        assertThat(attempts.get()).isEqualTo(2);
    }

    @Test
    void aRefusedTokenWaitsForAPerson() throws Exception {
        var session = session(_ -> {
            throw failure(FaultCode.SECRET_REFUSED);
        });
        session.start();

        await(SessionState.AUTH_FAILED);
        assertThat(waits.poll(20, TimeUnit.SECONDS)).isEqualTo(Instant.MAX);
        assertThat(attempts.get()).isEqualTo(1);

        assertThat(session.restart(Force.NO)).isInstanceOf(Restarted.Failed.class);
        await(SessionState.AUTH_FAILED);
        now.updateAndGet(time -> time.plus(Duration.ofHours(1)));
        assertThat(session.restart(Force.NO)).isInstanceOf(Restarted.Failed.class);
        assertThat(attempts.get()).isEqualTo(3); // one for each time a person asked
    }

    /// Contract section 7: the pauses begin anew only after a connection that held for a minute.
    @Test
    void aHouseThatDropsEveryConnectionIsTriedMoreAndMoreSeldom() throws Exception {
        pongWithin = LONG;
        var connection = new AtomicInteger();
        var session = sessionWith(peer -> {
            peer.welcome("2022.8.0");
            if (connection.incrementAndGet() == 5) {
                for (int ping = 1; ping <= 2; ping++) {
                    peer.receive();
                    peer.send("{\"id\":" + ping + ",\"type\":\"pong\"}");
                }
            }
            peer.closeNormally();
        });
        session.start();

        for (int seconds : List.of(1, 2, 5, 10)) {
            assertAbout(pause(), seconds);
            steps.release();
        }
        await(SessionState.READY);
        for (int ping = 0; ping < 2; ping++) { // which is a minute
            assertThat(waits.poll(20, TimeUnit.SECONDS)).isNotNull();
            steps.release();
        }
        assertAbout(pause(), 1);
    }

    /// @return how long the wait is that began before the next attempt
    private Duration pause() throws InterruptedException {
        while (true) {
            var next = seen.poll(20, TimeUnit.SECONDS);
            if (next == null) {
                throw new AssertionError("no attempt is planned");
            }
            if (next.nextAttemptAt().isPresent()) {
                var pause = Duration.between(now.get(), next.nextAttemptAt().get());
                waits.clear();
                return pause;
            }
        }
    }

    private static void assertAbout(Duration pause, int seconds) {
        assertThat(pause).isBetween(Duration.ofMillis(800L * seconds), Duration.ofMillis(1_200L * seconds));
    }

    @Test
    void aPersonsAttemptPutsThePausesBackToTheFirst() throws Exception {
        var session = session(_ -> {
            throw failure(FaultCode.CONNECTION_REFUSED);
        });
        session.start();
        for (int seconds : List.of(1, 2, 5)) {
            assertAbout(pause(), seconds);
            steps.release();
        }
        assertAbout(pause(), 10);

        assertThat(session.restart(Force.NO)).isInstanceOf(Restarted.Failed.class);

        assertAbout(pause(), 1);
        assertThat(attempts.get()).isEqualTo(5);
    }

    /// As after a certificate that was renewed: a check finds out, and the line is kept up again.
    @Test
    void aConnectionThatSomebodyElseMadeIsKeptUp() throws Exception {
        var refusing = new AtomicBoolean(true);
        var running = new RawWebSocketServer(peer -> {
            peer.welcome("2022.8.0");
            peer.idle();
        });
        server = running;
        var session = session(_ -> {
            if (refusing.get()) {
                throw failure(FaultCode.TLS_EXPIRED);
            }
            return open(running);
        });
        session.start();
        await(SessionState.TLS_ERROR);
        assertThat(waits.poll(20, TimeUnit.SECONDS)).isEqualTo(Instant.MAX);

        refusing.set(false);
        session.connected();

        assertThat(waits.poll(20, TimeUnit.SECONDS)).isEqualTo(BEGIN.plus(HomeAssistantSession.PING_EVERY));
    }

    /// A page asks five things at once of a house that is gone.
    @Test
    void whoWaitsForAnAttemptSharesItsFailure() throws Exception {
        var go = new Semaphore(0);
        var session = session(_ -> {
            go.acquire();
            throw failure(FaultCode.CONNECTION_REFUSED);
        });
        var failed = new LinkedBlockingQueue<ConnectorException>();
        var asking = new ArrayList<Thread>();
        for (int i = 0; i < 5; i++) {
            asking.add(Thread.ofVirtual().start(() -> {
                try {
                    session.connected();
                } catch (ConnectorException e) {
                    failed.add(e);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }));
        }
        Eventually.that(() -> asking.stream().allMatch(one -> one.getState() == Thread.State.WAITING));
        go.release(5);

        for (var one : asking) {
            one.join();
        }
        assertThat(failed).hasSize(5);
        assertThat(attempts.get()).isEqualTo(1);
    }

    @Test
    void aBanIsLeftAloneAsLongAsItSays() throws Exception {
        session(_ -> {
                    throw new ConnectorException(
                            FaultCode.BANNED,
                            failure(FaultCode.BANNED).problem(),
                            java.util.Optional.of(Duration.ofMinutes(15)),
                            java.util.Optional.empty(),
                            null);
                })
                .start();

        await(SessionState.BANNED);
        assertThat(waits.poll(20, TimeUnit.SECONDS)).isEqualTo(BEGIN.plus(Duration.ofMinutes(15)));
    }

    @Test
    void whoeverAsksSharesOneConnection() throws Exception {
        var session = sessionWith(peer -> {
            peer.welcome("2022.8.0");
            for (int i = 1; i <= 2; i++) {
                peer.receive();
                peer.send("{\"id\":" + i + ",\"type\":\"result\",\"success\":true,\"result\":" + i + "}");
            }
            peer.idle();
        });
        var replies = new LinkedBlockingQueue<Reply>();
        for (int i = 0; i < 2; i++) {
            Thread.ofVirtual().start(() -> {
                try {
                    replies.add(session.call("get_config", Map.of()));
                } catch (ConnectorException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
        }

        assertThat(List.of(replies.take(), replies.take()))
                .containsExactlyInAnyOrder(new Reply.Done(IntNode.valueOf(1)), new Reply.Done(IntNode.valueOf(2)));
        assertThat(attempts.get()).isEqualTo(1);
        assertThat(session.status().state()).isEqualTo(SessionState.READY);
    }

    @Test
    void subscriptionsBeginAnewOnEachConnection() throws Exception {
        var connection = new AtomicInteger();
        var session = sessionWith(peer -> {
            int number = connection.incrementAndGet();
            peer.welcome("2022.8.0");
            peer.receive();
            peer.send("[{\"id\":1,\"type\":\"result\",\"success\":true,\"result\":null},"
                    + "{\"id\":1,\"type\":\"event\",\"event\":" + number + "}]");
            if (number == 1) {
                peer.closeNormally();
            } else {
                peer.idle();
            }
        });
        var events = new LinkedBlockingQueue<JsonNode>();
        var begun = new AtomicInteger();
        session.subscribe(new Wish(
                "subscribe_events",
                Map.of("event_type", "area_registry_updated"),
                begun::incrementAndGet,
                events::add));
        session.start();

        assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(IntNode.valueOf(1));
        assertThat(await(SessionState.READY).epoch()).isEqualTo(1);
        steps.release(2); // the wait for the next ping, and the pause before the next attempt
        assertThat(events.poll(20, TimeUnit.SECONDS)).isEqualTo(IntNode.valueOf(2));
        assertThat(await(SessionState.READY).epoch()).isEqualTo(2);
        assertThat(begun.get()).isEqualTo(2);
        assertThat(server.received())
                .filteredOn(text -> text.contains("subscribe_events"))
                .hasSize(2);
    }

    /// Contract of Home Assistant, acceptance 10: the ping, the wait for its answer and the first pause.
    @Test
    void aMissingPongIsAnEndOfTheConnection() throws Exception {
        var connection = new AtomicInteger();
        var session = sessionWith(peer -> {
            peer.welcome("2022.8.0");
            if (connection.incrementAndGet() == 1) {
                peer.idle(); // hears the ping and says nothing
            } else {
                peer.receive();
                peer.send("{\"id\":1,\"type\":\"pong\"}");
                peer.idle();
            }
        });
        session.start();
        await(SessionState.READY);
        assertThat(waits.poll(20, TimeUnit.SECONDS)).isEqualTo(BEGIN.plus(HomeAssistantSession.PING_EVERY));
        assertThat(HomeAssistantSession.PING_EVERY.plus(HomeAssistantSession.PONG_WITHIN))
                .isLessThanOrEqualTo(Duration.ofSeconds(45));
        steps.release(); // time for the ping
        assertAbout(pause(), 1);
        steps.release(); // time for the next attempt
        assertThat(await(SessionState.READY).reconnects()).isEqualTo(1);
        steps.release(); // time for another ping
        while (session.status().roundTrip().isEmpty()) {
            seen.poll(20, TimeUnit.SECONDS);
        }
        assertThat(session.status().state()).isEqualTo(SessionState.READY);
    }

    @Test
    void twoRestartsInARowAreOne() throws Exception {
        var session = sessionWith(peer -> {
            peer.welcome("2022.8.0");
            peer.idle();
        });
        assertThat(session.restart(Force.NO)).isEqualTo(new Restarted.Done());

        now.updateAndGet(time -> time.plusMillis(1_500));
        assertThat(session.restart(Force.NO)).isEqualTo(new Restarted.Skipped(Duration.ofMillis(3_500)));
        assertThat(attempts.get()).isEqualTo(1);

        assertThat(session.restart(Force.YES)).isEqualTo(new Restarted.Done());
        assertThat(attempts.get()).isEqualTo(2);
    }

    @Test
    void aClosedSessionTriesNothingMore() throws Exception {
        var session = session(_ -> {
            throw failure(FaultCode.CONNECTION_REFUSED);
        });
        session.start();
        waits.take();
        session.close();
        int before = attempts.get();
        steps.release(10);

        await(SessionState.STOPPED);
        assertThat(session.status().state()).isEqualTo(SessionState.STOPPED);
        assertThat(attempts.get()).isEqualTo(before);
    }
}
