package io.pilothouse.tasks.alert;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.AlertLedger;
import io.pilothouse.domain.alert.AlertRules;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AlertRepository;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Watches causes on a thread of its own. Thread-safe.
public final class LiveAlerts implements Alerts, AutoCloseable {

    /// How far back messages are shown.
    private static final Duration KEPT = Duration.ofDays(90);

    private static final int MOST = 500;

    /// How often it looks whether what was held may be sent.
    private static final Duration LOOK = Duration.ofMinutes(1);

    private static final Duration UNASKED = Duration.ofDays(1);

    private record Listener(Executor on, Consumer<Told> told) {}

    private final AlertRepository repository;
    private final Published<List<Cause>> causes;
    private final Published<List<Notice>> notices;
    private final Published<Map<InstanceId, InstanceHealth>> states;
    private final Supplier<List<InstanceId>> instances;
    private final Settings settings;
    private final Time time;
    private final ZoneId zone;
    private final Bell bell;
    private final AlertLedger ledger;
    private final Published<State> state;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<Alert> waiting = new ArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private Optional<Thread> thread = Optional.empty();

    /// Reads the store.
    ///
    /// @param instances the live ones, for what is muted
    /// @param zone      in which quiet hours are meant
    public LiveAlerts(
            AlertRepository repository,
            Published<List<Cause>> causes,
            Published<List<Notice>> notices,
            Published<Map<InstanceId, InstanceHealth>> states,
            Supplier<List<InstanceId>> instances,
            Settings settings,
            Time time,
            ZoneId zone) {
        this.repository = repository;
        this.causes = causes;
        this.notices = notices;
        this.states = states;
        this.instances = instances;
        this.settings = settings;
        this.time = time;
        this.zone = zone;
        bell = time.bell();
        ledger = new AlertLedger(repository.lasting());
        state = new Published<>(read());
    }

    /// Begins to watch.
    public synchronized void start() {
        if (thread.isEmpty()) {
            repository.forgetBefore(time.instant().minus(KEPT));
            subscriptions.add(causes.subscribe(Runnable::run, _ -> bell.ring()));
            subscriptions.add(notices.subscribe(Runnable::run, _ -> bell.ring()));
            thread = Optional.of(Thread.ofVirtual().name("messages").start(this::loop));
        }
    }

    @Override
    public synchronized void close() {
        subscriptions.forEach(Subscription::close);
        thread.ifPresent(Thread::interrupt);
    }

