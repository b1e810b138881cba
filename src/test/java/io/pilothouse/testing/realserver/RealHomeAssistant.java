package io.pilothouse.testing.realserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/// A real Home Assistant on loopback with the devices of its `demo` integration, an automation, a
/// script and an owner, set up as a browser would. Not thread-safe.
public final class RealHomeAssistant implements AutoCloseable {

    /// The owner's, who is an administrator.
    public static final String USER = "test";

    public static final String PASSWORD = "pilothouse-it";

    /// Seen at most 6.8 s on an idle machine with two processors.
    private static final Duration STARTS_WITHIN = Duration.ofSeconds(120);

    private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(90);

    private static final String CONFIGURATION = """
            homeassistant: {name: Test House, latitude: 52.0, longitude: 5.0, elevation: 1, unit_system: metric, time_zone: Europe/Amsterdam, currency: EUR, country: NL}
            http: {server_host: 127.0.0.1, server_port: %d}
            history:
            logbook:
            recorder: {commit_interval: 1}
            system_log: {fire_event: true}
            demo:
            input_number: {load_a: {min: 0, max: 100, step: 1}}
            automation: [{id: night_light, alias: Night light, trigger: [{platform: state, entity_id: binary_sensor.movement_backyard}], action: [{service: light.turn_on, target: {entity_id: light.bed_light}}]}]
            script: {goodnight: {alias: Good night, sequence: [{service: light.turn_off, target: {entity_id: all}}]}}
            """;

    public enum Version {
        V2024_3_3("2024.3.3"),
        V2026_2_3("2026.2.3");

        private final String number;

        Version(String number) {
            this.number = number;
        }

        /// @return the version as the server tells it
        public String number() {
            return number;
        }

        private String server() {
            return "homeassistant-" + number;
        }

        private List<String> command(Path dir) {
            var arguments = List.of("-m", "homeassistant", "-c", dir.toString(), "--skip-pip");
            return this == V2024_3_3
                    ? join(RealServers.folder().resolve(server()).resolve("bin/python"), arguments)
                    : RealServers.inRoot(dir, join(Path.of("/ha/bin/python"), arguments));
        }

        private static List<String> join(Path program, List<String> arguments) {
            var command = new ArrayList<>(List.of(program.toString()));
            command.addAll(arguments);
            return command;
        }
    }

    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private final Version version;
    private final Path dir;
    private final int port;
    private ServerProcess process;
    private String adminToken = "";

    private RealHomeAssistant(Version version, Path dir, int port) {
        this.version = version;
        this.dir = dir;
        this.port = port;
        this.process = launch();
    }

    /// Starts a server, makes its owner and waits until it runs. Skips the test where that version is
    /// not installed.
    ///
    /// @param dir the server's own folder, made if absent; holds its configuration and database
    public static RealHomeAssistant start(Version version, Path dir) throws InterruptedException {
        return start(version, dir, configuration -> configuration);
    }

