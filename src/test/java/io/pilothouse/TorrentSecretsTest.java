package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.qbittorrent.QbittorrentSimulator;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.testing.NoSecretsLogged;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/// No password, cookie or passkey is said by any line of the log, any answer or any error (contract, acceptance
/// 25): the whole program, in all that can go right and wrong with a client.
class TorrentSecretsTest {

    private static final String PASSKEY = "0f1e2d3c4b5a69788796a5b4c3d2e1f0";
    private static final String TRACKER = "https://tracker.example/" + PASSKEY + "/announce";
    private static final String HASH = "b".repeat(40);

    @RegisterExtension
    final NoSecretsLogged log = new NoSecretsLogged();

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private DemoFleet fleet;
    private OnTerminal program;
    private SimulatedService box;

    @BeforeEach
    void start() throws Exception {
        fleet = DemoFleet.empty(5, Clock.systemUTC());
        program = new OnTerminal(folder);
        box = fleet.add(
                ServiceSpec.of("qbittorrent", "Box").with("torrents", "30").with("version", "5.1.0"));
        log.never(box.access().secretText());
        log.never(PASSKEY);
        log.never("SID=");
        log.never("wrong-s3cret");
        Files.writeString(folder.resolve("wrong"), "wrong-s3cret");
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private OnTerminal.Ran run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--verbose");
        var ran = program.run(all.toArray(String[]::new));
        said.add(ran.out());
        said.add(ran.err());
        return ran;
    }

    @Test
    void whateverHappensNoSecretIsSaid() throws Exception {
        var address = box.address().toString();
        program.add("qbittorrent", "Box", address, box.access().secretText(), "open", "--username", "admin");
        run(
                "instance",
                "add",
                "--kind",
                "qbittorrent",
                "--name",
                "Wrong",
                "--address",
                address,
                "--username",
                "admin",
                "--secret-file",
                "wrong");
        var magnet = "magnet:?xt=urn:btih:" + HASH + "&tr=" + URLEncoder.encode(TRACKER, StandardCharsets.UTF_8);
        assertThat(run("torrents", "add", "Box", magnet, "--json").status()).isZero();
        run("torrents", "add", "Box", magnet); // again
        run("torrents", "add", "Box", magnet.replace(HASH, "short"));
        run("torrents", "add", "Box", "https://tracker.example/get?passkey=" + PASSKEY);
        run("torrents", "show", HASH, "--json");
        run("torrents", "list", "--json");
        run("trace", HASH);
        run("torrents", "tag", HASH, "kept", "--on", "Box");
        box.with(QbittorrentSimulator.class, simulator -> {
            simulator.restart();
            return null;
        });
        run("torrents", "pause", HASH, "--on", "Box");
        for (var fault : List.of(
                new Fault.ServerError(500),
                new Fault.HtmlFromProxy(401),
                new Fault.CutOff(3),
                new Fault.Refused(),
                new Fault.Banned())) {
            box.fault(fault);
            run("torrents", "list", "Box");
            run("torrents", "add", "Box", magnet);
            run("instance", "diagnose", "Box");
            box.heal();
        }
        run("torrents", "delete", HASH, "--on", "Box", "--yes");
        run("task", "list", "--json");
        run("activity", "--json");
        log.assertNowhere(
                said,
                folder.resolve("data").resolve("logs"),
                box.access().secretText(),
                PASSKEY,
                "SID=",
                "wrong-s3cret");
    }
}
