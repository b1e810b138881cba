package io.pilothouse.connectors.qbittorrent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WebApiVersionTest {

    @Test
    void isComparedNumberByNumber() {
        assertThat(WebApiVersion.parse("2.8.19")).contains(new WebApiVersion(2, 8, 19));
        assertThat(new WebApiVersion(2, 8, 19)).isLessThan(new WebApiVersion(2, 9, 2));
        assertThat(new WebApiVersion(2, 11, 4).can(Feature.SET_TAGS)).isTrue();
        assertThat(new WebApiVersion(2, 11, 2).can(Feature.SET_TAGS)).isFalse();
        assertThat(new WebApiVersion(2, 11, 2).can(Feature.STOP_START)).isTrue();
        assertThat(new WebApiVersion(2, 9, 3).can(Feature.STOP_START)).isFalse();
    }

    @Test
    void isReadLeniently() {
        assertThat(WebApiVersion.parse("2.15")).contains(new WebApiVersion(2, 15, 0));
        assertThat(WebApiVersion.parse(" v2.8.5-fork\n")).contains(new WebApiVersion(2, 8, 5));
        assertThat(WebApiVersion.parse("<html>")).isEmpty();
    }
}
