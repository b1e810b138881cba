package io.pilothouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.cli.attach.AttachServer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that run in the process that has the store open. The caller's own store is always busy
/// here, so nothing works unless it went over the socket.
class AttachTest {

    @TempDir
    Path folder;

    private CommandLineRig console;
    private CommandLineRig caller;
    private AttachServer server;

    @BeforeEach
    void start() throws IOException {
        console = new CommandLineRig(folder);
        server = AttachedHost.serve(console, folder, console.services());
        caller = new CommandLineRig(folder);
        caller.storeBusy = true;
    }

    @AfterEach
    void stop() {
        server.close();
        console.close();
    }

    @Test
    void theCommandRunsInsideAndAnswersOutside() {
        console.fakes.have(FakeServices.RADARR, "Loft");

        var ran = caller.run("instance", "list", "--json");

        assertEquals(0, ran.status());
        assertEquals("Loft", ran.json().at("/instances/0/name").asText());
        assertEquals(0, caller.opened);
        assertFalse(console.fakes.closed, "the console goes on");
    }

    @Test
    void errorsAndExitStatusComeBack() {
        var ran = caller.run("instance", "show", "Nobody");

        assertEquals(3, ran.status());
        assertEquals("", ran.out());
        assertThat(ran.err()).contains("There is no instance “Nobody”.");
    }

    @Test
    void anotherVersionIsRefusedAsTheCallerWantsIt() throws IOException {
        var json = refused("[\"instance\",\"list\",\"--json\"]");
        assertThat(json)
                .startsWith("O")
                .contains("\"code\":\"store-busy\"", "Another version of Pilothouse")
                .endsWith("X\0\0\0\4\0\0\0\6");
        var plain = refused("[\"instance\",\"list\"]");
        assertThat(plain)
                .startsWith("E")
                .contains("pilothouse: Another version of Pilothouse is running.")
                .endsWith("X\0\0\0\4\0\0\0\6");
    }

