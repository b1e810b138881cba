package io.pilothouse.tasks.alert;

import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.AlertLedger;
import io.pilothouse.domain.alert.AlertRoute;
import io.pilothouse.domain.alert.AlertRules;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ServiceWarning;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AlertRepository;
import io.pilothouse.store.DeliveryRepository;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.Loop;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.instance.GroupDefaults;
import io.pilothouse.tasks.notice.Notices;
import io.pilothouse.tasks.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
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

    /// What it works with.
    ///
    /// @param instances the live ones
    /// @param zone      in which quiet hours are meant
    public record Parts(
            AlertRepository repository,
            DeliveryRepository deliveries,
            Published<List<Cause>> causes,
            Notices notices,
            Published<Map<InstanceId, InstanceHealth>> states,
            Supplier<List<Instance>> instances,
            Settings settings,
            SetUpChannels channels,
            AlertSpeech speech,
            TaskRegistry tasks,
            Time time,
            ZoneId zone) {}

    private final Parts parts;
    private final AlertRepository repository;
    private final Settings settings;
    private final Time time;
    private final Bell bell;
    private AlertLedger ledger;
    private boolean interrupted;
    private volatile boolean comingBack;
    private final Published<State> state;
    private final Map<AlertChannel, Outbox> outboxes = new EnumMap<>(AlertChannel.class);
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final List<Subscription> subscriptions = new ArrayList<>();
    private Optional<Thread> thread = Optional.empty();

    /// Reads the store.
    public LiveAlerts(Parts parts) {
        this.parts = parts;
        repository = parts.repository();
        settings = parts.settings();
        time = parts.time();
        bell = time.bell();
        ledger = new AlertLedger(repository.lasting());
        state = new Published<>(read());
        AlertChannel.REMOTE.forEach(channel -> outboxes.put(channel, new Outbox(channel, parts)));
    }

    /// Begins to watch.
    public synchronized void start() {
        if (thread.isEmpty()) {
            repository.forgetBefore(time.instant().minus(KEPT));
            parts.deliveries().forgetBefore(time.instant().minus(KEPT));
            subscriptions.add(parts.causes().subscribe(Runnable::run, _ -> bell.ring()));
            subscriptions.add(parts.states().subscribe(Runnable::run, _ -> ringWhileSomethingComesBack()));
            subscriptions.add(settings.values().subscribe(Runnable::run, _ -> ringWhileSomethingComesBack()));
            subscriptions.add(parts.notices().latest().subscribe(Runnable::run, _ -> bell.ring()));
            outboxes.values().forEach(Outbox::start);
            thread = Optional.of(Thread.ofVirtual().name("messages").start(this::loop));
        }
    }

    /// Another check that passes changes no cause.
    private void ringWhileSomethingComesBack() {
        if (comingBack) {
            bell.ring();
        }
    }

    @Override
    public synchronized void close() {
        subscriptions.forEach(Subscription::close);
        outboxes.values().forEach(Outbox::close);
        thread.ifPresent(Thread::interrupt);
    }

    private void loop() {
        Loop.of(bell, time, this::look);
    }

    /// @return when to look again at the latest
    synchronized Instant look() {
        if (interrupted) { // what it took for told may not have been stored
            ledger = new AlertLedger(repository.lasting());
        }
        interrupted = true;
        var next = lookNow(time.instant());
        interrupted = false;
        return next;
    }

    private Instant lookNow(Instant now) {
        var states = parts.states().get();
        var found = ledger.look(
                parts.causes().get(),
                parts.notices().latest().get().stream()
                        .filter(notice -> !notice.over())
                        .map(notice -> new AlertLedger.Matter(
                                notice.event(),
                                notice.key(),
                                notice.summary(),
                                notice.instances(),
                                notice.at(),
                                notice.explains()))
                        .toList(),
                certificates(now),
                id -> Optional.ofNullable(states.get(id))
                        .map(health -> new AlertLedger.Shown(health.state(), health.lastHealthyAt())),
                settings.get(Engine.RECOVERED_AFTER),
                now);
        found.ended().forEach(ended -> repository.end(ended.alert().id(), ended.at()));
        var rules = rules();
        var recent = new ArrayList<>(state.get().recent());
        found.news().forEach(news -> made(news, rules, recent, now).ifPresent(recent::addFirst));
        var disturbed = state.get().disturb();
        if (!found.news().isEmpty()
                || !found.ended().isEmpty()
                || disturbed.filter(now::isBefore).isEmpty() && disturbed.isPresent()) {
            state.set(read());
        }
        release(rules, now);
        comingBack = found.comingBack();
        if (comingBack && states != parts.states().get()) {
            bell.ring(); // it came while this was not listened to
        }
        var next = found.next().orElse(now.plus(UNASKED));
        boolean soon = !state.get().muted().isEmpty() || state.get().disturb().isPresent();
        return soon && next.isAfter(now.plus(LOOK)) ? now.plus(LOOK) : next;
    }

    /// Sends what is due outside this computer.
    void deliver() throws InterruptedException {
        for (var outbox : outboxes.values()) {
            outbox.deliver();
        }
    }

    private List<AlertLedger.Certificate> certificates(Instant now) {
        return parts.states().get().values().stream()
                .flatMap(health -> health.answer().stream()
                        .flatMap(answer -> answer.certificateEnds().stream()
                                .map(ends -> new AlertLedger.Certificate(
                                        health.id(),
                                        ends,
                                        answer.certificateEndsSoon(now)
                                                && answer.warnings().isEmpty()))))
                .toList();
    }

    /// @return empty for what nobody would hear of and that says nothing new
    private Optional<Alert> made(AlertLedger.News news, AlertRules rules, List<Alert> recent, Instant now) {
        var verdict = rules.judge(news.event(), news.about(), now, news.down().map(Alert::sent), recent);
        if (news.event() == AlertEvent.STILL_DOWN
                && verdict.sent().isEmpty()
                && verdict.held().isEmpty()) {
            return Optional.empty();
        }
        var alert = repository.add(new Alert(
                0,
                news.event(),
                news.cause(),
                subject(news),
                news.about(),
                now,
                news.since(),
                verdict.sent(),
                verdict.held(),
                Optional.empty(),
                news.event().lasts() ? Optional.empty() : news.ended().or(() -> Optional.of(now)),
                Optional.empty()));
        ledger.told(alert);
        if (!verdict.sent().isEmpty()) {
            tell(new Told.One(alert));
            outboxes.forEach((channel, outbox) -> {
                if (verdict.sent().contains(channel)) {
                    outbox.post(List.of(alert));
                }
            });
        }
        return Optional.of(alert);
    }

    /// @return what a warning is about, as its service says it; else what the trouble is called
    private String subject(AlertLedger.News news) {
        return news.event() != AlertEvent.WARNING
                ? news.subject()
                : news.about().stream()
                        .findFirst()
                        .flatMap(id -> Optional.ofNullable(parts.states().get().get(id)))
                        .flatMap(InstanceHealth::answer)
                        .flatMap(CheckAnswer::firstWarning)
                        .map(ServiceWarning::text)
                        .orElse(news.subject());
    }

    /// Says what was held, as soon as that is allowed again.
    private void release(AlertRules rules, Instant now) {
        var recent = state.get().recent();
        var free = new ArrayList<Alert>();
        var byChannel = new EnumMap<AlertChannel, List<Alert>>(AlertChannel.class);
        for (var one : state.get().muted()) {
            boolean pointless = one.event() == AlertEvent.STILL_DOWN
                    && downBefore(one, recent)
                            .filter(down -> down.ended().isEmpty())
                            .isEmpty();
            var down = wentTo(one, recent);
            if (!pointless
                    && rules.judge(one.event(), one.instances(), now, down, recent)
                            .held()
                            .isPresent()) {
                continue;
            }
            var channels = pointless
                    ? new HashSet<AlertChannel>()
                    : new HashSet<>(rules.wanted(one.event(), one.instances(), down));
            channels.removeAll(one.sent());
            var released = one.releasedAt(now, channels);
            free.add(released);
            channels.forEach(channel ->
                    byChannel.computeIfAbsent(channel, _ -> new ArrayList<>()).add(released));
        }
        if (free.isEmpty()) {
            return;
        }
        repository.release(free);
        free.stream().filter(one -> one.event().lasts()).forEach(ledger::told);
        state.set(read());
        var here = new ArrayList<Alert>();
        byChannel.forEach((channel, alerts) -> {
            if (channel.remote()) {
                outboxes.get(channel).post(alerts);
            } else if (channel != AlertChannel.BADGE) {
                alerts.stream().filter(alert -> !here.contains(alert)).forEach(here::add);
            }
        });
        if (!here.isEmpty()) {
            tell(new Told.Digest(here, byChannel.keySet()));
        }
    }

    /// @param recent newest first
    private static Optional<Alert> downBefore(Alert alert, List<Alert> recent) {
        return recent.stream()
                .filter(one -> one.event().followed()
                        && one.cause().equals(alert.cause())
                        && !one.at().isAfter(alert.at()))
                .findFirst();
    }

    /// @return the channels of the message that another follows; empty for what follows none
    private static Optional<Set<AlertChannel>> wentTo(Alert alert, List<Alert> recent) {
        return alert.event().follows()
                ? Optional.of(downBefore(alert, recent).map(Alert::sent).orElse(Set.of()))
                : Optional.empty();
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
        var places = new HashMap<InstanceId, AlertRoute.Place>();
        var given = new HashMap<InstanceId, Set<AlertChannel>>();
        var defaults = new GroupDefaults(settings);
        for (var one : parts.instances().get()) {
            muted(one.id()).ifPresent(until -> muted.put(one.id(), until));
            places.put(
                    one.id(),
                    new AlertRoute.Place(
                            one.kind().value(),
                            one.configuration().group(),
                            one.configuration().tags()));
            defaults.channels(one).ifPresent(those -> given.put(one.id(), those));
        }
        return new AlertRules(
                channels,
                settings.get(AlertSettings.QUIET),
                settings.get(AlertSettings.DISTURB),
                muted,
                parts.zone(),
                parts.channels().ready(),
                settings.get(AlertSettings.ROUTES),
                places,
                given);
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
        repository.find(ids).stream()
                .filter(alert -> alert.event().lasts() && alert.ended().isEmpty())
                .forEach(ledger::told);
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
    public RemoteChannels remote() {
        return parts.channels();
    }

    @Override
    public List<Alert> simulate(Instant since) {
        var rules = rules();
        var made = new ArrayList<Alert>(); // newest first
        for (var one : past(since)) {
            var down = wentTo(one, made);
            var judged = one.judged(rules.judge(one.event(), one.instances(), one.at(), down, made));
            if (one.event() != AlertEvent.STILL_DOWN
                    || !judged.sent().isEmpty()
                    || judged.held().isPresent()) {
                made.addFirst(judged);
            }
        }
        return List.copyOf(made);
    }

    /// @return what happened, oldest first, with each time at which a person could have been told again
    private List<Alert> past(Instant since) {
        var past = new ArrayList<Alert>();
        for (var one : repository.since(since, MOST)) {
            if (one.event() != AlertEvent.STILL_DOWN) {
                past.add(one);
            }
            if (one.event() == AlertEvent.DOWN) {
                past.addAll(AlertLedger.repeats(one, time.instant()));
            }
        }
        past.sort(Comparator.comparing(Alert::at).thenComparing(Alert::id));
        return past;
    }
}
