package io.pilothouse.domain.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TriggerTest {

    /// The vectors of section 14.2.
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            30 2 * * *   | America/New_York    | 2026-03-07T00:00Z | 2026-03-07T07:30 2026-03-08T07:00 2026-03-09T06:30
            30 1 * * *   | America/New_York    | 2026-10-31T00:00Z | 2026-10-31T05:30 2026-11-01T05:30 2026-11-02T06:30
            0 * * * *    | America/New_York    | 2026-03-08T04:59Z | 2026-03-08T05:00 2026-03-08T06:00 2026-03-08T07:00 2026-03-08T08:00
            0 * * * *    | America/New_York    | 2026-11-01T03:59Z | 2026-11-01T04:00 2026-11-01T05:00 2026-11-01T06:00 2026-11-01T07:00
            0 */6 * * *  | America/New_York    | 2026-11-01T03:59Z | 2026-11-01T04:00 2026-11-01T11:00 2026-11-01T17:00 2026-11-01T23:00 2026-11-02T05:00
            0 9 * * 1-5  | Europe/Berlin       | 2026-03-26T00:00Z | 2026-03-26T08:00 2026-03-27T08:00 2026-03-30T07:00
            */30 2 * * * | Europe/Berlin       | 2026-03-28T00:00Z | 2026-03-28T01:00 2026-03-28T01:30 2026-03-29T01:00 2026-03-30T00:00 2026-03-30T00:30
            30 2 * * *   | Europe/Berlin       | 2026-10-24T00:00Z | 2026-10-24T00:30 2026-10-25T00:30 2026-10-26T01:30
            15 2 * * *   | Australia/Lord_Howe | 2026-10-02T00:00Z | 2026-10-02T15:45 2026-10-03T15:30 2026-10-04T15:15
            45 1 * * *   | Australia/Lord_Howe | 2026-04-03T00:00Z | 2026-04-03T14:45 2026-04-04T14:45 2026-04-05T15:15
            0 0 L * *    | UTC                 | 2026-01-01T00:00Z | 2026-01-31T00:00 2026-02-28T00:00 2026-03-31T00:00
            0 0 29 2 *   | UTC                 | 2026-03-01T00:00Z | 2028-02-29T00:00
            0 2 */14 * * | UTC                 | 2025-12-31T23:00Z | 2026-01-01T02:00 2026-01-15T02:00 2026-01-29T02:00 2026-02-01T02:00 2026-02-15T02:00 2026-03-01T02:00 2026-03-15T02:00 2026-03-29T02:00 2026-04-01T02:00
            0 9 * * *    | Asia/Tokyo          | 2026-03-06T23:00Z | 2026-03-07T00:00 2026-03-08T00:00 2026-03-09T00:00
            """)
    void slotsFollowTheClockAsTheContractSays(String cron, String zone, String after, String slots) {
        var expected = Arrays.stream(slots.strip().split("\\s+"))
                .map(text -> Instant.parse(text + ":00Z"))
                .toList();

        var found = Trigger.of(cron).next(Instant.parse(after.replace("Z", ":00Z")), ZoneId.of(zone), expected.size());

        assertThat(found).containsExactlyElementsOf(expected);
    }

    @Test
    void eitherDayFieldMatchesWhereBothAreRestricted() {
        var trigger = Trigger.of("0 8 1-3 * 1-5");
        var august = trigger.slots(
                Instant.parse("2026-07-31T23:59:00Z"), Instant.parse("2026-08-31T23:59:00Z"), ZoneOffset.UTC, 100);

        assertThat(august)
                .hasSize(23)
                .contains(Instant.parse("2026-08-01T08:00:00Z"), Instant.parse("2026-08-02T08:00:00Z"));
        assertThat(trigger.warnings()).isNotEmpty();
    }

    @Test
    void everyTwoWeeksIsEveryTwoWeeks() {
        var trigger = new Trigger.EveryDays(14, LocalDate.of(2026, 1, 1), LocalTime.of(8, 0));

        assertThat(trigger.next(Instant.parse("2026-01-20T00:00:00Z"), ZoneOffset.UTC, 3))
                .containsExactly(
                        Instant.parse("2026-01-29T08:00:00Z"),
                        Instant.parse("2026-02-12T08:00:00Z"),
                        Instant.parse("2026-02-26T08:00:00Z"));
        assertThat(Trigger.of(trigger.word())).isEqualTo(trigger);
    }

    @Test
    void workdaysLeaveWeekendsOut() {
        assertThat(Trigger.of("first-workday@06:00").next(Instant.parse("2026-08-01T00:00:00Z"), ZoneOffset.UTC, 1))
                .containsExactly(Instant.parse("2026-08-03T06:00:00Z"));
        assertThat(Trigger.of("last-workday@06:00").next(Instant.parse("2026-05-01T00:00:00Z"), ZoneOffset.UTC, 1))
                .containsExactly(Instant.parse("2026-05-29T06:00:00Z"));
    }

    @Test
    void namesSundayTwiceAndListsAreRead() {
        var sunday = Instant.parse("2026-06-07T05:00:00Z");
        for (var day : List.of("0", "7", "SUN")) {
            assertThat(Trigger.of("0 5 ? JUN " + day).next(Instant.parse("2026-06-02T00:00:00Z"), ZoneOffset.UTC, 1))
                    .containsExactly(sunday);
        }
    }

    @Test
    void whatNeverRunsOrTooOftenIsRefused() {
        var now = Instant.parse("2026-06-02T00:00:00Z");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trigger.of("0 0 30 2 *").check(now, ZoneOffset.UTC));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Trigger.of("*/10 * * * *").check(now, ZoneOffset.UTC));
        for (var bad : List.of("61 * * * *", "* * * *", "a b c d e", "5-1 * * * *", "*/0 * * * *")) {
            assertThatIllegalArgumentException().as(bad).isThrownBy(() -> Trigger.of(bad));
        }
        Trigger.of("*/15 * * * *").check(now, ZoneOffset.UTC);
    }
}
