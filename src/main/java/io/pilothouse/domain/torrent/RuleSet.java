package io.pilothouse.domain.torrent;

import io.pilothouse.domain.torrent.TorrentRule.Mode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// The rules of one torrent client: for each its mode and values, and what is otherwise for single trackers
/// and categories. Immutable; thread-safe.
public final class RuleSet {

    private final EnumMap<TorrentRule, Mode> modes;
    private final EnumMap<RuleKey, Object> values;
    private final List<Departure> departures;
    private final Map<Place, Values> resolved = new ConcurrentHashMap<>();

    /// What differs for one tracker or one category. A tracker counts more than a category.
    ///
    /// @param tracker  host name; empty for a category
    /// @param category empty for a tracker
    public record Departure(
            String tracker, String category, Map<TorrentRule, Mode> modes, Map<RuleKey, Object> values) {
        public Departure {
            modes = Map.copyOf(modes);
            values = Map.copyOf(values);
        }
    }

    /// For which torrents something is set.
    ///
    /// @param tracker  host name; empty for any
    /// @param category empty for any
    public record Place(String tracker, String category) {
        public static final Place ALL = new Place("", "");

        private boolean of(Departure departure) {
            return departure.tracker().equals(tracker) && departure.category().equals(category);
        }
    }

    public RuleSet(Map<TorrentRule, Mode> modes, Map<RuleKey, Object> values, List<Departure> departures) {
        this.modes = new EnumMap<>(TorrentRule.class);
        this.modes.putAll(modes);
        this.values = new EnumMap<>(RuleKey.class);
        this.values.putAll(values);
        this.departures = List.copyOf(departures);
    }

    /// The rules as they are where nobody changed one.
    public static RuleSet usual() {
        return new RuleSet(Map.of(), Map.of(), List.of());
    }

    /// @return how a rule works where nobody said otherwise
    public static Mode usualMode(TorrentRule rule) {
        return switch (rule) {
            case UNOWNED, EXEMPT, TRANSIENT, OUR_STOP, STOPPED_BY_USER, ERROR, METADATA, STALLED, COMPLETED -> Mode.ACT;
            case MISSING_FILES, IMPORT_FAILED -> Mode.NOTIFY;
            case COMMAND_CATEGORIES, SPACE, CONTENT, SLOW, NOT_WANTED, SEEDING_END, UPKEEP, QUEUE_ORDER -> Mode.OFF;
        };
    }

    /// @return modes that somebody set
    public Map<TorrentRule, Mode> modes() {
        return Map.copyOf(modes);
    }

    /// @return values that somebody set
    public Map<RuleKey, Object> values() {
        return Map.copyOf(values);
    }

    public List<Departure> departures() {
        return departures;
    }

    /// @return what is otherwise, in their order
    public List<Place> places() {
        return departures.stream()
                .map(it -> new Place(it.tracker(), it.category()))
                .toList();
    }

    /// @return these rules with other modes and values there; where nothing is otherwise yet, from now on it is
    public RuleSet with(Place place, Map<TorrentRule, Mode> newModes, Map<RuleKey, Object> newValues) {
        if (place.equals(Place.ALL)) {
            return new RuleSet(merged(modes, newModes), merged(values, newValues), departures);
        }
        var all = new ArrayList<Departure>();
        boolean there = false;
        for (var it : departures) {
            there |= place.of(it);
            all.add(
                    place.of(it)
                            ? new Departure(
                                    it.tracker(),
                                    it.category(),
                                    merged(it.modes(), newModes),
                                    merged(it.values(), newValues))
                            : it);
        }
        if (!there) {
            all.add(new Departure(place.tracker(), place.category(), newModes, newValues));
        }
        return new RuleSet(modes, values, all);
    }

    private static <K, V> Map<K, V> merged(Map<K, V> before, Map<K, V> more) {
        var all = new HashMap<>(before);
        all.putAll(more);
        return all;
    }

    /// @return these rules with nothing that is otherwise there
    public RuleSet without(Place place) {
        return new RuleSet(
                modes, values, departures.stream().filter(it -> !place.of(it)).toList());
    }

    /// @return what counts for a torrent of this tracker and category
    public Values of(Torrent torrent) {
        return departures.isEmpty()
                ? general()
                : of(new Place(TorrentTracker.hostOf(torrent.tracker()), torrent.category()));
    }

    /// @return what counts for no torrent in particular
    public Values general() {
        return of(Place.ALL);
    }

    /// @return what counts there
    public Values of(Place place) {
        return resolved.computeIfAbsent(place, this::resolve);
    }

    private Values resolve(Place place) {
        var mode = new EnumMap<>(modes);
        var value = new EnumMap<>(values);
        for (var pass : List.of(false, true)) {
            for (var it : departures) {
                boolean fits = pass
                        ? !it.tracker().isEmpty() && it.tracker().equalsIgnoreCase(place.tracker)
                        : it.tracker().isEmpty() && it.category().equals(place.category);
                if (fits) {
                    mode.putAll(it.modes());
                    value.putAll(it.values());
                }
            }
        }
        return new Values(mode, value);
    }

    /// Modes and values as they count for one torrent.
    public static final class Values {
        private final Map<TorrentRule, Mode> modes;
        private final Map<RuleKey, Object> values;

        private Values(Map<TorrentRule, Mode> modes, Map<RuleKey, Object> values) {
            this.modes = modes;
            this.values = values;
        }

        public Mode mode(TorrentRule rule) {
            return Optional.ofNullable(modes.get(rule)).orElseGet(() -> usualMode(rule));
        }

        public boolean off(TorrentRule rule) {
            return mode(rule) == Mode.OFF;
        }

        public Object value(RuleKey key) {
            return Objects.requireNonNull(values.getOrDefault(key, key.usual()));
        }

        public Duration span(RuleKey key) {
            return (Duration) value(key);
        }

        public long number(RuleKey key) {
            return (Long) value(key);
        }

        public double decimal(RuleKey key) {
            return (Double) value(key);
        }

        public boolean truth(RuleKey key) {
            return (Boolean) value(key);
        }

        public String word(RuleKey key) {
            return (String) value(key);
        }

        public List<String> words(RuleKey key) {
            return ((List<?>) value(key)).stream().map(String.class::cast).toList();
        }
    }
}
