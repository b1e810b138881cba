package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutsideTest {

    @Test
    void theLogSaysWhatCannotBeOpenedWithoutItsAddress() {
        assertThat(Outside.unopened("https://stash.lan/scene/1?apikey=s3cret"))
                .isEqualTo("nothing opens pages of the web");
        assertThat(Outside.unopened("/home/me/films")).isEqualTo("nothing opens files and folders");
    }
}
