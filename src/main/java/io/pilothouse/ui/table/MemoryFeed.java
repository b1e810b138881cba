package io.pilothouse.ui.table;

import io.pilothouse.domain.query.RowQuery;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Later;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.Background;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import javafx.collections.ObservableList;

/// Shows [MemoryRows]: sorts and filters a snapshot in the background and swaps the list once. Few rows
/// are arranged at once, which is quicker than to ask another thread.
final class MemoryFeed<R> implements RowFeed<R>, MemoryRows.Watcher<R> {

    /// Sorting and filtering this many takes less than a pulse.
    private static final int FEW = 1_000;

    private final MemoryRows<R> source;
    private final List<Column<R>> columns;
    private final Background background;
    private final Listener listener;
    private final String reading;
    private final Latest latest;
    private final Batch soon;
    private final RowList<R> items = new RowList<>(this::indexOf);
    private Optional<Arrangement<R>> shown = Optional.empty();
    /// Whether its whole has every row of the source, as it is and in order.
    private boolean current;
    /// Whether rows changed since those were taken that are put in order now.
    private boolean outdated;
    private Optional<Places<R>> places = Optional.empty();
    private RowQuery query = RowQuery.ALL;
    private Optional<Predicate<R>> within = Optional.empty();
    private Optional<Grouping<R>> grouping = Optional.empty();
    private long total;
    private long matching;
    private boolean loaded;
    private final Aim aim;
    private final Map<Object, R> changedMeanwhile = new HashMap<>();
    private boolean waiting;

    /// @param reading what is done, for the task
    MemoryFeed(
            MemoryRows<R> source,
            List<Column<R>> columns,
            Background background,
            Executor fx,
            Later later,
            String reading,
            Listener listener) {
        this.source = source;
        this.columns = columns;
        this.background = background;
        aim = new Aim(later, this::rested);
        this.reading = reading;
        this.listener = listener;
        latest = new Latest(fx);
        soon = new Batch(later, fx, this::arrangeUnlessAiming);
        source.watchedBy(this);
    }

    @Override
    public ObservableList<R> items() {
        return items;
    }

    @Override
    public void ask(RowQuery asked) {
        query = asked;
        arrange();
    }

    @Override
    public void changed(Collection<R> changed, boolean others) {
        int from = Integer.MAX_VALUE;
        int until = 0;
        var whole = shown.flatMap(Arrangement::whole);
        for (var row : changed) {
            var key = source.key(row);
            if (latest.busy()) {
                changedMeanwhile.put(key, row); // the answer on its way knows the old one
            }
            whole.ifPresent(all -> all.put(key, row));
            var at = placeOf(key);
            if (at.isPresent()) {
                items.put(at.getAsInt(), row);
                from = Math.min(from, at.getAsInt());
                until = Math.max(until, at.getAsInt() + 1);
            }
        }
        if (from < until) {
            listener.refreshed(from, until);
        }
        if (!loaded) {
            arrange();
        } else if (others
                || latest.busy()
                || changed.size() > FEW
                || !changed.stream().allMatch(this::stands)) {
            current = false;
            outdated = true;
            soon.request();
        }
    }

    /// @return whether a row that was put in its place belongs there still
    private boolean stands(R row) {
        return grouping.isEmpty()
                && shown.filter(it ->
                                it.holds().test(row) == placeOf(source.key(row)).isPresent())
                        .flatMap(Arrangement::whole)
                        .filter(all -> all.stands(source.key(row), shown.get().by()))
                        .isPresent();
    }

    private void arrangeUnlessAiming() {
        if (aim.aiming()) {
            waiting = true;
        } else {
            arrange();
        }
    }

    private void arrange() {
        if (!source.loaded()) {
            return;
        }
        waiting = false;
        outdated = false;
        changedMeanwhile.clear();
        var wanted = new Arrangement.Wanted<>(query, within, grouping);
        if (source.size() <= FEW) {
            latest.cancel();
            show(Arrangement.of(source.all(), columns, wanted, Optional.empty(), false, source::key));
            return;
        }
        var before = shown.flatMap(Arrangement::whole);
        boolean same =
                current && before.filter(it -> it.sort().equals(query.sort())).isPresent();
        var all = same ? before.orElseThrow().rows() : source.all();
        latest.<Arrangement<R>>start(
                () -> background.read(
                        reading, List.of(), _ -> Arrangement.of(all, columns, wanted, before, same, source::key)),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<Arrangement<R>>(var made) -> show(made);
                        case Outcome.Failed<Arrangement<R>>(var problem) -> listener.failed(problem);
                        case Outcome.Cancelled<Arrangement<R>> _ -> {}
                    }
                });
    }

    @Override
    public void within(Predicate<R> shown) {
        within = Optional.of(shown);
        arrange();
    }

    private void show(Arrangement<R> made) {
        loaded = true;
        total = made.total();
        matching = made.matching();
        shown = Optional.of(made);
        current = !outdated && made.whole().isPresent();
        var before = places;
        places = Optional.of(made.places());
        changedMeanwhile.forEach(
                (key, row) -> placeOf(key).ifPresent(at -> made.rows().set(at, row)));
        changedMeanwhile.clear();
        listener.arranging();
        if (sameOrder(made.rows())) {
            places = before;
            replace(made.rows()); // nothing moves: the lines that say something else are painted again
        } else {
            items.show(made.rows());
        }
        listener.arranged();
    }

    private boolean sameOrder(List<R> next) {
        if (next.size() != items.size()) {
            return false;
        }
        for (int i = 0; i < next.size(); i++) {
            var row = next.get(i);
            var old = items.get(i);
            if (row != old && !source.key(row).equals(source.key(old))) {
                return false;
            }
        }
        return true;
    }

    /// Only the lines in sight ask whether their row says something else: to ask it of all takes too long.
    private void replace(List<R> next) {
        int from = Integer.MAX_VALUE;
        int until = 0;
        for (int i = 0; i < next.size(); i++) {
            if (next.get(i) != items.get(i)) {
                items.put(i, next.get(i));
                from = Math.min(from, i);
                until = i + 1;
            }
        }
        if (from < until) {
            listener.refreshed(from, until);
        }
    }

    @Override
    public void group(Optional<Grouping<R>> by) {
        if (!by.equals(grouping)) {
            grouping = by;
            arrange();
        }
    }

    @Override
    public long matching() {
        return matching;
    }

    @Override
    public boolean loaded() {
        return loaded;
    }

    @Override
    public boolean busy() {
        return latest.busy();
    }

    @Override
    public long total() {
        return total;
    }

    @Override
    public OptionalInt placeOf(Object key) {
        return places.map(all -> all.of(key)).orElse(OptionalInt.empty());
    }

    private int indexOf(R row) {
        return placeOf(source.key(row)).orElse(-1);
    }

    @Override
    public void aimed() {
        aim.moved();
    }

    private void rested() {
        if (waiting) {
            arrange();
        }
    }

    @Override
    public void changed() {
        soon.request();
    }

    @Override
    public void close() {
        latest.cancel();
        soon.close();
    }
}
