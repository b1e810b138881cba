package io.pilothouse.domain.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SleepTimesTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // 2026-07-17 is a Friday
                "mon-fri 23:00-07:00 | 2026-07-17T22:59 | false",
                "mon-fri 23:00-07:00 | 2026-07-17T23:00 | true",
                "mon-fri 23:00-07:00 | 2026-07-18T06:59 | true",
                "mon-fri 23:00-07:00 | 2026-07-18T07:00 | false",
                "mon-fri 23:00-07:00 | 2026-07-18T23:30 | false",
                "mon-fri 23:00-07:00 | 2026-07-20T05:00 | false",
                "sat,sun 1:00-9:00   | 2026-07-18T08:00 | true",
                "fri-mon 1:00-9:00   | 2026-07-19T08:00 | true",
                "fri-mon 1:00-9:00   | 2026-07-21T08:00 | false",
                "12:00-13:00; 20:00-21:00 | 2026-07-18T20:30 | true",
                "''                  | 2026-07-18T20:30 | false",
            })
    void spansCountFromTheDayOnWhichTheyBegin(String text, LocalDateTime local, boolean asleep) {
        assertThat(SleepTimes.parse(text).contains(local.atZone(BERLIN).toInstant(), BERLIN))
                .isEqualTo(asleep);
    }

    @ParameterizedTest
    @ValueSource(strings = {"noon", "mon", "xyz 1:00-2:00", "mon-tue-wed 1:00-2:00", "25:00-26:00"})
    void nonsenseIsRefused(String text) {
        assertThatThrownBy(() -> SleepTimes.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mon,tue,wed,thu,fri,sat,sun 22:00-7:00 | 22:00-07:00",
                "mon,tue,wed,thu,fri 18:00-08:00 | mon-fri 18:00-08:00",
                "fri-mon 1:00-9:00; sat,sun 12:00-13:00 | mon,fri-sun 01:00-09:00; sat,sun 12:00-13:00",
                "wed 1:00-2:00 | wed 01:00-02:00",
            })
    void isWrittenAsShortAsPeopleWriteIt(String typed, String written) {
        assertThat(SleepTimes.parse(typed).text()).isEqualTo(written);
        assertThat(SleepTimes.parse(written)).isEqualTo(SleepTimes.parse(typed));
    }

    @Test
    void neverIsNever() {
        assertThat(SleepTimes.parse(" ")).isEqualTo(SleepTimes.NEVER);
    }

    @Test
    void saysWhenItsSpansAreWithinATimeAlsoOverMidnight() {
        var times = SleepTimes.parse("mon 23:00-01:00; wed 05:00-06:00");
        var monday = Instant.parse("2026-11-23T23:30:00Z");

        assertThat(times.between(monday, monday.plus(Duration.ofHours(2)), ZoneOffset.UTC))
                .containsExactly(new SleepTimes.Occurrence(
                        Instant.parse("2026-11-23T23:00:00Z"), Instant.parse("2026-11-24T01:00:00Z")));
        assertThat(times.between(monday.plus(Duration.ofHours(2)), monday.plus(Duration.ofDays(1)), ZoneOffset.UTC))
                .isEmpty();
    }
}
