package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {

    @TempDir
    Path folder;

    @Test
    void oneEventIsOneLineAndASecretIsTakenOutOfTextAndException() throws IOException {
        try (var _ = LogFile.open(folder, text -> text.replace("s3cret", "***"))) {
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

    @Test
    void debugIsOffByDefault() throws IOException {
        try (var _ = LogFile.open(folder, text -> text)) {
            System.getLogger("io.pilothouse.tasks.Anything").log(System.Logger.Level.DEBUG, "nobody needs this");
        }

        assertThat(Files.readString(folder.resolve("pilothouse.0.log"))).isEmpty();
    }
}
