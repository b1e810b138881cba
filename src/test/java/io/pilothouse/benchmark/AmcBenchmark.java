package io.pilothouse.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.amc.Executions.Plan;
import io.pilothouse.domain.amc.Merge;
import io.pilothouse.domain.amc.ResultTable;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.Trigger;
import io.pilothouse.tasks.amc.AmcRig;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Results of Amazon Marketing Cloud: fetched, opened, joined; slots computed.
@Tag("benchmark")
class AmcBenchmark {

    private static final int RUNS = Integer.getInteger("benchmark.runs", 5);
    private static final int MEMBERS = 20;
    private static final int GROUP = Integer.getInteger("benchmark.group", 100);

    @TempDir
    private Path folder;

    private AmcRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private Run fetched(int rows) throws Exception {
        var id = rig.add("Main " + rows, "amcpilot001").id();
        rig.simulate(it -> it.runs().plan(Plan.USUAL.result(rows, 5, true)));
        rig.amc().startRuns();
        return rig.ended(rig.ask("ph.reach-by-campaign", id).getFirst().id());
    }

    @Test
    void aMillionRowsAreFetchedAndOpened() throws Exception {
        long began = System.nanoTime();
        var run = fetched(1_000_000);
        Figure.of("A-fetch", "result of 1,000,000 rows fetched and kept", "ms").record(since(began));
        began = System.nanoTime();
        var table = rig.amc().results().open(run);
        Figure.of("A-open-1m", "result of 1,000,000 rows opened", "ms").record(since(began));
        assertThat(table.rows()).isEqualTo(1_000_000);
    }

    @Test
    void aHundredThousandRowsAreOpenedAndJoined() throws Exception {
        var run = fetched(100_000);
        var times = new ArrayList<Double>();
        ResultTable table = rig.amc().results().open(run);
        for (int i = 0; i < RUNS; i++) {
            long began = System.nanoTime();
            table = rig.amc().results().open(run);
            times.add(since(began));
        }
        Figure.of("A-open", "result of 100,000 rows opened", "ms")
                .almostAll(1_000)
                .record(times);
        var members = new ArrayList<Merge.Member>();
        for (int i = 0; i < MEMBERS; i++) {
            members.add(new Merge.Member("Member " + i, "amc", "E", "M", List.of(), AmcRig.JUNE, "x", "USD", table));
        }
        long began = System.nanoTime();
        var merged = Merge.of(members);
        Figure.of("A-merge", "results of 20 members with 100,000 rows each joined", "ms")
                .record(since(began));
        assertThat(merged.table().rows()).isEqualTo(MEMBERS * 100_000);
    }

    /// A group over so many that one login has: sent within the limits of the service, fetched and joined.
    @Test
    void aGroupOverAHundredInstancesIsAskedAndJoined() throws Exception {
        rig.close();
        rig = new AmcRig(
                folder.resolve("many"),
                io.pilothouse.demo.service.ServiceSpec.of("amc", "Many").with("instances", Integer.toString(GROUP)));
        var secrets = new io.pilothouse.domain.secret.Secrets(rig.secrets("A").byField());
        var eyes = new io.pilothouse.tasks.amc.Logins.Eyes(rig.address(), secrets, java.util.Map.of());
        long began = System.nanoTime();
        var found = rig.amc().logins().discover(eyes, List.of(), false);
        var added = rig.amc()
                .logins()
                .add(
                        eyes,
                        found.instances().stream()
                                .filter(it -> it.facts().creationStatus().equals("COMPLETED"))
                                .toList(),
                        io.pilothouse.testing.TestEngine.ME);
        Figure.of("A-import", added.size() + " instances of one login found and added", "ms")
                .record(since(began));
        assertThat(added).hasSizeGreaterThanOrEqualTo(GROUP);
        for (var instance : added) {
            rig.active(instance.id());
        }
        rig.amc().startRuns();
        began = System.nanoTime();
        var runs = rig.ask(
                "ph.reach-by-campaign",
                added.stream().map(it -> it.id()).toArray(io.pilothouse.domain.instance.InstanceId[]::new));
        for (var run : runs) {
            rig.ended(run.id());
        }
        Figure.of("A-group", "one question asked of " + runs.size() + " instances, all fetched", "ms")
                .record(since(began));
        began = System.nanoTime();
        var merged = rig.amc()
                .results()
                .merged(rig.amc().runs().ofGroup(runs.getFirst().ask().group().orElseThrow()));
        Figure.of("A-group-merge", "results of " + runs.size() + " instances joined", "ms")
                .record(since(began));
        assertThat(merged.missing()).isEmpty();
    }

    @Test
    void tenThousandSlotsAreComputed() throws Exception {
        var times = new ArrayList<Double>();
        for (int i = 0; i < RUNS; i++) {
            long began = System.nanoTime();
            var slots = Trigger.of("*/30 * * * *")
                    .next(Instant.parse("2026-01-01T00:00:00Z"), ZoneId.of("America/New_York"), 10_000);
            times.add(since(began));
            assertThat(slots).hasSize(10_000);
        }
        Figure.of("A-slots", "10,000 slots of a schedule computed", "ms").record(times);
    }

    private static double since(long began) {
        return (System.nanoTime() - began) / 1e6;
    }
}
