package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.LedgerEntry.Outcome;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.cycle.Cycles;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.Scope;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.CellDrawing;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.InstanceCell;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// What became of every search, of one instance or of all, with how many of a hundred are in place. FX thread
/// only.
final class OutcomesTable extends VBox {

    private static final int MOST = 20_000;
    private static final int MOST_PARTS = 5;

    static final List<Outcome> BEST_FIRST = List.of(
            Outcome.IN_PLACE,
            Outcome.UPGRADED,
            Outcome.DOWNLOADING,
            Outcome.GRABBED,
            Outcome.ASKED,
            Outcome.NOTHING_FOUND,
            Outcome.REJECTED,
            Outcome.FAILED,
            Outcome.WITHDRAWN,
            Outcome.UNSETTLED);

    private final WindowContext window;
    private final Words words;
    private final RunWords runWords;
    private final Optional<InstanceId> only;
    private final MemoryRows<LedgerEntry> rows = new MemoryRows<>(LedgerEntry::number);
    private final RowTable<LedgerEntry> table;
    private final FlowPane sums = new FlowPane(8, 8);
    private final HBox bar = new HBox(2);
    private final DayChart chart;
    private final FlowPane shares = new FlowPane(4, 0);
    private final Label perHundred = new Label();
    private final ComboBox<Integer> days = new ComboBox<>();
    private final Latest latest;

    /// @param only empty for all instances
    OutcomesTable(WindowContext window, Optional<InstanceId> only) {
        this.window = window;
        this.only = only;
        words = window.words();
        runWords = new RunWords(words);
        chart = new DayChart(words, window.services().zone());
        latest = new Latest(window.services().fx());
        getStyleClass().add("outcomes");
        days.getItems().setAll(1, 7, 30, 90, 400);
        days.setValue(30);
        days.setId("outcome-days");
        days.setAccessibleText(text("hunting.outcome-days"));
        days.setConverter(new javafx.util.StringConverter<>() {
            @Override
            public String toString(Integer value) {
                return value == null ? "" : text("hunting.days", value);
            }

            @Override
            public Integer fromString(String text) {
                throw new UnsupportedOperationException("chosen, never typed");
            }
        });
        days.setOnAction(_ -> readAgain());
        perHundred.getStyleClass().add("text-card");
        perHundred.setId("per-hundred");
        bar.getStyleClass().add("share-bar");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var head = new HBox(12, perHundred, space, days);
        head.setAlignment(Pos.CENTER_LEFT);
        shares.setId("outcome-shares");
        var top = new VBox(8, head, chart, bar, sums, shares);
        top.getStyleClass().add("outcomes-head");
        table = new RowTable<>(window, spec());
        table.whenShown(this::summarize);
        VBox.setVgrow(table, Priority.ALWAYS);
        getChildren().setAll(top, table);
    }

    private TableSpec<LedgerEntry> spec() {
        var clock = window.services().clock();
        var columns = new ArrayList<Column<LedgerEntry>>();
        columns.add(Column.<LedgerEntry>time(
                        "asked",
                        "hunting.column.asked",
                        it -> Optional.of(it.askedAt()),
                        at -> words.time(at, clock.instant()))
                .width(110));
        if (only.isEmpty()) {
            columns.add(Column.<LedgerEntry>text("instance", "hunting.column.instance", it -> name(it.instance()))
                    .width(150)
                    .drawn(() -> InstanceCell.of(window.services().instances(), LedgerEntry::instance)));
        }
        columns.add(Column.<LedgerEntry>text("title", "hunting.column.title", LedgerEntry::title)
                .width(240)
                .growing());
        columns.add(Column.<LedgerEntry>choice(
                        "outcome",
                        "hunting.column.outcome",
                        it -> word(it.outcome()),
                        Arrays.stream(Outcome.values()).map(this::word).toList())
                .exportedAs(it -> Words.stable(it.outcome()))
                .width(150)
                .drawn(OutcomeCell::new));
        columns.add(
                Column.<LedgerEntry>text("why", "hunting.column.why", it -> runWords.of(it.reason(), clock.instant()))
                        .inOurWords()
                        .width(220)
                        .growing());
        columns.add(Column.<LedgerEntry>text("indexer", "hunting.column.indexer", LedgerEntry::indexer)
                .width(120));
        columns.add(Column.<LedgerEntry>text("rule", "hunting.column.rule", LedgerEntry::rule)
                .width(150));
        columns.add(Column.<LedgerEntry>time(
                        "settled",
                        "hunting.column.settled",
                        LedgerEntry::settledAt,
                        at -> words.time(at, clock.instant()))
                .width(110)
                .hidden());
        return TableSpec.of(
                        only.isEmpty() ? "arr.outcomes-all" : "arr.outcomes",
                        text("hunting.tab.outcomes"),
                        rows,
                        columns)
                .ofInstance(LedgerEntry::instance)
                .whenEmpty(() -> new StatePane(
                        Octicons.TELESCOPE_16,
                        text("hunting.outcomes-empty"),
                        text("hunting.outcomes-empty-why"),
                        List.of()));
    }

    void readAgain() {
        var since = window.services().clock().instant().minus(Duration.ofDays(days.getValue()));
        latest.start(
                () -> window.background()
                        .read(
                                "read what became of searches",
                                only.stream().toList(),
                                _ -> window.services()
                                        .cycles()
                                        .ledger(
                                                only.stream().toList(),
                                                since,
                                                Optional.empty(),
                                                Optional.empty(),
                                                MOST)),
                outcome -> {
                    if (outcome
                            instanceof io.pilothouse.domain.task.Outcome.Succeeded<List<LedgerEntry>>(var entries)) {
                        show(entries);
                    }
                });
    }

