package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.HealthSpan;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.HealthRepository;
import io.pilothouse.store.InstanceRepository;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The remembered past of the demo fleet.
class DemoPastTest {

    private static final Instant NOW = Instant.parse("2026-05-03T14:12:00Z");

    @TempDir
    Path folder;

    @Test
    void threeMonthsAreRememberedAndTheSameSeedRemembersTheSame() {
        var once = spans("once", 7);
        var again = spans("again", 7);
        var other = spans("other", 8);

        assertThat(once).hasSize(90).allSatisfy(day -> assertThat(day.healthy()).isPositive());
        assertThat(again).isEqualTo(once);
        assertThat(other).isNotEqualTo(once);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void everyOutageThatIsToldIsSeenInTheChecks(long seed) {
        var clock = InstantSource.fixed(NOW);
        try (var database = Database.open(new DataFolder(folder), clock)) {
            var loft = written(database, clock, seed);
            var repository = new HealthRepository(database);
            var changes = repository.changes(loft.id(), NOW.minus(Duration.ofDays(90)), 100).stream()
                    .sorted(Comparator.comparing(HealthRepository.Change::at))
                    .toList();
            for (int i = 0; i < changes.size(); i++) {
                if (changes.get(i).to() == ShownState.DOWN) {
                    var until = changes.get(i + 1);
                    assertThat(until.to()).isEqualTo(ShownState.HEALTHY);
                    var during =
                            repository.spans(loft.id(), changes.get(i).at().minus(Duration.ofHours(1)), until.at(), 1);
                    assertThat(during.getFirst().error()).isPositive();
                }
            }
        }
    }

    private List<HealthSpan> spans(String name, long seed) {
        var clock = InstantSource.fixed(NOW);
        try (var database = Database.open(new DataFolder(folder.resolve(name)), clock)) {
            var loft = written(database, clock, seed);
            return new HealthRepository(database).spans(loft.id(), NOW.minus(Duration.ofDays(90)), NOW, 90);
        }
    }

    private static Instance written(Database database, InstantSource clock, long seed) {
        var instances = new InstanceRepository(database, clock, new Random(1));
        var address = new Address(URI.create("http://127.0.0.1:7878"));
        instances.add(Configuration.of(new KindId("radarr"), "Loft", address), Optional.empty());
        var loft = instances.all().getFirst();
        new DemoPast(database, NOW, seed).write(List.of(loft));
        return loft;
    }
}
