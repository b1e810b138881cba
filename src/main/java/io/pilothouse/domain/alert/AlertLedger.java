package io.pilothouse.domain.alert;

import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Turns causes into messages: one for each cause however many instances it takes down, none for what
/// passes before it was told, a recovery only when all that were told of answer again. Not thread-safe;
/// pure but for what it remembers.
public final class AlertLedger {

    /// A trouble must last so long before it is told, so that one cause may gather its instances.
    public static final Duration SETTLE = Duration.ofSeconds(15);

    /// What is to be told.
    ///
    /// @param down for `RECOVERED` the message it ends
    public record News(
            AlertEvent event,
            String cause,
            String subject,
            List<InstanceId> about,
            Instant since,
            Optional<Alert> down) {}

    private record Trouble(AlertEvent event, String key, String subject, List<InstanceId> about, Instant since) {}

    private final Map<String, Alert> told = new HashMap<>();
    private final Map<String, Instant> seen = new HashMap<>();

    /// @param open messages of an earlier run whose trouble has not ended
    public AlertLedger(List<Alert> open) {
        open.stream().filter(one -> one.event().lasts()).forEach(one -> told.put(one.cause(), one));
    }

    /// What has changed.
    ///
    /// @param ended messages whose trouble is over, also without news
    /// @param next  when to look again, for a trouble that has not lasted long enough
    public record Found(List<News> news, List<Alert> ended, Optional<Instant> next) {}

    /// Something of work to hear of that is no state of an instance.
    ///
    /// @param words one sentence that names the instances
    public record Matter(String key, String words, List<InstanceId> about, Instant since) {}

    /// @param states what each instance shows now
    public Found look(List<Cause> causes, Function<InstanceId, ShownState> states, Instant now) {
        return look(causes, List.of(), states, now);
    }

    /// @param matters that are open
    public Found look(List<Cause> causes, List<Matter> matters, Function<InstanceId, ShownState> states, Instant now) {
        if (causes.stream().anyMatch(cause -> cause.kind() == Cause.Kind.OFFLINE)) {
            return new Found(List.of(), List.of(), Optional.empty()); // this computer is offline: nothing is judged
        }
        var troubles = troubles(causes, states);
        for (var matter : matters) {
            troubles.add(new Trouble(
                    AlertEvent.WORK, "work " + matter.key(), matter.words(), matter.about(), matter.since()));
        }
        var keys = new HashSet<String>();
        troubles.forEach(trouble -> keys.add(trouble.key()));
        seen.keySet().retainAll(keys);
        var news = new ArrayList<News>();
        var ended = new ArrayList<Alert>();
        end(troubles, keys, states, news, ended);
        Optional<Instant> next = Optional.empty();
        for (var trouble : troubles) {
            if (known(trouble)) {
                continue;
            }
            var due = seen.computeIfAbsent(trouble.key(), _ -> now).plus(SETTLE);
            if (due.isAfter(now)) {
                next = Optional.of(next.filter(due::isAfter).orElse(due));
            } else {
                news.add(new News(
                        trouble.event(),
                        trouble.key(),
                        trouble.subject(),
                        trouble.about(),
                        trouble.since(),
                        Optional.empty()));
            }
        }
        return new Found(news, ended, next);
    }

    /// Remembers what was told.
    public void told(Alert alert) {
        if (alert.event().lasts()) {
            told.put(alert.cause(), alert);
        }
    }

    private void end(
            List<Trouble> troubles,
            Set<String> keys,
            Function<InstanceId, ShownState> states,
            List<News> news,
            List<Alert> ended) {
        for (var one : List.copyOf(told.values())) {
            boolean lasts = one.event() == AlertEvent.DOWN
                    ? one.instances().stream().anyMatch(id -> stillDown(id, troubles, states))
                    : keys.contains(one.cause());
            if (!lasts) {
                told.remove(one.cause());
                ended.add(one);
                if (one.event() == AlertEvent.DOWN) {
                    news.add(new News(
                            AlertEvent.RECOVERED,
                            one.cause(),
                            one.subject(),
                            one.instances(),
                            one.since(),
                            Optional.of(one)));
                }
            }
        }
    }

    /// Between down and healthy an instance is checked, or shown as unstable: that is no recovery yet.
    private static boolean stillDown(InstanceId id, List<Trouble> troubles, Function<InstanceId, ShownState> states) {
        boolean cause = troubles.stream()
                .anyMatch(trouble ->
                        trouble.event() == AlertEvent.DOWN && trouble.about().contains(id));
        return cause || states.apply(id) == ShownState.CHECKING || states.apply(id) == ShownState.UNSTABLE;
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
                case INSTANCE ->
                    event(cause, states.apply(first))
                            .ifPresent(event -> troubles.add(new Trouble(
                                    event,
                                    event.word() + " " + first,
                                    cause.subject(),
                                    cause.members(),
                                    cause.since())));
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
            case REFUSED, IDENTITY_CHANGED -> Optional.of(AlertEvent.REFUSED);
            case UNSTABLE -> Optional.of(AlertEvent.UNSTABLE);
            case WARNING -> Optional.of(AlertEvent.WARNING);
            case LOCKED -> Optional.of(AlertEvent.LOCKED);
            case PAUSED, MAINTENANCE, ASLEEP, CHECKING, HEALTHY, UNKNOWN -> Optional.empty();
        };
    }
}