    private void show(List<LedgerEntry> entries) {
        rows.set(entries);
        summarize();
    }

    /// The figures are those of the rows that are shown: of a scope, of a rule, of an indexer.
    private void summarize() {
        var entries = List.copyOf(table.shown());
        var today = LocalDate.ofInstant(
                window.services().clock().instant(), window.services().zone());
        chart.show(entries, today.minusDays(days.getValue()), today);
        for (var picture : List.of(chart, bar)) { // of nothing there is none
            picture.setVisible(!entries.isEmpty());
            picture.setManaged(!entries.isEmpty());
        }
        var counts = Cycles.counts(entries);
        double share = Cycles.inPlacePerHundred(entries);
        perHundred.setText(
                Double.isNaN(share)
                        ? text("hunting.per-hundred-none")
                        : text("hunting.per-hundred", Math.round(share), entries.size()));
        sums.getChildren().clear();
        bar.getChildren().clear();
        for (var outcome : Outcome.values()) {
            long count = counts.getOrDefault(outcome, 0L);
            if (count > 0) {
                sums.getChildren().add(DecisionView.chip(styleOf(outcome), word(outcome), words.number(count)));
                var piece = new Region();
                piece.getStyleClass().addAll("share", styleOf(outcome));
                piece.prefWidthProperty().bind(bar.widthProperty().multiply((double) count / entries.size()));
                bar.getChildren().add(piece);
            }
        }
        bar.setAccessibleText(text("hunting.share-spoken", entries.size()));
        shares.getChildren().clear();
        if (only.isEmpty()) {
            split(entries, "instance", "hunting.by-instance", LedgerEntry::instance, this::name);
        }
        split(entries, "rule", "hunting.by-rule", LedgerEntry::rule, rule -> rule);
        split(entries, "indexer", "hunting.by-indexer", LedgerEntry::indexer, indexer -> indexer);
    }

    /// In place per 100 asked of each rule, indexer or instance, those with the most searches first.
    private <K> void split(
            List<LedgerEntry> entries,
            String column,
            String key,
            Function<LedgerEntry, K> by,
            Function<K, String> name) {
        var parts = new TreeMap<String, List<LedgerEntry>>();
        entries.stream().collect(Collectors.groupingBy(by)).forEach((part, its) -> parts.put(name.apply(part), its));
        parts.remove("");
        if (parts.isEmpty()) {
            return;
        }
        var head = new Label(text(key));
        head.getStyleClass().addAll("text-muted", "text-second");
        shares.getChildren().add(head);
        parts.entrySet().stream()
                .sorted(Comparator.comparing(part -> -part.getValue().size()))
                .limit(MOST_PARTS)
                .forEach(part -> shares.getChildren().add(share(column, part.getKey(), part.getValue())));
    }

    private Node share(String column, String name, List<LedgerEntry> entries) {
        double share = Cycles.inPlacePerHundred(entries);
        var button = new Button(text(
                "hunting.share-of",
                name,
                Double.isNaN(share) ? text("hunting.dash") : Math.round(share),
                words.number(entries.size())));
        button.getStyleClass().addAll("flat", "link", "small");
        button.setOnAction(_ -> table.filter(column + "=\"" + name + "\""));
        return button;
    }

    private String word(Outcome outcome) {
        return text("hunting.outcome." + outcome.word());
    }

    /// How many were asked for and what became of them, in one line.
    static String summary(Texts texts, List<LedgerEntry> entries) {
        var counts = Cycles.counts(entries);
        var parts = BEST_FIRST.stream()
                .filter(it -> it != Outcome.ASKED && counts.getOrDefault(it, 0L) > 0)
                .map(it -> counts.get(it) + " " + texts.text("hunting.outcome." + it.word()))
                .toList();
        var asked = texts.text("hunting.asked-count", entries.size());
        return parts.isEmpty() ? asked : asked + ": " + String.join(", ", parts);
    }

    /// A colour and a form, so that it is told without colour.
    static String styleOf(Outcome outcome) {
        return switch (outcome) {
            case IN_PLACE -> "share-good";
            case UPGRADED -> "share-better";
            case GRABBED, DOWNLOADING, ASKED -> "share-open";
            case FAILED -> "share-bad";
            case REJECTED -> "share-refused";
            case NOTHING_FOUND, WITHDRAWN, UNSETTLED -> "share-nothing";
        };
    }

    /// The outcome with its mark.
    private final class OutcomeCell implements CellDrawing<LedgerEntry> {
        private final Region mark = new Region();
        private final Label label = new Label();
        private final HBox box = new HBox(8, mark, label);

        OutcomeCell() {
            box.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public void show(LedgerEntry row) {
            mark.getStyleClass().setAll("mark", styleOf(row.outcome()));
            label.setText(word(row.outcome()));
        }
    }

    private String name(InstanceId id) {
        return window.services().instances().find(id).map(Instance::name).orElse(id.value());
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    boolean focusFilter() {
        return table.focusFilter();
    }

    /// Shows only what was asked for on the instances of a scope.
    void within(Scope scope) {
        table.within(scope);
    }

    void close() {
        latest.cancel();
        table.close();
    }
}
