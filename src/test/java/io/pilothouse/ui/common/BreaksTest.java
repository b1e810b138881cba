package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.text.BreakIterator;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class BreaksTest {

    @Test
    void aNumberStaysWithItsUnit() {
        assertThat(Breaks.in("6 per run, every 6 h, cooldown 7 d, 182 GB of 4.0 TB"))
                .isEqualTo("6 per run, every 6\u00a0h, cooldown 7\u00a0d, 182\u00a0GB of 4.0\u00a0TB");
        assertThat(Breaks.in("10 downloads, 3 done")).isEqualTo("10 downloads, 3 done");
    }

    @Test
    void aLongAddressBreaksBehindItsSignsAndAShortOneNowhere() {
        assertThat(Breaks.in("https://attic.example.net:8989/sonarr$1"))
                .isEqualTo("https://\u200aattic.example.net:\u200a8989/\u200asonarr$1");
        var places = BreakIterator.getLineInstance(Locale.ENGLISH);
        places.setText(Breaks.in("http://127.0.0.2:46649"));
        assertThat(places.isBoundary("http:// 127.0.0.2: ".length())).isTrue();
        assertThat(Breaks.in("nas.lan:8989")).isEqualTo("nas.lan:8989");
    }
}
