package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    Path folder;

    @Test
    void oneEventIsOneLineAndASecretIsTakenOutOfTextAndException() throws IOException {
        try (var _ = LogFile.open(folder, _ -> Optional.empty(), text -> text.replace("s3cret", "***"))) {
            System.getLogger("io.pilothouse.tasks.Anything")
                    .log(
                            System.Logger.Level.WARNING,
                            "could not reach Loft with s3cret\nsecond line",
                            new IOException("key s3cret refused"));
        }

        var text = Files.readString(folder.resolve("pilothouse.0.log"));
        assertThat(text).contains("WARNING Anything: could not reach Loft with *** second line");
        assertThat(text).contains("java.io.IOException: key *** refused").doesNotContain("s3cret");
    }

    /// Bar W4: ids stay when a name changes, and people know names.
    @Test
    void besideAnIdStandsTheNameUnlessTheLineSaysIt() throws IOException {
        LogFile.Names names =
                id -> id.value().equals("radarr-2605031412abc") ? Optional.of("Loft $1") : Optional.empty();
        var logger = System.getLogger("io.pilothouse.tasks.Anything");
        try (var _ = LogFile.open(folder, names, text -> text)) {
            logger.log(System.Logger.Level.WARNING, "no line to radarr-2605031412abc, nor to sonarr-2605031412abc");
            logger.log(System.Logger.Level.WARNING, "could not search Loft $1 (radarr-2605031412abc)");
        }

        assertThat(Files.readString(folder.resolve("pilothouse.0.log")))
                .contains("no line to radarr-2605031412abc “Loft $1”, nor to sonarr-2605031412abc\n")
                .contains("could not search Loft $1 (radarr-2605031412abc)\n");
    }

    /// `--verbose` opens its stream before the store, and with it the file.
    @Test
    void theFileTakesNothingFromTheStream() throws IOException {
        var stream = new ByteArrayOutputStream();
        try (var _ = LogFile.toStream(new PrintStream(stream), _ -> Optional.empty(), text -> text);
                var _ = LogFile.open(folder, _ -> Optional.empty(), text -> text)) {
            System.getLogger("io.pilothouse.tasks.Anything").log(System.Logger.Level.DEBUG, "somebody wants this");
        }

        assertThat(stream.toString()).contains("FINE Anything: somebody wants this");
        assertThat(Files.readString(folder.resolve("pilothouse.0.log"))).isEmpty();
    }

    @Test
    void detailsAreTakenWhileTheyAreWanted() throws IOException {
        var logger = System.getLogger("io.pilothouse.tasks.Anything");
        try (var log = LogFile.open(folder, _ -> Optional.empty(), text -> text)) {
            log.detailed(true);
            logger.log(System.Logger.Level.DEBUG, "somebody looks for a fault");
            log.detailed(false);
            logger.log(System.Logger.Level.DEBUG, "it was found");
        }

        assertThat(Files.readString(folder.resolve("pilothouse.0.log")))
                .contains("FINE Anything: somebody looks for a fault")
                .doesNotContain("it was found");
    }

    @Test
    void debugIsOffByDefault() throws IOException {
        try (var _ = LogFile.open(folder, _ -> Optional.empty(), text -> text)) {
            System.getLogger("io.pilothouse.tasks.Anything").log(System.Logger.Level.DEBUG, "nobody needs this");
        }

        assertThat(Files.readString(folder.resolve("pilothouse.0.log"))).isEmpty();
    }
}
