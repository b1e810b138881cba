package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.Candidate;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.CycleRun.Gate;
import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.domain.cycle.ItemState;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.SkipReason;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.cycle.CycleReport;
import io.pilothouse.tasks.cycle.CycleReport.Decided;
import io.pilothouse.tasks.cycle.Cycles.Remembered;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.CellDrawing;
import io.pilothouse.ui.table.Chosen;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// One run or dry run: what had to hold, what was looked at, and why each was chosen or left out. FX thread
/// only.
final class DecisionView extends VBox {

    /// In a lower window the page scrolls instead.
    private static final double LOWEST = 300;

    /// @param number place in the run's order, from 1
    private record Line(int number, Decided decided, boolean dryRun, Optional<Remembered> remembered) {

        Optional<Instant> asked() {
            return Stream.of(
                            remembered.flatMap(Remembered::state).map(ItemState::lastAttemptAt),
                            remembered.flatMap(Remembered::last).map(LedgerEntry::askedAt),
                            decided.searchedAt())
                    .flatMap(Optional::stream)
                    .max(Instant::compareTo);
        }
    }

    private final WindowContext window;
    private final InstanceId id;
    private final Words words;
    private final HuntingActs acts;
    private final ItemPane pane;
    private final ReasonWords reasons;
    private final RunWords runWords;
    private final Latest remembering;
    private final boolean hunts;
    private final Runnable runNow;
    private final HBox banner = new HBox(8);
    private final Label title = new Label();
    private final Label sub = new Label();
    private final Label reason = new Label();
    private final FlowPane gates = new FlowPane(16, 4);
    private final HBox bar = new HBox(2);
    private final FlowPane chips = new FlowPane(8, 8);
    private final ToggleGroup shown = new ToggleGroup();
    private final MemoryRows<Line> rows =
            new MemoryRows<>(it -> List.of(it.number(), it.decided().item()));
    private final RowTable<Line> table;
    private Optional<CycleReport> report = Optional.empty();
    private Optional<RuleLine> rule = Optional.empty();
    private Optional<String> only = Optional.empty();
    private Map<ItemKey, Remembered> remembered = Map.of();
    private final Label lastReal = new Label();
    private final VBox top = new VBox(8);

