package io.pilothouse.domain.alert;

import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a person chose. Immutable; pure.
///
/// @param channels   of each event
/// @param quiet      hours in which nothing is sent
/// @param disturb    until when nothing is sent
/// @param muted      instances of which nothing is sent, and until when
/// @param zone       in which quiet hours are meant
/// @param ready      remote channels that are set up; no other is used
/// @param routes     which channels messages of some instances may use
/// @param places     what routes look at
public record AlertRules(
        Map<AlertEvent, Set<AlertChannel>> channels,
        SleepTimes quiet,
        Instant disturb,
        Map<InstanceId, Instant> muted,
        ZoneId zone,
        Set<AlertChannel> ready,
        List<AlertRoute> routes,
        Map<InstanceId, AlertRoute.Place> places) {

    /// At most so many messages of the desktop in [#FLOOD_SPAN]; then one summary.
    public static final int FLOOD = 5;

    public static final Duration FLOOD_SPAN = Duration.ofMinutes(10);

    public AlertRules {
        channels = Map.copyOf(channels);
        muted = Map.copyOf(muted);
        ready = Set.copyOf(ready);
        routes = List.copyOf(routes);
        places = Map.copyOf(places);
    }

    /// Where a message goes now.
    ///
    /// @param sent channels; empty while it is held
    /// @param held why nothing is sent
    public record Verdict(Set<AlertChannel> sent, Optional<Alert.Held> held) {}

    /// @param down   for what follows a `DOWN`: where that went
    /// @param recent earlier messages, to see whether there are too many
    public Verdict judge(
            AlertEvent event,
            Collection<InstanceId> about,
            Instant now,
            Optional<Set<AlertChannel>> down,
            List<Alert> recent) {
        var wanted = wanted(event, about, down);
        var held = held(about, now);
        if (held.isPresent()) {
            return new Verdict(Set.of(), wanted.isEmpty() ? Optional.empty() : held);
        }
        if (wanted.contains(AlertChannel.DESKTOP) && flooded(now, recent)) {
            return new Verdict(
                    Set.copyOf(wanted.stream()
                            .filter(one -> one != AlertChannel.DESKTOP)
                            .toList()),
                    Optional.of(Alert.Held.FLOOD));
        }
        return new Verdict(wanted, Optional.empty());
    }

    /// @return the channels it goes to when nothing holds it
    public Set<AlertChannel> wanted(AlertEvent event, Collection<InstanceId> about, Optional<Set<AlertChannel>> down) {
        var allowed = down.or(() -> routes.stream()
                .filter(route -> route.fits(event, about, places))
                .findFirst()
                .map(AlertRoute::channels));
        return channels.getOrDefault(event, event.usual()).stream()
                .filter(channel -> !channel.remote() || ready.contains(channel))
                .filter(channel -> allowed.map(those -> those.contains(channel)).orElse(true))
                .collect(Collectors.toUnmodifiableSet());
    }

    private Optional<Alert.Held> held(Collection<InstanceId> about, Instant now) {
        if (now.isBefore(disturb)) {
            return Optional.of(Alert.Held.DISTURB);
        }
        if (!quiet.spans().isEmpty() && quiet.contains(now, zone)) {
            return Optional.of(Alert.Held.QUIET);
        }
        boolean muting =
                !about.isEmpty() && about.stream().allMatch(id -> now.isBefore(muted.getOrDefault(id, Instant.MIN)));
        return muting ? Optional.of(Alert.Held.MUTED) : Optional.empty();
    }

    private static boolean flooded(Instant now, List<Alert> recent) {
        return recent.stream()
                        .filter(one -> one.sent().contains(AlertChannel.DESKTOP))
                        .filter(one -> one.at().isAfter(now.minus(FLOOD_SPAN)))
                        .count()
                >= FLOOD;
    }
}
