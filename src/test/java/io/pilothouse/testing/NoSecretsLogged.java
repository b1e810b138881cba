package io.pilothouse.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Hears every line that a test makes Pilothouse log, the finest too, before anything is taken out of it, and
/// fails the test where one says a secret. Use it with `@RegisterExtension`, as the first one, and tell it the
/// secrets as they become known.
public final class NoSecretsLogged implements BeforeEachCallback, AfterEachCallback {

    private static final Logger OURS = Logger.getLogger("io.pilothouse");

    private final Set<String> secrets = ConcurrentHashMap.newKeySet();
    private final Queue<LogRecord> heard = new ConcurrentLinkedQueue<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord record) {
            heard.add(record);
        }

        @Override
        public void flush() {
            // nothing is kept back
        }

        @Override
        public void close() {
            // nothing is open
        }
    };

    /// Nobody may log this, nor an exception that says it.
    public void never(String secret) {
        secrets.add(secret);
    }

    /// @return what was logged so far, with the exceptions
    public List<String> lines() {
        Formatter formatter = new SimpleFormatter();
        return heard.stream()
                .map(record -> formatter.formatMessage(record) + thrown(record))
                .toList();
    }

    private static String thrown(LogRecord record) {
        if (record.getThrown() == null) {
            return "";
        }
        var text = new StringWriter();
        record.getThrown().printStackTrace(new PrintWriter(text, true));
        return "\n" + text;
    }

    @Override
    public void beforeEach(ExtensionContext context) {
        ear.setLevel(Level.ALL);
        OURS.setLevel(Level.ALL);
        OURS.addHandler(ear);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        OURS.removeHandler(ear);
        OURS.setLevel(null);
        for (var secret : secrets) {
            assertThat(lines()).as("what was logged").noneMatch(line -> line.contains(secret));
        }
    }

    /// Fails where one of the secrets stands in what was said or in a file of the folder of logs, and where
    /// nothing was logged at all.
    public void assertNowhere(Collection<String> said, Path logs, String... never) throws IOException {
        assertThat(said).allSatisfy(text -> assertThat(text).doesNotContain(never));
        try (var files = Files.list(logs)) {
            assertThat(files.toList())
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(Files.readString(file)).doesNotContain(never));
        }
        assertThat(lines()).as("it has something to say").isNotEmpty();
    }
}