    /// @param hunts  whether items can be searched and forgotten one by one
    /// @param runNow runs the rule whose dry run is shown
    DecisionView(WindowContext window, InstanceId id, boolean hunts, Runnable runNow) {
        this.window = window;
        this.hunts = hunts;
        this.runNow = runNow;
        words = window.words();
        this.id = id;
        acts = new HuntingActs(window, id);
        pane = new ItemPane(window, id);
        reasons = new ReasonWords(words);
        runWords = new RunWords(words);
        remembering = new Latest(window.services().fx());
        lastReal.getStyleClass().addAll("text-muted", "text-second");
        lastReal.setId("last-real");
        lastReal.setWrapText(true);
        lastReal.setMinHeight(Region.USE_PREF_SIZE);
        getStyleClass().add("decision");
        banner.getStyleClass().addAll("strip", "strip-accent", "dry-banner");
        title.getStyleClass().add("text-card");
        title.setId("decision-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        sub.getStyleClass().addAll("text-muted", "text-second");
        sub.setWrapText(true);
        sub.setMinHeight(Region.USE_PREF_SIZE);
        reason.setId("decision-reason");
        bar.getStyleClass().add("share-bar");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        title.setMinWidth(Region.USE_PREF_SIZE);
        var head = new HBox(8, title, sub);
        head.setAlignment(Pos.BASELINE_LEFT);
        reason.setMinWidth(Region.USE_PREF_SIZE);
        var said = new HBox(16, reason, space, lastReal);
        said.setAlignment(Pos.BASELINE_LEFT);
        top.getChildren().setAll(head, said, gates, bar, chips);
        top.getStyleClass().add("decision-head");
        table = new RowTable<>(window, spec());
        VBox.setVgrow(table, Priority.ALWAYS);
        table.setMinHeight(LOWEST);
        getChildren().setAll(banner, top, table);
        show(Optional.empty());
    }

    private TableSpec<Line> spec() {
        var clock = window.services().clock();
        var columns = List.<Column<Line>>of(
                Column.<Line>count("number", "hunting.column.number", Line::number, words)
                        .width(44),
                Column.<Line>text(
                                "item",
                                "hunting.column.title",
                                it -> it.decided().title())
                        .width(170)
                        .growing()
                        .drawn(ItemCell::new),
                Column.<Line>choice("decision", "hunting.column.decision", this::decision, decisions())
                        .exportedAs(DecisionView::decisionWord)
                        .width(92),
                Column.<Line>text("reason", "hunting.column.reason", this::why)
                        .inOurWords()
                        .width(176)
                        .upTo(196),
                Column.<Line>time(
                                "asked", "hunting.column.searched", Line::asked, at -> words.time(at, clock.instant()))
                        .width(98)
                        .upTo(124),
                Column.<Line>text("outcome", "hunting.column.last-outcome", this::lastOutcome)
                        .inOurWords()
                        .exportedAs(it -> outcomeWord(it.remembered()))
                        .width(112),
                Column.<Line>time(
                                "eligible",
                                "hunting.column.eligible",
                                it -> it.decided().chosen() && it.dryRun()
                                        ? Optional.of(clock.instant())
                                        : it.decided().until(),
                                at -> at.isAfter(clock.instant())
                                        ? words.time(at, clock.instant())
                                        : text("hunting.now"))
                        .width(98));
        var spec = TableSpec.of("cycles.decisions", text("hunting.decisions"), rows, columns)
                .whenEmpty(this::nothingLookedAt);
        return hunts
                ? spec.withDetail(this::detail)
                        .withBulk(List.of(
                                BulkAct.of(
                                        "hunting.search",
                                        text("hunting.search-verb"),
                                        Octicons.SEARCH_16,
                                        chosen -> acts.search(candidates(chosen), () -> {})),
                                BulkAct.of(
                                        "hunting.forget",
                                        text("hunting.forget"),
                                        Octicons.HISTORY_16,
                                        chosen -> acts.forget(
                                                candidates(chosen).stream()
                                                        .map(Candidate::item)
                                                        .toList(),
                                                () -> {}))))
                : spec;
    }

    private StatePane nothingLookedAt() {
        return report.map(it -> new StatePane(
                        Octicons.TELESCOPE_24,
                        text("hunting.nothing-looked-at"),
                        runWords.of(it.reason(), window.services().clock().instant()),
                        List.of()))
                .orElseGet(() -> new StatePane(
                        Octicons.TELESCOPE_24,
                        text(rule.isPresent() ? "hunting.no-run" : "hunting.no-rule"),
                        text(rule.isPresent() ? "hunting.no-run-why" : "hunting.no-rule-why"),
                        List.of()));
    }

    private static List<Candidate> candidates(Chosen<Line> chosen) {
        return ListPage.rowsOf(chosen).stream()
                .map(it ->
                        HuntingActs.candidate(it.decided().item(), it.decided().title()))
                .toList();
    }

    private String why(Line it) {
        return reasons.of(
                it.decided(),
                it.remembered(),
                rule,
                report.flatMap(CycleReport::budget)
                        .map(used -> text("hunting.of-limit", used.used(), used.limit()))
                        .orElse(""),
                window.services().clock().instant());
    }

    /// @return what became of the last search, in the word that files have in every language
    static String outcomeWord(Optional<Remembered> remembered) {
        return remembered
                .flatMap(Remembered::last)
                .map(last -> last.outcome().word())
                .orElse("");
    }

    private String lastOutcome(Line it) {
        return it.remembered()
                .flatMap(Remembered::last)
                .map(last -> text("hunting.outcome." + last.outcome().word()))
                .orElse("");
    }

    private Node detail(Line it) {
        var more = new ArrayList<Button>();
        var of = report.map(CycleReport::rule);
        of.filter(_ -> hunts).ifPresent(name -> {
            var exclude = pane.button("hunting.exclude", Octicons.CIRCLE_SLASH_16);
            exclude.setId("exclude");
            exclude.setOnAction(
                    _ -> acts.exclude(name, it.decided().item(), it.decided().title()));
            more.add(exclude);
        });
        return pane.of(
                it.decided().item(), it.decided().title(), List.of(decision(it) + ": " + why(it)), more, () -> {});
    }

    private List<String> decisions() {
        return Stream.of("would", "chosen", "skipped")
                .map(word -> text("hunting.decision." + word))
                .toList();
    }

    private String decision(Line line) {
        return text("hunting.decision." + decisionWord(line));
    }

    private static String decisionWord(Line line) {
        return !line.decided().chosen() ? "skipped" : line.dryRun() ? "would" : "chosen";
    }

    private String said(String word) {
        return ReasonWords.word(words.texts(), word);
    }

    /// @param asked what the rule's latest real run asked for
    void showRule(Optional<RuleLine> line, List<LedgerEntry> asked) {
        rule = line;
        lastReal.setText(line.flatMap(RuleLine::last)
                .filter(_ -> !asked.isEmpty())
                .map(last -> text(
                        "hunting.last-real",
                        words.time(last.at(), window.services().clock().instant()),
                        OutcomesTable.summary(words.texts(), asked)))
                .orElse(""));
        if (report.isPresent() && !report.get().decisions().isEmpty()) {
            list(only);
        }
    }

    /// @param run empty before the first
    void show(Optional<CycleReport> run) {
        report = run;
        remembered = Map.of();
        remember();
        banner.setVisible(false);
        banner.setManaged(false);
        gates.getChildren().clear();
        top.setVisible(run.isPresent());
        top.setManaged(run.isPresent());
        table.setVisible(run.isEmpty() || chooses());
        table.setManaged(table.isVisible());
        if (run.isEmpty()) {
            title.setText("");
            sub.setText("");
            reason.setText("");
            split(List.of());
            return;
        }
        var it = run.get();
        var clock = window.services().clock();
        title.setText(text("hunting.decision-of", words.time(it.endedAt(), clock.instant())));
        sub.setText(
                chooses()
                        ? text(
                                it.seed() == 0
                                        ? it.dryRun() ? "hunting.dry-unseeded" : "hunting.run-unseeded"
                                        : it.dryRun() ? "hunting.dry-sub" : "hunting.run-sub",
                                Long.toHexString(it.seed()),
                                it.decisions().size(),
                                it.requests())
                        : text(it.dryRun() ? "hunting.only-dry" : "hunting.only-requests", it.requests()));
        reason.setText(
                it.reason().isBlank()
                        ? text("hunting.ended." + it.ended().word())
                        : runWords.of(it.reason(), clock.instant()));
        it.gates().forEach(gate -> gates.getChildren().add(gate(gate, it)));
        if (it.dryRun() && it.ended() == CycleRun.Ended.ACTED) {
            dryBanner(it);
        }
        split(it.decisions());
    }

    /// @return whether the run chose from a list; reading a library or asking on a schedule does not
    private boolean chooses() {
        return hunts || report.filter(it -> !it.decisions().isEmpty()).isPresent();
    }

    /// What was tried before, read from the store.
    private void remember() {
        var items = report.stream()
                .flatMap(it -> it.decisions().stream())
                .map(Decided::item)
                .toList();
        if (!hunts || items.isEmpty()) {
            return;
        }
        remembering.start(
                () -> window.background()
                        .read(
                                "read what was tried before",
                                List.of(id),
                                _ -> window.services().cycles().remembered(id, items)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Map<ItemKey, Remembered>>(var known) && !known.isEmpty()) {
                        remembered = known;
                        list(only);
                    }
                });
    }