    private void loop() {
        try {
            while (true) {
                bell.await(look());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // it is closed
        }
    }

    /// @return when to look again at the latest
    synchronized Instant look() {
        var now = time.instant();
        var found = ledger.look(
                causes.get(),
                notices.get().stream()
                        .filter(notice -> !notice.over())
                        .map(notice ->
                                new AlertLedger.Matter(notice.key(), notice.summary(), notice.instances(), notice.at()))
                        .toList(),
                id -> Optional.ofNullable(states.get().get(id))
                        .map(InstanceHealth::state)
                        .orElse(ShownState.UNKNOWN),
                now);
        for (var ended : found.ended()) {
            repository.end(ended.id(), now);
            waiting.removeIf(one -> one.id() == ended.id()); // it became untrue before it was said
        }
        var rules = rules();
        var recent = new ArrayList<>(state.get().recent());
        for (var news : found.news()) {
            var alert = made(news, rules, recent, now);
            recent.addFirst(alert);
        }
        release(rules, recent, now);
        var disturbed = state.get().disturb();
        if (!found.news().isEmpty()
                || !found.ended().isEmpty()
                || disturbed.filter(now::isBefore).isEmpty() && disturbed.isPresent()) {
            state.set(read());
        }
        var next = found.next().orElse(now.plus(UNASKED));
        boolean soon = !waiting.isEmpty() || state.get().disturb().isPresent();
        return soon && next.isAfter(now.plus(LOOK)) ? now.plus(LOOK) : next;
    }

    private Alert made(AlertLedger.News news, AlertRules rules, List<Alert> recent, Instant now) {
        var verdict = rules.judge(news.event(), news.about(), now, news.down().map(Alert::sent), recent);
        var alert = repository.add(new Alert(
                0,
                news.event(),
                news.cause(),
                news.subject(),
                news.about(),
                now,
                news.since(),
                verdict.sent(),
                verdict.held(),
                news.event().lasts() ? Optional.empty() : Optional.of(now),
                Optional.empty()));
        ledger.told(alert);
        if (verdict.held().isPresent()) {
            waiting.add(alert);
        }
        if (!verdict.sent().isEmpty()) {
            tell(new Told.One(alert));
        }
        return alert;
    }

    /// Says what was held, as soon as that is allowed again.
    private void release(AlertRules rules, List<Alert> recent, Instant now) {
        var free = waiting.stream()
                .filter(one -> rules.judge(one.event(), one.instances(), now, Optional.empty(), recent)
                        .held()
                        .isEmpty())
                .toList();
        if (!free.isEmpty()) {
            waiting.removeAll(free);
            tell(new Told.Digest(free));
        }
    }

    private void tell(Told told) {
        for (var listener : listeners) {
            listener.on.execute(() -> listener.told.accept(told));
        }
    }

    private AlertRules rules() {
        var channels = new HashMap<AlertEvent, Set<AlertChannel>>();
        for (var event : AlertEvent.values()) {
            channels.put(event, channels(event));
        }
        var muted = new HashMap<InstanceId, Instant>();
        for (var id : instances.get()) {
            muted(id).ifPresent(until -> muted.put(id, until));
        }
        return new AlertRules(
                channels, settings.get(AlertSettings.QUIET), settings.get(AlertSettings.DISTURB), muted, zone);
    }

    private State read() {
        var now = time.instant();
        var until = settings.get(AlertSettings.DISTURB);
        return new State(
                repository.since(now.minus(KEPT), MOST), until.isAfter(now) ? Optional.of(until) : Optional.empty());
    }

    @Override
    public Set<AlertChannel> channels(AlertEvent event) {
        return AlertSettings.channels(
                event, settings.get(AlertSettings.PRESET), settings.get(AlertSettings.reach(event)));
    }

    @Override
    public Published<State> state() {
        return state;
    }

    @Override
    public Subscription whenTold(Executor on, Consumer<Told> listener) {
        var added = new Listener(on, listener);
        listeners.add(added);
        return () -> listeners.remove(added);
    }

    @Override
    public synchronized void acknowledge(Collection<Long> ids) {
        repository.acknowledge(List.copyOf(ids), time.instant());
        waiting.removeIf(one -> ids.contains(one.id()));
        state.set(read());
    }

    @Override
    public void disturbNot(Instant until) {
        settings.set(AlertSettings.DISTURB, until);
        state.set(read());
        bell.ring();
    }

    @Override
    public void mute(Collection<InstanceId> ids, Instant until) {
        ids.forEach(id -> settings.set(AlertSettings.muted(id), until));
        state.set(read());
        bell.ring();
    }

    @Override
    public Optional<Instant> muted(InstanceId id) {
        return Optional.of(settings.get(AlertSettings.muted(id))).filter(until -> until.isAfter(time.instant()));
    }

    @Override
    public List<Alert> simulate(Instant since) {
        var rules = rules();
        var past = repository.since(since, MOST).reversed();
        var made = new ArrayList<Alert>();
        for (var one : past) {
            var verdict = rules.judge(one.event(), one.instances(), one.at(), Optional.empty(), made.reversed());
            made.add(new Alert(
                    one.id(),
                    one.event(),
                    one.cause(),
                    one.subject(),
                    one.instances(),
                    one.at(),
                    one.since(),
                    verdict.sent(),
                    verdict.held(),
                    one.ended(),
                    one.acknowledged()));
        }
        return made.reversed();
    }
}
