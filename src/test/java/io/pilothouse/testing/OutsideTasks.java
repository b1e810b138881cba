package io.pilothouse.testing;

import io.pilothouse.tasks.connection.SentRequests;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/// Hears of every request in this JVM that no task stands for (bar B1), while it is open.
public final class OutsideTasks implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SentRequests.class.getName());

    private final Queue<String> calls = new ConcurrentLinkedQueue<>();
    private final Handler ear = new Handler() {
        @Override
        public void publish(LogRecord record) {
            var line = new SimpleFormatter().formatMessage(record);
            if (line.startsWith("a request outside every task")) {
                calls.add(line);
            }
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

    public OutsideTasks() {
        LOG.setLevel(Level.ALL);
        LOG.addHandler(ear);
    }

    public List<String> calls() {
        return List.copyOf(calls);
    }

    @Override
    public void close() {
        LOG.removeHandler(ear);
    }
}
