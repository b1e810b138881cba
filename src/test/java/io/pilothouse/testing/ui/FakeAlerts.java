package io.pilothouse.testing.ui;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.Delivery;
import io.pilothouse.domain.alert.RemoteSetup;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.alert.Alerts;
import io.pilothouse.tasks.alert.RemoteChannels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/// Messages in a list.
public final class FakeAlerts implements Alerts {

    public final Published<State> state = new Published<>(new State(List.of(), Optional.empty()));
    public final List<String> calls = new ArrayList<>();
    public final FakeChannels remote = new FakeChannels();
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

    @Override
    public FakeChannels remote() {
        return remote;
    }

    /// Channels in a map, whose servers take everything.
    public static final class FakeChannels implements RemoteChannels {

        public final Map<AlertChannel, RemoteSetup> setups = new EnumMap<>(AlertChannel.class);
        public final Map<String, Secret> secrets = new HashMap<>();

        @Override
        public Optional<RemoteSetup> setup(AlertChannel channel) {
            return Optional.ofNullable(setups.get(channel));
        }

        @Override
        public Set<String> secrets(AlertChannel channel) {
            return Set.copyOf(secrets.keySet());
        }

        @Override
        public void setUp(RemoteSetup setup, Map<String, Optional<Secret>> changes) {
            setups.put(setup.channel(), setup);
            changes.forEach((field, value) -> value.ifPresent(secret -> secrets.put(field, secret)));
        }

        @Override
        public void remove(AlertChannel channel) {
            setups.remove(channel);
        }

        @Override
        public String test(RemoteSetup setup, Map<String, Optional<Secret>> typed) {
            return "200 taken by " + setup.channel().word();
        }

        @Override
        public List<Delivery> deliveries(Instant since) {
            return List.of();
        }
    }
}
