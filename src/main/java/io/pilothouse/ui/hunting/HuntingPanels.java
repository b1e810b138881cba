package io.pilothouse.ui.hunting;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.cycle.LedgerEntry.Outcome;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.cycle.Cycles;
import io.pilothouse.tasks.cycle.Cycles.Shared;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.ui.common.Breaks;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.OverviewPanels;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.shape.Polyline;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.octicons.Octicons;

/// What the overview of an *arr instance shows of its hunt: the next cycles, what came of a month of searches,
/// and the latest of them. From memory and the store; nobody is asked. FX thread only.
final class HuntingPanels implements OverviewPanels.Panels {

    private static final Duration AGAIN = Duration.ofSeconds(30);
    private static final Duration MONTH = Duration.ofDays(30);
    private static final int MOST = 20_000;
    private static final int LATEST = 5;
    private static final int WEEKS = 8;

    private final WindowContext window;
    private final InstanceId id;
    private final Words words;
    private final RuleActs acts;
    private final VBox rows = new VBox();
    private final Label rulesSub = new Label();
    private final VBox outcomes = new VBox(8);
    private final VBox asked = new VBox();
    private final Node next;
    private final Node came;
    private final Node last;
    private final Latest latest;
    private Subscription following = () -> {};
    private Subscription moving = () -> {};
    private Read read = new Read(Map.of(), List.of(), Optional.empty());

    /// @param runs  what the latest run of each rule asked for
    /// @param entries of two months, newest first
    private record Read(Map<String, List<LedgerEntry>> runs, List<LedgerEntry> entries, Optional<Shared> shared) {}

    HuntingPanels(WindowContext window, InstanceId id) {
        this.window = window;
        this.id = id;
        words = window.words();
        acts = new RuleActs(window, id, _ -> read(), this::read);
        latest = new Latest(window.services().fx());
        rulesSub.getStyleClass().addAll("text-muted", "text-second");
        next = card("hunting.next-cycles", rulesSub, link("hunting.open-cycles", "cycles"), rows);
        var month = new Label(text("hunting.days", 30));
        month.getStyleClass().addAll("text-muted", "text-second");
        outcomes.getStyleClass().add("outcome-panel");
        came = card(
                "hunting.tab.outcomes",
                month,
                icon(
                        Octicons.ARROW_RIGHT_16,
                        text("hunting.open-outcomes"),
                        () -> window.navigation().goTo(id, "cycles")),
                outcomes);
        ((Region) came).setPrefWidth(260);
        ((Region) came).setMinWidth(240);
        var chain = new Label(text("hunting.chain"));
        chain.getStyleClass().addAll("text-muted", "text-second");
        last = card("hunting.last-asked", chain, link("hunting.open-outcomes", "cycles"), asked);
        next.setId("panel-cycles");
        came.setId("panel-outcomes");
        last.setId("panel-asked");
    }

