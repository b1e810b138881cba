package io.pilothouse.tasks;

import io.pilothouse.domain.task.TaskId;
import io.pilothouse.store.TaskRepository;

/// Numbers for tasks, growing over restarts. They are set aside in the store a few at a time, and
/// the next few in the background, so that starting a task waits for no disk. Thread-safe.
final class TaskNumbers {

    private static final int AT_ONCE = 128;

    private final TaskRepository repository;
    private long next;
    private long end;
    private long reserveFirst = -1;
    private boolean reserving;

    TaskNumbers(TaskRepository repository) {
        this.repository = repository;
        next = repository.reserve(AT_ONCE).number();
        end = next + AT_ONCE;
    }

    synchronized TaskId next() {
        if (next == end) {
            while (reserving && reserveFirst < 0) {
                try {
                    wait();
                } catch (InterruptedException e) { // a number is needed all the same
                    Thread.currentThread().interrupt();
                    break;
                }
            }
            next = reserveFirst >= 0
                    ? reserveFirst
                    : repository.reserve(AT_ONCE).number();
            end = next + AT_ONCE;
            reserveFirst = -1;
        }
        if (end - next < AT_ONCE / 2 && reserveFirst < 0 && !reserving) {
            reserving = true;
            Thread.ofVirtual().name("set task numbers aside").start(this::reserveInBackground);
        }
        return new TaskId(next++);
    }

    private void reserveInBackground() {
        long first = -1;
        try {
            first = repository.reserve(AT_ONCE).number();
        } finally {
            synchronized (this) {
                reserveFirst = first;
                reserving = false;
                notifyAll();
            }
        }
    }
}
