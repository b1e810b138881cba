package io.pilothouse;

import io.pilothouse.domain.instance.InstanceId;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import java.util.logging.ErrorManager;
import java.util.logging.FileHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where the log goes: a few files of limited size in the data folder. Everything written passes
/// the redaction first, by known value and by pattern, exceptions included. Beside the id of an instance stands
/// its name of that time, where the line does not say it by itself.
final class LogFile implements AutoCloseable {

    private static final int BYTES_EACH = 2_000_000;
    private static final int FILES = 5;

    /// Says its version at every start. Kept here because loggers nobody holds are forgotten.
    private static final Logger CHATTY = Logger.getLogger("org.xnio");

    private static final Logger PROGRAM = Logger.getLogger("io.pilothouse");

    private static final Pattern ID = Pattern.compile("\\b[a-z]{2,20}-\\d{10}[a-z0-9]{3}\\b");

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
    /// @param names  the present name of an instance, from memory
    /// @param redact takes secrets out of a text
    static LogFile open(Path folder, Names names, UnaryOperator<String> redact) throws IOException {
        var pattern = folder.resolve("pilothouse.%g.log").toString();
        return install(new FileHandler(pattern, BYTES_EACH, FILES, true), Level.INFO, new Lines(names, redact));
    }

    /// What instances are called now.
    @FunctionalInterface
    interface Names {
        Optional<String> of(InstanceId id);
    }

    /// Sends the log of the whole program to a stream too, for `--verbose`.
    static LogFile toStream(PrintStream stream, Names names, UnaryOperator<String> redact) {
        var lines = new Lines(names, redact);
        var handler = new StreamHandler(stream, lines) {
            @Override
            public synchronized void publish(LogRecord record) {
                super.publish(record);
                flush();
            }
        };
        return install(handler, Level.FINE, lines);
    }

    private static LogFile install(Handler handler, Level level, Lines lines) {
        handler.setFormatter(lines);
        handler.setErrorManager(new Unwritable());
        handler.setLevel(level);
        var log = new LogFile(handler);
        log.root.addHandler(handler);
        atLeast(level);
        return log;
    }

    private static void atLeast(Level level) {
        if (PROGRAM.getLevel() == null || level.intValue() < PROGRAM.getLevel().intValue()) {
            PROGRAM.setLevel(level); // whoever wants more gets it; each handler takes what it wants
        }
    }

    /// Whether it takes, from now on, also what only helps to find a fault.
    void detailed(boolean wanted) {
        var level = wanted ? Level.FINE : Level.INFO;
        atLeast(level);
        handler.setLevel(level);
    }

    @Override
    public void close() {
        root.removeHandler(handler);
        handler.close();
    }

    /// A log that cannot be written, as on a full disk, is said once and in one line.
    private static final class Unwritable extends ErrorManager {
        private final AtomicBoolean said = new AtomicBoolean();

        @Override
        public void error(String message, Exception cause, int code) {
            if (!said.getAndSet(true)) {
                System.err.println("pilothouse: The log cannot be written: "
                        + (cause == null ? message : cause.getMessage()) + ".");
            }
        }
    }

    /// One event, one line: time, level, where, text; an exception follows on lines of its own.
    private static final class Lines extends Formatter {
        private final Names names;
        private final UnaryOperator<String> redact;

        private Lines(Names names, UnaryOperator<String> redact) {
            this.names = names;
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
                    .append(named(formatMessage(record)).replace("\r", "").replace('\n', ' '))
                    .append(System.lineSeparator());
            if (record.getThrown() != null) {
                record.getThrown().printStackTrace(new PrintWriter(text, true));
            }
            return redact.apply(text.toString());
        }

        private String named(String message) {
            return ID.matcher(message).replaceAll(found -> {
                var name = names.of(new InstanceId(found.group()));
                return Matcher.quoteReplacement(name.filter(one -> !message.contains(one))
                        .map(one -> found.group() + " “" + one + "”")
                        .orElse(found.group()));
            });
        }

        private static String shortName(String logger) {
            return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
        }
    }
}
