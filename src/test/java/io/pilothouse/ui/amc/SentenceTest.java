package io.pilothouse.ui.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.amc.Sentence;
import io.pilothouse.ui.common.Texts;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SentenceTest {

    /// What is stored is heard again as the same sentence, and says the same in an English window.
    @ParameterizedTest
    @EnumSource
    void whatIsSaidIsHeardAgain(Sentence sentence) {
        var said = sentence.say("7", "Brand North", "3", "30");

        assertThat(Sentence.heard(said).orElseThrow().sentence()).isEqualTo(sentence);
        assertThat(Desk.said(new Texts(Locale.ENGLISH), said)).isEqualTo(said.replace('\'', '’'));
        assertThat(Desk.said(new Texts(Locale.GERMAN), said)).isNotEqualTo(said);
    }

    @Test
    void aGermanWindowSaysItInItsWordsAndLeavesAmazonsOwn() {
        var german = new Texts(Locale.GERMAN);
        assertThat(Desk.said(german, Sentence.NEEDS_DAYS.say(52, "Brand North", 2, 30)))
                .isEqualTo("52 Läufe auf Brand North brauchen 2 Tage bei 30 am Tag.");
        assertThat(Desk.said(german, "a/b.csv: it is here already.")).isEqualTo("a/b.csv: Es ist schon da.");
        assertThat(Desk.said(german, "Unable to complete the workflow execution."))
                .isEqualTo("Unable to complete the workflow execution.");
    }
}
