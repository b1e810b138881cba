package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.ui.overview.Facts;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {

    private final Words words = new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC);

    /// One failed check of ninety days is not "always".
    @ParameterizedTest
    @CsvSource({"1, 100 %", "0.99999, 99.9 %", "0.9934, 99.3 %", "0.0001, 0.1 %", "0, 0 %"})
    void aShareIsRoundedToAllOrNothingOnlyWhereItIsJustThat(double share, String said) {
        assertThat(words.percent(share)).isEqualTo(said);
    }

    /// "in 1 h" was said of what came in almost two.
    @Test
    void aCycleHasOneNameInItsPlanAndInItsTasks() {
        var words = new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC);

        assertThat(words.work("cycle", "run \"Missing movies\" on Loft")).isEqualTo("Cycle “Missing movies”");
        assertThat(words.work("cycle", "search missing movies")).isEqualTo("Search missing movies");
    }

    @Test
    void whatComesWithinHoursSaysTheMinutesToo() {
        var words = new Words(new Texts(Locale.ENGLISH), ZoneOffset.UTC);

        assertThat(words.until(Duration.ofMinutes(106))).isEqualTo("1 h 46 min");
        assertThat(words.until(Duration.ofMinutes(120))).isEqualTo("2 h");
        assertThat(words.until(Duration.ofMinutes(46))).isEqualTo("46 min");
        assertThat(words.until(Duration.ofHours(30).plusMinutes(5))).isEqualTo("30 h");
    }

    @Test
    void whatAServiceMeasuredHasThePointOfTheLanguage() {
        var german = new Words(new Texts(Locale.GERMAN), ZoneOffset.UTC);

        assertThat(german.measured("893.5 W")).isEqualTo("893,5 W");
        assertThat(german.measured("-2.25 °C")).isEqualTo("-2,25 °C");
        assertThat(german.measured("2026.2")).as("a version").isEqualTo("2026.2");
        assertThat(german.measured("on")).isEqualTo("on");
        assertThat(words.measured("893.5 W")).isEqualTo("893.5 W");
    }

    @Test
    void aDayIsWrittenAsInTheLanguage() {
        var german = new Words(new Texts(Locale.GERMAN), ZoneOffset.UTC);
        var at = Instant.parse("2026-05-03T14:02:00Z");
        var now = Instant.parse("2026-06-11T14:14:00Z");

        assertThat(words.time(at, now)).isEqualTo("3 May 14:02");
        assertThat(german.time(at, now)).isEqualTo("3. Mai 14:02");
    }

    @ParameterizedTest
    @CsvSource({"0.6, 0.6 ms", "0.93, 0.9 ms", "9.96, 10.0 ms", "14.2, 14 ms", "2310, 2.3 s"})
    void shortTimesBesideEachOtherDoNotReadTheSame(double millis, String said) {
        assertThat(words.fineLatency(millis)).isEqualTo(said);
    }

    @Test
    void aStateThatAServiceTellsByABareWordIsSaidInWords() {
        var facts = new Facts(new Words(new Texts(Locale.GERMAN), ZoneOffset.UTC));

        assertThat(facts.said("connection", "firewalled", Instant.EPOCH)).isEqualTo("von außen nicht erreichbar");
        assertThat(facts.said("state", "RUNNING", Instant.EPOCH)).isEqualTo("läuft");
        assertThat(facts.said("location", "Running", Instant.EPOCH)).isEqualTo("Running");
        assertThat(facts.title("totalBytes")).isEqualTo("Platz insgesamt");
    }

    @Test
    void factsAreSaidInTheUnitOfTheirName() {
        var facts = new Facts(words);

        assertThat(facts.said("scenesSeconds", "3073414", Instant.EPOCH)).isEqualTo("35 d");
        assertThat(facts.said("scenesBytes", "1900000000000", Instant.EPOCH)).isEqualTo("1.9 TB");
        assertThat(facts.title("scenesSeconds")).isEqualTo("Running time");
    }

    @Test
    void momentsInWhatWasSaidStandAsPeopleSayThem() {
        var at = Instant.parse("2026-11-23T00:31:54Z");
        var said = words.said("Maintenance of After Dark until " + at + ".", at.minus(Duration.ofMinutes(30)));

        assertThat(said)
                .isEqualTo("Maintenance of After Dark until " + words.time(at, at) + ".")
                .doesNotContain("T00:31");
    }

    /// As the activity keeps it.
    @Test
    void aTimetableIsSaidInTheLanguageOfTheWindow() {
        var german = new Words(new Texts(Locale.GERMAN), ZoneOffset.UTC);

        assertThat(german.said("Weekly maintenance of Loft: mon,sat 03:00-05:00; sun 01:00-02:00.", Instant.EPOCH))
                .contains("Mo, Sa 03:00–05:00; So 01:00–02:00")
                .doesNotContain("mon");
        assertThat(german.timetable(SleepTimes.parse("23:00-07:00"))).isEqualTo("23:00–07:00");
    }
}
