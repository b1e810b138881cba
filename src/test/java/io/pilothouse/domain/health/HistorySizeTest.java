package io.pilothouse.domain.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistorySizeTest {

    @Test
    void sumsTakeMostAndNobodyTakesNothing() {
        assertThat(HistorySize.forecast(List.of())).isZero();
        long minute = HistorySize.forecast(List.of(Duration.ofMinutes(1)));
        long quarter = HistorySize.forecast(List.of(Duration.ofMinutes(15)));
        assertThat(minute - quarter).isEqualTo((2880 - 192) * 31L);
        assertThat(HistorySize.forecast(Collections.nCopies(14, Duration.ofMinutes(1))))
                .isEqualTo(14 * minute)
                .isBetween(8_000_000L, 10_000_000L);
    }
}
