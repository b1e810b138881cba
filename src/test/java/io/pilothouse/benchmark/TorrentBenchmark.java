package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.ArrClient;
import io.pilothouse.domain.torrent.ArrView;
import io.pilothouse.domain.torrent.DataSafety;
import io.pilothouse.domain.torrent.Distribution;
import io.pilothouse.domain.torrent.Observation;
import io.pilothouse.domain.torrent.Owner;
import io.pilothouse.domain.torrent.Ownership;
import io.pilothouse.domain.torrent.RuleEngine;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.StorageGroups;
import io.pilothouse.domain.torrent.Torrent;
import io.pilothouse.domain.torrent.TorrentState;
import io.pilothouse.testing.TestTorrents;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Rules, matrix and owners over 100,000 torrents of ten clients.
@Tag("benchmark")
class TorrentBenchmark {

    private static final int RUNS = Integer.getInteger("benchmark.runs", 20);
    private static final int TORRENTS = 100_000;
    private static final List<String> CATEGORIES = List.of("tv", "movies", "music", "books", "");
    private static final InstanceId SONARR = new InstanceId("sonarr-2605010000abc");

    private static List<Torrent> torrents() {
        var random = new Random(7);
        var all = new ArrayList<Torrent>(TORRENTS);
        for (int i = 0; i < TORRENTS; i++) {
            var client = new InstanceId("qbittorrent-26050100000%02d".formatted(i % 10));
            var it = TestTorrents.of(client, i + 1);
            int dice = random.nextInt(100);
            it.state(
                    dice < 3
                            ? TorrentState.DOWNLOADING
                            : dice < 6 ? TorrentState.STALLED_DOWNLOAD : TorrentState.STALLED_UPLOAD);
            it.name = "Some.Release.With.A.Name.Of.Sixty.Letters.2160p.WEB-DL-GROUP" + i;
            it.category = CATEGORIES.get(i % CATEGORIES.size());
            it.contentPath = "/data/" + it.category + "/" + it.name;
            all.add(it.make());
        }
        return all;
    }

    private static Ownership ownership() {
        return new Ownership(
                List.of(new ArrView(
                        SONARR,
                        true,
                        Instant.EPOCH,
                        List.of(new ArrClient("qb", "box", 8080, "", "tv", "", false)),
                        Map.of())),
                Map.of());
    }

    /// The bar: a run over 100,000 torrents takes under 1 s of own time.
    @Test
    void rulesOverAHundredThousand() throws Exception {
        var all = torrents();
        var owners = ownership();
        var engine = new RuleEngine(RuleSet.usual());
        var around = new RuleEngine.Around(true, false, Optional.of(1L << 40), Duration.ZERO, Set.of());
        var seen = new HashMap<String, Observation>();
        var now = Instant.parse("2026-05-03T12:00:00Z");
        for (var torrent : all) {
            seen.put(torrent.key().hash(), Observation.of(torrent, now));
        }
        var millis = new ArrayList<Double>();
        for (int run = 0; run < RUNS; run++) {
            var at = now.plusSeconds(60L * (run + 1));
            long begin = System.nanoTime();
            int waiting = 0;
            for (var torrent : all) {
                var key = torrent.key().hash();
                var observed = seen.get(key).next(torrent, at, Duration.ofMinutes(1), true);
                var owner = owners.of(torrent);
                var verdict = engine.decide(
                        new RuleEngine.Subject(torrent, owner, observed, Optional.empty(), true, false), around, at);
                seen.put(key, verdict.seen());
                waiting += verdict.decision() == RuleVerdict.Decision.WAIT ? 1 : 0;
            }
            millis.add((System.nanoTime() - begin) / 1e6);
            assertThat(waiting).isPositive();
        }
        figure(
                "torrent-rules-100k",
                "rules asked about 100,000 torrents",
                "ms",
                millis,
                OptionalDouble.of(1000),
                OptionalDouble.of(1000));
    }

    @Test
    void matrixAndSafetyOverAHundredThousand() throws Exception {
        var all = torrents();
        var owners = ownership();
        var matrix = new ArrayList<Double>();
        var safety = new ArrayList<Double>();
        for (int run = 0; run < RUNS; run++) {
            long begin = System.nanoTime();
            var tallies = new HashMap<InstanceId, Distribution.Tally>();
            all.forEach(torrent -> tallies.computeIfAbsent(torrent.key().instance(), _ -> new Distribution.Tally())
                    .add(torrent, owners.of(torrent)));
            var gathered = new Distribution.Gathering();
            tallies.forEach((client, tally) -> gathered.client(client, true, Set.of("tv"), tally));
            assertThat(gathered.made().rows()).isNotEmpty();
            matrix.add((System.nanoTime() - begin) / 1e6);
            begin = System.nanoTime();
            assertThat(new DataSafety(all, StorageGroups.NONE, _ -> Optional.empty()).keeps(all.getFirst()))
                    .isEmpty();
            safety.add((System.nanoTime() - begin) / 1e6);
        }
        figure(
                "torrent-matrix-100k",
                "the matrix of 100,000 torrents",
                "ms",
                matrix,
                OptionalDouble.of(300),
                OptionalDouble.empty());
        figure(
                "torrent-data-safety-100k",
                "which data is used twice, of 100,000 torrents",
                "ms",
                safety,
                OptionalDouble.of(500),
                OptionalDouble.empty());
        assertThat(owners.of(all.getFirst())).isInstanceOf(Owner.Arr.class);
    }

    /// Contract section 16: at most 1.5 KB for each torrent in memory.
    @Test
    void memoryOfAHundredThousand() throws Exception {
        long before = used();
        var all = torrents();
        long bytes = used() - before;
        assertThat(all).hasSize(TORRENTS);
        figure(
                "torrent-bytes",
                "memory of one torrent, of 100,000",
                "bytes",
                List.of((double) bytes / TORRENTS),
                OptionalDouble.of(1500),
                OptionalDouble.empty());
    }

    private static void figure(
            String id, String what, String unit, List<Double> values, OptionalDouble p50, OptionalDouble p95)
            throws IOException {
        new Figure(id, what, unit, p50, p95).record(values);
    }

    private static long used() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        var runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
