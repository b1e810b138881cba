package io.pilothouse.domain.torrent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CategoryWishesTest {

    @Test
    void aCategoryHasAFolderOrTheClientsOwnChoice() {
        var wishes = CategoryWishes.read("radarr => /data/movies; tv/anime=>D:\\Anime\n Bücher ; ");

        assertThat(wishes)
                .containsExactly(entry("Bücher", ""), entry("radarr", "/data/movies"), entry("tv/anime", "D:\\Anime"));
        assertThat(CategoryWishes.read(CategoryWishes.write(wishes))).isEqualTo(wishes);
        assertThat(CategoryWishes.read("")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "radarr => data/movies",
                "radarr =>",
                "=> /data",
                "/tv => /data",
                "tv/ => /data",
                "a//b",
                "a\\b",
                "tv; tv => /data"
            })
    void whatNoServerTakesIsRefused(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CategoryWishes.read(text));
    }
}
