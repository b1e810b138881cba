package io.pilothouse.cli;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/// Output of a command that goes on writing, taken line by line.
final class Lines extends OutputStream {

    private final LinkedBlockingQueue<String> lines = new LinkedBlockingQueue<>();
    private final java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();

    PrintStream stream() {
        return new PrintStream(this, true, StandardCharsets.UTF_8);
    }

    @Override
    public synchronized void write(int b) {
        if (b == '\n') {
            lines.add(line.toString(StandardCharsets.UTF_8));
            line.reset();
        } else {
            line.write(b);
        }
    }

    /// Waits for the next line.
    String next() throws InterruptedException {
        return Objects.requireNonNull(lines.poll(30, TimeUnit.SECONDS), "no further line came");
    }

    /// Waits for a line that holds this text.
    String next(String part) throws InterruptedException {
        var line = next();
        while (!line.contains(part)) {
            line = next();
        }
        return line;
    }
}
