package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.amc.Policies.SlotState;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.cycle.SkipReason;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunWordsTest {

    private static final Instant NOW = Instant.parse("2026-06-18T22:00:00Z");

    private final RunWords german = words(Locale.GERMAN);
    private final RunWords english = words(Locale.ENGLISH);

    private static RunWords words(Locale locale) {
        return new RunWords(new Words(new Texts(locale), ZoneOffset.UTC));
    }

    @Test
    void anIdleRunSaysWhyInTheLanguageOfTheWindow() {
        var said = RunSentence.NONE_ASKED.with(
                26,
                SkipReason.counted(Stream.concat(
                        Stream.generate(() -> SkipReason.COOL_DOWN).limit(19),
                        Stream.generate(() -> SkipReason.BUDGET).limit(7))));

        assertThat(said).isEqualTo("0 of 26 asked: 19 resting, 7 beyond the budget.");
        assertThat(german.of(said, NOW)).isEqualTo("0 von 26 gesucht: 19 ruhen, 7 über dem Budget.");
        assertThat(english.of(said, NOW)).isEqualTo(said);
    }

    @Test
    void timesDaysAndStatesAreSaidAsTheWindowSaysThem() {
        assertThat(german.of(RunSentence.BUDGET_USED.with(20, "2026-06-19T00:00:00Z"), NOW))
                .isEqualTo("Das Budget von 20 Suchen ist verbraucht bis 00:00.");
        assertThat(german.of(RunSentence.NOT_TODAY.with("monday"), NOW)).isEqualTo("Die Regel läuft nicht am Montag.");
        assertThat(german.of(RunSentence.HEALTH.with("Loft", "down"), NOW))
                .isEqualTo("Loft: " + new Texts(Locale.GERMAN).text("common.state.down") + ".");
    }

    @Test
    void aTurnAtAmazonThatNeedsNoReasonSaysHowItEnded() {
        assertThat(german.of(SlotState.SUCCEEDED.word(), NOW)).isEqualTo("Gelungen");
        assertThat(english.of(SlotState.SKIPPED_OVERLAP.word(), NOW))
                .isEqualTo(new Texts(Locale.ENGLISH).text("amc.slot.skipped-overlap"));
    }

    @Test
    void theWordsOfServicesAndSentencesThatOnlyLookLikeOursStayAsTheyAre() {
        for (var said : new String[] {"The state of Loft is anything but good.", "Die App sagt nein.", ""}) {
            assertThat(german.of(said, NOW)).isEqualTo(said);
        }
        assertThat(german.of(RunSentence.ASKED.with(1, 3) + " Loft is a fine place.", NOW))
                .isEqualTo("1 von 3 gesucht. Loft is a fine place.");
    }

    @Test
    void whyARuleDoesWhatItDoesIsSaidSentenceBySentence() {
        var said = RunSentence.NO_PROGRESS.with("31 min") + " "
                + RunSentence.SEEDING_DUTY.with("0.25", "1.0", "2 h", "3 d");

        assertThat(said).isEqualTo("No progress for 31 min. Seeding duty: ratio 0.25 of 1.0, 2 h of 3 d.");
        assertThat(german.of(said, NOW))
                .isEqualTo("Kein Fortschritt seit 31 min. Seed-Pflicht: Verhältnis 0,25 von 1,0, 2 h von 3 d.");
        assertThat(english.of(said, NOW)).isEqualTo(said);
        assertThat(german.of(RunSentence.CANNOT_IMPORT.with("No files found. Import it by hand."), NOW))
                .isEqualTo("Sein Besitzer kann ihn nicht importieren: No files found. Importieren Sie ihn von Hand.");
    }

    @ParameterizedTest
    @EnumSource(RunSentence.class)
    void everySentenceHasWordsOfItsOwnInGerman(RunSentence sentence) {
        var said = sentence.with(sentence.places().stream()
                .map(place -> switch (place) {
                    case NUMBER -> 3;
                    case FIGURE -> "1.5 h";
                    case TIME -> NOW;
                    case DAY -> "friday";
                    case STATE -> "refused";
                    case DEED -> "removed with its files";
                    case PASS -> "cutoff";
                    case REASONS -> SkipReason.counted(Arrays.stream(SkipReason.values()));
                    case NAME, LAST, WORDS -> "Loft";
                })
                .toArray());

        assertThat(german.of(said, NOW)).isNotEqualTo(said).doesNotContain("{").isNotBlank();
    }
}
