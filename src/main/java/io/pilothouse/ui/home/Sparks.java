package io.pilothouse.ui.home;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.Past;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.Latest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.Collectors;

/// The last day of the entities that are in sight, as small lines. Rows ask when they are drawn; what was
/// asked within a moment goes to the house as one question. FX thread only.
final class Sparks {

    static final Duration SPAN = Duration.ofHours(24);
    /// How many values a line has.
    static final int POINTS = 48;

    private static final Duration GATHER = Duration.ofMillis(250);
    private static final Duration KEPT = Duration.ofMinutes(10);
    /// Entities in one question.
    private static final int AT_ONCE = 50;

    private final HouseDesk desk;
    private final Latest line;
    private final Set<EntityCells.Spark> drawings = Collections.newSetFromMap(new WeakHashMap<>());
    private final Map<String, Kept> kept = new HashMap<>();
    private final Set<String> wanted = new LinkedHashSet<>();
    private Subscription soon = () -> {};
    private boolean waiting;
    private boolean asking;
    private boolean shown;

    /// @param values empty where there is nothing to draw
    private record Kept(double[] values, Instant at) {}

    Sparks(HouseDesk desk) {
        this.desk = desk;
        line = desk.line();
    }

    /// A cell that is drawn again when lines came.
    void drawing(EntityCells.Spark cell) {
        drawings.add(cell);
    }

    /// @return values from 0.1 to 0.9; empty while they are not known, and where there are none
    Optional<double[]> of(EntityRow row) {
        if (row.state().isEmpty() || row.unavailable()) {
            return Optional.empty();
        }
        var known = kept.get(row.id());
        if (known == null || Duration.between(known.at(), desk.now()).compareTo(KEPT) > 0) {
            want(row.id());
        }
        return Optional.ofNullable(known).map(Kept::values).filter(values -> values.length > 0);
    }

    private void want(String id) {
        if (!shown) {
            return;
        }
        wanted.add(id);
        if (!waiting && !asking) {
            waiting = true;
            soon = desk.window().services().later().after(GATHER, this::ask);
        }
    }

    private void ask() {
        waiting = false;
        if (!shown || wanted.isEmpty()) {
            return;
        }
        asking = true;
        var ids = wanted.stream().limit(AT_ONCE).toList();
        wanted.removeAll(ids);
        var to = desk.now();
        desk.read(
                line,
                "charts",
                homes -> HousePages.map(
                        homes.history(desk.id(), ids, to.minus(SPAN), to),
                        series -> series.stream()
                                .collect(Collectors.toMap(
                                        Past.Series::entityId,
                                        one -> values(one.points(), to.minus(SPAN), to),
                                        (one, _) -> one))),
                found -> took(ids, found, to),
                _ -> took(ids, Map.of(), to));
    }

    private void took(List<String> ids, Map<String, double[]> found, Instant to) {
        asking = false;
        ids.forEach(id -> kept.put(id, new Kept(found.getOrDefault(id, new double[0]), to)));
        Set.copyOf(drawings).forEach(EntityCells.Spark::again);
        if (!wanted.isEmpty()) {
            ask();
        }
    }

    /// What was at [#POINTS] moments of the span: numbers on their own scale, else whether it was the first
    /// state that was seen.
    static double[] values(List<Past.Point> points, Instant from, Instant to) {
        if (points.isEmpty()) {
            return new double[0];
        }
        boolean numbers = points.stream().anyMatch(point -> point.value().isPresent());
        var quiet = numbers ? "" : quiet(points);
        var values = new double[POINTS];
        var raw = new ArrayList<Double>();
        long step = Duration.between(from, to).toMillis() / POINTS;
        int at = 0;
        double last = Double.NaN;
        for (int i = 0; i < POINTS; i++) {
            var until = from.plusMillis(step * (i + 1));
            boolean acted = false;
            while (at < points.size() && !points.get(at).at().isAfter(until)) {
                var point = points.get(at++);
                last = numbers
                        ? point.value().orElse(Double.NaN)
                        : point.state().equals("unavailable") || point.state().equals("unknown")
                                ? Double.NaN
                                : point.state().equals(quiet) ? 0 : 1;
                acted |= !numbers && last == 1;
            }
            values[i] = acted ? 1 : last; // a short event within a step is seen
            if (!Double.isNaN(values[i])) {
                raw.add(values[i]);
            }
        }
        double least = raw.stream().mapToDouble(it -> it).min().orElse(0);
        double greatest = raw.stream().mapToDouble(it -> it).max().orElse(0);
        double span = numbers ? greatest - least : 1;
        for (int i = 0; i < POINTS; i++) {
            values[i] = span == 0
                    ? (Double.isNaN(values[i]) ? values[i] : 0.5)
                    : 0.1 + 0.8 * (values[i] - (numbers ? least : 0)) / span;
        }
        return values;
    }

    /// The state of rest: the usual words, else the one that was there first.
    private static String quiet(List<Past.Point> points) {
        return points.stream()
                .map(Past.Point::state)
                .filter(Set.of("off", "closed", "locked", "clear", "idle", "not_home", "standby")::contains)
                .findFirst()
                .orElse(points.getFirst().state());
    }

    void shown() {
        shown = true;
    }

    void hidden() {
        shown = false;
        asking = false;
        waiting = false;
        soon.close();
        line.cancel();
        wanted.clear();
    }
}
