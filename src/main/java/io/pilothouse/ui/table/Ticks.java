package io.pilothouse.ui.table;

import io.pilothouse.domain.query.Filter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;

/// Which rows a person has ticked. Kept by key, so it outlives filters, sorting and live changes; over
/// a paged source also "everything that matched this filter, but for a few". FX thread only.
final class Ticks<R> {

    private record Matching<R>(Filter filter, Predicate<R> test, long count) {}

    private final Function<R, Object> key;
    private final Map<Object, R> rows = new LinkedHashMap<>();
    private final Set<Object> except = new HashSet<>();
    private final Runnable changed;
    private Optional<Matching<R>> matching = Optional.empty();

    Ticks(Function<R, Object> key, Runnable changed) {
        this.key = key;
        this.changed = changed;
    }

    boolean has(R row) {
        var its = key.apply(row);
        return matching.map(all -> all.test.test(row) && !except.contains(its)).orElseGet(() -> rows.containsKey(its));
    }

    long count() {
        return matching.map(all -> all.count - except.size()).orElse((long) rows.size());
    }

    void tick(R row, boolean on) {
        var its = key.apply(row);
        if (matching.isPresent()) {
            if (on) {
                except.remove(its);
            } else {
                except.add(its);
            }
        } else if (on) {
            rows.put(its, row);
        } else {
            rows.remove(its);
        }
        changed.run();
    }

    void tickAll(Collection<R> more) {
        if (matching.isEmpty()) {
            more.forEach(row -> rows.put(key.apply(row), row));
        } else {
            more.forEach(row -> except.remove(key.apply(row)));
        }
        changed.run();
    }

    /// Everything a paged source has for this filter.
    void tickMatching(Filter filter, Predicate<R> test, long count) {
        rows.clear();
        except.clear();
        matching = Optional.of(new Matching<>(filter, test, count));
        changed.run();
    }

    void clear() {
        rows.clear();
        except.clear();
        matching = Optional.empty();
        changed.run();
    }

    /// Newer values of ticked rows; what is gone is not ticked any more.
    void renew(Function<Object, Optional<R>> newest) {
        rows.keySet().removeIf(its -> newest.apply(its).isEmpty());
        rows.replaceAll((its, row) -> newest.apply(its).orElse(row));
    }

    boolean everythingMatching() {
        return matching.isPresent();
    }

    List<R> rows() {
        return new ArrayList<>(rows.values());
    }

    Chosen<R> chosen(RowSource<R> source) {
        if (matching.isPresent() && source instanceof PagedRows<R> paged) {
            return new Chosen.Matching<>(paged, matching.get().filter, count(), except);
        }
        return new Chosen.Rows<>(rows());
    }
}
