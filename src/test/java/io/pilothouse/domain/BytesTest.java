package io.pilothouse.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BytesTest {

    @ParameterizedTest
    @CsvSource({
        "0, 0 B",
        "999, 999 B",
        "1000, 1.0 kB",
        "9949, 9.9 kB",
        "9951, 10 kB",
        "999499, 999 kB",
        "999500, 1.0 MB",
        "182000000000, 182 GB",
        "4000000000000, 4.0 TB",
        "90000000000000, 90 TB",
        "1500000000000000, 1500 TB"
    })
    void aSizeIsSaidInTheUnitThatPeopleUse(long count, String said) {
        assertThat(new Bytes(count)).hasToString(said);
    }
}
