package io.pilothouse.ui.compare;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.ui.common.Texts;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class ProfileWordsTest {

    private static final String PROFILE = """
            {"cutoff":1000,"cutoffFormatScore":500,"formatScores":{"HDR10+":500,"x265":0},"items":[
            {"allowed":false,"items":[],"quality":{"id":1,"name":"SDTV"}},
            {"allowed":true,"items":[],"quality":{"id":4,"name":"HDTV-720p"}},
            {"allowed":true,"id":1000,"items":[{"allowed":true,"quality":{"id":3,"name":"WEBDL-1080p"}}],"name":"WEB 1080p"}],
            "minFormatScore":10,"upgradeAllowed":%s}""";

    private final ProfileWords english = new ProfileWords(new Texts(Locale.ENGLISH));
    private final ProfileWords german = new ProfileWords(new Texts(Locale.GERMAN));

    @Test
    void aProfileIsSaidInWords() {
        assertThat(english.of(PROFILE.formatted(true)))
                .isEqualTo("Upgrades until WEB 1080p, or a score of 500 · Least score 10 · HDR10+: 500"
                        + " · WEB 1080p, HDTV-720p");
        assertThat(german.of(PROFILE.formatted(false)))
                .isEqualTo("Behält, was es hat · Mindestens 10 Punkte · HDR10+: 500 · WEB 1080p, HDTV-720p");
    }

    @Test
    void whatIsNoProfileStaysAsItIs() {
        assertThat(english.of("{Movie Title}")).isEqualTo("{Movie Title}");
        assertThat(english.of("{}")).isEqualTo("{}");
        assertThat(english.of("")).isEmpty();
    }
}
