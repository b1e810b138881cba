package io.pilothouse.tasks.library;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Time;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// Listens to every server that is switched on, over one connection each, so that jobs are seen as they go
/// and a scan is followed by a reading. Each connection is a quiet task from its beginning to its end. Whoever
/// does not answer is asked again after growing pauses; nothing depends on it, as everything is polled as well.
final class LibraryEars implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMinutes(1);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);
    /// A connection that held so long was a good one.
    private static final Duration HELD = Duration.ofMinutes(5);

    private final StoredLibrary library;
    private final TaskRegistry tasks;
    private final Time time;
    private final Consumer<Instance> scanned;
    private final Map<InstanceId, Ear> ears = new HashMap<>();
    private boolean closed;

    private record Ear(long configVersion, Thread thread) {}

    LibraryEars(StoredLibrary library, TaskRegistry tasks, Time time, Consumer<Instance> scanned) {
        this.library = library;
        this.tasks = tasks;
        this.time = time;
        this.scanned = scanned;
    }

    /// Listens to these servers and no others; anew to one whose address or key was edited.
    synchronized void follow(Collection<Instance> servers) {
        if (closed) {
            return;
        }
        var wanted = new HashSet<InstanceId>();
        for (var server : servers) {
            wanted.add(server.id());
            var ear = ears.get(server.id());
            if (ear == null || ear.configVersion != server.configVersion()) {
                if (ear != null) {
                    ear.thread.interrupt();
                }
                ears.put(
                        server.id(),
                        new Ear(
                                server.configVersion(),
                                Thread.ofVirtual()
                                        .name("listen to " + server.id())
                                        .start(() -> listen(server))));
            }
        }
        ears.entrySet().removeIf(entry -> {
            boolean gone = !wanted.contains(entry.getKey());
            if (gone) {
                entry.getValue().thread.interrupt();
            }
            return gone;
        });
    }

    private void listen(Instance server) {
        var pause = FIRST_PAUSE;
        try {
            while (true) {
                var began = time.instant();
                connect(server);
                var now = time.instant();
                pause = Duration.between(began, now).compareTo(HELD) > 0
                        ? FIRST_PAUSE
                        : pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                var bell = time.bell();
                var until = now.plus(pause);
                while (time.instant().isBefore(until)) {
                    bell.await(until);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Listens until the connection ends, or a person stops the task.
    private void connect(Instance server) throws InterruptedException {
        var connection = tasks.start(
                new TaskRequest(
                        "library-listen",
                        "listen for news of " + server.name(),
                        List.of(server.id()),
                        Origin.PROGRAM,
                        true),
                context -> {
                    hear(server, context);
                    return true;
                });
        try {
            connection.await();
        } catch (InterruptedException e) {
            connection.cancel();
            throw e;
        }
    }

    private void hear(Instance server, TaskContext context) throws InterruptedException {
        try {
            library.listen(server, () -> scanned.accept(server));
        } catch (ConnectorException e) { // the health check tells people
            context.line(e.problem().summary());
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        ears.values().forEach(ear -> ear.thread.interrupt());
        try {
            for (var ear : ears.values()) {
                ear.thread.join(); // none begins to listen anew after this
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ears.clear();
    }
}
