package io.pilothouse.tasks.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExternalPlayerTest {

    private static final URI STREAM = URI.create("http://loft.test/scene/1/stream?apikey=topsecret");

    @TempDir
    Path folder;

    private TestEngine engine;

    @BeforeEach
    void open() {
        assumeTrue(File.separatorChar == '/', "the player of this test is a shell script");
        engine = new TestEngine(folder.resolve("data"), List.of());
    }

    @AfterEach
    void close() {
        if (engine != null) {
            engine.close();
        }
    }

    private ExternalPlayer player(Path programs) {
        return new ExternalPlayer(engine.get().settings(), programs.toString());
    }

    /// Writes down what it got, and how it was called.
    private Path program(String name) throws Exception {
        var file = folder.resolve(name);
        Files.writeString(
                file,
                "#!/bin/sh\necho \"$@\" > " + folder + "/args\ncat > " + folder + "/part\nmv " + folder + "/part "
                        + folder + "/got\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
        return file;
    }

    @Test
    void aPlayerThatIsFoundGetsThePlaylistOnItsInputAndNoKeyAsArgument() throws Exception {
        program("mpv");

        assertThat(player(folder).play(STREAM, "Fog\nover"))
                .hasValue(folder.resolve("mpv").toString());

        Eventually.that(() -> Files.exists(folder.resolve("got")));
        assertThat(folder.resolve("got")).content().contains("#EXTM3U", "Fog over", STREAM.toString());
        assertThat(folder.resolve("args")).content().contains("--playlist=-").doesNotContain("topsecret");
    }

    @Test
    void theOneAPersonNamedIsTaken() throws Exception {
        var mine = program("mine");
        program("mpv");
        engine.get().settings().set(ExternalPlayer.COMMAND, mine + " --fast");

        assertThat(player(folder).command()).containsExactly(mine.toString(), "--fast");
    }

    @Test
    void whereThereIsNoneNothingIsPlayed() {
        assertThat(player(folder.resolve("nowhere")).play(STREAM, "Fog")).isEmpty();
        engine.get()
                .settings()
                .set(ExternalPlayer.COMMAND, folder.resolve("gone").toString());
        assertThat(player(folder).play(STREAM, "Fog")).isEmpty();
    }
}
