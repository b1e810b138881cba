package io.pilothouse.domain.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StampsTest {

    @Test
    void theBoundIsBeforeEveryStampOfItsSecondWhateverTheOffset() {
        var bound = Stamps.bound("2026-01-11T10:15:02+02:00", Duration.ZERO);

        assertThat(bound).isEqualTo("2026-01-11T10:15:02");
        assertThat("2026-01-11T10:15:02Z").isGreaterThan(bound);
        assertThat("2026-01-11T10:15:02-08:00").isGreaterThan(bound);
        assertThat(Stamps.bound("2026-01-11T00:15:02Z", Stamps.OVERLAP)).isEqualTo("2026-01-10T23:14:02");
        assertThat(Stamps.bound("", Stamps.OVERLAP)).isLessThan("0002");
    }

    @Test
    void aRowReadWithinItsSecondIsNotSettled() {
        var served = Instant.parse("2026-01-11T10:15:03Z");

        assertThat(Stamps.unsettled("2026-01-11T12:15:02+02:00", served)).isTrue();
        assertThat(Stamps.unsettled("2026-01-11T12:15:01+02:00", served)).isFalse();
        assertThat(Stamps.unsettled("nonsense", served)).isFalse();
    }

    @Test
    void titlesAreOrderedAsPeopleCount() {
        assertThat(SortTitle.of("Episode 9")).isLessThan(SortTitle.of("episode 10"));
        assertThat(SortTitle.of("Élan")).isEqualTo("elan");
    }
}
