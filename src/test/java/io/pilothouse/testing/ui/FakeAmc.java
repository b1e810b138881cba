package io.pilothouse.testing.ui;

import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.RequestLog;
import io.pilothouse.connectors.amc.AmcKind;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.amc.Amc;
import io.pilothouse.tasks.amc.ApiCalls;
import io.pilothouse.tasks.amc.LoginNews;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.health.HealthRounds;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.testing.HandTime;
import io.pilothouse.testing.MemorySecrets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;

/// AMC's tasks behind a window under test: on an empty store of its own, made when a page first asks, or
/// whatever the test gives instead.
public final class FakeAmc {

    private Optional<Supplier<Amc>> given = Optional.empty();
    private Optional<Amc> made = Optional.empty();

    /// Shows these instead.
    public void give(Amc amc) {
        given = Optional.of(() -> amc);
    }

    synchronized Amc get(Instances instances, HealthRounds health, TaskRegistry tasks) {
        if (given.isPresent()) {
            return given.get().get();
        }
        if (made.isEmpty()) {
            made = Optional.of(make(instances, health, tasks));
        }
        return made.get();
    }

    private static Amc make(Instances instances, HealthRounds health, TaskRegistry tasks) {
        try {
            var root = Files.createTempDirectory("amc-window");
            root.toFile().deleteOnExit();
            var time = new HandTime(FakeServices.NOW);
            var clock = Clock.fixed(FakeServices.NOW, ZoneOffset.UTC);
            var folder = new DataFolder(root);
            var kinds =
                    new ConnectorKinds(List.of(new AmcKind(new HttpClients(clock, RequestLog.NONE, "test"), clock)));
            return new Amc(new Amc.Parts(
                    Database.open(folder, time),
                    folder,
                    instances,
                    new MemorySecrets(),
                    new OpenConnectors(kinds, _ -> Secrets.NONE),
                    kinds,
                    health,
                    new OpenGuards(),
                    new NoActivity(),
                    tasks,
                    new io.pilothouse.tasks.notice.Notices(),
                    () -> false,
                    Optional::empty,
                    () -> false,
                    time,
                    new Random(1),
                    new LoginNews(),
                    new ApiCalls(RequestLog.NONE)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class OpenGuards implements Guards {
        @Override
        public GuardLevel levelOf(InstanceId instance) {
            return GuardLevel.OPEN;
        }

        @Override
        public Verdict ask(Act act, Consent consent) {
            return new Verdict.Allowed(List.of());
        }

        @Override
        public Verdict.Allowed require(Act act, Consent consent) {
            return new Verdict.Allowed(List.of());
        }

        @Override
        public boolean released(InstanceId instance) {
            return false;
        }

        @Override
        public void release(InstanceId instance) {}

        @Override
        public Instant releaseToday(InstanceId instance) {
            return Instant.MAX;
        }
    }

    private static final class NoActivity implements Activity {
        @Override
        public void record(Entry entry) {}

        @Override
        public List<Entry> entries(Collection<InstanceId> ids, Instant since, int limit) {
            return List.of();
        }
    }
}
