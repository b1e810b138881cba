package io.pilothouse.tasks.connection;

import io.pilothouse.connectors.RequestLog;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.SentRequestRepository;
import io.pilothouse.store.SentRequestRepository.SentRequest;
import io.pilothouse.store.StoreException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Remembers the last requests that left this program: what was asked of whom, never what was in it.
/// Written in batches, off the thread that sends. Thread-safe.
public final class SentRequests implements RequestLog, AutoCloseable {

    private static final Logger LOG = System.getLogger(SentRequests.class.getName());

    private final LinkedBlockingQueue<Entry> waiting = new LinkedBlockingQueue<>(10_000);
    private final AtomicLong outsideTasks = new AtomicLong();
    private final SentRequestRepository repository;
    private final Thread writer;

    public SentRequests(SentRequestRepository repository) {
        this.repository = repository;
        writer = Thread.ofVirtual().name("sent requests").start(this::write);
    }

    /// @return how many requests nobody could see or stop as a task; there should be none
    public long outsideTasks() {
        return outsideTasks.get();
    }

    /// When more requests wait than anybody could have sent, the newest is left out.
    @Override
    public void record(Entry entry) {
        if (entry.task().isEmpty()) {
            outsideTasks.incrementAndGet();
            LOG.log(
                    Level.DEBUG,
                    "a request outside every task: {0} {1} to {2}",
                    entry.method(),
                    entry.path(),
                    entry.instance().map(Object::toString).orElse("no instance"));
        }
        if (!waiting.offer(entry)) {
            LOG.log(Level.DEBUG, "the record of sent requests is full");
        }
    }

    private void write() {
        try {
            while (true) {
                var batch = new ArrayList<Entry>();
                batch.add(waiting.take());
                Thread.sleep(1_000); // the rest of a round comes along
                waiting.drainTo(batch);
                append(batch);
            }
        } catch (InterruptedException ended) {
            var rest = new ArrayList<Entry>();
            waiting.drainTo(rest);
            append(rest);
        }
    }

    private void append(ArrayList<Entry> batch) {
        try {
            repository.append(batch.stream().map(SentRequests::row).toList());
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "sent requests could not be recorded", e);
        }
    }

    private static SentRequest row(Entry entry) {
        return new SentRequest(
                entry.at(),
                entry.instance(),
                entry.method(),
                entry.path(),
                entry.status() == 0 ? OptionalInt.empty() : OptionalInt.of(entry.status()));
    }

    /// One request that left this program.
    ///
    /// @param instance empty for an address that is not saved
    /// @param path     without the query
    /// @param status   empty without an answer
    public record Sent(Instant at, Optional<InstanceId> instance, String method, String path, OptionalInt status) {}

    /// Reads the store.
    ///
    /// @return the last requests, newest first
    public List<Sent> last() {
        return repository.all().stream()
                .map(row -> new Sent(row.at(), row.instance(), row.method(), row.path(), row.status()))
                .toList();
    }

    /// Writes what waits, then returns.
    @Override
    public void close() {
        writer.interrupt();
        try {
            writer.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
