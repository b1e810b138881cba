package io.pilothouse.domain.alert;

import io.pilothouse.domain.alert.Recoveries.Become;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Turns causes into messages: one for each cause however many instances it takes down, none for what
/// passes before it was told, a recovery only when all that were told of and are still asked have answered
/// again, and again. Not thread-safe; pure but for what it remembers.
public final class AlertLedger {

    /// A trouble must last so long before it is told, so that one cause may gather its instances.
    public static final Duration SETTLE = Duration.ofSeconds(15);

    /// So many checks in a row pass before a recovery is told. Usual, as people may choose another number.
    public static final int SUCCESSES_UNTIL_RECOVERED = 2;

    /// Days before its end at which a certificate is told of, the last step first.
    static final List<Integer> CERTIFICATE_DAYS = List.of(1, 7, 21);

    /// How often a person hears of what is still down, on its first day and later.
    static final Duration AGAIN = Duration.ofHours(6);

    static final Duration AGAIN_LATER = Duration.ofDays(1);

    /// How an instance is now.
    ///
    /// @param answered when a check of it passed last
    public record Shown(ShownState state, Optional<Instant> answered) {}

    /// What is to be told.
    ///
    /// @param down  for what follows a `DOWN` or an `UNSTABLE`, that message
    /// @param ended for a recovery, when the trouble ended: at the first check that passed
    public record News(
            AlertEvent event,
            String cause,
            String subject,
            List<InstanceId> about,
            Instant since,
            Optional<Alert> down,
            Optional<Instant> ended) {}

    /// A message whose trouble is over.
    public record Ended(Alert alert, Instant at) {}

    private record Trouble(AlertEvent event, String key, String subject, List<InstanceId> about, Instant since) {}

    private final Map<String, Alert> told = new HashMap<>();
    private final Map<String, Instant> seen = new HashMap<>();
    /// When a person last heard of what is down, by the key of its cause.
    private final Map<String, Instant> heard = new HashMap<>();
    private final Recoveries recoveries = new Recoveries();
    /// The causes of which something may recover with its next check.
    private final Set<String> comingBack = new HashSet<>();

    /// @param open messages of an earlier run whose trouble has not ended, and what followed them
    public AlertLedger(List<Alert> open) {
        open.forEach(this::told);
    }

    /// What has changed.
    ///
    /// @param ended messages whose trouble is over, also without news
    /// @param next  when to look again, for a trouble that has not lasted long enough
    /// @param comingBack whether something that was told to be down or unstable may recover with the next check
    public record Found(List<News> news, List<Ended> ended, Optional<Instant> next, boolean comingBack) {}

    /// Something of work to hear of that is no state of an instance.
    ///
    /// @param words    one sentence that names the instances
    /// @param explains the trouble of these instances that is told of with it; empty for none
    public record Matter(
            AlertEvent event,
            String key,
            String words,
            List<InstanceId> about,
            Instant since,
            Optional<FaultCode> explains) {

        private boolean tellsOf(Trouble trouble) {
            return explains.map(FaultCode::name)
                            .filter(trouble.subject()::equals)
                            .isPresent()
                    && about.containsAll(trouble.about());
        }
    }

    /// The certificate of an instance.
    ///
    /// @param alone whether the instance warns of nothing else
    public record Certificate(InstanceId of, Instant ends, boolean alone) {}

    /// @param matters   that are open
    /// @param shown     how an instance is now; empty for one that is gone
    /// @param successes checks in a row that pass before a recovery is told
    public Found look(
            List<Cause> causes,
            List<Matter> matters,
            List<Certificate> certificates,
            Function<InstanceId, Optional<Shown>> shown,
            int successes,
            Instant now) {
        if (causes.stream().anyMatch(cause -> cause.kind() == Cause.Kind.OFFLINE)) {
            // this computer is offline: nothing is judged
            return new Found(List.of(), List.of(), Optional.empty(), false);
        }
        Function<InstanceId, ShownState> states =
                id -> shown.apply(id).map(Shown::state).orElse(ShownState.UNKNOWN);
        var troubles = troubles(causes, states);
        for (var matter : matters) {
            troubles.removeIf(matter::tellsOf);
            troubles.add(new Trouble(
                    matter.event(), "work " + matter.key(), matter.words(), matter.about(), matter.since()));
        }
        Optional<Instant> next = certificates(certificates, troubles, now);
        var keys = new HashSet<String>();
        troubles.forEach(trouble -> keys.add(trouble.key()));
        seen.keySet().retainAll(keys);
        var news = new ArrayList<News>();
        var ended = new ArrayList<Ended>();
        end(troubles, shown, successes, now, news, ended);
        next = earlier(next, repeat(news, now));
        for (var trouble : troubles) {
            if (known(trouble)) {
                continue;
            }
            var due = seen.computeIfAbsent(trouble.key(), _ -> now).plus(SETTLE);
            if (due.isAfter(now)) {
                next = earlier(next, Optional.of(due));
            } else {
                next = earlier(next, Optional.of(now.plus(AGAIN)));
                news.add(new News(
                        trouble.event(),
                        trouble.key(),
                        trouble.subject(),
                        trouble.about(),
                        trouble.since(),
                        Optional.empty(),
                        Optional.empty()));
            }
        }
        return new Found(news, ended, next, !comingBack.isEmpty());
    }

