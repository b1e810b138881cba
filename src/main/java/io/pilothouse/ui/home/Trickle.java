package io.pilothouse.ui.home;

import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.UiServices;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/// Gathers what a house tells, however often, and gives it on twice a second at most. FX thread only, except
/// for [#add].
final class Trickle<N> implements Subscription {

    static final Duration EVERY = Duration.ofMillis(500);

    private final UiServices services;
    private final Consumer<List<N>> taker;
    private final List<N> gathered = new ArrayList<>();
    private Subscription pause = () -> {};
    private boolean closed;

    Trickle(UiServices services, Consumer<List<N>> taker) {
        this.services = services;
        this.taker = taker;
    }

    /// On any thread.
    void add(N news) {
        boolean first;
        synchronized (gathered) {
            first = gathered.isEmpty();
            gathered.add(news);
        }
        if (first) {
            services.fx().execute(this::soon);
        }
    }

    private void soon() {
        if (!closed) {
            pause = services.later().after(EVERY, this::take);
        }
    }

    private void take() {
        List<N> taken;
        synchronized (gathered) {
            taken = List.copyOf(gathered);
            gathered.clear();
        }
        taker.accept(taken);
    }

    @Override
    public void close() {
        closed = true;
        pause.close();
    }
}
