package io.pilothouse.domain.home;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/// What was: states, statistics and events of the past.
public final class Past {

    /// A minute more, as "the last 24 hours" is asked a moment after it was reckoned.
    private static final Duration DAY = Duration.ofHours(24).plusMinutes(1);

    private Past() {}

    /// How an entity was over a span.
    ///
    /// @param points oldest first
    /// @param source `history`, or the length of the statistics' rows: `5minute`, `hour`, `day`
    public record Series(String entityId, String unit, List<Point> points, String source) {

        public Series {
            points = List.copyOf(points);
        }

        /// With what came later, without what is no longer of interest.
        ///
        /// @param news oldest first; what is not newer than the last point is known already
        /// @param from what came before is left out, but for the last of it: it held at `from`
        public Series grown(List<Point> news, Instant from) {
            var last = points.isEmpty() ? Instant.MIN : points.getLast().at();
            var all = new ArrayList<>(points);
            news.stream().filter(point -> point.at().isAfter(last)).forEach(all::add);
            int first = 0;
            while (first + 1 < all.size() && !all.get(first + 1).at().isAfter(from)) {
                first++;
            }
            return new Series(entityId, unit, all.subList(first, all.size()), source);
        }

        /// @return what held at a moment: the latest point that is not later
        public Optional<Point> at(Instant moment) {
            int low = 0;
            int high = points.size();
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (points.get(middle).at().isAfter(moment)) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            return low == 0 ? Optional.empty() : Optional.of(points.get(low - 1));
        }

        /// As many columns as a screen has: the least, the greatest and the last value in each, so that a
        /// short spike stays visible.
        ///
        /// @return columns that hold nothing are left out
        public List<Column> columns(Instant from, Instant to, int count) {
            var lows = new double[count];
            var highs = new double[count];
            var lasts = new double[count];
            var filled = new boolean[count];
            double span = Math.max(1, Duration.between(from, to).toMillis());
            for (var point : points) {
                if (point.value().isEmpty() || point.at().isAfter(to)) {
                    continue;
                }
                long offset = Math.max(0, Duration.between(from, point.at()).toMillis());
                int at = (int) Math.min(count - 1, offset / span * count);
                double low = point.least().orElse(point.value().getAsDouble());
                double high = point.greatest().orElse(point.value().getAsDouble());
                lows[at] = filled[at] ? Math.min(lows[at], low) : low;
                highs[at] = filled[at] ? Math.max(highs[at], high) : high;
                lasts[at] = point.value().getAsDouble();
                filled[at] = true;
            }
            var columns = new ArrayList<Column>();
            for (int i = 0; i < count; i++) {
                if (filled[i]) {
                    columns.add(new Column(i, lows[i], highs[i], lasts[i]));
                }
            }
            return columns;
        }
    }

    /// @param state    the text; empty for a row of statistics
    /// @param value    the state as a number, or the mean; empty for none
    /// @param least    of a row of statistics
    /// @param greatest of a row of statistics
    public record Point(
            Instant at, String state, OptionalDouble value, OptionalDouble least, OptionalDouble greatest) {}

    public record Column(int index, double least, double greatest, double last) {}

    /// Which source serves a span best: rows of states for a day, then means over longer and longer times.
    ///
    /// @return empty for states, else the length of the rows
    public static Optional<String> statistics(Duration span) {
        if (span.compareTo(DAY) <= 0) {
            return Optional.empty();
        }
        if (span.compareTo(Duration.ofDays(10)) <= 0) {
            return Optional.of("5minute");
        }
        return Optional.of(span.compareTo(Duration.ofDays(90)) <= 0 ? "hour" : "day");
    }

    /// @param cause who or what was behind it; empty when nobody tells
    public record Entry(Instant at, String entityId, String name, String text, String cause) {

        public Entry withName(String newName) {
            return new Entry(at, entityId, newName, text, cause);
        }
    }

    /// Entries that came later, before those that were there.
    ///
    /// @param known newest first
    /// @param news  newest first; what is known already counts once
    /// @param most  how many are kept
    public static List<Entry> grown(List<Entry> known, List<Entry> news, int most) {
        var all = new LinkedHashSet<>(news);
        all.addAll(known);
        return all.stream()
                .sorted(Comparator.comparing(Entry::at).reversed())
                .limit(most)
                .toList();
    }
}
