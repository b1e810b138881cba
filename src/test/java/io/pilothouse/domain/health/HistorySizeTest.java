package io.pilothouse.domain.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistorySizeTest {

    @Test
    void sumsTakeMostAndNobodyTakesNothing() {
        assertThat(HistorySize.forecast(List.of(), HistoryKept.USUAL)).isZero();
        long minute = HistorySize.forecast(List.of(Duration.ofMinutes(1)), HistoryKept.USUAL);
        long quarter = HistorySize.forecast(List.of(Duration.ofMinutes(15)), HistoryKept.USUAL);
        assertThat(minute - quarter).isEqualTo((2880 - 192) * 31L);
        assertThat(HistorySize.forecast(Collections.nCopies(14, Duration.ofMinutes(1)), HistoryKept.USUAL))
                .isEqualTo(14 * minute)
                .isBetween(8_000_000L, 10_000_000L);
    }

    @Test
    void whatIsKeptLongerTakesMore() {
        var pauses = List.of(Duration.ofMinutes(1));
        var week = new HistoryKept(
                Duration.ofDays(7),
                HistoryKept.USUAL.tens(),
                HistoryKept.USUAL.hours().plusDays(1));

        assertThat(HistorySize.forecast(pauses, week) - HistorySize.forecast(pauses, HistoryKept.USUAL))
                .isEqualTo(5 * 1440 * 31L + 24 * 38L);
    }
}
