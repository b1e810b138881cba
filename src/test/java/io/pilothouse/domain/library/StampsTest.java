package io.pilothouse.domain.library;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Random;
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

    /// Whatever the form: the same as the platform's own parser, or nothing for what is no time.
    @Test
    void everyFormOfTimeIsRead() {
        var random = new Random(8);
        for (int i = 0; i < 2_000; i++) {
            var at = Instant.ofEpochSecond(random.nextLong(-2_000_000_000L, 5_000_000_000L));
            var zone = ZoneOffset.ofTotalSeconds(random.nextInt(-18 * 4, 18 * 4 + 1) * 900);
            var stamp = DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(at.atOffset(zone));
            assertThat(Stamps.instant(stamp)).as(stamp).hasValue(at);
            assertThat(Stamps.instant(stamp.substring(0, 19))).hasValue(at.plusSeconds(zone.getTotalSeconds()));
        }
        assertThat(Stamps.instant("2026-01-11T10:15:02.5+02:00")).hasValue(Instant.parse("2026-01-11T08:15:02.5Z"));
        assertThat(Stamps.instant("2026-13-11T10:15:02Z")).isEmpty();
        assertThat(Stamps.instant("2026-01-11 10:15:02Z")).isEmpty();
        assertThat(Stamps.instant("")).isEmpty();
    }

    @Test
    void titlesAreOrderedAsPeopleCount() {
        assertThat(SortTitle.of("Episode 9")).isLessThan(SortTitle.of("episode 10"));
        assertThat(SortTitle.of("Élan")).isEqualTo("elan");
    }
}
