package io.pilothouse.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertRulesTest {

    private static final Instant NOW = Instant.parse("2026-06-18T23:30:00Z"); // a Thursday
    private static final InstanceId ANIME = new InstanceId("sonarr-260618140000a");

    private static AlertRules rules(SleepTimes quiet, Instant disturb, Map<InstanceId, Instant> muted) {
        return new AlertRules(Map.of(), quiet, disturb, muted, ZoneOffset.UTC);
    }

    private static AlertRules.Verdict judge(AlertRules rules, AlertEvent event, Optional<Set<AlertChannel>> down) {
        return rules.judge(event, List.of(ANIME), NOW, down, List.of());
    }

    @Test
    void aRecoveryGoesOnlyWhereItsDownWent() {
        var usual = rules(SleepTimes.NEVER, Instant.EPOCH, Map.of());

        assertThat(judge(usual, AlertEvent.RECOVERED, Optional.of(Set.of(AlertChannel.BAR)))
                        .sent())
                .containsExactly(AlertChannel.BAR);
        assertThat(judge(usual, AlertEvent.RECOVERED, Optional.of(Set.of())))
                .isEqualTo(new AlertRules.Verdict(Set.of(), Optional.empty()));
    }

    @Test
    void quietHoursHoldAndKeepTheReason() {
        var night = rules(SleepTimes.parse("mon-sun 22:00-07:00"), Instant.EPOCH, Map.of());

        assertThat(judge(night, AlertEvent.DOWN, Optional.empty()))
                .isEqualTo(new AlertRules.Verdict(Set.of(), Optional.of(Alert.Held.QUIET)));
    }

    @Test
    void mutedInstancesAndDoNotDisturbHold() {
        assertThat(judge(
                                rules(SleepTimes.NEVER, Instant.EPOCH, Map.of(ANIME, NOW.plusSeconds(1))),
                                AlertEvent.DOWN,
                                Optional.empty())
                        .held())
                .contains(Alert.Held.MUTED);
        assertThat(judge(rules(SleepTimes.NEVER, NOW.plusSeconds(1), Map.of()), AlertEvent.DOWN, Optional.empty())
                        .held())
                .contains(Alert.Held.DISTURB);
        assertThat(judge(rules(SleepTimes.NEVER, NOW, Map.of(ANIME, NOW)), AlertEvent.DOWN, Optional.empty())
                        .held())
                .isEmpty();
    }

    @Test
    void theSixthDesktopMessageInTenMinutesIsHeld() {
        var usual = rules(SleepTimes.NEVER, Instant.EPOCH, Map.of());
        var recent = new ArrayList<Alert>();
        for (int i = 0; i < AlertRules.FLOOD; i++) {
            var verdict = usual.judge(AlertEvent.DOWN, List.of(ANIME), NOW, Optional.empty(), recent);
            assertThat(verdict.sent()).contains(AlertChannel.DESKTOP);
            recent.addFirst(new Alert(
                    i,
                    AlertEvent.DOWN,
                    "down " + i,
                    "",
                    List.of(ANIME),
                    NOW,
                    NOW,
                    verdict.sent(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty()));
        }

        var sixth = usual.judge(AlertEvent.DOWN, List.of(ANIME), NOW, Optional.empty(), recent);
        assertThat(sixth.sent()).doesNotContain(AlertChannel.DESKTOP).contains(AlertChannel.BAR);
        assertThat(sixth.held()).contains(Alert.Held.FLOOD);
        assertThat(usual.judge(
                                AlertEvent.DOWN,
                                List.of(ANIME),
                                NOW.plus(AlertRules.FLOOD_SPAN),
                                Optional.empty(),
                                recent)
                        .held())
                .isEmpty();
    }
}
