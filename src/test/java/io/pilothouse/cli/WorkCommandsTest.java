package io.pilothouse.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Health, tasks, pausing, maintenance, undo, activity.
class WorkCommandsTest extends CommandLineCase {

    @Test
    void healthShowsStoredStatesAndEndsWithOneWhenOneIsDown() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        var cellar = rig.fakes.have(FakeServices.RADARR, "Cellar");
        rig.fakes.feel(loft, ShownState.HEALTHY, Optional.empty());

        assertEquals(0, rig.run("health").status());
        rig.fakes.feel(cellar, ShownState.DOWN, Optional.of(FaultCode.NO_ANSWER));

        var ran = rig.run("health", "--json");
        assertEquals(1, ran.status());
        assertEquals(List.of("round", "instances"), ran.keys());
        assertEquals(
                "{\"startedAt\":\"2026-05-03T14:11:55Z\",\"endedAt\":\"2026-05-03T14:11:55Z\",\"checked\":2,"
                        + "\"byState\":{\"down\":1,\"healthy\":1}}",
                ran.json().get("round").toString());
        assertEquals(
                List.of(
                        "id",
                        "name",
                        "kind",
                        "state",
                        "lifecycle",
                        "health",
                        "cause",
                        "message",
                        "next",
                        "version",
                        "latencyMillis",
                        "checkedAt"),
                ran.json().at("/instances/1").properties().stream()
                        .map(Map.Entry::getKey)
                        .toList());
        assertEquals("no-answer", ran.json().at("/instances/1/cause").asText());
        assertEquals("error", ran.json().at("/instances/1/health").asText());
    }

    @Test
    void onceChecksEveryEnabledInstance() {
        rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.fakes.have(FakeServices.RADARR, "Cellar");
        rig.run("instance", "disable", "Cellar");

        var ran = rig.run("health", "--once", "--json");

        assertEquals(0, ran.status());
        assertEquals(1, ran.json().at("/round/checked").asInt());
        assertEquals("healthy", ran.json().at("/instances/0/state").asText());
    }

    @Test
    void watchWritesOneDocumentPerLineUntilStopped() throws InterruptedException {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.fakes.feel(loft, ShownState.HEALTHY, Optional.empty());
        var lines = new Lines();
        var status = new java.util.concurrent.CompletableFuture<Integer>();
        var terminal = new LocalTerminal(
                java.io.InputStream.nullInputStream(), lines.stream(), System.err, Map.of(), folder, false);
        var thread = Thread.ofVirtual()
                .start(() -> status.complete(new Cli(rig, terminal).run("health", "--watch", "--json")));

        assertThat(lines.next()).startsWith("{\"round\"");
        rig.fakes.feel(loft, ShownState.DOWN, Optional.of(FaultCode.NO_ANSWER));
        assertThat(lines.next())
                .startsWith("{\"at\":\"2026-05-03T14:12:00Z\",\"type\":\"state\",\"instance\":\"" + loft.id()
                        + "\",\"id\":\"" + loft.id() + "\",\"name\":\"Loft\"")
                .contains("\"state\":\"down\"");
        thread.interrupt();

        assertEquals(
                130, status.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join());
        assertTrue(rig.fakes.closed);
    }

    @Test
    void historyHasChangesUptimeAndLatency() {
        rig.fakes.have(FakeServices.RADARR, "Loft");

        assertEquals(
                "{\"changes\":[{\"at\":\"2026-05-03T14:11:00Z\",\"from\":\"down\",\"to\":\"healthy\",\"message\":\"It"
                        + " answers again.\"}],\"uptime\":{\"day\":0.99,\"week\":0.99,\"quarter\":0.99},"
                        + "\"latency\":{\"p50Millis\":11.5,\"p95Millis\":40.0,\"p99Millis\":null}}\n",
                rig.run("health", "history", "Loft", "--since", "2d", "--json").out());
        assertEquals(
                2, rig.run("health", "history", "Loft", "--since", "lately").status());
    }

    @Test
    void aTaskHasExactlyTheFixedKeys() {
        rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.run("instance", "rename", "Loft", "Attic");

        var tasks = rig.run("task", "list", "--state", "done", "--json").json().get("tasks");

        assertEquals(
                List.of(
                        "id",
                        "kind",
                        "instances",
                        "origin",
                        "state",
                        "reason",
                        "progress",
                        "line",
                        "startedAt",
                        "endedAt",
                        "effects",
                        "undo"),
                tasks.get(0).properties().stream().map(Map.Entry::getKey).toList());
        assertEquals("instance-rename", tasks.get(0).get("kind").asText());
        assertEquals("terminal", tasks.get(0).get("origin").asText());
        assertEquals("{\"done\":1,\"total\":1}", tasks.get(0).get("progress").toString());
        var id = tasks.get(0).get("id").asText();
        assertEquals(
                "did it",
                rig.run("task", "show", id, "--json").json().at("/log/0/text").asText());
        assertEquals(0, rig.run("task", "follow", id, "--json").status());
        assertEquals(2, rig.run("task", "cancel", id).status());
        assertEquals(3, rig.run("task", "show", "t999").status());
        assertEquals(3, rig.run("task", "show", "seventeen").status());
        assertEquals(2, rig.run("task", "list", "--state", "donne").status());
    }

    @Test
    void pauseAndResume() {
        assertEquals(
                "{\"paused\":true,\"since\":\"2026-05-03T14:12:00Z\",\"until\":\"2026-05-03T22:12:00Z\"}\n",
                rig.run("pause", "--for", "8h", "--json").out());
        assertEquals(
                "{\"paused\":false,\"since\":null,\"until\":null}\n",
                rig.run("resume", "--json").out());
        assertEquals(2, rig.run("pause", "--until", "2020-01-01").status());
        assertEquals(2, rig.run("pause", "--until", "2030-01-01", "--for", "1h").status());
        assertTrue(rig.fakes.pause.get().isEmpty());
    }

    @Test
    void maintenanceMayBePlannedOnceOrWeekly() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");
        assertEquals(
                0,
                rig.run("maintenance", "Loft", "--from", "2026-05-04T02:00:00Z", "--for", "1h")
                        .status());
        assertEquals(
                java.time.Instant.parse("2026-05-04T02:00:00Z"),
                rig.fakes.planned.getFirst().from());
        assertEquals(
                java.time.Instant.parse("2026-05-04T03:00:00Z"),
                rig.fakes.planned.getFirst().until());
        assertEquals(
                0, rig.run("maintenance", "Loft", "--weekly", "sun 03:00-05:00").status());
        assertEquals("sun 03:00-05:00", rig.fakes.weekly(loft.id()).text());
        assertEquals(2, rig.run("maintenance", "Loft", "--weekly", "whenever").status());
        assertEquals(0, rig.run("maintenance", "Loft", "--weekly", "never").status());
        assertEquals("", rig.fakes.weekly(loft.id()).text());
    }

    @Test
    void maintenanceNeedsAnEnd() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");

        assertEquals(2, rig.run("maintenance", "Loft").status());
        assertEquals(0, rig.run("maintenance", "Loft", "--for", "2h").status());
        assertEquals(FakeServices.NOW.plusSeconds(7_200), rig.fakes.maintenance.get(loft.id()));
        assertEquals(0, rig.run("maintenance", "Loft", "--end").status());
        assertTrue(rig.fakes.maintenance.isEmpty());
    }

    @Test
    void undoPreviewsAndDoes() {
        rig.fakes.have(FakeServices.RADARR, "Loft");
        rig.run("instance", "rename", "Loft", "Attic");
        var id = rig.fakes.ended.getFirst().id();

        var preview = rig.run("undo", id.toString(), "--preview", "--json");
        assertEquals(
                "rename Loft back to Attic",
                preview.json().at("/steps/0/description").asText());
        assertTrue(rig.fakes.undone.isEmpty());
        assertEquals(0, rig.run("undo", id.toString()).status());
        assertEquals(List.of(id), rig.fakes.undone);
        assertEquals(3, rig.run("undo", "t999").status());
    }

    @Test
    void aLimitThatShowsNothingIsNoLimit() {
        for (var limit : List.of("0", "-1")) {
            assertEquals(2, rig.run("activity", "--limit", limit, "--json").status());
        }
    }

    @Test
    void activitySaysWhoDidWhat() {
        var loft = rig.fakes.have(FakeServices.RADARR, "Loft");

        assertEquals(
                "{\"entries\":[{\"at\":\"2026-05-03T14:12:00Z\",\"instance\":\"" + loft.id()
                        + "\",\"origin\":\"terminal\",\"task\":\"t3\",\"kind\":\"rename\",\"words\":\"Attic became"
                        + " Loft.\"}]}\n",
                rig.run("activity", "Loft", "--since", "24h", "--json").out());
    }
}
