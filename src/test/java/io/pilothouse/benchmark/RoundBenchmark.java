package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.SystemTime;
import io.pilothouse.tasks.health.InstanceChecks;
import io.pilothouse.testing.FakeKind;
import io.pilothouse.testing.MemorySecrets;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.PilothouseUi;
import io.pilothouse.ui.common.FxLater;
import io.pilothouse.ui.common.FxThread;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.IndexedCell;
import javafx.stage.Stage;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// V11 and V16: a fleet of a thousand on screen, and rounds over a fleet.
@Tag("benchmark")
class RoundBenchmark {

    private static final Consent ME = Consent.confirmed(Origin.WINDOW);

    @TempDir
    Path folder;

    @Test
    void aRoundOverTwoHundredSlowInstances() throws Exception {
        var time = new SystemTime(Clock.systemUTC());
        var counted = new Counted(time);
        try (var engine = new RunningEngine(folder, time, counted)) {
            var ids = engine.add(200, 100);
            var seconds = new ArrayList<Double>();
            for (int round = 0; round < 3; round++) {
                long begun = System.nanoTime();
                var checked = engine.get().health().check(ids, Origin.WINDOW);
                seconds.add((System.nanoTime() - begun) / 1e9);
                assertThat(checked.values()).allMatch(HealthCheck.Passed.class::isInstance);
            }
            Figure.of("V16", "health round, 200 instances on 100 hosts, 200 ms answers", "s")
                    .median(5)
                    .record(seconds);
            Figure.of("V16-parallel", "most checks at once", "checks")
                    .median(32)
                    .record(counted.most.get());
            Figure.of("V16-host", "most checks at once on one host", "checks")
                    .median(2)
                    .record(counted.mostOnOneHost.get());
        }
    }

    @Test
    void aThousandInstancesOnScreenChangeAtOnce() throws Exception {
        var time = new SystemTime(Clock.systemUTC());
        var well = new AtomicReference<>(true);
        try (var engine = new RunningEngine(folder, time, instance -> answer(instance, time, well.get()))) {
            var ids = engine.add(1_000, 300);
            engine.get().health().check(ids, Origin.WINDOW);
            var fx = new FxThread();
            var later = new FxLater(fx);
            var services = services(engine.get(), fx, later);
            var paints = new ArrayList<Double>();
            for (int i = 0; i < 5; i++) {
                paints.add(paint(services));
            }
            Figure.of("V11-paint", "window with a fleet of 1,000, from nothing to its first pulse", "ms")
                    .median(300)
                    .record(paints.subList(1, paints.size()));

            var stage = FxToolkit.call(() -> show(services));
            var quiet = Pulses.during(() -> engine.get().health().check(ids, Origin.WINDOW));
            var gaps = new ArrayList<Double>();
            for (int round = 0; round < 6; round++) {
                well.set(round % 2 == 1);
                gaps.addAll(Pulses.during(() -> engine.get().health().check(ids, Origin.WINDOW)));
            }
            Figure.of("V11", "longest pulse while 1,000 instances change at once", "ms")
                    .median(33)
                    .record(gaps.stream().mapToDouble(gap -> gap).max().orElseThrow());
            Figure.of("V11-quiet", "longest pulse while 1,000 checks change nothing", "ms")
                    .record(quiet.stream().mapToDouble(gap -> gap).max().orElseThrow());
            FxToolkit.run(stage::hide);
            later.close();
            fx.close();
        }
    }

    private static double paint(UiServices services) throws InterruptedException {
        var stage = new AtomicReference<Stage>();
        long begun = System.nanoTime();
        FxToolkit.run(() -> stage.set(show(services)));
        var scene = stage.get().getScene();
        Pulses.until(
                scene,
                () -> {},
                () -> scene.getRoot().lookupAll(".table-row-cell").stream()
                        .anyMatch(node -> node instanceof IndexedCell<?> cell && !cell.isEmpty()));
        double millis = (System.nanoTime() - begun) / 1e6;
        FxToolkit.run(stage.get()::hide);
        return millis;
    }

    private static Stage show(UiServices services) {
        var window = new ShellWindow(
                services,
                new Texts(Locale.ENGLISH),
                new Themes(services),
                PilothouseUi.features(),
                Optional.empty(),
                _ -> {});
        var stage = new Stage();
        stage.setScene(window.scene());
        stage.setWidth(1_000);
        stage.setHeight(900);
        stage.setOnHidden(_ -> window.close());
        stage.show();
        return stage;
    }

    /// What the fleet needs is real, the rest made up.
    private static UiServices services(Engine engine, FxThread fx, FxLater later) {
        return new FakeServices().services(engine, fx, later);
    }

    private static InstanceChecks.Answered answer(Instance instance, SystemTime time, boolean well) {
        var identity = new RemoteIdentity("Sonarr", "4.0", instance.name(), "one", new TreeMap<>());
        HealthCheck check = well
                ? new HealthCheck.Passed(
                        time.instant(),
                        Duration.ofMillis(12),
                        new CheckAnswer(identity, List.of(), new LinkedHashMap<>(), Optional.empty(), false))
                : new HealthCheck.Failed(
                        time.instant(),
                        FaultCode.SECRET_REFUSED,
                        new Problem(ProblemCode.REFUSED, instance.name() + " refused the key.", "Replace the key."),
                        Optional.empty());
        return new InstanceChecks.Answered(check, Optional.of(identity));
    }

    /// Answers after 200 ms and counts how many it answers at once.
    private static final class Counted implements InstanceChecks {
        private final SystemTime time;
        private final AtomicInteger now = new AtomicInteger();
        private final AtomicInteger most = new AtomicInteger();
        private final AtomicInteger mostOnOneHost = new AtomicInteger();
        private final Map<String, AtomicInteger> byHost = new ConcurrentHashMap<>();

        Counted(SystemTime time) {
            this.time = time;
        }

        @Override
        public Answered check(Instance instance) {
            var host = byHost.computeIfAbsent(instance.address().host(), _ -> new AtomicInteger());
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            mostOnOneHost.accumulateAndGet(host.incrementAndGet(), Math::max);
            try {
                Thread.sleep(200); // the service that is simulated here takes so long
                return answer(instance, time, true);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new Answered(new HealthCheck.Cancelled(time.instant()), Optional.empty());
            } finally {
                host.decrementAndGet();
                now.decrementAndGet();
            }
        }
    }

    /// A real engine on a real store by the real clock, with checks that a benchmark says.
    private static final class RunningEngine implements AutoCloseable {
        private final Database database;
        private final Engine engine;

        RunningEngine(Path folder, SystemTime time, InstanceChecks checks) {
            database = Database.open(new DataFolder(folder), time);
            engine = new Engine(new Engine.Parts(
                    database,
                    new ConnectorKinds(List.of(FakeKind.of("sonarr"))),
                    new MemorySecrets(),
                    checks,
                    time,
                    ZoneOffset.UTC,
                    new Random(7),
                    () -> true,
                    _ -> true,
                    Engine.Parts.USUAL_PUBLISH_EVERY,
                    () -> {}));
        }

        Engine get() {
            return engine;
        }

        List<InstanceId> add(int count, int hosts) throws Exception {
            var ids = new ArrayList<InstanceId>();
            for (int i = 0; i < count; i++) {
                var configuration = Configuration.of(
                        new KindId("sonarr"), "Sonarr " + i, Address.of("http://host-" + i % hosts + ".test:8989/"));
                ids.add(engine.instances().add(configuration, Secrets.NONE, ME).id());
            }
            return ids;
        }

        @Override
        public void close() {
            engine.close();
            database.close();
        }
    }
}
