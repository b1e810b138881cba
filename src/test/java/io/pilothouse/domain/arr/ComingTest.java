package io.pilothouse.domain.arr;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.cycle.ItemKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComingTest {

    /// An album of 3 February comes out on the third wherever one lives; an episode is on at one moment.
    @ParameterizedTest
    @CsvSource({
        "America/Los_Angeles, true,  2023-02-03",
        "America/Los_Angeles, false, 2023-02-02",
        "Pacific/Auckland,    true,  2023-02-03",
        "Pacific/Auckland,    false, 2023-02-03",
    })
    void aDayStaysThatDayInEveryZone(String zone, boolean day, LocalDate shown) {
        var coming = new Coming(
                Instant.parse("2023-02-03T00:00:00Z"), new ItemKey("album", "880"), "Album", "", false, true, day);

        assertThat(LocalDate.ofInstant(coming.in(ZoneId.of(zone)), ZoneId.of(zone)))
                .isEqualTo(shown);
    }
}
