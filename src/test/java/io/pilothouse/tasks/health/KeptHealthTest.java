package io.pilothouse.tasks.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.health.CheckPace;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.Standing;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.Stored;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.testing.HandTime;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptHealthTest {

    @TempDir
    Path folder;

    private final HandTime time = new HandTime(Instant.parse("2026-07-18T14:00:00Z"));

    /// Whoever draws the bars of a fleet asks for many instances one after the other.
    @Test
    void whoReadsWaitsOnceForABusyStoreAndNotForEachInstance() throws Exception {
        try (var database = Database.open(new DataFolder(folder), time)) {
            var repository = new InstanceRepository(database, time, RandomGenerator.getDefault());
            var address = Address.of("http://nas:7878/");
            var loft = ((Stored.Saved)
                            repository.add(Configuration.of(new KindId("radarr"), "Loft", address), Optional.empty()))
                    .instance();
            var model = new FleetHealth(() -> Fleet.EMPTY, _ -> false, _ -> false, () -> true, () -> true);
            var one = new Watched(
                    loft,
                    CheckPace.usual(address),
                    Standing.unproven(time.instant()),
                    ShownState.UNKNOWN,
                    time.instant());
            model.watch(one);
            var why = new Problem(ProblemCode.UNREACHABLE, "Loft does not answer.", "Look whether it runs.");
            model.ended(
                    one,
                    time.instant(),
                    new HealthCheck.Failed(time.instant(), FaultCode.NO_ANSWER, why, Optional.empty()),
                    0);
            var kept = new KeptHealth(database, model, new ReentrantLock(), time, Duration.ofDays(1));
            try (var browser = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("pilothouse.db"));
                    var holding = browser.createStatement()) {
                holding.execute("begin immediate");
                kept.history();
                holding.execute("rollback");
            }

            kept.history();
            assertThat(model.historyWaits()).as("not tried again at once").isTrue();
            time.advance(Duration.ofSeconds(10));
            kept.history();
            assertThat(model.historyWaits()).isFalse();
            kept.close();
        }
    }
}
