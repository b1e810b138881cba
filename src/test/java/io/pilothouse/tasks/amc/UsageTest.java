package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.amc.Executions.Plan;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.instance.InstanceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageTest {

    @TempDir
    private Path folder;

    private AmcRig rig;
    private InstanceId main;
    private InstanceId idle;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
        main = rig.add("Main", "amcpilot001").id();
        idle = rig.add("Idle", "amcpilot002").id();
        rig.amc().startRuns();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void twoWorkflowsWithFiveRunsCountAsTwoAndFive() throws Exception {
        rig.simulate(it -> it.runs().plan(Plan.USUAL.ending("FAILED", "Timed out")));
        for (var workflow : List.of(
                "ph.reach-by-campaign",
                "ph.reach-by-campaign",
                "ph.reach-by-campaign",
                "ph.clicks-by-term",
                "ph.clicks-by-term")) {
            rig.ended(rig.ask(workflow, main).getFirst().id());
        }
        var now = rig.clock().instant();

        var usage = rig.amc().usage().instances(now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(1)));

        var used = usage.stream()
                .filter(it -> it.instance().equals(main))
                .findFirst()
                .orElseThrow();
        assertThat(used.workflows()).isEqualTo(2);
        assertThat(used.runs()).isEqualTo(5);
        assertThat(used.byState()).containsEntry(RunState.READY, 4).containsEntry(RunState.FAILED, 1);
        assertThat(used.mean()).isPresent();
        assertThat(used.slowest())
                .hasValueSatisfying(
                        it -> assertThat(it).isGreaterThanOrEqualTo(used.mean().get()));
        assertThat(used.usedToday()).isEqualTo(5);
        var unused = usage.stream()
                .filter(it -> it.instance().equals(idle))
                .findFirst()
                .orElseThrow();
        assertThat(unused.runs()).isZero();
        assertThat(unused.workflows()).isZero();
        assertThat(unused.mean()).isEqualTo(Optional.empty());
    }
}
