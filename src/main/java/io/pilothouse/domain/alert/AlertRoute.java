package io.pilothouse.domain.alert;

import io.pilothouse.domain.instance.InstanceId;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Which channels messages of some instances may use. Of several routes the first that fits decides; a
/// message that fits none may use all channels. Immutable; pure.
///
/// @param tag      empty for any
/// @param group    empty for any
/// @param kind     empty for any
/// @param least    the least severity; empty for any
/// @param channels may be empty: then nothing is said of them
public record AlertRoute(
        Optional<String> tag,
        Optional<String> group,
        Optional<String> kind,
        Optional<AlertEvent.Severity> least,
        Set<AlertChannel> channels) {

    private static final String ANY = "";

    public AlertRoute {
        channels = Set.copyOf(channels);
    }

    /// What routes look at in an instance.
    public record Place(String kind, String group, List<String> tags) {
        public Place {
            tags = List.copyOf(tags);
        }
    }

    /// Whether a message is one of this route; of several instances one that fits is enough.
    public boolean fits(AlertEvent event, Collection<InstanceId> about, Map<InstanceId, Place> places) {
        boolean severe =
                least.map(lowest -> event.severity().compareTo(lowest) >= 0).orElse(true);
        return severe
                && (anywhere() || about.stream().map(places::get).anyMatch(place -> place != null && fits(place)));
    }

    private boolean anywhere() {
        return tag.isEmpty() && group.isEmpty() && kind.isEmpty();
    }

    private boolean fits(Place place) {
        return tag.map(place.tags()::contains).orElse(true)
                && group.map(place.group()::equals).orElse(true)
                && kind.map(place.kind()::equals).orElse(true);
    }

    /// @return routes as one text, a line for each
    public static String text(List<AlertRoute> routes) {
        return routes.stream().map(AlertRoute::line).collect(Collectors.joining("\n"));
    }

    private String line() {
        return String.join(
                "&",
                encoded(tag.orElse(ANY)),
                encoded(group.orElse(ANY)),
                encoded(kind.orElse(ANY)),
                least.map(AlertEvent.Severity::word).orElse(ANY),
                channels.stream().sorted().map(AlertChannel::word).collect(Collectors.joining(",")));
    }

    /// @throws IllegalArgumentException if the text holds anything else
    public static List<AlertRoute> parse(String text) {
        return text.lines().map(AlertRoute::ofLine).toList();
    }

    private static AlertRoute ofLine(String line) {
        var parts = line.split("&", -1);
        if (parts.length != 5) {
            throw new IllegalArgumentException("no route: " + line);
        }
        return new AlertRoute(
                part(parts[0], Function.identity()),
                part(parts[1], Function.identity()),
                part(parts[2], Function.identity()),
                part(parts[3], word -> AlertEvent.Severity.valueOf(word.toUpperCase(java.util.Locale.ROOT))),
                Arrays.stream(parts[4].split(","))
                        .filter(word -> !word.isEmpty())
                        .map(AlertChannel::of)
                        .collect(Collectors.toSet()));
    }

    private static <T> Optional<T> part(String encoded, Function<String, T> read) {
        return encoded.isEmpty()
                ? Optional.empty()
                : Optional.of(read.apply(URLDecoder.decode(encoded, StandardCharsets.UTF_8)));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
