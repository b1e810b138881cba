package io.pilothouse;

import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.testing.NoSecretsLogged;
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

/// No token is said by any line of the log, any answer or any error (contract, acceptance 18): the whole
/// program, in what can go right and wrong with a house.
class HouseSecretsTest {

    private static final String WRONG = "eyJhbGciOi.wrong-s3cret.token";

    @RegisterExtension
    final NoSecretsLogged log = new NoSecretsLogged();

    @TempDir
    Path folder;

    private final List<String> said = new ArrayList<>();
    private DemoFleet fleet;
    private OnTerminal program;
    private SimulatedService house;

    @BeforeEach
    void start() throws Exception {
        fleet = DemoFleet.empty(5, Clock.systemUTC());
        program = new OnTerminal(folder);
        house = fleet.add(ServiceSpec.of("homeassistant", "Home").with("entities", "40"));
        log.never(house.access().secretText());
        log.never(WRONG);
        Files.writeString(folder.resolve("wrong"), WRONG);
    }

    @AfterEach
    void stop() {
        fleet.close();
    }

    private void run(String... arguments) {
        var all = new ArrayList<>(List.of(arguments));
        all.add("--verbose");
        var ran = program.run(all.toArray(String[]::new));
        said.add(ran.out());
        said.add(ran.err());
    }

    @Test
    void whateverHappensNoTokenIsSaid() throws Exception {
        var address = house.address().toString();
        program.add("homeassistant", "Home", address, house.access().secretText(), "open");
        run(
                "instance",
                "add",
                "--kind",
                "homeassistant",
                "--name",
                "Wrong",
                "--address",
                address,
                "--secret-file",
                "wrong");
        run("ha", "status", "--on", "Home", "--json");
        run("ha", "status", "--on", "Wrong", "--json");
        run("ha", "call", "light.turn_on", "--target", "entity=light.kitchen_light", "--on", "Home", "--yes");
        run("ha", "backups", "--on", "Home");
        for (var fault : List.of(
                new Fault.ServerError(500),
                new Fault.HtmlFromProxy(401),
                new Fault.CutOff(3),
                new Fault.WrongSecret(),
                new Fault.Banned())) {
            house.fault(fault);
            run("ha", "areas", "--on", "Home");
            run("instance", "diagnose", "Home");
            house.heal();
        }
        run("task", "list", "--json");
        run("activity", "--json");
        log.assertNowhere(
                said, folder.resolve("data").resolve("logs"), house.access().secretText(), WRONG);
    }
}
