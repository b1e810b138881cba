package io.pilothouse;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/// Where the log goes: a few files of limited size in the data folder. Everything written passes
/// the redaction first, by known value and by pattern, exceptions included.
final class LogFile implements AutoCloseable {

    private static final int BYTES_EACH = 2_000_000;
    private static final int FILES = 5;

    /// Says its version at every start. Kept here because loggers nobody holds are forgotten.
    private static final Logger CHATTY = Logger.getLogger("org.xnio");

    private final Logger root = Logger.getLogger("");
    private final Handler handler;

    private LogFile(Handler handler) {
        this.handler = handler;
    }

    /// Nothing of the log goes to standard error by itself; before a file is open it goes nowhere.
    static void quiet() {
        var root = Logger.getLogger("");
        for (var handler : root.getHandlers()) {
            root.removeHandler(handler);
        }
        CHATTY.setLevel(Level.WARNING);
    }

    /// Sends the log of the whole program to `folder`.
    ///
    /// @param redact takes secrets out of a text
    static LogFile open(Path folder, UnaryOperator<String> redact) throws IOException {
        var pattern = folder.resolve("pilothouse.%g.log").toString();
        return install(new FileHandler(pattern, BYTES_EACH, FILES, true), Level.INFO, redact);
    }

    /// Sends the log of the whole program to a stream too, for `--verbose`.
    static LogFile toStream(PrintStream stream, UnaryOperator<String> redact) {
        var handler = new StreamHandler(stream, new Lines(redact)) {
            @Override
            public synchronized void publish(LogRecord record) {
                super.publish(record);
                flush();
            }
        };
        return install(handler, Level.FINE, redact);
    }

    private static LogFile install(Handler handler, Level level, UnaryOperator<String> redact) {
        handler.setFormatter(new Lines(redact));
        handler.setLevel(level);
        var log = new LogFile(handler);
        log.root.addHandler(handler);
        Logger.getLogger("io.pilothouse").setLevel(level);
        return log;
    }

    @Override
    public void close() {
        root.removeHandler(handler);
        handler.close();
    }

    /// One event, one line: time, level, where, text; an exception follows on lines of its own.
    private static final class Lines extends Formatter {
        private final UnaryOperator<String> redact;

        private Lines(UnaryOperator<String> redact) {
            this.redact = redact;
        }

        @Override
        public String format(LogRecord record) {
            var text = new StringWriter();
            text.append(Instant.ofEpochMilli(record.getMillis())
                            .truncatedTo(ChronoUnit.MILLIS)
                            .toString())
                    .append(' ')
                    .append(record.getLevel().getName())
                    .append(' ')
                    .append(shortName(record.getLoggerName()))
                    .append(": ")
                    .append(formatMessage(record).replace("\r", "").replace('\n', ' '))
                    .append(System.lineSeparator());
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            return redact.apply(text.toString());
        }

        private static String shortName(String logger) {
            return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
        }
    }
}
