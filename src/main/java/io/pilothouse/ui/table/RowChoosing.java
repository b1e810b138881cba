package io.pilothouse.ui.table;

import io.pilothouse.domain.query.Filter;
import java.util.ArrayList;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.control.TableColumn;

/// Ticks rows by their places: one, a range from the last one on, or everything that matches. FX thread only.
final class RowChoosing<R> {

    private static final double BOX = 40;

    private final TableSpec<R> spec;
    private final RowFeed<R> feed;
    private final Ticks<R> ticks;
    private final RowMatch<R> match;
    private int anchor = -1;

    RowChoosing(TableSpec<R> spec, RowFeed<R> feed, Ticks<R> ticks, RowMatch<R> match) {
        this.spec = spec;
        this.feed = feed;
        this.ticks = ticks;
        this.match = match;
    }

    /// @param words what a box says to those who hear it
    TableColumn<R, R> boxes(RowLine.Table<R> lines, String words) {
        var made = new TableColumn<R, R>();
        made.setId("tick");
        made.setPrefWidth(BOX);
        made.setMinWidth(BOX);
        made.setMaxWidth(BOX);
        made.setSortable(false);
        made.setReorderable(false);
        made.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
        made.setCellFactory(_ -> new RowLine.TickCell<>(lines, words, (index, range) -> {
            if (range && anchor >= 0) {
                tickRange(anchor, index);
            } else {
                tick(index);
            }
        }));
        return made;
    }

    void tick(int index) {
        if (index >= 0 && index < feed.items().size() && !spec.bulk().isEmpty()) {
            var row = feed.items().get(index);
            if (row != null && !spec.isHead(row)) {
                anchor = index;
                ticks.tick(row, !ticks.has(row));
            }
        }
    }

    /// A click on a row beside its box.
    ///
    /// @return whether it was meant to tick
    boolean clicked(int index, boolean range, boolean one) {
        boolean upTo = range && anchor >= 0;
        if (upTo) {
            tickRange(anchor, index);
        } else if (one) {
            tick(index);
        }
        if (!range) {
            anchor = index;
        }
        return upTo || one;
    }

    /// The row the cursor leaves and the one it comes to.
    void extend(int from, int to) {
        if (anchor < 0) {
            anchor = from;
        }
        if (!spec.bulk().isEmpty()) {
            tickRange(from, to);
        }
    }

    private void tickRange(int from, int until) {
        var rows = new ArrayList<R>();
        for (int at = Math.max(0, Math.min(from, until));
                at <= Math.max(from, until) && at < feed.items().size();
                at++) {
            var row = feed.items().get(at);
            if (row != null && !spec.isHead(row)) {
                rows.add(row);
            }
        }
        ticks.tickAll(rows);
    }

    /// Every row that matches the filter, seen or not.
    void everything(Filter filter) {
        if (spec.bulk().isEmpty()) {
            return;
        }
        switch (spec.rows()) {
            case MemoryRows<R> _ ->
                ticks.tickAll(
                        spec.heads().isEmpty()
                                ? feed.items()
                                : feed.items().stream()
                                        .filter(row -> !spec.isHead(row))
                                        .toList());
            case PagedRows<R> _ ->
                ticks.tickMatching(filter, match.of(filter), feed.items().size());
        }
    }
}