    /// @return the frames of the answer
    private String refused(String arguments) throws IOException {
        var hello = ("{\"protocol\":99,\"arguments\":" + arguments + "}").getBytes(StandardCharsets.UTF_8);
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(folder.resolve("pilothouse.sock")))) {
            channel.write(ByteBuffer.allocate(5 + hello.length)
                    .put((byte) 'H')
                    .putInt(hello.length)
                    .put(hello)
                    .flip());
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void noAttachFailsWithSix() {
        assertEquals(6, caller.run("instance", "list", "--no-attach").status());
        assertEquals(java.time.Duration.ZERO, caller.slept);
    }

    @Test
    void filesAndSecretsAreReadOnTheCallersSide() throws IOException {
        Files.writeString(folder.resolve("key.txt"), "s3cret");

        var ran = caller.run(
                "instance", "add", "--address", "nas.lan:7878", "--kind", "radarr", "--secret-file", "key.txt");

        assertEquals(0, ran.status(), ran.err());
        assertEquals("s3cret", onlySecret());
        assertThat(ran.out() + ran.err()).doesNotContain("s3cret");
        assertEquals(
                7,
                caller.run("instance", "edit", "Radarr", "--secret-file", "nowhere")
                        .status());
    }

    @Test
    void secretsAreAskedOnTheCallersSide() {
        var ran = caller.runWith("s3cret\n", true, "instance", "add", "--address", "nas.lan:7878", "--kind", "radarr");

        assertEquals(0, ran.status(), ran.err());
        assertThat(ran.err()).contains("API key: ");
        assertEquals("s3cret", onlySecret());
    }

    private String onlySecret() {
        return console.fakes
                .secrets
                .get(console.fakes.live.getFirst().id())
                .get("apiKey")
                .value();
    }

    @Test
    void stoppingTheCallerStopsTheCommand() throws Exception {
        var loft = console.fakes.have(FakeServices.RADARR, "Loft");
        var lines = new Lines();
        var status = new CompletableFuture<Integer>();
        var thread = Thread.ofPlatform()
                .start(() ->
                        status.complete(new Cli(caller, terminal(lines.stream())).run("health", "--watch", "--json")));
        assertThat(lines.next()).startsWith("{\"round\"");
        console.fakes.feel(loft, ShownState.DOWN, Optional.of(FaultCode.NO_ANSWER));
        assertThat(lines.next()).contains("\"state\":\"down\"");

        thread.interrupt();

        assertEquals(130, status.get(30, TimeUnit.SECONDS));
    }

    @Test
    void aSecondStartBringsTheWindowToTheFront() {
        var asked = new ArrayList<String>();
        server.close();
        console.window = Optional.of(new ShownWindow() {
            @Override
            public void bringToFront() {
                asked.add("front");
            }

            @Override
            public List<String> show(InstanceId id, Optional<String> view) {
                asked.add(id + " " + view.orElse(""));
                return view.equals(Optional.of("nowhere")) ? List.of("overview", "wanted") : List.of();
            }
        });
        try (var _ = AttachedHost.serve(console, folder, console.services())) {
            var loft = console.fakes.have(FakeServices.RADARR, "Loft");

            assertEquals(0, caller.run().status());
            assertEquals(0, caller.run("open", "Loft", "--view", "settings").status());
            assertEquals(0, caller.run("pilothouse:" + loft.id()).status());
            assertEquals(
                    0, caller.run("open", "pilothouse:" + loft.id() + "/wanted").status());
            var nowhere = caller.run("open", "Loft", "--view", "nowhere", "--json");

            assertEquals(3, nowhere.status());
            assertEquals("not-found", nowhere.json().at("/error/code").asText());
            assertEquals(
                    "Choose one of overview, wanted.",
                    nowhere.json().at("/error/next").asText());
            assertEquals(
                    List.of(
                            "front",
                            loft.id() + " settings",
                            loft.id() + " ",
                            loft.id() + " wanted",
                            loft.id() + " nowhere"),
                    asked);
            assertFalse(caller.consoleOpened);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aSecondStartBesideAnEngineIsRefused() {
        assertEquals(6, caller.run().status());
        assertEquals(
                3,
                caller.run(
                                "open",
                                console.fakes.have(FakeServices.RADARR, "Loft").name())
                        .status());
    }

    @Test
    void theSocketIsItsOwnersAloneAndGoesWithTheProgram() throws IOException {
        var socket = folder.resolve("pilothouse.sock");
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(socket)));

        server.close();

        assertFalse(Files.exists(socket));
        assertEquals(6, caller.run("instance", "list").status());
        assertTrue(caller.slept.toMillis() > 0, "it waited for the store");
    }

    @Test
    void aSocketLeftByADeadProgramIsNoObstacle() throws IOException {
        server.close();
        try (var dead = java.nio.channels.ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            dead.bind(java.net.UnixDomainSocketAddress.of(folder.resolve("pilothouse.sock")));
        }
        assertTrue(Files.exists(folder.resolve("pilothouse.sock")));
        caller.storeBusy = false;

        assertEquals(0, caller.run("instance", "list").status());
        assertEquals(1, caller.opened);
        server = AttachedHost.serve(console, folder, console.services());
        assertEquals(0, new CommandLineRig(folder).run("instance", "list").status());
        caller.close();
    }

    @Test
    void aLongDataFolderGetsAShortSocket() throws IOException {
        server.close();
        var deep = folder;
        for (int i = 0; i < 6; i++) {
            deep = Files.createDirectories(deep.resolve("a-rather-long-name-of-a-folder"));
        }
        try (var _ = AttachedHost.serve(console, deep, console.services())) {
            var note = Path.of(Files.readString(deep.resolve("pilothouse.sock.path")));
            assertTrue(note.toString().length() < 100);
            assertEquals(
                    0, caller.run("--data", deep.toString(), "instance", "list").status());
        }
        assertFalse(Files.exists(deep.resolve("pilothouse.sock.path")));
    }

    private LocalTerminal terminal(PrintStream out) {
        return new LocalTerminal(InputStream.nullInputStream(), out, System.err, Map.of(), folder, false);
    }
}
