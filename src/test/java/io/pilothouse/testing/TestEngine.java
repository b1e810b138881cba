package io.pilothouse.testing;

import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.tasks.Engine;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// The real engine on a real store, with time moved by hand and checks that answer as the test says.
/// It can be ended and opened again on the same store.
public final class TestEngine implements AutoCloseable {

    public static final Consent ME = Consent.confirmed(Origin.WINDOW);

    public final HandTime time;
    public final MemorySecrets secrets;
    public final ScriptedChecks checks;
    public final AtomicBoolean connected;
    /// Whether the addresses answer that tell of the own network, and how often they were asked.
    public final AtomicBoolean targetsAnswer;

    public final AtomicInteger targetsAsked;
    public final AtomicInteger copies;
    private final Path folder;
    private final List<ConnectorKind> kinds;
    private Database database;
    private Engine engine;

    public TestEngine(Path folder) {
        this(folder, List.of(FakeKind.of("sonarr"), FakeKind.of("radarr")));
    }

    public TestEngine(Path folder, List<ConnectorKind> kinds) {
        this.folder = folder;
        this.kinds = kinds;
        time = new HandTime(Instant.parse("2026-07-18T12:00:00Z"));
        secrets = new MemorySecrets();
        checks = new ScriptedChecks(time);
        connected = new AtomicBoolean(true);
        targetsAnswer = new AtomicBoolean(true);
        targetsAsked = new AtomicInteger();
        copies = new AtomicInteger();
        database = Database.open(new DataFolder(folder), time);
        engine = engine();
    }

    /// Another run of the program in the world of an earlier one, which was closed.
    public TestEngine(Path folder, TestEngine earlier) {
        this.folder = folder;
        kinds = earlier.kinds;
        time = earlier.time;
        secrets = earlier.secrets;
        checks = earlier.checks;
        connected = earlier.connected;
        targetsAnswer = earlier.targetsAnswer;
        targetsAsked = earlier.targetsAsked;
        copies = earlier.copies;
        database = Database.open(new DataFolder(folder), time);
        engine = engine();
    }

    public Engine get() {
        return engine;
    }

    public Database database() {
        return database;
    }

    /// Ends the engine and opens the store with a new one, not yet started.
    public Engine restart() {
        close();
        database = Database.open(new DataFolder(folder), time);
        engine = engine();
        return engine;
    }

    public Instance add(String name, String address) throws ProblemException {
        return engine.instances()
                .add(Configuration.of(new KindId("sonarr"), name, Address.of(address)), Secrets.NONE, ME);
    }

    /// Lets time go by in steps that no loop takes for a sleep of the computer, each of them long
    /// enough for all that is due to have been done.
    public void pass(Duration span) throws InterruptedException {
        for (var left = span; left.isPositive(); left = left.minusSeconds(1)) {
            time.advance(Duration.ofSeconds(1));
            settle();
        }
    }

    /// Waits until nothing is due and nothing runs, or until all work is paused.
    public void settle() throws InterruptedException {
        Eventually.that(() -> engine.pausing().paused() || settled());
    }

    private boolean settled() {
        var states = engine.health().states().get();
        return engine.instances().fleet().get().live().stream().allMatch(one -> states.containsKey(one.id()))
                && states.values().stream()
                        .noneMatch(health -> health.checking()
                                || health.nextCheckAt()
                                        .filter(next -> !next.isAfter(time.instant()))
                                        .isPresent());
    }

    @Override
    public void close() {
        engine.close();
        database.close();
    }

    private Engine engine() {
        return new Engine(new Engine.Parts(
                database,
                new ConnectorKinds(kinds),
                secrets,
                checks,
                time,
                ZoneOffset.UTC,
                new Random(7),
                connected::get,
                _ -> {
                    targetsAsked.incrementAndGet();
                    return targetsAnswer.get();
                },
                Duration.ZERO,
                copies::incrementAndGet));
    }
}