    /// Remembers what was told, or what has become of it since.
    public void told(Alert alert) {
        if (alert.event() == AlertEvent.STILL_DOWN) {
            heard.merge(alert.cause(), alert.at(), (one, other) -> one.isAfter(other) ? one : other);
        } else if (alert.event().lasts()) {
            told.put(alert.cause(), alert);
        }
    }

    private static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        return Stream.concat(one.stream(), other.stream()).min(Comparator.naturalOrder());
    }

    /// @param first when a person heard of it first
    /// @param last  when they heard of it last
    /// @return when they hear of it again
    private static Instant again(Instant first, Instant last) {
        return last.plus(Duration.between(first, last).compareTo(AGAIN_LATER) < 0 ? AGAIN : AGAIN_LATER);
    }

    /// Each time at which a person could have heard that something is still down.
    ///
    /// @param down a message of the past
    /// @return oldest first, with ids that no stored message has
    public static List<Alert> repeats(Alert down, Instant now) {
        var until = Stream.of(down.ended(), down.acknowledged(), Optional.of(now))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder())
                .orElse(now);
        var times = new ArrayList<Alert>();
        for (var at = again(down.at(), down.at()); at.isBefore(until); at = again(down.at(), at)) {
            times.add(new Alert(
                    -(down.id() * 1000 + times.size() + 1),
                    AlertEvent.STILL_DOWN,
                    down.cause(),
                    down.subject(),
                    down.instances(),
                    at,
                    down.since(),
                    Set.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.of(at),
                    Optional.empty()));
        }
        return times;
    }

    /// What is down and not acknowledged is told again: every 6 h on the first day, then daily.
    ///
    /// @return when to look again
    private Optional<Instant> repeat(List<News> news, Instant now) {
        Optional<Instant> next = Optional.empty();
        for (var one : told.values()) {
            if (one.event() != AlertEvent.DOWN || one.acknowledged().isPresent() || comingBack.contains(one.cause())) {
                continue;
            }
            var last = heard.getOrDefault(one.cause(), one.at());
            if (last.isBefore(one.at())) { // of an earlier time that it was down
                last = one.at();
            }
            var due = again(one.at(), last);
            if (due.isAfter(now)) {
                next = earlier(next, Optional.of(due));
            } else {
                heard.put(one.cause(), now);
                news.add(new News(
                        AlertEvent.STILL_DOWN,
                        one.cause(),
                        one.subject(),
                        one.instances(),
                        one.since(),
                        Optional.of(one),
                        Optional.empty()));
                next = earlier(next, Optional.of(again(one.at(), now)));
            }
        }
        return next;
    }

    /// One trouble for each step at which the end of a certificate is told; of one whose end is all that an
    /// instance warns of, nothing else is told.
    ///
    /// @return when the next step comes
    private static Optional<Instant> certificates(List<Certificate> certificates, List<Trouble> troubles, Instant now) {
        Optional<Instant> next = Optional.empty();
        for (var one : certificates) {
            if (!one.ends().isAfter(now)) {
                continue; // then it is down, which is told
            }
            var step = CERTIFICATE_DAYS.stream()
                    .filter(days -> !one.ends().isAfter(now.plus(Duration.ofDays(days))))
                    .findFirst();
            next = earlier(
                    next,
                    CERTIFICATE_DAYS.stream()
                            .map(days -> one.ends().minus(Duration.ofDays(days)))
                            .filter(now::isBefore)
                            .min(Comparator.naturalOrder()));
            if (step.isEmpty()) {
                continue;
            }
            int days = step.get();
            if (one.alone()) {
                troubles.removeIf(trouble ->
                        trouble.event() == AlertEvent.WARNING && trouble.about().equals(List.of(one.of())));
            }
            troubles.add(new Trouble(
                    days == CERTIFICATE_DAYS.getLast() ? AlertEvent.CERTIFICATE : AlertEvent.CERTIFICATE_SOON,
                    "certificate " + one.of() + " " + days,
                    one.ends().toString(),
                    List.of(one.of()),
                    one.ends().minus(Duration.ofDays(days))));
        }
        return next;
    }

    private void end(
            List<Trouble> troubles,
            Function<InstanceId, Optional<Shown>> shown,
            int successes,
            Instant now,
            List<News> news,
            List<Ended> ended) {
        comingBack.clear();
        for (var one : List.copyOf(told.values())) {
            if (one.event() == AlertEvent.DOWN) {
                recover(one, troubles, shown, successes, now, news, ended);
            } else if (troubles.stream().anyMatch(trouble -> trouble.key().equals(one.cause()))) {
                continue;
            } else if (one.event() == AlertEvent.UNSTABLE) {
                calm(one, shown, now, news, ended);
            } else {
                over(one, now, ended);
            }
        }
        recoveries.forgetAllBut(told.values().stream()
                .filter(one -> one.event() == AlertEvent.DOWN)
                .flatMap(one -> one.instances().stream())
                .collect(Collectors.toSet()));
    }

    private void recover(
            Alert down,
            List<Trouble> troubles,
            Function<InstanceId, Optional<Shown>> shown,
            int successes,
            Instant now,
            List<News> news,
            List<Ended> ended) {
        var become = new HashMap<InstanceId, Become>();
        for (var id : down.instances()) {
            boolean troubled = troubles.stream()
                    .anyMatch(trouble -> trouble.event() == AlertEvent.DOWN
                            && trouble.about().contains(id));
            become.put(id, recoveries.look(id, troubled, shown.apply(id), down.at(), successes));
        }
        if (become.containsValue(Become.COMING_BACK)) {
            comingBack.add(down.cause());
        } else if (!become.containsValue(Become.STILL_DOWN)) {
            var recovered = down.instances().stream()
                    .filter(id -> become.get(id) == Become.RECOVERED)
                    .toList();
            var at = recoveries.since(recovered).orElse(now);
            over(down, at, ended);
            if (!recovered.isEmpty()) {
                news.add(recovered(down, recovered, at));
            }
        }
    }

    /// What became anything else than well is told by itself, or was a person's doing.
    private void calm(
            Alert unstable,
            Function<InstanceId, Optional<Shown>> shown,
            Instant now,
            List<News> news,
            List<Ended> ended) {
        var states = unstable.instances().stream()
                .flatMap(id -> shown.apply(id).stream())
                .map(Shown::state)
                .toList();
        if (states.contains(ShownState.CHECKING) || states.contains(ShownState.UNKNOWN)) { // as after a restart
            comingBack.add(unstable.cause());
            return;
        }
        over(unstable, now, ended);
        if (!states.isEmpty() && Recoveries.ANSWERS.containsAll(states)) {
            news.add(recovered(unstable, unstable.instances(), now));
        }
    }

    private static News recovered(Alert from, List<InstanceId> about, Instant at) {
        return new News(
                AlertEvent.RECOVERED,
                from.cause(),
                from.subject(),
                about,
                from.since(),
                Optional.of(from),
                Optional.of(at));
    }

    private void over(Alert one, Instant at, List<Ended> ended) {
        told.remove(one.cause());
        heard.remove(one.cause());
        ended.add(new Ended(one, at));
    }

    /// Whether it was told, by itself or under a larger cause.
    private boolean known(Trouble trouble) {
        if (told.containsKey(trouble.key())) {
            return true;
        }
        if (trouble.event() != AlertEvent.DOWN && trouble.event() != AlertEvent.UNSTABLE) {
            return false;
        }
        return trouble.event() == AlertEvent.DOWN
                && trouble.about().stream()
                        .allMatch(id -> told.values().stream()
                                .anyMatch(one -> (one.event() == AlertEvent.DOWN || one.event() == AlertEvent.UNSTABLE)
                                        && one.instances().contains(id)));
    }

    private static List<Trouble> troubles(List<Cause> causes, Function<InstanceId, ShownState> states) {
        var troubles = new ArrayList<Trouble>();
        var locked = new ArrayList<InstanceId>(); // one key for all of them: one cause
        for (var cause : causes) {
            if (cause.members().isEmpty()) {
                continue;
            }
            var first = cause.members().getFirst();
            switch (cause.kind()) {
                case OFFLINE -> {}
                case HOST_SILENT ->
                    troubles.add(new Trouble(
                            AlertEvent.DOWN,
                            "host " + cause.subject(),
                            cause.subject(),
                            cause.members(),
                            cause.since()));
                case INSTANCE -> {
                    if (states.apply(first) == ShownState.LOCKED) {
                        locked.addAll(cause.members());
                        troubles.removeIf(trouble -> trouble.event() == AlertEvent.LOCKED);
                        troubles.add(new Trouble(
                                AlertEvent.LOCKED, "locked", cause.subject(), List.copyOf(locked), cause.since()));
                    } else {
                        event(cause, states.apply(first))
                                .ifPresent(event -> troubles.add(new Trouble(
                                        event,
                                        event.word() + " " + first,
                                        cause.subject(),
                                        cause.members(),
                                        cause.since())));
                    }
                }
            }
        }
        return troubles;
    }

    private static Optional<AlertEvent> event(Cause cause, ShownState state) {
        return switch (state) {
            case DOWN ->
                Optional.of(
                        cause.subject().equals(FaultCode.TLS_PIN_CHANGED.name())
                                ? AlertEvent.REFUSED
                                : AlertEvent.DOWN);
            case REFUSED -> Optional.of(AlertEvent.REFUSED);
            case IDENTITY_CHANGED -> Optional.of(AlertEvent.IDENTITY);
            case UNSTABLE -> Optional.of(AlertEvent.UNSTABLE);
            case WARNING -> Optional.of(AlertEvent.WARNING);
            case LOCKED, PAUSED, MAINTENANCE, ASLEEP, CHECKING, HEALTHY, UNKNOWN -> Optional.empty();
        };
    }
}