    /// As [#start(Version, Path)], with another `configuration.yaml`.
    ///
    /// @param change gets the usual text, whose `http:` line is
    ///               `http: {server_host: 127.0.0.1, server_port: <port>}`, and returns the one to use
    public static RealHomeAssistant start(Version version, Path dir, UnaryOperator<String> change)
            throws InterruptedException {
        RealServers.assumePrepared(version.server());
        if (version != Version.V2024_3_3) {
            RealServers.assumeRootRights(version.server());
        }
        int port = RealServers.freePort();
        try {
            Files.createDirectories(dir);
            Files.writeString(dir.resolve("configuration.yaml"), change.apply(CONFIGURATION.formatted(port)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var server = new RealHomeAssistant(version, dir, port);
        try {
            server.onboard();
            server.awaitRunning();
        } catch (IOException e) {
            server.close();
            throw new UncheckedIOException(e);
        } catch (AssertionError | InterruptedException e) {
            server.close();
            throw e;
        }
        return server;
    }

    public Version version() {
        return version;
    }

    /// @return `http://127.0.0.1:<port>/`
    public URI address() {
        return URI.create("http://127.0.0.1:" + port + "/");
    }

    /// @return a long-lived access token of the owner
    public String adminToken() {
        return adminToken;
    }

    /// Makes a user who is no administrator.
    ///
    /// @return a long-lived access token of that user
    public String addUser(String name, String password) throws IOException, InterruptedException {
        try (var admin = new HomeAssistantSocket(http, json, address(), adminToken)) {
            var user = admin.ask("config/auth/create", Map.of("name", name, "group_ids", List.of("system-users")))
                    .path("user")
                    .path("id")
                    .asText();
            admin.ask(
                    "config/auth_provider/homeassistant/create",
                    Map.of("user_id", user, "username", name, "password", password));
        }
        var handler = JsonNodeFactory.instance.arrayNode().add("homeassistant").addNull();
        var flow = post("auth/login_flow", Map.of("client_id", client(), "handler", handler, "redirect_uri", client()))
                .path("flow_id")
                .asText();
        var code = post(
                        "auth/login_flow/" + flow,
                        Map.of("client_id", client(), "username", name, "password", password))
                .path("result")
                .asText();
        return longLivedToken(accessToken(code));
    }

    /// Asks over the WebSocket as the owner, to see what the server itself thinks.
    ///
    /// @param type for example `get_states`
    /// @return the `result` of the answer
    /// @throws IOException also when the server answered with an error
    public JsonNode ask(String type, Map<String, ?> fields) throws IOException, InterruptedException {
        try (var admin = new HomeAssistantSocket(http, json, address(), adminToken)) {
            return admin.ask(type, fields);
        }
    }

    /// Stops the server and starts it again at the same address; tokens stay valid.
    public void restart() throws InterruptedException {
        stop();
        process = launch();
        awaitRunning();
    }

    /// Stops the server; its address refuses connections until [#restart()]. Takes ten seconds longer
    /// while a socket of a client is open.
    public void stop() {
        process.stop();
    }

    @Override
    public void close() {
        stop();
        http.close();
    }

    private ServerProcess launch() {
        return ServerProcess.start(version.command(dir), dir, dir.resolve("server.log"));
    }

    private void onboard() throws IOException, InterruptedException {
        process.await(
                "ready to be set up",
                STARTS_WITHIN,
                () -> send(request("api/onboarding").build()).statusCode() == 200);
        var code = post(
                        "api/onboarding/users",
                        Map.of(
                                "client_id",
                                client(),
                                "name",
                                "Test",
                                "username",
                                USER,
                                "password",
                                PASSWORD,
                                "language",
                                "en"))
                .path("auth_code")
                .asText();
        adminToken = longLivedToken(accessToken(code));
    }

    private void awaitRunning() throws InterruptedException {
        var ask = request("api/core/state")
                .header("Authorization", "Bearer " + adminToken)
                .build();
        process.await("running", STARTS_WITHIN, () -> {
            var answer = send(ask);
            return answer.statusCode() == 200
                    && json.readTree(answer.body()).path("state").asText().equals("RUNNING");
        });
    }

    private String accessToken(String code) throws IOException, InterruptedException {
        var form = "grant_type=authorization_code&code=" + encode(code) + "&client_id=" + encode(client());
        return answer(request("auth/token")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString(form))
                        .build())
                .path("access_token")
                .asText();
    }

    private String longLivedToken(String accessToken) throws IOException, InterruptedException {
        try (var socket = new HomeAssistantSocket(http, json, address(), accessToken)) {
            return socket.ask("auth/long_lived_access_token", Map.of("client_name", "Pilothouse", "lifespan", 365))
                    .asText();
        }
    }

    private JsonNode post(String path, Map<String, ?> body) throws IOException, InterruptedException {
        return answer(request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
                .build());
    }

    private JsonNode answer(HttpRequest request) throws IOException, InterruptedException {
        var answer = send(request);
        if (answer.statusCode() != 200) {
            throw new IOException(request.uri().getPath() + " answered " + answer.statusCode());
        }
        return json.readTree(answer.body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(address().resolve(path)).timeout(ANSWERS_WITHIN);
    }

    private HttpResponse<String> send(HttpRequest request) throws IOException, InterruptedException {
        return http.send(request, BodyHandlers.ofString());
    }

    /// A client is known to Home Assistant by an address; its own will do.
    private String client() {
        return address().toString();
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
