package io.pilothouse.tasks.amc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import java.util.regex.Pattern;

/// Hears everything that the program logs while tests of AMC run, and looks through what it wrote: no
/// token, no signed address (acceptance check 40 of section 19.3).
final class SaidSecrets {

    private static final Pattern SECRET =
            Pattern.compile("Atza\\||Atzr\\||X-Amz-Signature|client_secret=", Pattern.CASE_INSENSITIVE);
    private static final long MOST_BYTES = 32L << 20;
    private static final List<String> LEAKS = new CopyOnWriteArrayList<>();
    private static final Logger ALL = Logger.getLogger("");
    private static final Handler EAR = new Handler() {
        @Override
        public void publish(LogRecord record) {
            var text = new StringWriter().append(new SimpleFormatter().formatMessage(record));
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(text));
            }
            if (SECRET.matcher(text.toString()).find()) {
                LEAKS.add(record.getLoggerName() + ": " + text);
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };
    private static final Logger OURS = Logger.getLogger("io.pilothouse");

    private SaidSecrets() {}

    static synchronized void listen() {
        if (!List.of(ALL.getHandlers()).contains(EAR)) {
            EAR.setLevel(Level.ALL);
            ALL.addHandler(EAR);
            OURS.setLevel(Level.ALL);
        }
    }

    /// @param folder the data folder of the program that has ended
    static void none(Path folder) {
        assertThat(LEAKS).isEmpty();
        try (var files = Files.walk(folder)) {
            assertThat(files.filter(Files::isRegularFile)).noneMatch(SaidSecrets::holds);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean holds(Path file) {
        try {
            return Files.size(file) < MOST_BYTES
                    && SECRET.matcher(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                            .find();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
