package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.LedgerEntry.Outcome;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javafx.geometry.Pos;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Searches by day, each day a column of what became of them. FX thread only.
final class DayChart extends HBox {

    private static final double HEIGHT = 56;

    /// More days than this are drawn a week each.
    private static final long MOST_COLUMNS = 120;

    private final Texts texts;
    private final ZoneId zone;
    private final Words words;

    DayChart(Words words, ZoneId zone) {
        super(2);
        this.words = words;
        texts = words.texts();
        this.zone = zone;
        getStyleClass().add("day-chart");
        setAlignment(Pos.BOTTOM_LEFT);
        setMinHeight(HEIGHT);
        setPrefHeight(HEIGHT);
        setMaxHeight(HEIGHT);
    }

    /// @param today the last column
    void show(List<LedgerEntry> entries, LocalDate first, LocalDate today) {
        long days = ChronoUnit.DAYS.between(first, today) + 1;
        long step = days > MOST_COLUMNS ? 7 : 1;
        var columns = new TreeMap<Long, Map<Outcome, Integer>>();
        for (var entry : entries) {
            long at = ChronoUnit.DAYS.between(first, LocalDate.ofInstant(entry.askedAt(), zone)) / step;
            columns.computeIfAbsent(at, _ -> new EnumMap<>(Outcome.class)).merge(entry.outcome(), 1, Integer::sum);
        }
        int most = columns.values().stream()
                .mapToInt(it -> it.values().stream().mapToInt(Integer::intValue).sum())
                .max()
                .orElse(1);
        getChildren().clear();
        for (long column = 0; column <= (days - 1) / step; column++) {
            getChildren().add(column(first.plusDays(column * step), columns.getOrDefault(column, Map.of()), most));
        }
        setAccessibleText(texts.text("hunting.chart-spoken", entries.size(), days));
    }

    private VBox column(LocalDate date, Map<Outcome, Integer> counts, int most) {
        var column = new VBox();
        column.setAlignment(Pos.BOTTOM_CENTER);
        column.setMaxWidth(64);
        HBox.setHgrow(column, Priority.ALWAYS);
        int all = 0;
        for (var outcome : Outcome.values()) {
            int count = counts.getOrDefault(outcome, 0);
            if (count > 0) {
                var piece = new Region();
                piece.getStyleClass().addAll("day-piece", OutcomesTable.styleOf(outcome));
                double height = Math.max(1, HEIGHT * count / most);
                piece.setMinHeight(height);
                piece.setPrefHeight(height);
                column.getChildren().add(piece);
                all += count;
            }
        }
        if (all == 0) {
            var none = new Region();
            none.getStyleClass().addAll("day-piece", "share-none");
            none.setMinHeight(1);
            none.setPrefHeight(1);
            column.getChildren().add(none);
        }
        Tooltip.install(column, new Tooltip(texts.text("hunting.chart-day", words.date(date), all)));
        return column;
    }
}
