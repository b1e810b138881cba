package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class SettingWordsTest {

    private final SettingWords english = new SettingWords(new Texts(Locale.ENGLISH));
    private final SettingWords german = new SettingWords(new Texts(Locale.GERMAN));

    @Test
    void namesAndValuesAreWordsInTheLanguageOfTheWindow() {
        assertThat(english.name("renameMovies")).isEqualTo("Rename movies");
        assertThat(german.name("renameMovies")).isEqualTo("Filme umbenennen");
        assertThat(german.value("renameMovies", "true")).isEqualTo("ja");
        assertThat(english.value("colonReplacementFormat", "1"))
                .isEqualTo(english.value("colonReplacementFormat", "dash"));
        assertThat(english.value("standardMovieFormat", "{Movie Title}")).isEqualTo("{Movie Title}");
    }

    @Test
    void whatHasNoWordsKeepsItsOwnNameInWords() {
        assertThat(english.name("max_ratio")).isEqualTo("Max ratio");
        assertThat(english.name("someNewSetting")).isEqualTo("Some new setting");
        assertThat(english.name("limitURL")).isEqualTo("Limit URL");
        assertThat(english.name("Paths as apps see them")).isEqualTo("Paths as apps see them");
        assertThat(english.name("")).isEmpty();
    }
}
