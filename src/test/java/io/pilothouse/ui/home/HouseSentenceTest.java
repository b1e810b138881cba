package io.pilothouse.ui.home;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.home.HomeProblems.Found;
import io.pilothouse.domain.home.HomeProblems.Kind;
import io.pilothouse.domain.home.HouseNote;
import io.pilothouse.domain.home.HouseSentence;
import io.pilothouse.ui.common.Texts;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HouseSentenceTest {

    private static Found found(Kind kind, String text) {
        return new Found(kind, false, "sensor.x", "X", text, Optional.empty());
    }

    /// What a problem says is heard again as the same sentence, and says the same in an English window.
    @ParameterizedTest
    @EnumSource
    void whatIsSaidIsHeardAgain(HouseSentence sentence) {
        var said = found(sentence.kind(), sentence.say("7", "30"));

        assertThat(HouseSentence.heard(said).orElseThrow().sentence()).isEqualTo(sentence);
        assertThat(HouseDesk.said(new Texts(Locale.ENGLISH), said)).isEqualTo(said.text());
        assertThat(HouseDesk.said(new Texts(Locale.GERMAN), said)).isNotEqualTo(said.text());
    }

    @ParameterizedTest
    @EnumSource
    void aNoteIsHeardAgain(HouseNote note) {
        var said = note.say("/host/info", "unknown error");

        assertThat(HouseNote.heard(said).orElseThrow().note()).isEqualTo(note);
        assertThat(ServerFacts.heard(new Texts(Locale.ENGLISH), said)).isEqualTo(said);
        assertThat(ServerFacts.heard(new Texts(Locale.GERMAN), said)).isNotEqualTo(said);
    }

    @Test
    void theWordsOfTheHouseStayAsTheyAre() {
        var german = new Texts(Locale.GERMAN);
        assertThat(HouseDesk.said(german, found(Kind.FAILING_INTEGRATION, "Failed to connect")))
                .isEqualTo("Failed to connect");
        assertThat(HouseDesk.said(german, found(Kind.LOW_BATTERY, "12 %"))).isEqualTo("12 %");
        assertThat(HouseDesk.said(german, found(Kind.FAILING_AUTOMATION, "failed 2 of 3 runs")))
                .isEqualTo("2 von 3 Läufen fehlgeschlagen");
    }
}
