package io.pilothouse.ui.table;

import io.pilothouse.domain.query.Filter;
import io.pilothouse.domain.query.RowQuery;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.ui.common.Later;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.Background;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import javafx.collections.ObservableList;

/// Shows [PagedRows]: asks how many match, and reads the pages that are looked at.
final class PagedFeed<R> implements RowFeed<R> {

    /// Gathers the pages that one scrolling asks for.
    private static final Duration GATHER = Duration.ofMillis(8);

    /// Pages read in one go; what was passed by in fast scrolling is not read.
    private static final int AT_ONCE = 4;

    private record Answer<R>(long count, long total, Map<Integer, List<R>> pages) {}

    private final PagedRows<R> source;
    private final Background background;
    private final Later later;
    private final String reading;
    private final Listener listener;
    private final Latest counting;
    private final Latest paging;
    private final PagedList<R> items = new PagedList<>(this::want);
    private final LinkedHashSet<Integer> wanted = new LinkedHashSet<>();
    private final Aim aim;
    private RowQuery query = RowQuery.ALL;
    private long total;
    private boolean loaded;
    private boolean gathering;
    private boolean waiting;

    /// @param reading what is done, for the task
    PagedFeed(PagedRows<R> source, Background background, Executor fx, Later later, String reading, Listener listener) {
        this.source = source;
        this.background = background;
        this.later = later;
        this.reading = reading;
        this.listener = listener;
        counting = new Latest(fx);
        paging = new Latest(fx);
        aim = new Aim(later, this::rested);
    }

    @Override
    public ObservableList<R> items() {
        return items;
    }

    @Override
    public void ask(RowQuery asked) {
        query = asked;
        count(List.of(0), true);
    }

    /// @param others whether other rows may come, or only newer values
    private void count(List<Integer> pages, boolean others) {
        paging.cancel();
        wanted.clear();
        waiting = false;
        var asked = query;
        counting.<Answer<R>>start(
                () -> background.read(reading, List.of(), _ -> {
                    long count = source.count(asked.filter());
                    long all = asked.filter().equals(Filter.EVERYTHING) ? count : source.count(Filter.EVERYTHING);
                    return new Answer<>(count, all, read(asked, pages));
                }),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<Answer<R>>(var answer) -> show(answer, others);
                        case Outcome.Failed<Answer<R>>(var problem) -> listener.failed(problem);
                        case Outcome.Cancelled<Answer<R>> _ -> {}
                    }
                });
    }

    private Map<Integer, List<R>> read(RowQuery asked, List<Integer> pages) throws Exception {
        var read = new HashMap<Integer, List<R>>();
        for (int page : pages) {
            read.put(page, source.page(asked, (long) page * PagedList.PAGE, PagedList.PAGE));
        }
        return read;
    }

    private void show(Answer<R> answer, boolean others) {
        boolean first = !loaded;
        loaded = true;
        listener.arranging();
        total = answer.total();
        if (!others && !first && answer.count() == items.size()) {
            items.renew(answer.pages());
            listener.refreshed(0, items.size());
        } else {
            items.reset(answer.count(), answer.pages());
        }
        listener.arranged();
    }

    private void want(int page) {
        wanted.remove(page);
        wanted.add(page); // the newest wish last
        gather();
    }

    private void gather() {
        if (!gathering && !paging.busy()) {
            gathering = true;
            later.after(GATHER, this::readWanted);
        }
    }

    private void readWanted() {
        gathering = false;
        var pages = new ArrayList<>(wanted.reversed().stream()
                .filter(page -> !items.holds(page))
                .limit(AT_ONCE)
                .toList());
        wanted.clear();
        if (pages.isEmpty() || counting.busy()) {
            return;
        }
        var asked = query;
        paging.<Map<Integer, List<R>>>start(
                () -> background.read(reading, List.of(), _ -> read(asked, pages)), outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<Map<Integer, List<R>>>(var read) ->
                            read.forEach((page, rows) -> {
                                items.put(page, rows);
                                listener.refreshed(page * PagedList.PAGE, (page + 1) * PagedList.PAGE);
                            });
                        case Outcome.Failed<Map<Integer, List<R>>>(var problem) -> listener.failed(problem);
                        case Outcome.Cancelled<Map<Integer, List<R>>> _ -> {}
                    }
                    if (!wanted.isEmpty()) {
                        gather();
                    }
                });
    }

    @Override
    public boolean loaded() {
        return loaded;
    }

    @Override
    public boolean busy() {
        return counting.busy();
    }

    @Override
    public long total() {
        return total;
    }

    @Override
    public long matching() {
        return items.size();
    }

    @Override
    public void within(Predicate<R> shown) {
        throw new IllegalArgumentException("pages of a store are asked for with their instances");
    }

    @Override
    public void group(Optional<Grouping<R>> grouping) {
        if (grouping.isPresent()) {
            throw new IllegalArgumentException("pages of a store cannot stand in groups");
        }
    }

    @Override
    public OptionalInt placeOf(Object key) {
        return items.placeOf(key, source::key);
    }

    @Override
    public void aimed() {
        aim.moved();
    }

    private void rested() {
        if (waiting) {
            changed();
        }
    }

    @Override
    public void changed() {
        if (aim.aiming()) {
            waiting = true;
        } else {
            var near = items.recent(AT_ONCE);
            count(near.isEmpty() ? List.of(0) : near, false);
        }
    }

    @Override
    public void close() {
        counting.cancel();
        paging.cancel();
        wanted.clear();
    }
}
