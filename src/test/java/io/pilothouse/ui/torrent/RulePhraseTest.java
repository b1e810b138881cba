package io.pilothouse.ui.torrent;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.tasks.torrent.RulePhrase;
import io.pilothouse.tasks.torrent.RuleSentences;
import io.pilothouse.ui.common.Texts;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Rules say what they do in the language of the window.
class RulePhraseTest {

    private static final Texts ENGLISH = new Texts(Locale.ENGLISH);
    private static final Texts GERMAN = new Texts(Locale.GERMAN);

    private static String said(Texts texts, TorrentRule rule, RuleSet rules) {
        return RuleSentences.of(
                rule, rules.general(), (phrase, values) -> texts.text("torrent.does." + phrase.word(), values));
    }

    @ParameterizedTest
    @EnumSource(TorrentRule.class)
    void everyRuleSaysTheSameHereAndThere(TorrentRule rule) {
        var usual = RuleSet.usual();

        assertThat(said(ENGLISH, rule, usual)).isEqualTo(RuleSentences.of(rule, usual.general()));
        assertThat(said(GERMAN, rule, usual))
                .isNotEqualTo(said(ENGLISH, rule, usual))
                .doesNotContain("{");
    }

    @ParameterizedTest
    @EnumSource(RulePhrase.class)
    void thePartsOfTheWindowAreThoseOfTheTerminal(RulePhrase phrase) {
        assertThat(ENGLISH.text("torrent.does." + phrase.word(), 3, "b", "c", "d"))
                .isEqualTo(phrase.english(3, "b", "c", "d"));
    }

    @Test
    void valuesStandInTheSentence() {
        var rules = new RuleSet(
                Map.of(),
                Map.of(
                        RuleKey.SEED_ACTION,
                        "remove",
                        RuleKey.SEED_RATIO,
                        2.5,
                        RuleKey.SEED_TIME,
                        Duration.ofDays(3),
                        RuleKey.EXEMPT_TRACKERS,
                        List.of("tracker.example")),
                List.of());

        assertThat(RuleSentences.of(TorrentRule.SEEDING_END, rules.general()))
                .isEqualTo("When a torrent has reached a ratio of 2.5 or 3 days of seeding, remove it and keep its"
                        + " files, once it is imported.");
        assertThat(said(GERMAN, TorrentRule.SEEDING_END, rules))
                .isEqualTo(
                        "Hat ein Torrent ein Verhältnis von 2,5 oder 3 Tage Seeden erreicht: entfernen und seine Dateien"
                                + " behalten, sobald er importiert ist.");
        assertThat(said(GERMAN, TorrentRule.EXEMPT, rules)).endsWith(", dazu die von tracker.example.");
        assertThat(RuleSentences.of(TorrentRule.STALLED, rules.general()))
                .isEqualTo("When a download makes no progress for 30 min and 6 strikes, tell its *arr, blocklist the"
                        + " release, let it search again, and remove the torrent but keep its files; on private"
                        + " trackers only say so.");
    }
}