    private void dryBanner(CycleReport it) {
        var label = new Label(text(
                "hunting.dry-banner", acts.name(), it.chosen(), it.decisions().size()));
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var go = new Button(text("hunting.run-these", it.chosen()));
        go.setId("run-these");
        go.setMinWidth(Region.USE_PREF_SIZE);
        go.getStyleClass().add("accent");
        go.setOnAction(_ -> runNow.run());
        banner.getChildren().setAll(new Icon(Octicons.BEAKER_16), label, space, go);
        banner.setVisible(true);
        banner.setManaged(true);
    }

    private Node gate(Gate gate, CycleReport it) {
        var icon = new Icon(gate.passed() ? Octicons.CHECK_16 : Octicons.X_16);
        icon.getStyleClass().add(gate.passed() ? "gate-open" : "gate-closed");
        var words = text("hunting.gate." + gate.gate());
        var label = new Label(
                gate.gate().equals("budget")
                        ? it.budget()
                                .map(budget -> words + " "
                                        + text("hunting.budget-left", Math.max(0, budget.limit() - budget.used())))
                                .orElse(words)
                        : words,
                icon);
        label.getStyleClass().add("text-second");
        var why = runWords.of(gate.reason(), window.services().clock().instant());
        if (!gate.passed()) {
            label.setTooltip(new Tooltip(why));
            label.getStyleClass().add("text-danger");
        }
        label.setAccessibleText(words + ": " + (gate.passed() ? text("hunting.gate-open") : why));
        return label;
    }

