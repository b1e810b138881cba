package io.pilothouse.testing.ui;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.alert.Alerts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Messages in a list.
public final class FakeAlerts implements Alerts {

    public final Published<State> state = new Published<>(new State(List.of(), Optional.empty()));
    public final List<String> calls = new ArrayList<>();
    private Optional<Consumer<Told>> listener = Optional.empty();

    public void tell(Told told) {
        listener.ifPresent(one -> one.accept(told));
    }

    @Override
    public Published<State> state() {
        return state;
    }

    @Override
    public Subscription whenTold(Executor on, Consumer<Told> told) {
        listener = Optional.of(news -> on.execute(() -> told.accept(news)));
        return () -> listener = Optional.empty();
    }

    @Override
    public void acknowledge(Collection<Long> ids) {
        calls.add("acknowledge " + ids);
    }

    @Override
    public void disturbNot(Instant until) {
        calls.add("disturbNot " + until);
    }

    @Override
    public void mute(Collection<InstanceId> ids, Instant until) {
        calls.add("mute " + ids + " " + until);
    }

    @Override
    public Optional<Instant> muted(InstanceId id) {
        return Optional.empty();
    }

    @Override
    public List<Alert> simulate(Instant since) {
        return state.get().recent();
    }

    @Override
    public Set<AlertChannel> channels(AlertEvent event) {
        return event.usual();
    }
}
