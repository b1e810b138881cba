package io.pilothouse.tasks.alert;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.alert.Alert;
import io.pilothouse.domain.alert.AlertChannel;
import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.alert.Delivery;
import io.pilothouse.domain.alert.RemoteSetup;
import io.pilothouse.domain.cycle.RunSentence;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.store.AlertRepository;
import io.pilothouse.store.DeliveryRepository;
import io.pilothouse.tasks.Bell;
import io.pilothouse.tasks.Loop;
import io.pilothouse.tasks.TaskRegistry;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.notice.Notice;
import io.pilothouse.tasks.notice.Notices;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;

/// Brings messages to one channel outside this computer and tries again what did not arrive. What became untrue on its
/// way is withdrawn; what follows a message that never arrived is not sent.
/// Thread-safe.
final class Outbox implements AutoCloseable {

    private static final Duration UNASKED = Duration.ofHours(1);

    private final AlertChannel channel;
    private final DeliveryRepository deliveries;
    private final AlertRepository alerts;
    private final SetUpChannels channels;
    private final AlertSpeech speech;
    private final TaskRegistry tasks;
    private final Notices notices;
    private final Time time;
    private final Bell bell;
    private Optional<Thread> thread = Optional.empty();

    Outbox(AlertChannel channel, LiveAlerts.Parts parts) {
        this.channel = channel;
        deliveries = parts.deliveries();
        alerts = parts.repository();
        channels = parts.channels();
        speech = parts.speech();
        tasks = parts.tasks();
        notices = parts.notices();
        time = parts.time();
        bell = time.bell();
    }

    synchronized void start() {
        if (thread.isEmpty()) {
            thread = Optional.of(
                    Thread.ofVirtual().name("messages by " + channel.word()).start(this::loop));
        }
    }

    @Override
    public synchronized void close() {
        thread.ifPresent(Thread::interrupt);
    }

    private void loop() {
        Loop.of(bell, time, this::deliver);
    }

    /// Takes one message, or a summary of several.
    void post(Collection<Alert> messages) {
        deliveries.add(channel, messages.stream().map(Alert::id).toList(), time.instant());
        bell.ring();
    }

    /// Sends what is due, in the order in which it happened. What waits for another attempt holds up only what
    /// is said of the same cause.
    ///
    /// @return when to look again
    Instant deliver() throws InterruptedException {
        var next = time.instant().plus(UNASKED);
        var heldUp = new HashSet<String>();
        for (var one : deliveries.waiting()) {
            if (one.channel() != channel) {
                continue;
            }
            var found = alerts.find(one.alerts());
            var causes = found.stream().map(Alert::cause).toList();
            if (!Collections.disjoint(causes, heldUp)) {
                heldUp.addAll(causes);
                continue;
            }
            var after = one;
            if (!one.due().isAfter(time.instant())) {
                after = deliver(one, found, heldUp.isEmpty());
                deliveries.save(after);
            }
            if (after.state() == Delivery.State.WAITING) {
                heldUp.addAll(causes);
                next = after.due().isBefore(next) ? after.due() : next;
            }
        }
        return next;
    }

    /// @param alone whether no other message waits for another attempt
    /// @return what has become of it
    private Delivery deliver(Delivery one, List<Alert> found, boolean alone) throws InterruptedException {
        var setup = channels.setup(channel);
        var said = found.stream().filter(this::worthSaying).toList();
        if (setup.isEmpty() || said.isEmpty()) {
            return one.withdrawn();
        }
        return switch (send(setup.get(), said)) {
            case Outcome.Succeeded<String>(var answer) -> {
                if (alone) {
                    notices.tell(Notice.over(matter(), List.of(), "", "Messages arrive again.", time.instant()));
                }
                yield one.sent(answer);
            }
            case Outcome.Failed<String>(Problem problem) -> {
                if (one.attempts() > 0) { // a hiccup is no news
                    notices.tell(Notice.of(
                            matter(),
                            List.of(),
                            "",
                            RunSentence.NOT_SENT.with(problem.summary()),
                            problem.advice(),
                            time.instant()));
                }
                yield one.failed(problem.summary(), time.instant());
            }
            case Outcome.Cancelled<String> _ -> throw new InterruptedException("the program ends");
        };
    }

    private Outcome<String> send(RemoteSetup setup, List<Alert> said) throws InterruptedException {
        var about = said.stream()
                .flatMap(alert -> alert.instances().stream())
                .distinct()
                .toList();
        return tasks.<String>start(request(about), _ -> channels.send(setup, speech.say(said, time.instant())))
                .await();
    }

    private TaskRequest request(List<InstanceId> about) {
        return new TaskRequest("message", "send a message by " + channel.word(), about, Origin.PROGRAM, true);
    }

    private String matter() {
        return "message/" + channel.word();
    }

    /// What became untrue is not worth it, nor what follows a message that never arrived here.
    private boolean worthSaying(Alert alert) {
        if (!alert.event().follows()) {
            return alert.ended().isEmpty();
        }
        return alerts.downBefore(alert)
                .filter(down -> deliveries.arrived(channel, down.id()))
                .filter(down ->
                        alert.event() == AlertEvent.RECOVERED || down.ended().isEmpty())
                .isPresent();
    }
}
