package io.pilothouse.connectors.homeassistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.pilothouse.connectors.homeassistant.RawWebSocketServer.Script;
import io.pilothouse.connectors.homeassistant.SocketFailure.Reason;
import io.pilothouse.domain.secret.Secret;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HomeAssistantSocketTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(200);
    private static final Secret TOKEN = new Secret("eyJhbGciOi.token.s3cret");

    private final HttpClient http = HttpClient.newHttpClient();
    private RawWebSocketServer server;

    @AfterEach
    void stop() throws IOException {
        server.close();
        http.shutdownNow();
    }

    private HomeAssistantSocket open(Duration within, Script script) throws Exception {
        server = new RawWebSocketServer(script);
        return HomeAssistantSocket.open(
                http,
                new HomeAssistantSocket.Opening(
                        server.address(), Map.of("User-Agent", "Pilothouse/test"), within, "Cabin"),
                Clock.systemUTC(),
                Thread.ofVirtual().factory());
    }

    private HomeAssistantSocket open(Script script) throws Exception {
        return open(LONG, script);
    }

    private HomeAssistantSocket welcomed(Script afterwards) throws Exception {
        var socket = open(peer -> {
            peer.welcome("2026.2.3");
            peer.receive(); // supported_features
            afterwards.play(peer);
        });
        socket.authenticate(TOKEN, LONG);
        return socket;
    }

    @Test
    void learnsTheVersionBeforeAnyTokenIsSent() throws Exception {
        try (var socket = open(peer -> {
            peer.upgrade();
            peer.send("{\"type\":\"auth_required\",\"ha_version\":\"2026.2.3\"}");
            peer.idle();
        })) {
            assertEquals("2026.2.3", socket.version());
            assertEquals(List.of(), server.received());
            assertFalse(socket.alive());
        }
    }

    @Test
    void sendsTheTokenAloneAndThenAllowsCoalescedMessages() throws Exception {
        var heard = new CountDownLatch(1);
        try (var socket = welcomed(peer -> {
            heard.countDown();
            peer.idle();
        })) {
            assertTrue(heard.await(20, TimeUnit.SECONDS));
            assertTrue(socket.alive());
            assertEquals(
                    List.of(
                            "{\"type\":\"auth\",\"access_token\":\"eyJhbGciOi.token.s3cret\"}",
                            "{\"features\":{\"coalesce_messages\":1},\"id\":1,\"type\":\"supported_features\"}"),
                    server.received());
        }
    }

    @Test
    void aServerThatCannotCoalesceIsNotAskedTo() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        try (var socket = open(peer -> {
            peer.welcome("2022.8.7");
            heard.add(peer.receive());
            peer.idle();
        })) {
            socket.authenticate(TOKEN, LONG);
            socket.send("get_config", Map.of());

            assertEquals("{\"id\":1,\"type\":\"get_config\"}", heard.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aRefusedTokenIsToldThoughTheServerHangsUpAtOnce() throws Exception {
        // many times: the refusal and the close arrive together and must not overtake each other
        for (int i = 0; i < 50; i++) {
            var socket = open(peer -> {
                peer.upgrade();
                peer.send("{\"type\":\"auth_required\",\"ha_version\":\"2026.2.3\"}");
                var sent = peer.receive();
                peer.send("{\"type\":\"auth_invalid\",\"message\":\"incorrectly formatted: " + sent.replace('"', '\'')
                        + "\"}");
                peer.closeNormally();
            });

            var refused = assertThrows(SocketFailure.class, () -> socket.authenticate(TOKEN, LONG));

            assertEquals(Reason.TOKEN_REFUSED, refused.reason());
            assertFalse(refused.toString().contains("s3cret"));
            assertEquals(1, server.received().size());
            server.close();
        }
    }

    @Test
    void answersFindTheirCommandInAnyOrderAndInOneFrame() throws Exception {
        try (var socket = welcomed(peer -> {
            peer.receive();
            peer.receive();
            peer.send("""
                    [{"id":3,"success":false,"type":"result","error":{"message":"no","code":"unknown_command"}},
                     {"type":"result","result":42,"success":true,"id":2}]""");
            peer.idle();
        })) {
            var first = socket.send("a", Map.of());
            var second = socket.send("b", Map.of());

            assertEquals(new Reply.Done(IntNode.valueOf(42)), first.get(20, TimeUnit.SECONDS));
            assertEquals(new Reply.Refused("unknown_command", "no"), second.get(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aMessageOfManyMegabytesInSmallPartsIsOneMessage() throws Exception {
        var large = "x".repeat(22_000_000);
        try (var socket = welcomed(peer -> {
            peer.receive();
            peer.sendSplit("{\"id\":2,\"type\":\"result\",\"success\":true,\"result\":\"" + large + "\"}", 16 * 1024);
            peer.idle();
        })) {
            var reply = socket.call("get_states", Map.of(), LONG);

            assertEquals(22_000_000, ((Reply.Done) reply).result().asText().length());
        }
    }

    /// Contract, section 29: the largest message there may be, of as many parts as come.
    @Test
    void aMessageOfSixtyFourMebibytesIsTaken() throws Exception {
        var one = "{\"id\":2,\"type\":\"event\",\"event\":\"" + "x".repeat(1024 * 1024 - 64) + "\"}";
        var lengths = new AtomicLong();
        try (var socket = welcomed(peer -> {
            peer.receive();
            peer.begin("[{\"id\":2,\"type\":\"result\",\"success\":true,\"result\":null}");
            for (int i = 0; i < 64; i++) {
                peer.more("," + one);
            }
            peer.end("]");
            peer.receive();
            peer.send("{\"id\":3,\"type\":\"pong\"}");
            peer.idle();
        })) {
            socket.subscribe(
                    "subscribe_events",
                    Map.of(),
                    event -> lengths.addAndGet(event.asText().length()));

            assertTrue(socket.ping(LONG).isPositive());
            assertEquals(64L * (1024 * 1024 - 64), lengths.get());
            assertTrue(socket.alive());
        }
    }

    /// Contract, section 7: rather a new connection than memory without end.
    @Test
    void whatIsNotReadFastEnoughEndsTheConnectionAndNotTheMemory() throws Exception {
        var held = new CountDownLatch(1);
        var one = "{\"id\":2,\"type\":\"event\",\"event\":\"" + "x".repeat(1024 * 1024) + "\"}";
        try (var socket = welcomed(peer -> {
            peer.receive();
            while (true) {
                peer.send(one);
            }
        })) {
            socket.subscribe("subscribe_events", Map.of(), _ -> await(held));

            assertEquals(
                    Reason.OVERLOADED, socket.ended().get(20, TimeUnit.SECONDS).reason());
            held.countDown();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Contract, section 6.
    @Test
    void aNumberTheServerKnowsAlreadyEndsTheConnection() throws Exception {
        try (var socket = welcomed(peer -> {
            peer.receive();
            peer.send("{\"id\":2,\"type\":\"result\",\"success\":false,"
                    + "\"error\":{\"code\":\"id_reuse\",\"message\":\"Identifier values have to increase.\"}}");
            peer.idle();
        })) {
            var asked = socket.send("get_config", Map.of());

            assertThrows(ExecutionException.class, () -> asked.get(20, TimeUnit.SECONDS));
            assertEquals(Reason.LOST, socket.ended().get(20, TimeUnit.SECONDS).reason());
        }
    }

    @Test
    void whatWasUnderWayIsLostWhenTheConnectionEnds() throws Exception {
        var socket = welcomed(RawWebSocketServer.Peer::receive);
        var asked = socket.send("call_service", Map.of());
        assertThrows(SocketFailure.class, () -> socket.ping(SHORT)); // where the end was not told, this finds it
        socket.close();

        var failure = assertThrows(ExecutionException.class, () -> asked.get(20, TimeUnit.SECONDS));
        assertEquals(Reason.LOST, ((SocketFailure) failure.getCause()).reason());
        assertFalse(socket.alive());
        assertThrows(SocketFailure.class, () -> socket.call("get_config", Map.of(), LONG));
    }

    @Test
    void eventsMayComeBeforeTheAnswerToTheirSubscription() throws Exception {
        var events = new LinkedBlockingQueue<JsonNode>();
        try (var socket = welcomed(peer -> {
            peer.receive();
            peer.send("[{\"id\":2,\"type\":\"event\",\"event\":7},"
                    + "{\"id\":2,\"type\":\"result\",\"success\":true,\"result\":null}]");
            peer.idle();
        })) {
            var subscription = socket.subscribe("subscribe_events", Map.of(), events::add);

            assertEquals(
                    new Reply.Done(NullNode.getInstance()), subscription.reply().get(20, TimeUnit.SECONDS));
            assertEquals(IntNode.valueOf(7), events.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void anEventNobodyAskedForIsUnsubscribedOnce() throws Exception {
        var heard = new LinkedBlockingQueue<String>();
        try (var socket = welcomed(peer -> {
            peer.send("[{\"id\":99,\"type\":\"event\",\"event\":{}},{\"id\":99,\"type\":\"event\",\"event\":{}}]");
            heard.add(peer.receive());
            heard.add(peer.receive());
            peer.idle();
        })) {
            assertEquals(
                    "{\"subscription\":99,\"id\":2,\"type\":\"unsubscribe_events\"}", heard.poll(20, TimeUnit.SECONDS));
            socket.send("ping", Map.of());
            assertEquals("{\"id\":3,\"type\":\"ping\"}", heard.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void aPingMeasuresTheWayToTheServerAndBack() throws Exception {
        try (var socket = welcomed(peer -> {
            peer.receive();
            peer.send("{\"id\":2,\"type\":\"pong\"}");
            peer.idle();
        })) {
            assertTrue(socket.ping(LONG).isPositive());
        }
    }

    @Test
    void anUpgradeAnsweredWithAStatusTellsIt() {
        var failure = assertThrows(SocketFailure.class, () -> open(peer -> peer.answer(403, "403: Forbidden")));

        assertEquals(Reason.NOT_UPGRADED, failure.reason());
        assertEquals(403, failure.status());
    }

    @Test
    void anotherWebSocketServiceIsNoHomeAssistant() {
        var failure = assertThrows(
                SocketFailure.class,
                () -> open(peer -> {
                    peer.upgrade();
                    peer.send("{\"hello\":\"world\"}");
                    peer.idle();
                }));

        assertEquals(Reason.NOT_HOME_ASSISTANT, failure.reason());
        assertEquals(List.of(), server.received());
    }

    @Test
    void aServerThatNeverGreetsIsTooSlow() {
        var failure = assertThrows(
                SocketFailure.class,
                () -> open(Duration.ofMillis(300), peer -> {
                    peer.upgrade();
                    peer.idle();
                }));

        assertEquals(Reason.TOO_SLOW, failure.reason());
    }

    @Test
    void aMessageThatIsNoJsonEndsTheConnection() throws Exception {
        try (var socket = welcomed(peer -> {
            peer.send("{\"id\":");
            peer.idle();
        })) {
            assertEquals(
                    Reason.MALFORMED, socket.ended().get(20, TimeUnit.SECONDS).reason());
        }
    }
}
