package io.pilothouse.tasks.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.AlertLedger;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AlertRepository;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.SettingRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.tasks.settings.StoredSettings;
import io.pilothouse.testing.HandTime;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveAlertsTest {

    private static final Instant START = Instant.parse("2026-06-18T14:00:00Z");
    private static final InstanceId ANIME = new InstanceId("sonarr-260618140000a");
    private static final Cause SILENT = new Cause(Cause.Kind.HOST_SILENT, "nas2.lan", START, List.of(ANIME));

    @TempDir
    Path folder;

    private final HandTime time = new HandTime(START);
    private final Published<List<Cause>> causes = new Published<>(List.of());
    private final Notices notices = new Notices();
    private final List<Alerts.Told> told = new ArrayList<>();
    private Database database;
    private StoredSettings settings;
    private LiveAlerts alerts;

    @BeforeEach
    void open() {
        database = Database.open(new DataFolder(folder), time);
        settings = new StoredSettings(new SettingRepository(database));
        alerts = made();
    }

    @AfterEach
    void close() {
        database.close();
    }

    private LiveAlerts made() {
        var made = new LiveAlerts(
                new AlertRepository(database),
                causes,
                notices.latest(),
                new Published<>(Map.<InstanceId, InstanceHealth>of()),
                () -> List.of(ANIME),
                settings,
                time,
                ZoneOffset.UTC);
        made.whenTold(Runnable::run, told::add);
        return made;
    }

    private void trouble() {
        causes.set(List.of(SILENT));
        alerts.look();
        pass(AlertLedger.SETTLE);
    }

    private void pass(Duration by) {
        time.advance(by);
        alerts.look();
    }

    private List<AlertEvent> events() {
        return alerts.state().get().recent().stream().map(Alert::event).toList();
    }

    @Test
    void aDownIsToldCountsAndEndsWithItsRecovery() {
        trouble();
        assertThat(told).hasSize(1);
        assertThat(alerts.state().get().open()).hasSize(1);

        causes.set(List.of());
        pass(Duration.ofMinutes(5));

        assertThat(events()).containsExactly(AlertEvent.RECOVERED, AlertEvent.DOWN);
        assertThat(alerts.state().get().open()).isEmpty();
        assertThat(told).hasSize(2);
    }

    @Test
    void whatWorkHasToSayIsToldOnceAndEndsWithItsMatter() {
        notices.tell(
                Notice.of("schedule/1", List.of(ANIME), "", "The schedule of Anime stands still.", "Look.", START));
        alerts.look();
        pass(AlertLedger.SETTLE);
        pass(Duration.ofHours(1));
        assertThat(events()).containsExactly(AlertEvent.WORK);
        assertThat(alerts.state().get().recent().getFirst().subject()).isEqualTo("The schedule of Anime stands still.");
        notices.tell(Notice.over("schedule/1", List.of(ANIME), "", "It runs again.", START));
        alerts.look();
        assertThat(alerts.state().get().open()).isEmpty();
    }

    @Test
    void aRestartTellsNothingTwice() {
        trouble();
        alerts = made();
        told.clear();

        alerts.look();
        pass(Duration.ofHours(1));
        assertThat(told).isEmpty();
        causes.set(List.of());
        alerts.look();

        assertThat(events()).containsExactly(AlertEvent.RECOVERED, AlertEvent.DOWN);
    }

    @Test
    void whatWasHeldArrivesAsOneDigestAndTheCountIsRight() {
        alerts.disturbNot(START.plus(Duration.ofHours(1)));
        trouble();
        assertThat(told).isEmpty();
        assertThat(alerts.state().get().muted()).hasSize(1);

        pass(Duration.ofHours(1));

        assertThat(told).singleElement().isInstanceOf(Alerts.Told.Digest.class);
        assertThat(alerts.state().get().disturb()).isEqualTo(Optional.empty());
    }

    @Test
    void whatEndsWhileItIsHeldIsNotInTheDigest() {
        alerts.mute(List.of(ANIME), START.plus(Duration.ofHours(1)));
        trouble();
        causes.set(List.of());
        pass(Duration.ofMinutes(10));
        pass(Duration.ofHours(1));

        assertThat(told).isEmpty();
    }

    @Test
    void acknowledgedMessagesCountNoMore() {
        trouble();
        alerts.acknowledge(List.of(alerts.state().get().recent().getFirst().id()));

        assertThat(alerts.state().get().open()).isEmpty();
    }

    @Test
    void otherRulesShowWhatWouldHaveBeenSent() {
        trouble();
        settings.set(AlertSettings.PRESET, AlertSettings.Preset.QUIET);

        assertThat(alerts.simulate(START))
                .singleElement()
                .satisfies(alert ->
                        assertThat(alert.sent()).containsExactly(io.pilothouse.domain.alert.AlertChannel.BADGE));
    }
}
