package io.pilothouse.ui.common;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Stream;
import javafx.css.CssParser;
import org.junit.jupiter.api.Test;

/// One sheet for the scene, none for a part of it.
class SheetsTest {

    private static final Path VIEWS = Path.of("src/main/java/io/pilothouse/ui");
    private static final Path ALL = VIEWS.resolve("common/all.css");

    /// Read for their colours alone; a scene gets one of them.
    private static final Set<String> THEMES = Set.of("light.css", "dark.css", "contrast.css");

    @Test
    void everySheetIsInOne() throws IOException {
        var rules = new CssParser().parse(ALL.toUri().toURL()).getRules();
        int apart = 0;
        for (var sheet : files("css")) {
            if (!sheet.equals(ALL) && !THEMES.contains(sheet.getFileName().toString())) {
                apart += new CssParser().parse(sheet.toUri().toURL()).getRules().size();
            }
        }
        assertThat(rules).hasSize(apart);
    }

    @Test
    void noPartOfASceneHasOneOfItsOwn() throws IOException {
        for (var file : files("java|fxml")) {
            if (!file.endsWith("Themes.java")) {
                assertThat(Files.readString(file))
                        .as(file.toString())
                        .doesNotContain("getStylesheets")
                        .doesNotContain("stylesheets=");
            }
        }
    }

    private static Iterable<Path> files(String endings) throws IOException {
        try (Stream<Path> all = Files.walk(VIEWS)) {
            return all.filter(it -> it.toString().matches(".*\\.(" + endings + ")"))
                    .toList();
        }
    }
}
