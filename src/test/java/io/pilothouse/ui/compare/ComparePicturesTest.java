package io.pilothouse.ui.compare;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws a comparison, to be looked at.
@Tag("pictures")
class ComparePicturesTest {

    static FakeServices fakes() {
        var fakes = PictureFleet.make();
        var hd = PictureFleet.id("R1");
        var uhd = PictureFleet.id("R4");
        fakes.comparing.line("program", "version", Map.of(hd, "5.26.2", uhd, "5.26.2"));
        fakes.comparing.line(
                "naming",
                "standardMovieFormat",
                Map.of(hd, "{Movie Title} ({Release Year})", uhd, "{Movie Title} ({Release Year}) {Quality Full}"));
        fakes.comparing.line("naming", "renameMovies", Map.of(hd, "false", uhd, "true"));
        fakes.comparing.line("profile", "WEB 2160p", Map.of(uhd, "{\"cutoff\":18,\"upgradeAllowed\":true}"));
        fakes.comparing.line("root-folder", "/movies", Map.of(hd, "yes", uhd, "yes"));
        return fakes;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void compare(boolean dark) {
        Windows.draw(
                "compare",
                dark,
                fakes(),
                window -> window.context().actions().run("instance.compare", Optional.of(PictureFleet.id("R1"))));
    }
}
