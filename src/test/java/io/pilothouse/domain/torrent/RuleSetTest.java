package io.pilothouse.domain.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.torrent.RuleSet.Place;
import io.pilothouse.domain.torrent.TorrentRule.Mode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RuleSetTest {

    private static final Place MUSIC = new Place("", "music");

    @Test
    void whatIsSetForAllCountsWhereNothingElseIsSaid() {
        var rules = RuleSet.usual()
                .with(Place.ALL, Map.of(TorrentRule.SLOW, Mode.ACT), Map.of(RuleKey.STALLED_STRIKES, 9L))
                .with(MUSIC, Map.of(), Map.of(RuleKey.STALLED_AFTER, Duration.ofHours(6)));

        assertThat(rules.general().span(RuleKey.STALLED_AFTER)).isEqualTo(Duration.ofMinutes(30));
        assertThat(rules.of(MUSIC).span(RuleKey.STALLED_AFTER)).isEqualTo(Duration.ofHours(6));
        assertThat(rules.of(MUSIC).number(RuleKey.STALLED_STRIKES)).isEqualTo(9);
        assertThat(rules.of(MUSIC).mode(TorrentRule.SLOW)).isEqualTo(Mode.ACT);
        assertThat(rules.places()).containsExactly(MUSIC);
    }

    @Test
    void anExceptionKeepsWhatWasSetBeforeAndGoesAsAWhole() {
        var rules = RuleSet.usual()
                .with(MUSIC, Map.of(TorrentRule.STALLED, Mode.OFF), Map.of())
                .with(MUSIC, Map.of(), Map.of(RuleKey.SEED_RATIO, 3.0));

        assertThat(rules.departures()).hasSize(1);
        assertThat(rules.of(MUSIC).off(TorrentRule.STALLED)).isTrue();
        assertThat(rules.of(MUSIC).decimal(RuleKey.SEED_RATIO)).isEqualTo(3);
        assertThat(rules.without(MUSIC).places()).isEqualTo(List.of());
        assertThat(rules.without(MUSIC).of(MUSIC).off(TorrentRule.STALLED)).isFalse();
    }
}
