package io.pilothouse.domain.amc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowRuleTest {

    /// The test values of section 8, with a lag of two days.
    @ParameterizedTest
    @CsvSource({
        "last-days:7, 2026-06-10, 2026-06-01, 2026-06-08",
        "previous-week:monday, 2026-06-10, 2026-06-01, 2026-06-08",
        "previous-week:monday, 2026-06-09, 2026-05-25, 2026-06-01",
        "previous-month, 2026-06-02, 2026-04-01, 2026-05-01",
        "previous-month, 2026-06-03, 2026-05-01, 2026-06-01",
        "month-to-date, 2026-06-03, 2026-05-01, 2026-06-01",
        "month-to-date, 2026-06-04, 2026-06-01, 2026-06-02",
        "fixed:2026-01-01:2026-02-01, 2026-06-04, 2026-01-01, 2026-02-01"
    })
    void presetsCoverTheDaysOfTheContract(String word, LocalDate day, LocalDate start, LocalDate end) {
        var rule = WindowRule.of(word);

        assertThat(rule.windowOf(day, 2, ZoneOffset.UTC, Optional.empty()))
                .hasValue(new TimeWindow(start, end, ZoneOffset.UTC));
        assertThat(WindowRule.of(rule.word())).isEqualTo(rule);
    }

    @Test
    void sinceTheLastSuccessThereMayBeNothingNew() {
        var rule = WindowRule.of("since-last-success:10");
        var day = LocalDate.of(2026, 6, 10);

        assertThat(rule.windowOf(day, 2, ZoneOffset.UTC, Optional.empty()))
                .hasValue(new TimeWindow(LocalDate.of(2026, 5, 29), LocalDate.of(2026, 6, 8), ZoneOffset.UTC));
        assertThat(rule.windowOf(day, 2, ZoneOffset.UTC, Optional.of(LocalDate.of(2026, 6, 5))))
                .hasValue(new TimeWindow(LocalDate.of(2026, 6, 5), LocalDate.of(2026, 6, 8), ZoneOffset.UTC));
        assertThat(rule.windowOf(day, 2, ZoneOffset.UTC, Optional.of(LocalDate.of(2026, 6, 8))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "2024-01-20, 2024-01-25, 2024-01-20T05:00:00Z, 2024-01-25T05:00:00Z",
        "2026-03-08, 2026-03-09, 2026-03-08T05:00:00Z, 2026-03-09T04:00:00Z",
        "2026-11-01, 2026-11-02, 2026-11-01T04:00:00Z, 2026-11-02T05:00:00Z"
    })
    void midnightsOfAZoneAreTheseInstants(LocalDate start, LocalDate end, Instant from, Instant to) {
        var window = new TimeWindow(start, end, ZoneId.of("America/New_York"));

        assertThat(window.startsAt()).isEqualTo(from);
        assertThat(window.endsAt()).isEqualTo(to);
        assertThat(window.sentStart()).isEqualTo(start + "T00:00:00");
    }

    @Test
    void whatIsYoungOldOrLongIsSaid() {
        var now = Instant.parse("2026-06-10T12:00:00Z");
        assertThat(window("2026-06-01", "2026-06-10").notices(now, "")).anyMatch(it -> it.contains("48 hours"));
        assertThat(window("2026-05-20", "2026-06-01").notices(now, "FROM conversions"))
                .anyMatch(it -> it.contains("14 days"));
        assertThat(window("2026-05-01", "2026-05-08").notices(now, "FROM conversions"))
                .isEmpty();
        assertThat(window("2025-01-01", "2026-05-01").notices(now, "")).hasSize(2);
    }

    @Test
    void aWindowThatEndsBeforeItStartsIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> window("2026-06-02", "2026-06-02"));
        assertThatIllegalArgumentException().isThrownBy(() -> WindowRule.of("fixed:2026-06-02:2026-06-01"));
        assertThatIllegalArgumentException().isThrownBy(() -> WindowRule.of("last-days:0"));
        assertThatIllegalArgumentException().isThrownBy(() -> WindowRule.of("yesterday"));
    }

    private static TimeWindow window(String start, String end) {
        return new TimeWindow(LocalDate.parse(start), LocalDate.parse(end), ZoneOffset.UTC);
    }
}
