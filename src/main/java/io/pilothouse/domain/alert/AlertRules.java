package io.pilothouse.domain.alert;

import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
/// @param given      the channels of messages about an instance that it or its group was given, before any route
public record AlertRules(
        Map<AlertEvent, Set<AlertChannel>> channels,
        SleepTimes quiet,
        Instant disturb,
        Map<InstanceId, Instant> muted,
        ZoneId zone,
        Set<AlertChannel> ready,
        List<AlertRoute> routes,
        Map<InstanceId, AlertRoute.Place> places,
        Map<InstanceId, Set<AlertChannel>> given) {

    /// At most so many messages of the desktop in [#FLOOD_SPAN]; then one summary.
    public static final int FLOOD = 5;

    public static final Duration FLOOD_SPAN = Duration.ofMinutes(10);

    public AlertRules {
        channels = Map.copyOf(channels);
        muted = Map.copyOf(muted);
        ready = Set.copyOf(ready);
        routes = List.copyOf(routes);
        places = Map.copyOf(places);
        given = Map.copyOf(given);
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
        var allowed = down.or(() -> allowed(event, about));
        return channels.getOrDefault(event, event.usual()).stream()
                .filter(channel -> !channel.remote() || ready.contains(channel))
                .filter(channel -> allowed.map(those -> those.contains(channel)).orElse(true))
                .collect(Collectors.toUnmodifiableSet());
    }

    /// @return of several instances all that one of them may use; empty for every channel
    private Optional<Set<AlertChannel>> allowed(AlertEvent event, Collection<InstanceId> about) {
        var others = about.stream().filter(id -> !given.containsKey(id)).toList();
        var routed = routes.stream()
                .filter(route -> route.fits(event, others, places))
                .findFirst()
                .map(AlertRoute::channels);
        if (others.size() == about.size()) {
            return routed;
        }
        if (!others.isEmpty() && routed.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(Stream.concat(
                        about.stream().map(given::get).filter(Objects::nonNull),
                        others.isEmpty() ? Stream.empty() : routed.stream())
                .flatMap(Set::stream)
                .collect(Collectors.toUnmodifiableSet()));
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
