package io.pilothouse.connectors.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.Json;
import io.pilothouse.connectors.RequestContext;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.RemoteSetup;
import io.pilothouse.domain.alert.RemoteText;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.TaskId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RemoteSenderTest {

    private static final Instant NOW = Instant.parse("2026-06-18T14:02:00Z");
    private static final InstanceId ANIME = new InstanceId("sonarr-260618140000a");
    private static final RemoteText TEXT = new RemoteText(
            "Down: Anime",
            "Anime: Down – nas2.lan is silent, since 14:02 für immer",
            List.of(new RemoteText.Event(
                    AlertEvent.STILL_DOWN, "nas2.lan is silent", List.of(new RemoteText.About(ANIME, "Anime")), NOW)),
            AlertEvent.Severity.URGENT,
            NOW);

    private record Asked(String method, String path, Map<String, List<String>> headers, String body) {}

    private final List<Asked> asked = new CopyOnWriteArrayList<>();
    private final List<RequestLog.Entry> logged = new CopyOnWriteArrayList<>();
    private HttpServer server;
    private HttpClients clients;
    private RemoteSender sender;
    private volatile int status = 200;

    @BeforeEach
    void open() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            asked.add(new Asked(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    body));
            var answer =
                    "{\"id\": \"m1\",\n \"said\": \"%d\"}".formatted(status).getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        var clock = Clock.fixed(NOW, ZoneOffset.UTC);
        clients = new HttpClients(clock, logged::add, "1");
        sender = new RemoteSender(clients, logged::add, clock);
    }

    @AfterEach
    void close() {
        server.stop(0);
        clients.close();
    }

    private String root() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
    }

    private String send(RemoteSetup setup, Secrets secrets) throws Exception {
        return ScopedValue.where(RequestContext.CURRENT, new RequestContext(new TaskId(7)))
                .call(() -> sender.send(setup, secrets, TEXT));
    }

    private static String header(Asked one, String name) {
        return one.headers().entrySet().stream()
                .filter(entry -> entry.getKey().equalsIgnoreCase(name))
                .map(entry -> entry.getValue().getFirst())
                .findFirst()
                .orElse("");
    }

    @Test
    void ntfyGetsTheDocumentItsManualAsksFor() throws Exception {
        var said = send(new RemoteSetup.Ntfy(Address.of(root()), "house"), Secrets.of("token", "tk_s3cret"));

        assertThat(said).isEqualTo("200 {\"id\": \"m1\", \"said\": \"200\"}");
        assertThat(asked).singleElement().satisfies(one -> {
            var document = Json.MAPPER.readTree(one.body());
            assertThat(one.method() + " " + one.path()).isEqualTo("POST /");
            assertThat(header(one, "Authorization")).isEqualTo("Bearer tk_s3cret");
            assertThat(document.path("topic").asText()).isEqualTo("house");
            assertThat(document.path("title").asText()).isEqualTo("Down: Anime");
            assertThat(document.path("message").asText()).isEqualTo(TEXT.body());
            assertThat(document.path("priority").asInt()).isEqualTo(4);
        });
        assertThat(logged)
                .singleElement()
                .satisfies(entry -> assertThat(entry.task()).contains(new TaskId(7)));
    }

    @Test
    void aWebHookGetsIdsAndWordsAtItsWholeAddressWhichIsNeverLogged() throws Exception {
        var address = root() + "hook/s3cret?key=s3cret";
        var secrets =
                new Secrets(Map.of("address", new Secret(address), "header", new Secret("X-Key:  another s3cret")));

        send(new RemoteSetup.Webhook("127.0.0.1"), secrets);

        assertThat(asked).singleElement().satisfies(one -> {
            assertThat(one.path()).isEqualTo("/hook/s3cret?key=s3cret");
            assertThat(header(one, "X-Key")).isEqualTo("another s3cret");
            var event = Json.MAPPER.readTree(one.body()).path("events").path(0);
            assertThat(event.path("event").asText()).isEqualTo("still-down");
            assertThat(event.path("since").asText()).isEqualTo("2026-06-18T14:02:00Z");
            assertThat(event.path("instances").path(0).path("id").asText()).isEqualTo(ANIME.value());
        });
        assertThat(logged.toString()).doesNotContain("s3cret");
    }

    @Test
    void whatTheServerSaysToARefusalIsPassedOnWithoutTheAddress() {
        status = 403;
        var secrets = Secrets.of("address", root() + "hook/s3cret");

        var failure = catchThrowableOfType(
                ConnectorException.class, () -> send(new RemoteSetup.Webhook("hook.lan"), secrets));

        assertThat(failure.code()).isEqualTo(FaultCode.SECRET_REFUSED);
        assertThat(failure.problem().summary()).contains("403").contains("m1").contains("hook.lan");
        assertThat(failure.toString()).doesNotContain("s3cret");
    }

    @Test
    void aServerThatIsNotThereIsNamedWithoutItsPath() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        var secrets = Secrets.of("address", "http://127.0.0.1:" + free + "/hook/s3cret");

        var failure = catchThrowableOfType(
                ConnectorException.class, () -> send(new RemoteSetup.Webhook("hook.lan"), secrets));

        assertThat(failure.code()).isEqualTo(FaultCode.CONNECTION_REFUSED);
        assertThat(failure.problem().summary()).doesNotContain("s3cret");
    }

    @Test
    void anEMailIsLoggedInForAndTaken() throws Exception {
        try (var mail = new MailServer("235 welcome")) {
            var said = send(mail.setup("me"), Secrets.of("password", "s3cret"));

            assertThat(said).isEqualTo("250 taken as 42");
            assertThat(mail.heard).contains("MAIL FROM:<pilot@house.lan>", "RCPT TO:<me@house.lan>");
            assertThat(mail.login()).endsWith("\0me\0s3cret");
            assertThat(String.join("\n", mail.heard))
                    .contains("Subject: Down: Anime")
                    .contains("To: me@house.lan")
                    .contains("Auto-Submitted: auto-generated");
            assertThat(logged).singleElement().satisfies(entry -> {
                assertThat(entry.task()).contains(new TaskId(7));
                assertThat(entry.method()).isEqualTo("SMTP");
            });
        }
    }

    @Test
    void aRefusedLogInToAMailServerIsSaidWithItsAnswer() throws Exception {
        try (var mail = new MailServer("535 wrong password")) {
            var failure = catchThrowableOfType(
                    ConnectorException.class, () -> send(mail.setup("me"), Secrets.of("password", "s3cret")));

            assertThat(failure.code()).isEqualTo(FaultCode.SECRET_REFUSED);
            assertThat(failure.problem().summary())
                    .contains("535 wrong password")
                    .doesNotContain("s3cret");
        }
    }

    @Test
    void withoutProtectionThatWasAskedForNothingIsSent() throws Exception {
        try (var mail = new MailServer("235 welcome")) {
            var plain = mail.setup("me");
            var setup = new RemoteSetup.Mail(
                    plain.host(),
                    plain.port(),
                    RemoteSetup.Mail.Protection.STARTTLS,
                    plain.user(),
                    plain.from(),
                    plain.to());

            var failure =
                    catchThrowableOfType(ConnectorException.class, () -> send(setup, Secrets.of("password", "s3cret")));

            assertThat(failure.problem().summary()).contains("STARTTLS");
            assertThat(mail.heard).noneMatch(line -> line.startsWith("AUTH") || line.startsWith("MAIL"));
        }
    }

    /// As much of SMTP (RFC 5321) as a client needs that sends one message.
    private static final class MailServer implements AutoCloseable {
        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final String toLogin;
        final List<String> heard = new CopyOnWriteArrayList<>();

        MailServer(String toLogin) throws IOException {
            this.toLogin = toLogin;
            Thread.ofVirtual().start(this::serve);
        }

        RemoteSetup.Mail setup(String user) {
            return new RemoteSetup.Mail(
                    "127.0.0.1",
                    socket.getLocalPort(),
                    RemoteSetup.Mail.Protection.NONE,
                    user,
                    "pilot@house.lan",
                    List.of("me@house.lan"));
        }

        String login() {
            var line = heard.stream()
                    .filter(one -> one.startsWith("AUTH PLAIN "))
                    .findFirst()
                    .orElseThrow();
            return new String(Base64.getDecoder().decode(line.substring(11)), StandardCharsets.UTF_8);
        }

        private void serve() {
            try (var client = socket.accept();
                    var lines = new BufferedReader(
                            new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8))) {
                say(client, "220 ready");
                boolean inMessage = false;
                for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                    heard.add(line);
                    if (inMessage) {
                        if (line.equals(".")) {
                            inMessage = false;
                            say(client, "250 taken as 42");
                        }
                        continue;
                    }
                    inMessage = line.equals("DATA");
                    answer(line).ifPresent(answer -> say(client, answer));
                }
            } catch (IOException ended) {
                heard.add("ended");
            }
        }

        private Optional<String> answer(String line) {
            return Optional.of(
                    switch (line.split(" ")[0]) {
                        case "EHLO" -> "250-mail\r\n250 AUTH PLAIN";
                        case "AUTH" -> toLogin;
                        case "DATA" -> "354 go on";
                        case "QUIT" -> "221 bye";
                        default -> "250 fine";
                    });
        }

        private static void say(Socket client, String line) {
            try {
                client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
