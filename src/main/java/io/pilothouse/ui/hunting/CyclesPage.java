package io.pilothouse.ui.hunting;

import atlantafx.base.controls.ToggleSwitch;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.cycle.LedgerEntry;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.cycle.CycleReport;
import io.pilothouse.tasks.cycle.Cycles.Shared;
import io.pilothouse.tasks.cycle.KindCycles;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.TabStrip;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The rules of an instance at the left, and what the chosen one decided, did and brought at the right. Serves
/// every kind that has cycles. FX thread only.
final class CyclesPage implements PageView {

    /// How often the countdown moves, and rules of kinds that do not tell of changes are looked at.
    private static final Duration STEP = Duration.ofSeconds(15);

    /// Pages on which rules of a kind are made and changed; an *arr app's are made here.
    private static final Map<String, String> MADE_ON = Map.of("qbittorrent", "rules", "amc", "amc-schedules");

    private static final int RUNS = 100;
    private static final double LEFT = 300;

    /// In a narrow window the rules leave what they chose more room.
    private static final double NARROW_LEFT = 240;

    private static final double SHARE = 0.36;

    private final WindowContext window;
    private final Words words;
    private final RunWords runWords;
    private final InstanceId id;
    private final Optional<KindCycles> cycles;
    private final boolean hunts;
    private final Optional<String> madeOn;
    private final HuntingActs acts;
    private final RuleActs ruleActs;
    private final VBox cards = new VBox();
    private final VBox shared = new VBox(4);
    private final TabStrip tabs;
    private final StackPane right = new StackPane();
    private final DecisionView decision;
    private final MemoryRows<CycleReport> runs = new MemoryRows<>(CycleReport::cycle);
    private final RowTable<CycleReport> runTable;
    private final OutcomesTable outcomes;
    private final HBox root = new HBox();
    private final Latest latest;
    private final Latest latestRuns;
    private List<RuleLine> rules = List.of();
    private Optional<String> chosen = Optional.empty();
    private String tab = "decision";
    private boolean pinned;
    private List<?> saidByCards = List.of();
    private boolean menuOpen;
    private LastRuns lastRuns = new LastRuns(Map.of(), Optional.empty());
    private Subscription following = () -> {};
    private Subscription moving = () -> {};
    private Subscription wanting = () -> {};

    CyclesPage(WindowContext window, InstanceId id) {
        this.window = window;
        this.id = id;
        words = window.words();
        tabs = new TabStrip(words, this::tab);
        runWords = new RunWords(words);
        latest = new Latest(window.services().fx());
        latestRuns = new Latest(window.services().fx());
        acts = new HuntingActs(window, id);
        ruleActs = new RuleActs(window, id, this::ran, this::readRules);
        cycles = RuleActs.cyclesOf(window, id);
        var kind = window.services().instances().find(id).map(Instance::kind);
        hunts = kind.filter(HuntingFeature::hunts).isPresent();
        madeOn = kind.map(KindId::value).map(MADE_ON::get);
        decision = new DecisionView(window, id, hunts, () -> chosen.ifPresent(this::run));
        runTable = new RowTable<>(window, runSpec());
        outcomes = new OutcomesTable(window, Optional.of(id));
        tabs.show(
                hunts
                        ? List.of(tabOf("decision"), tabOf("runs"), tabOf("outcomes"))
                        : List.of(tabOf("decision"), tabOf("runs")),
                tab);
        VBox.setVgrow(right, Priority.ALWAYS);
        var rest = new VBox(tabs, right);
        rest.getStyleClass().add("cycles-right");
        HBox.setHgrow(rest, Priority.ALWAYS);
        root.getStyleClass().add("cycles");
        root.getChildren().setAll(left(), rest);
        tab(tab);
    }

    private TabStrip.Tab tabOf(String tabId) {
        return new TabStrip.Tab(tabId, text("hunting.tab." + tabId), OptionalLong.empty());
    }

