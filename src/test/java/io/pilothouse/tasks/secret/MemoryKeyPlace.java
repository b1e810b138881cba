package io.pilothouse.tasks.secret;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/// A key store that a test can lock, empty and make hang. Thread-safe.
public final class MemoryKeyPlace implements KeyPlace {

    private final Map<String, byte[]> keys = new HashMap<>();
    private boolean missing;
    private CountDownLatch answering = new CountDownLatch(0);
    private int asked;

    @Override
    public String displayName() {
        return "the test's key store";
    }

    @Override
    public Optional<byte[]> find(String name) throws KeyPlaceException {
        answer();
        synchronized (this) {
            return Optional.ofNullable(keys.get(name));
        }
    }

    @Override
    public void save(String name, byte[] key) throws KeyPlaceException {
        answer();
        synchronized (this) {
            keys.put(name, key);
        }
    }

    @Override
    public void delete(String name) throws KeyPlaceException {
        answer();
        synchronized (this) {
            keys.remove(name);
        }
    }

    public synchronized void setMissing(boolean missing) {
        this.missing = missing;
    }

    public synchronized void forgetAll() {
        keys.clear();
    }

    public synchronized int size() {
        return keys.size();
    }

    public synchronized int timesAsked() {
        return asked;
    }

    /// Lets every question wait until the latch is counted down.
    public synchronized void hangUntil(CountDownLatch released) {
        answering = released;
    }

    private void answer() throws KeyPlaceException {
        CountDownLatch latch;
        synchronized (this) {
            asked++;
            latch = answering;
        }
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new KeyPlaceException("interrupted", e);
        }
        synchronized (this) {
            if (missing) {
                throw new KeyPlaceException("missing");
            }
        }
    }
}