    private VBox card(String title, Label sub, Node right, Node content) {
        var name = new Label(text(title));
        name.getStyleClass().add("text-card");
        name.setMinWidth(Region.USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var head = new HBox(name, sub, space, right);
        head.getStyleClass().add("card-head");
        var box = new VBox(head, content);
        box.getStyleClass().add("card-box");
        return box;
    }

    private Node link(String key, String page) {
        var link = new Button(text(key));
        link.getStyleClass().addAll("flat", "link", "small");
        link.setMinWidth(Region.USE_PREF_SIZE);
        link.setOnAction(_ -> window.navigation().goTo(id, page));
        return link;
    }

    @Override
    public List<Node> above() {
        return List.of(next, came);
    }

    @Override
    public List<Node> below() {
        return List.of(last);
    }

    @Override
    public void shown() {
        following =
                window.services().cycles().rules().subscribe(window.services().fx(), _ -> read());
        moving = window.services().later().every(AGAIN, this::read);
        show();
        read();
    }

    @Override
    public void hidden() {
        following.close();
        moving.close();
        latest.cancel();
        acts.cancel();
    }

    private List<RuleLine> rules() {
        return instance()
                .map(it -> {
                    try {
                        return window.services().cycleDesk().of(it).rules().stream()
                                .filter(rule -> rule.instance().equals(id))
                                .toList();
                    } catch (ProblemException none) {
                        return List.<RuleLine>of();
                    }
                })
                .orElse(List.of());
    }

    private void read() {
        var names = rules().stream().map(RuleLine::name).toList();
        var since = now().minus(MONTH.multipliedBy(2));
        latest.start(
                () -> window.background().read("read what the hunt of " + id + " brought", List.of(id), _ -> {
                    var cycles = window.services().cycles();
                    var runs = new HashMap<String, List<LedgerEntry>>();
                    for (var name : names) {
                        runs.put(name, cycles.ofLastRun(id, name));
                    }
                    return new Read(
                            runs,
                            cycles.ledger(List.of(id), since, Optional.empty(), Optional.empty(), MOST),
                            cycles.shared(id));
                }),
                outcome -> {
                    if (outcome instanceof io.pilothouse.domain.task.Outcome.Succeeded<Read>(var now)) {
                        read = now;
                        show();
                    }
                });
    }

    private void show() {
        showRules();
        showOutcomes();
        showAsked();
    }

    // the next cycles

    private void showRules() {
        var rules = rules();
        long off = rules.stream().filter(it -> !it.enabled()).count();
        rulesSub.setText(rules.isEmpty() ? "" : text("hunting.rules-off", rules.size(), off));
        rows.getChildren().clear();
        if (rules.isEmpty()) {
            var none = second(text("hunting.no-rules", name()));
            var why = second(text("hunting.no-rules-why"));
            why.setWrapText(true);
            why.setMinHeight(Region.USE_PREF_SIZE);
            var begin = new Button(text("hunting.new-rule"), new Icon(Octicons.PLUS_16));
            begin.setId("first-rule");
            begin.setOnAction(_ -> RuleDialog.create(window, id, "missing", rule -> tryDry(rule)));
            var box = new VBox(8, none, why, begin);
            box.getStyleClass().add("outcome-panel");
            rows.getChildren().add(box);
            return;
        }
        for (var rule : rules) {
            rows.getChildren().add(row(rule));
        }
        read.shared().ifPresent(it -> rows.getChildren().add(shared(it)));
    }

    /// Shows what the rule would do, where all its decisions stand.
    private void tryDry(String rule) {
        acts.dryRun(rule);
        window.openRule(id, rule);
    }

    private Node row(RuleLine rule) {
        var grid = new GridPane(12, 2);
        grid.getStyleClass().add("panel-row");
        var wide = fixed(200);
        var middle = fixed(92);
        var rest = new ColumnConstraints();
        rest.setHgrow(Priority.ALWAYS);
        rest.setMinWidth(120);
        grid.getColumnConstraints().setAll(wide, middle, rest, fixed(68));
        var name = new Label(rule.name());
        name.getStyleClass().add("text-strong");
        var held = RuleWords.held(window.services(), words, rule);
        var in = new Label(RuleWords.next(words, rule, held.isPresent(), now()));
        in.getStyleClass().add("text-strong");
        grid.add(name, 0, 0);
        grid.add(wrapped(RuleWords.what(words, rule)), 0, 1);
        grid.add(in, 1, 0);
        grid.add(wrapped(rule.next().map(at -> words.time(at, now())).orElse(text("hunting.dash"))), 1, 1);
        if (rule.perDay().isPresent()) {
            grid.add(budget(rule.usedToday(), rule.perDay().getAsInt(), "hunting.of-today"), 2, 0);
        }
        grid.add(
                wrapped(held.orElseGet(
                        () -> RuleWords.last(words, rule, read.runs().getOrDefault(rule.name(), List.of()), now()))),
                2,
                1);
        var buttons = new HBox(
                4,
                icon(Octicons.PLAY_16, text("hunting.run-of", rule.name()), () -> acts.run(rule)),
                icon(Octicons.BEAKER_16, text("hunting.dry-of", rule.name()), () -> tryDry(rule.name())));
        buttons.setAlignment(Pos.CENTER_RIGHT);
        grid.add(buttons, 3, 0, 1, 2);
        return grid;
    }

    private static ColumnConstraints fixed(double width) {
        return new ColumnConstraints(width, width, width);
    }

    private Node budget(int used, int limit, String key) {
        var bar = new ProgressBar(limit == 0 ? 0 : Math.min(1, (double) used / limit));
        bar.setPrefWidth(96);
        bar.getStyleClass().add("small");
        var said = new Label(text(key, used, limit));
        said.getStyleClass().add("text-second");
        said.setMinWidth(Region.USE_PREF_SIZE);
        bar.setAccessibleText(said.getText());
        var line = new HBox(8, bar, said);
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    private Node shared(Shared it) {
        var names = it.others().stream()
                .map(other -> window.services()
                        .instances()
                        .find(other)
                        .map(Instance::name)
                        .orElse(other.value()))
                .collect(Collectors.joining(", "));
        var said = second(
                names.isEmpty() ? text("hunting.shared", it.group()) : text("hunting.budget-shared-with", names));
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var line = new HBox(8, said, space, budget(it.used(), it.limit(), "hunting.of-today"));
        line.setAlignment(Pos.CENTER_LEFT);
        line.getStyleClass().add("panel-row");
        return line;
    }

    private static Node icon(Ikon icon, String words, Runnable run) {
        var button = new Button(null, new Icon(icon));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(words);
        button.setTooltip(new Tooltip(words));
        button.setOnAction(_ -> run.run());
        return button;
    }

    // a month of outcomes

    private void showOutcomes() {
        var since = now().minus(MONTH);
        var month = read.entries().stream()
                .filter(it -> !it.askedAt().isBefore(since))
                .toList();
        var before = read.entries().stream()
                .filter(it -> it.askedAt().isBefore(since))
                .toList();
        var counts = Cycles.counts(month);
        double share = Cycles.inPlacePerHundred(month);
        var number = new Label(Double.isNaN(share) ? text("hunting.dash") : words.number(Math.round(share)));
        number.getStyleClass().add("outcome-number");
        number.setMinWidth(Region.USE_PREF_SIZE);
        var of = second(text("hunting.in-place-per-hundred"));
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var trend = new VBox(2, trend());
        trend.setAlignment(Pos.CENTER_RIGHT);
        double was = Cycles.inPlacePerHundred(before);
        if (!Double.isNaN(was)) {
            trend.getChildren().add(second(text("hunting.was", Math.round(was))));
        }
        var head = new HBox(10, number, of, space, trend);
        head.setAlignment(Pos.CENTER_LEFT);
        outcomes.getChildren().setAll(head, bar(counts, month.size()));
        for (var outcome : OutcomesTable.BEST_FIRST) {
            long count = counts.getOrDefault(outcome, 0L);
            if (count > 0) {
                outcomes.getChildren().add(count(outcome, count));
            }
        }
        var all = new Label(words.number(month.size()));
        all.getStyleClass().add("text-strong");
        var gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        var foot = new HBox(second(text("hunting.column.asked")), gap, all);
        foot.getStyleClass().add("panel-foot");
        outcomes.getChildren().add(foot);
    }

    private HBox bar(Map<Outcome, Long> counts, int all) {
        var bar = new HBox(2);
        bar.getStyleClass().add("share-bar");
        bar.setAccessibleText(text("hunting.share-spoken", all));
        OutcomesTable.BEST_FIRST.stream().filter(counts::containsKey).forEach(outcome -> {
            long count = counts.get(outcome);
            var piece = new Region();
            piece.getStyleClass().addAll("share", OutcomesTable.styleOf(outcome));
            HBox.setHgrow(piece, Priority.ALWAYS);
            piece.prefWidthProperty().bind(bar.widthProperty().multiply((double) count / all));
            bar.getChildren().add(piece);
        });
        if (all == 0) {
            var none = new Region();
            none.getStyleClass().addAll("share", "share-none");
            HBox.setHgrow(none, Priority.ALWAYS);
            bar.getChildren().add(none);
        }
        return bar;
    }

    private Node count(Outcome outcome, long count) {
        var mark = new Region();
        mark.getStyleClass().addAll("mark", OutcomesTable.styleOf(outcome));
        var name = new Label(text("hunting.outcome." + outcome.word()));
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var line = new HBox(8, mark, name, space, new Label(words.number(count)));
        line.setAlignment(Pos.CENTER_LEFT);
        return line;
    }

    /// In place per 100 asked by week; a week without a settled search continues the one before.
    private Node trend() {
        var line = new Polyline();
        line.getStyleClass().add("outcome-trend");
        double height = 18;
        double before = Double.NaN;
        for (int week = WEEKS; week >= 1; week--) {
            var from = now().minus(Duration.ofDays(7L * week));
            var until = from.plus(Duration.ofDays(7));
            double share = Cycles.inPlacePerHundred(read.entries().stream()
                    .filter(it -> !it.askedAt().isBefore(from) && it.askedAt().isBefore(until))
                    .toList());
            before = Double.isNaN(share) ? before : share;
            if (!Double.isNaN(before)) {
                line.getPoints().addAll((WEEKS - week) * 9.0, height - height * before / 100);
            }
        }
        line.setVisible(line.getPoints().size() > 2);
        line.setManaged(line.isVisible());
        return line;
    }

    // the latest searches

    private void showAsked() {
        asked.getChildren().clear();
        var newest = read.entries().stream().limit(LATEST).toList();
        for (var entry : newest) {
            asked.getChildren().add(asked(entry));
        }
        if (newest.isEmpty()) {
            var box =
                    new VBox(4, new Label(text("hunting.outcomes-empty")), second(text("hunting.outcomes-empty-why")));
            box.getStyleClass().add("outcome-panel");
            asked.getChildren().add(box);
        }
    }

    private Node asked(LedgerEntry it) {
        var grid = new GridPane(16, 0);
        grid.getStyleClass().add("panel-row");
        var title = new ColumnConstraints(120, 320, 460);
        title.setHgrow(Priority.SOMETIMES);
        var said = new ColumnConstraints(110, 300, Double.MAX_VALUE);
        said.setHgrow(Priority.ALWAYS);
        grid.getColumnConstraints()
                .setAll(
                        title,
                        new ColumnConstraints(96),
                        said,
                        new ColumnConstraints(60, 140, 200),
                        new ColumnConstraints(64, 96, 96));
        var outcome = text("hunting.outcome." + it.outcome().word());
        var why = new RunWords(words).of(it.reason(), now());
        boolean saysAll = it.outcome() == Outcome.REJECTED && !it.reason().isBlank();
        var what =
                new Label(it.reason().isBlank() ? outcome : saysAll ? why : text("hunting.outcome-why", outcome, why));
        what.setWrapText(true);
        if (it.outcome() == Outcome.FAILED) {
            what.getStyleClass().add("text-danger");
        }
        var at = second(words.time(it.askedAt(), now()));
        at.setMaxWidth(Double.MAX_VALUE);
        at.setAlignment(Pos.CENTER_RIGHT);
        grid.addRow(0, new Label(it.title()), new OutcomeChain().show(it.outcome()), what, second(it.rule()), at);
        return grid;
    }

    private static Label wrapped(String said) {
        var label = second(Breaks.in(said));
        label.setWrapText(true);
        GridPane.setValignment(label, VPos.TOP);
        return label;
    }

    private static Label second(String said) {
        var label = new Label(said);
        label.getStyleClass().addAll("text-muted", "text-second");
        return label;
    }

    private Instant now() {
        return window.services().clock().instant();
    }

    private Optional<Instance> instance() {
        return window.services().instances().find(id);
    }

    private String name() {
        return instance().map(Instance::name).orElse(id.value());
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }
}