    private Node left() {
        var title = new Label(text("hunting.rules"));
        title.getStyleClass().add("text-card");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var add = new MenuButton(text("hunting.new-rule"), new Icon(Octicons.PLUS_16));
        add.setId("new-rule");
        if (hunts) {
            for (var kind : RuleDialog.TEMPLATES.keySet()) {
                var item = new MenuItem(text("hunting.template." + kind));
                item.setOnAction(_ -> RuleDialog.create(window, id, kind, this::edited));
                add.getItems().add(item);
            }
        }
        add.setVisible(hunts);
        var head = new HBox(8, title, space, add);
        head.getStyleClass().add("toolbar");
        var scroll = new ScrollPane(cards);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setHbarPolicy(ScrollPane.ScrollBarPolicy.NEVER);
        VBox.setVgrow(scroll, Priority.ALWAYS);
        shared.getStyleClass().add("shared-budget");
        var box = new VBox(head, scroll, shared);
        box.getStyleClass().add("cycles-left");
        box.setMinWidth(Region.USE_PREF_SIZE);
        box.setMaxWidth(Region.USE_PREF_SIZE);
        box.prefWidthProperty()
                .bind(root.widthProperty().map(width -> Math.clamp(width.doubleValue() * SHARE, NARROW_LEFT, LEFT)));
        return box;
    }

    private TableSpec<CycleReport> runSpec() {
        var clock = window.services().clock();
        var columns = List.<Column<CycleReport>>of(
                Column.<CycleReport>time(
                                "at",
                                "hunting.column.at",
                                it -> Optional.of(it.endedAt()),
                                at -> words.time(at, clock.instant()))
                        .width(110),
                Column.<CycleReport>text("rule", "hunting.column.rule", it -> nameOf(it.rule()))
                        .width(140),
                Column.<CycleReport>choice(
                                "ended",
                                "hunting.column.ended",
                                this::ended,
                                List.of(
                                        text("hunting.ended.acted"),
                                        text("hunting.ended.nothing"),
                                        text("hunting.ended.held"),
                                        text("hunting.ended.failed"),
                                        text("hunting.ended.partly"),
                                        text("hunting.ended.dry")))
                        .exportedAs(CyclesPage::endedWord)
                        .width(120),
                Column.<CycleReport>count(
                                "looked",
                                "hunting.column.looked",
                                it -> it.decisions().size(),
                                words)
                        .width(80),
                Column.<CycleReport>count("acted", "hunting.column.acted", CycleReport::accepted, words)
                        .width(80),
                Column.<CycleReport>count("requests", "hunting.column.requests", CycleReport::requests, words)
                        .width(80),
                Column.<CycleReport>text("why", "hunting.column.why", it -> said(it.reason()))
                        .inOurWords()
                        .width(320)
                        .growing());
        return TableSpec.of("cycles.runs", text("hunting.tab.runs"), runs, columns)
                .opening(it -> {
                    pinned = true;
                    tab("decision");
                    decision.show(Optional.of(it));
                })
                .whenEmpty(() -> new StatePane(
                        Octicons.TELESCOPE_24, text("hunting.no-run"), text("hunting.no-run-why"), List.of()));
    }

    private String ended(CycleReport it) {
        return text("hunting.ended." + endedWord(it));
    }

    private static String endedWord(CycleReport it) {
        return it.dryRun() ? "dry" : it.ended().word();
    }

    private void tab(String chosenTab) {
        tab = chosenTab;
        tabs.show(
                hunts
                        ? List.of(tabOf("decision"), tabOf("runs"), tabOf("outcomes"))
                        : List.of(tabOf("decision"), tabOf("runs")),
                tab);
        right.getChildren()
                .setAll(
                        switch (tab) {
                            case "runs" -> runTable;
                            case "outcomes" -> outcomes;
                            default -> decision;
                        });
        if (tab.equals("outcomes")) {
            outcomes.readAgain();
        }
    }

    // the rules

    private void readRules() {
        rules = cycles.map(it -> it.rules().stream()
                        .filter(rule -> rule.instance().equals(id))
                        .toList())
                .orElse(List.of());
        if (chosen.filter(name -> rules.stream().anyMatch(it -> it.name().equals(name)))
                .isEmpty()) {
            chosen = rules.stream().findFirst().map(RuleLine::name);
            pinned = false;
        }
        showCards();
        readRuns();
        readLastRuns();
    }

