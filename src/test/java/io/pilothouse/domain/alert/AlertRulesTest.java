package io.pilothouse.domain.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
        return new AlertRules(
                Map.of(),
                quiet,
                disturb,
                muted,
                ZoneOffset.UTC,
                Set.copyOf(AlertChannel.REMOTE),
                List.of(),
                Map.of(ANIME, new AlertRoute.Place("sonarr", "Media", List.of("kids"))),
                Map.of());
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

    private static AlertRules routed(Set<AlertChannel> ready, AlertRoute... routes) {
        var usual = rules(SleepTimes.NEVER, Instant.EPOCH, Map.of());
        return new AlertRules(
                usual.channels(),
                usual.quiet(),
                usual.disturb(),
                usual.muted(),
                usual.zone(),
                ready,
                List.of(routes),
                usual.places(),
                usual.given());
    }

    private static Set<AlertChannel> sent(AlertRules rules, AlertEvent event) {
        return judge(rules, event, Optional.empty()).sent();
    }

    @Test
    void aRemoteChannelIsOffUntilItIsSetUp() {
        assertThat(sent(routed(Set.of()), AlertEvent.DOWN))
                .containsExactlyInAnyOrder(AlertChannel.BADGE, AlertChannel.BAR, AlertChannel.DESKTOP);
        assertThat(sent(routed(Set.of(AlertChannel.EMAIL)), AlertEvent.DOWN))
                .contains(AlertChannel.EMAIL)
                .doesNotContain(AlertChannel.NTFY, AlertChannel.WEBHOOK);
        assertThat(sent(routed(Set.of(AlertChannel.EMAIL)), AlertEvent.WARNING)).containsExactly(AlertChannel.BADGE);
    }

    @Test
    void whatAnInstanceOrItsGroupWasGivenComesBeforeRoutes() {
        var other = new InstanceId("radarr-260618140000a");
        var route = new AlertRoute(
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Set.of(AlertChannel.BADGE, AlertChannel.EMAIL));
        var routed = routed(Set.of(AlertChannel.EMAIL), route);
        var rules = new AlertRules(
                routed.channels(),
                routed.quiet(),
                routed.disturb(),
                routed.muted(),
                routed.zone(),
                routed.ready(),
                routed.routes(),
                routed.places(),
                Map.of(ANIME, Set.of(AlertChannel.BADGE, AlertChannel.BAR)));

        assertThat(rules.wanted(AlertEvent.DOWN, List.of(ANIME), Optional.empty()))
                .containsExactlyInAnyOrder(AlertChannel.BADGE, AlertChannel.BAR);
        assertThat(rules.wanted(AlertEvent.DOWN, List.of(other), Optional.empty()))
                .containsExactlyInAnyOrder(AlertChannel.BADGE, AlertChannel.EMAIL);
        assertThat(rules.wanted(AlertEvent.DOWN, List.of(ANIME, other), Optional.empty()))
                .describedAs("one cause of both may use what either may")
                .containsExactlyInAnyOrder(AlertChannel.BADGE, AlertChannel.BAR, AlertChannel.EMAIL);
    }

    @Test
    void theFirstRouteThatFitsDecidesByTagGroupKindAndSeverity() {
        var none = Optional.<String>empty();
        var any = Optional.<AlertEvent.Severity>empty();
        var urgent = Optional.of(AlertEvent.Severity.URGENT);
        var ntfy = Set.of(AlertChannel.NTFY);
        var all = Set.copyOf(AlertChannel.REMOTE);

        for (var fitting : List.of(
                new AlertRoute(Optional.of("kids"), none, none, any, ntfy),
                new AlertRoute(none, Optional.of("Media"), none, any, ntfy),
                new AlertRoute(none, none, Optional.of("sonarr"), any, ntfy),
                new AlertRoute(none, none, none, urgent, ntfy))) {
            assertThat(sent(routed(all, fitting), AlertEvent.DOWN)).containsExactly(AlertChannel.NTFY);
        }
        for (var other : List.of(
                new AlertRoute(Optional.of("adults"), none, none, any, ntfy),
                new AlertRoute(Optional.of("kids"), none, Optional.of("radarr"), any, ntfy))) {
            assertThat(sent(routed(all, other), AlertEvent.DOWN)).isEqualTo(AlertEvent.DOWN.usual());
        }
        assertThat(sent(routed(all, new AlertRoute(none, none, none, urgent, ntfy)), AlertEvent.UNSTABLE))
                .isEqualTo(AlertEvent.UNSTABLE.usual());
        var silent = new AlertRoute(none, none, none, any, Set.of());
        assertThat(sent(routed(all, silent, new AlertRoute(none, none, none, any, ntfy)), AlertEvent.DOWN))
                .isEmpty();
    }

    @Test
    void whatFollowsADownAsksNoRouteButWhereThatWent() {
        var hook = new AlertRoute(
                Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of(AlertChannel.WEBHOOK));
        var rules = routed(Set.copyOf(AlertChannel.REMOTE), hook);

        assertThat(judge(rules, AlertEvent.STILL_DOWN, Optional.of(Set.of(AlertChannel.EMAIL, AlertChannel.BAR)))
                        .sent())
                .containsExactly(AlertChannel.EMAIL);
    }

    @Test
    void routesSurviveTheirText() {
        var routes = List.of(
                new AlertRoute(
                        Optional.of("for & = kids"),
                        Optional.of("Größe"),
                        Optional.of("sonarr"),
                        Optional.of(AlertEvent.Severity.WARNING),
                        Set.of(AlertChannel.NTFY, AlertChannel.DESKTOP)),
                new AlertRoute(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Set.of()));

        assertThat(AlertRoute.parse(AlertRoute.text(routes))).isEqualTo(routes);
        assertThat(AlertRoute.parse("")).isEmpty();
        assertThatThrownBy(() -> AlertRoute.parse("a&b")).isInstanceOf(IllegalArgumentException.class);
    }
}
