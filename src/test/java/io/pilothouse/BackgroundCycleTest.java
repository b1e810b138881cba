package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.service.Fault;
import io.pilothouse.demo.service.LoggedRequest;
import io.pilothouse.demo.service.ServiceSpec;
import io.pilothouse.demo.service.SimulatedService;
import io.pilothouse.domain.active.ActiveEvent.SwitchCause;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Ended;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.store.DataFolder;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.active.ActiveInstance;
import io.pilothouse.ui.common.FxLater;
import io.pilothouse.ui.common.FxThread;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What works in the background belongs to its instance, whatever a window shows meanwhile.
@Timeout(60)
class BackgroundCycleTest {

    private static final KindId SONARR = new KindId("sonarr");
    private static final Consent ME = Consent.confirmed(Origin.WINDOW);

    @TempDir
    Path folder;

    private final Map<InstanceId, SimulatedService> services = new LinkedHashMap<>();
    private final FxThread fx = new FxThread();
    private final FxLater later = new FxLater(fx);
    private DemoFleet fleet;
    private Wiring wiring;

    @BeforeEach
    void open() throws Exception {
        fleet = DemoFleet.empty(3, Clock.systemUTC());
        wiring = new ProgramHost().wire(new DataFolder(folder.resolve("data")));
        wiring.openSecrets();
    }

    @AfterEach
    void close() {
        later.close();
        fx.close();
        wiring.close();
        fleet.close();
    }

    private InstanceId add(String name) throws IOException, io.pilothouse.domain.ProblemException {
        var service = fleet.add(ServiceSpec.of(SONARR.value(), name).with("size", "20"));
        var added = wiring.engine
                .instances()
                .add(
                        Configuration.of(SONARR, name, new Address(service.address())),
                        Secrets.of("apiKey", service.access().secretText()),
                        ME);
        services.put(added.id(), service);
        return added.id();
    }

    private ActiveInstance window(InstanceId shown) {
        var active =
                new ActiveInstance(WindowProgram.services(wiring, fx, later, new FakeServices.FakeProgram(), false));
        active.restore();
        active.switchTo(shown, SwitchCause.USER);
        return active;
    }

    /// Contract of Home Assistant, acceptance 5.
    @Test
    void aCycleOnOneInstanceReachesThatOneAloneThoughTheWindowGoesElsewhere() throws Exception {
        var shown = add("Shown");
        var next = add("Next");
        var worked = add("Worked");
        wiring.cycles.set(worked, "Gaps", "{\"perRun\":2,\"every\":\"1h\",\"queueGate\":null}", ME);
        services.get(worked).fault(new Fault.Slow(Duration.ofMillis(200))); // under way while the window goes
        var active = FxToolkit.call(() -> window(shown));
        long generation = active.generation();

        var running = wiring.engine
                .tasks()
                .<CycleRun>start(new TaskRequest("cycle", "run Gaps", List.of(worked), Origin.CYCLE), task -> {
                    wiring.engine.health().check(List.of(worked), Origin.CYCLE); // or its gate holds it
                    return wiring.cycles.dryRun(worked, "Gaps", OptionalLong.of(7), task);
                });
        Eventually.that(() -> !services.get(worked).requests().isEmpty());
        FxToolkit.run(() -> active.switchTo(next, SwitchCause.USER));

        assertThat(running.await())
                .isInstanceOfSatisfying(
                        Outcome.Succeeded.class,
                        done -> assertThat(((CycleRun) done.value()).ended()).isEqualTo(Ended.ACTED));
        assertThat(services.get(worked).requests())
                .extracting(LoggedRequest::path)
                .anyMatch(path -> path.contains("wanted/missing"));
        assertThat(services.get(shown).requests()).isEmpty();
        assertThat(services.get(next).requests()).isEmpty();
        assertThat(active.id()).contains(next);
        assertThat(active.generation()).isEqualTo(generation + 1);
        assertThat(wiring.sentRequests.outsideTasks()).isZero();
    }
}