    /// The bar and the chips: how many were chosen, and how many left out for each reason.
    private void split(List<Decided> decisions) {
        var counts = new LinkedHashMap<String, Long>();
        long chosen = decisions.stream().filter(Decided::chosen).count();
        if (chosen > 0) {
            counts.put("", chosen);
        }
        decisions.stream()
                .flatMap(it -> it.reason().stream())
                .collect(java.util.stream.Collectors.groupingBy(
                        java.util.function.Function.identity(), java.util.stream.Collectors.counting()))
                .entrySet()
                .stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .forEach(it -> counts.put(it.getKey(), it.getValue()));
        bar.getChildren().clear();
        chips.getChildren().clear();
        if (decisions.isEmpty()) {
            rows.set(List.of());
            table.setProblem(Optional.empty()); // no rows as before, but for another reason
            return;
        }
        chips.getChildren().add(choice(text("hunting.all"), decisions.size(), "", Optional.empty()));
        counts.forEach((word, count) -> {
            var style = word.isEmpty() ? "share-chosen" : resting(word) ? "share-rest" : "share-nothing";
            var piece = new Region();
            piece.getStyleClass().addAll("share", style);
            piece.prefWidthProperty().bind(bar.widthProperty().multiply((double) count / decisions.size()));
            bar.getChildren().add(piece);
            boolean dry = report.filter(CycleReport::dryRun).isPresent();
            var words = word.isEmpty() ? text(dry ? "hunting.decision.would" : "hunting.decision.chosen") : said(word);
            chips.getChildren().add(choice(words, count, style, Optional.of(word)));
        });
        ((ToggleButton) chips.getChildren().getFirst()).setSelected(true);
        list(Optional.empty());
    }

    private static boolean resting(String word) {
        return word.equals(SkipReason.COOL_DOWN.word()) || word.equals(SkipReason.FEW_STRIKES.word());
    }

    private ToggleButton choice(String words, long count, String style, Optional<String> only) {
        var button = new ToggleButton(words + "  " + window.words().number(count));
        button.getStyleClass().add("filter-chip");
        if (!style.isEmpty()) {
            var mark = new Region();
            mark.getStyleClass().addAll("mark", style);
            button.setGraphic(mark);
        }
        button.setToggleGroup(shown);
        button.setOnAction(_ -> {
            button.setSelected(true);
            list(only);
        });
        return button;
    }

    /// @param shownOnly the reason that is shown, empty text for the chosen; empty for all
    private void list(Optional<String> shownOnly) {
        only = shownOnly;
        var it = report.orElseThrow();
        rows.set(IntStream.range(0, it.decisions().size())
                .mapToObj(i -> new Line(
                        i + 1,
                        it.decisions().get(i),
                        it.dryRun(),
                        Optional.ofNullable(remembered.get(it.decisions().get(i).item()))))
                .filter(line -> only.isEmpty()
                        || only.get().equals(line.decided().reason().orElse("")))
                .toList());
    }

    /// A word with a count and a mark, that is only looked at.
    static Node chip(String style, String words, String count) {
        var mark = new Region();
        mark.getStyleClass().addAll("mark", style);
        var label = new Label(words + "  " + count, mark);
        label.getStyleClass().addAll("chip-label", "text-second");
        return label;
    }

    /// The item, with a ring when it was chosen.
    private static final class ItemCell implements CellDrawing<Line> {
        private final Region mark = new Region();
        private final Label label = new Label();
        private final HBox box = new HBox(8, mark, label);

        ItemCell() {
            box.setAlignment(Pos.CENTER_LEFT);
        }

        @Override
        public Node node() {
            return box;
        }

        @Override
        public void show(Line row) {
            mark.getStyleClass().setAll("mark", row.decided().chosen() ? "mark-chosen" : "mark-skipped");
            label.setText(row.decided().title());
        }
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    boolean focusFilter() {
        return table.focusFilter();
    }

    void close() {
        remembering.cancel();
        table.close();
    }
}