    /// What became of the latest run of each rule, and how much of a shared budget is used.
    private void readLastRuns() {
        if (!hunts) {
            return;
        }
        var names = rules.stream().map(RuleLine::name).toList();
        latestRuns.start(
                () -> window.background().read("read what became of the latest runs", List.of(id), _ -> {
                    var runs = new HashMap<String, List<LedgerEntry>>();
                    for (var name : names) {
                        runs.put(name, window.services().cycles().ofLastRun(id, name));
                    }
                    return new LastRuns(runs, window.services().cycles().shared(id));
                }),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<LastRuns>(var read)) {
                        lastRuns = read;
                        showCards();
                        showRule();
                    }
                });
    }

    /// @param asked by rule, what its latest real run asked for
    private record LastRuns(Map<String, List<LedgerEntry>> asked, Optional<Shared> shared) {}

    private void showRule() {
        decision.showRule(
                rules.stream()
                        .filter(it -> chosen.filter(it.name()::equals).isPresent())
                        .findFirst(),
                chosen.map(it -> lastRuns.asked().getOrDefault(it, List.of())).orElse(List.of()));
    }

    /// The cards are made anew only when they say something else now, and never under an open menu.
    private void showCards() {
        if (menuOpen) {
            return;
        }
        var said =
                List.of(rules, lastRuns, chosen, rules.stream().map(this::next).toList());
        if (said.equals(saidByCards)) {
            return;
        }
        saidByCards = said;
        var focused = cards.getChildren().stream()
                .filter(Node::isFocusWithin)
                .map(Node::getId)
                .findFirst();
        makeCards();
        cards.getChildren().stream()
                .filter(it -> focused.filter(id -> id.equals(it.getId())).isPresent())
                .forEach(Node::requestFocus);
    }

    private void makeCards() {
        if (rules.isEmpty()) {
            cards.getChildren().setAll(noRules());
            shared.getChildren().clear();
        } else {
            cards.getChildren().setAll(rules.stream().map(this::card).toList());
            shared.getChildren().setAll(lastRuns.shared().map(this::shared).orElse(List.of()));
        }
        shared.setVisible(!shared.getChildren().isEmpty());
        shared.setManaged(shared.isVisible());
    }

    private StatePane noRules() {
        var first = new ArrayList<StatePane.Choice>();
        if (hunts) {
            first.add(new StatePane.Choice(
                    text("hunting.first-rule"), () -> RuleDialog.create(window, id, "missing", this::edited)));
        }
        madeOn.ifPresent(page -> first.add(new StatePane.Choice(
                text("hunting.made-on." + page), () -> window.navigation().goTo(id, page))));
        return new StatePane(
                Octicons.TELESCOPE_24,
                text("hunting.no-rules", acts.name()),
                text(madeOn.map(page -> "hunting.no-rules-why." + page).orElse("hunting.no-rules-why")),
                first);
    }

    private String nameOf(String rule) {
        return rules.stream()
                .filter(it -> it.name().equals(rule))
                .findFirst()
                .map(runWords::name)
                .orElse(rule);
    }

    private List<Node> shared(Shared it) {
        var names = it.others().stream()
                .map(other -> window.services()
                        .instances()
                        .find(other)
                        .map(Instance::name)
                        .orElse(other.value()))
                .collect(Collectors.joining(", "));
        var title =
                new Label(names.isEmpty() ? text("hunting.shared", it.group()) : text("hunting.shared-with", names));
        title.getStyleClass().addAll("text-strong", "text-second");
        title.setWrapText(true);
        var bar = new ProgressBar(Math.min(1, (double) it.used() / it.limit()));
        bar.setPrefWidth(150);
        bar.getStyleClass().add("small");
        bar.setAccessibleText(text("hunting.searches-of", it.used(), it.limit()));
        var line = new HBox(8, bar, second(text("hunting.searches-of", it.used(), it.limit())));
        line.setAlignment(Pos.CENTER_LEFT);
        return List.of(
                title, line, second(text("hunting.shared-resets", it.group(), words.time(it.resetsAt(), now()))));
    }

    private Node card(RuleLine rule) {
        var on = new ToggleSwitch();
        on.setSelected(rule.enabled());
        on.setAccessibleText(text("hunting.switch", runWords.name(rule)));
        on.setId("switch-" + rule.name());
        on.setOnMouseClicked(event -> {
            event.consume();
            on.setSelected(rule.enabled()); // it moves when it is done
            ruleActs.switchTo(rule, !rule.enabled());
        });
        on.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.SPACE) {
                key.consume();
                ruleActs.switchTo(rule, !rule.enabled());
            }
        });
        var name = new Label(runWords.name(rule));
        name.getStyleClass().add("text-card");
        name.setWrapText(true);
        name.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(name, Priority.ALWAYS);
        on.setMinWidth(Region.USE_PREF_SIZE);
        var next = new Label(next(rule));
        next.getStyleClass().addAll("text-second", "text-strong");
        next.setWrapText(true);
        var menu = menu(rule);
        menu.setMinWidth(Region.USE_PREF_SIZE);
        var head = RuleWords.onlyByHand(rule) ? new HBox(8, name, menu) : new HBox(8, on, name, menu);
        head.setAlignment(Pos.CENTER_LEFT);
        var box = new VBox(4, head, next);
        held(rule).ifPresent(why -> box.getChildren().add(second(why)));
        box.getChildren().add(second(what(rule)));
        rule.perDay().ifPresent(most -> {
            var bar = new ProgressBar(Math.min(1, (double) rule.usedToday() / most));
            bar.setPrefWidth(120);
            bar.getStyleClass().add("small");
            var line = new HBox(8, bar, second(text("hunting.of-today", rule.usedToday(), most)));
            line.setAlignment(Pos.CENTER_LEFT);
            box.getChildren().add(line);
        });
        rule.pausedUntil()
                .ifPresent(at -> box.getChildren().add(second(text("hunting.paused-until", words.time(at, now())))));
        box.getChildren().add(second(last(rule)));
        if (!rule.why().isEmpty()) {
            box.getChildren().add(second(said(rule.why())));
        }
        if (!rule.dryRunSeen() && !rule.enabled()) {
            box.getChildren().add(second(text("hunting.needs-dry-run")));
        }
        box.getStyleClass().add("rule-card");
        box.setId("rule-" + rule.name());
        box.setFocusTraversable(true);
        box.setAccessibleText(runWords.name(rule) + ", " + next(rule) + ", " + last(rule));
        if (chosen.filter(rule.name()::equals).isPresent()) {
            box.getStyleClass().add("rule-chosen");
        }
        box.setOnMouseClicked(_ -> choose(rule.name()));
        box.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.ENTER) {
                choose(rule.name());
            }
        });
        return box;
    }

    private static Label second(String said) {
        var label = new Label(said);
        label.getStyleClass().addAll("text-muted", "text-second");
        label.setWrapText(true);
        return label;
    }

    private MenuButton menu(RuleLine rule) {
        var menu = new MenuButton(null, new Icon(Octicons.KEBAB_HORIZONTAL_16));
        menu.getStyleClass().addAll("flat", "icon-button", "no-arrow");
        menu.setAccessibleText(text("hunting.rule-menu", runWords.name(rule)));
        menu.setId("menu-" + rule.name());
        menu.getItems()
                .addAll(
                        item("hunting.run-now", () -> run(rule.name())),
                        item("hunting.dry-run", () -> ruleActs.dryRun(rule.name())));
        if (rule.next().isPresent()) {
            menu.getItems().add(item("hunting.skip-next", () -> ruleActs.skip(rule.name())));
        }
        menu.showingProperty().subscribe(open -> {
            menuOpen = open;
            showCards();
        });
        if (hunts && rule.enabled()) {
            menu.getItems().add(pauses(rule));
        }
        madeOn.ifPresent(page -> menu.getItems()
                .add(item("hunting.made-on." + page, () -> window.navigation().goTo(id, page))));
        if (hunts) {
            menu.getItems()
                    .addAll(
                            item("hunting.edit", () -> RuleDialog.edit(window, id, rule.name(), this::edited)),
                            item("hunting.remove", () -> ruleActs.remove(rule.name())),
                            new SeparatorMenuItem(),
                            item("hunting.forget-rule", () -> acts.forgetAll(Optional.of(rule.name()))),
                            item("hunting.forget-all", () -> acts.forgetAll(Optional.empty())));
        }
        return menu;
    }

    /// Until when the rule is to wait, or that it is to go on.
    private MenuItem pauses(RuleLine rule) {
        if (rule.pausedUntil().isPresent()) {
            return item("hunting.go-on", () -> ruleActs.pause(rule.name(), Optional.empty()));
        }
        var menu = new Menu(text("hunting.pause"));
        menu.setId("pause-" + rule.name());
        for (var span : List.of(Duration.ofHours(2), Duration.ofDays(1), Duration.ofDays(7), Duration.ofDays(30))) {
            var item = new MenuItem(text("hunting.pause-for", words.age(span)));
            item.setOnAction(_ -> ruleActs.pause(rule.name(), Optional.of(now().plus(span))));
            menu.getItems().add(item);
        }
        return menu;
    }

    private MenuItem item(String key, Runnable run) {
        var item = new MenuItem(text(key));
        item.setOnAction(_ -> run.run());
        return item;
    }

    private String next(RuleLine rule) {
        return RuleWords.next(words, rule, held(rule).isPresent(), now());
    }

    private Optional<String> held(RuleLine rule) {
        return RuleWords.held(window.services(), words, rule);
    }

    private String what(RuleLine rule) {
        return RuleWords.what(words, rule);
    }

    private String last(RuleLine rule) {
        return RuleWords.last(words, rule, lastRuns.asked().getOrDefault(rule.name(), List.of()), now());
    }

    private String said(String stored) {
        return runWords.of(stored, now());
    }

    private Instant now() {
        return window.services().clock().instant();
    }

    /// Shows the rule that was asked for on another page.
    private void chooseWanted() {
        window.rule().of(id).ifPresent(wanted -> {
            window.rule().taken();
            tab("decision");
            choose(wanted);
        });
    }

    private void choose(String rule) {
        chosen = Optional.of(rule);
        pinned = false;
        showCards();
        showRule();
        readRuns();
    }

    private void readRuns() {
        if (cycles.isEmpty() || chosen.isEmpty()) {
            decision.show(Optional.empty());
            runs.set(List.of());
            return;
        }
        var rule = chosen.get();
        latest.start(
                () -> window.background()
                        .read(
                                "read the runs of “" + rule + "”",
                                List.of(id),
                                _ -> cycles.get().runs(id, Optional.of(rule), RUNS)),
                outcome -> {
                    if (outcome instanceof Outcome.Succeeded<List<CycleReport>>(var read)) {
                        runs.set(read);
                        if (!pinned) {
                            decision.show(read.stream().findFirst());
                        }
                    }
                });
    }

    // what can be done

    private void run(String rule) {
        rules.stream().filter(it -> it.name().equals(rule)).findFirst().ifPresent(ruleActs::run);
    }

    private void ran(CycleReport report) {
        chosen = Optional.of(report.rule());
        pinned = false;
        tab("decision");
        decision.show(Optional.of(report));
        if (report.ended() == CycleRun.Ended.FAILED || report.ended() == CycleRun.Ended.HELD) {
            window.toasts().news(instance(), said(report.reason()), Optional.empty());
        }
        readRules();
    }

    /// A rule was saved: it is tried at once, so that a person sees what it would do.
    private void edited(String rule) {
        chosen = Optional.of(rule);
        readRules();
        ruleActs.dryRun(rule);
    }

    private Optional<Instance> instance() {
        return window.services().instances().find(id);
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        following =
                window.services().cycles().rules().subscribe(window.services().fx(), _ -> readRules());
        moving = window.services().later().every(STEP, this::readRules);
        readRules();
        wanting = window.rule().await(this::chooseWanted);
    }

    @Override
    public void hidden() {
        wanting.close();
        following.close();
        moving.close();
        latest.cancel();
        latestRuns.cancel();
        ruleActs.cancel();
    }

    @Override
    public void close() {
        latest.cancel();
        latestRuns.cancel();
        ruleActs.cancel();
        decision.close();
        runTable.close();
        outcomes.close();
    }

    @Override
    public boolean focusFilter() {
        return switch (tab) {
            case "runs" -> runTable.focusFilter();
            case "outcomes" -> outcomes.focusFilter();
            default -> decision.focusFilter();
        };
    }
}
