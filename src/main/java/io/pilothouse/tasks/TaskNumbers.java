package io.pilothouse.tasks;

import io.pilothouse.domain.task.TaskId;
import io.pilothouse.store.TaskRepository;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// Numbers for tasks, growing over restarts. They are set aside in the store some at a time, the next
/// ones in the background while the present ones are used up, so that starting a task never waits for
/// the store: whoever starts one may hold a lock or a transaction that the store needs. Thread-safe.
final class TaskNumbers {

    private static final Logger LOG = System.getLogger(TaskNumbers.class.getName());
    private static final int AT_ONCE = 256;

    private final TaskRepository repository;
    private long next;
    private long end;
    private boolean reserving;

    TaskNumbers(TaskRepository repository) {
        this.repository = repository;
        next = repository.reserve(AT_ONCE).number();
        end = next + AT_ONCE;
    }

    /// Gives a number out. It may be one past those set aside, when a thousand tasks start within one
    /// transaction: only this process gives numbers out, so the next ones set aside are these.
    synchronized TaskId next() {
        var id = new TaskId(next++);
        if (low() && !reserving) {
            reserving = true;
            Thread.ofVirtual().name("set task numbers aside").start(this::reserveInBackground);
        }
        return id;
    }

    private boolean low() {
        return end - next < AT_ONCE / 2;
    }

    private void reserveInBackground() {
        boolean more = true;
        while (more) {
            long first = -1;
            try {
                first = repository.reserve(AT_ONCE).number();
            } catch (IllegalStateException closed) { // the program ends: what is set aside is enough
                LOG.log(Level.DEBUG, "The store was closed before task numbers were set aside", closed);
            } finally {
                synchronized (this) {
                    end = first < 0 ? end : first + AT_ONCE;
                    more = first >= 0 && low();
                    reserving = more;
                }
            }
        }
    }
}
