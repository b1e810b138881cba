package io.pilothouse.ui.hunting;

import atlantafx.base.controls.ToggleSwitch;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.cycle.CycleReport;
import io.pilothouse.tasks.cycle.KindCycles;
import io.pilothouse.tasks.cycle.RuleLine;
import io.pilothouse.ui.common.Latest;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The rules of an instance at the left, and what the chosen one decided, did and brought at the right. Serves
/// every kind that has cycles. FX thread only.
final class CyclesPage implements PageView {

    /// How often the countdown moves, and rules of kinds that do not tell of changes are looked at.
    private static final Duration STEP = Duration.ofSeconds(15);

    private static final int RUNS = 100;
    private static final double LEFT = 308;

    private final WindowContext window;
    private final Words words;
    private final InstanceId id;
    private final Optional<KindCycles> cycles;
    private final boolean hunts;
    private final HuntingActs acts;
    private final VBox cards = new VBox();
    private final VBox shared = new VBox(4);
    private final TabStrip tabs = new TabStrip(this::tab);
    private final StackPane right = new StackPane();
    private final DecisionView decision;
    private final MemoryRows<CycleReport> runs = new MemoryRows<>(CycleReport::cycle);
    private final RowTable<CycleReport> runTable;
    private final OutcomesTable outcomes;
    private final HBox root = new HBox();
    private final Latest latest;
    private List<RuleLine> rules = List.of();
    private Optional<String> chosen = Optional.empty();
    private String tab = "decision";
    private boolean pinned;
    private Subscription following = () -> {};
    private Subscription moving = () -> {};

    CyclesPage(WindowContext window, InstanceId id) {
        this.window = window;
        this.id = id;
        words = window.words();
        latest = new Latest(window.services().fx());
        acts = new HuntingActs(window, id);
        cycles = cyclesOf(window, id);
        hunts = window.services()
                .instances()
                .find(id)
                .filter(it -> HuntingFeature.hunts(it.kind()))
                .isPresent();
        decision = new DecisionView(window, id, hunts, () -> chosen.ifPresent(this::run));
        runTable = new RowTable<>(window, runSpec());
        outcomes = new OutcomesTable(window, Optional.of(id), Optional.empty());
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
        root.getStylesheets().add(CyclesPage.class.getResource("hunting.css").toExternalForm());
        root.getChildren().setAll(left(), rest);
        tab(tab);
    }

    private static Optional<KindCycles> cyclesOf(WindowContext window, InstanceId id) {
        return window.services().instances().find(id).flatMap(instance -> {
            try {
                return Optional.of(window.services().cycleDesk().of(instance));
            } catch (ProblemException none) {
                return Optional.empty();
            }
        });
    }

    private TabStrip.Tab tabOf(String tabId) {
        return new TabStrip.Tab(tabId, text("hunting.tab." + tabId), OptionalLong.empty());
    }

    private Node left() {
        var title = new Label(text("hunting.rules"));
        title.getStyleClass().add("text-card");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var add = new MenuButton(text("hunting.new-rule"), new FontIcon(Octicons.PLUS_16));
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
        box.setMinWidth(LEFT);
        box.setPrefWidth(LEFT);
        box.setMaxWidth(LEFT);
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
                Column.<CycleReport>text("rule", "hunting.column.rule", CycleReport::rule)
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
                Column.<CycleReport>text("why", "hunting.column.why", CycleReport::reason)
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
        return text("hunting.ended." + (it.dryRun() ? "dry" : it.ended().word()));
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
    }

    private void showCards() {
        if (rules.isEmpty()) {
            cards.getChildren()
                    .setAll(new StatePane(
                            Octicons.TELESCOPE_24,
                            text("hunting.no-rules", acts.name()),
                            text("hunting.no-rules-why"),
                            hunts
                                    ? List.of(new StatePane.Choice(
                                            text("hunting.template.missing"),
                                            () -> RuleDialog.create(window, id, "missing", this::edited)))
                                    : List.of()));
            return;
        }
        cards.getChildren().setAll(rules.stream().map(this::card).toList());
        shared.getChildren().clear();
        instance()
                .map(it -> it.configuration().settings().getOrDefault("budgetGroup", ""))
                .filter(group -> !group.isBlank())
                .ifPresent(group -> {
                    var title = new Label(text("hunting.shared", group));
                    title.getStyleClass().add("text-second");
                    shared.getChildren().add(title);
                });
    }

    private Node card(RuleLine rule) {
        var on = new ToggleSwitch();
        on.setSelected(rule.enabled());
        on.setAccessibleText(text("hunting.switch", rule.name()));
        on.setId("switch-" + rule.name());
        on.setOnMouseClicked(event -> {
            event.consume();
            switchTo(rule, !rule.enabled());
        });
        on.setOnKeyPressed(key -> {
            if (key.getCode() == KeyCode.SPACE) {
                key.consume();
                switchTo(rule, !rule.enabled());
            }
        });
        var name = new Label(rule.name());
        name.getStyleClass().add("text-card");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var next = new Label(next(rule));
        next.getStyleClass().add("text-second");
        var menu = menu(rule);
        var head = new HBox(8, on, name, space, next, menu);
        head.setAlignment(Pos.CENTER_LEFT);
        var box = new VBox(4, head);
        box.getChildren().add(second(what(rule)));
        rule.perDay().ifPresent(most -> {
            var bar = new ProgressBar(Math.min(1, (double) rule.usedToday() / most));
            bar.setPrefWidth(120);
            bar.getStyleClass().add("small");
            var line = new HBox(8, bar, second(text("hunting.of-today", rule.usedToday(), most)));
            line.setAlignment(Pos.CENTER_LEFT);
            box.getChildren().add(line);
        });
        box.getChildren().add(second(last(rule)));
        if (!rule.why().isEmpty()) {
            box.getChildren().add(second(rule.why()));
        }
        if (!rule.dryRunSeen() && !rule.enabled()) {
            box.getChildren().add(second(text("hunting.needs-dry-run")));
        }
        box.getStyleClass().add("rule-card");
        box.setId("rule-" + rule.name());
        box.setFocusTraversable(true);
        box.setAccessibleText(rule.name() + ", " + next(rule) + ", " + last(rule));
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

    private Node menu(RuleLine rule) {
        var menu = new MenuButton(null, new FontIcon(Octicons.KEBAB_HORIZONTAL_16));
        menu.getStyleClass().addAll("flat", "icon-button", "no-arrow");
        menu.setAccessibleText(text("hunting.rule-menu", rule.name()));
        menu.setId("menu-" + rule.name());
        menu.getItems()
                .addAll(
                        item("hunting.run-now", () -> run(rule.name())),
                        item("hunting.dry-run", () -> dryRun(rule.name())),
                        item("hunting.skip-next", () -> skip(rule.name())),
                        item("hunting.edit", () -> RuleDialog.edit(window, id, rule.name(), this::edited)),
                        item("hunting.remove", () -> remove(rule.name())));
        return menu;
    }

    private MenuItem item(String key, Runnable run) {
        var item = new MenuItem(text(key));
        item.setOnAction(_ -> run.run());
        return item;
    }

    private String next(RuleLine rule) {
        if (rule.running()) {
            return text("hunting.running");
        }
        if (!rule.enabled()) {
            return text("hunting.off");
        }
        var now = now();
        if (rule.pausedUntil().isPresent()) {
            return text("hunting.paused-until", words.time(rule.pausedUntil().get(), now));
        }
        return rule.next()
                .map(at -> Duration.between(now, at).compareTo(Duration.ofHours(2)) < 0
                        ? text("hunting.in", words.age(Duration.between(now, at)))
                        : words.time(at, now))
                .orElse("");
    }

    private String what(RuleLine rule) {
        var pass = rule.facts().get("pass");
        var unit = rule.facts().get("unit");
        return pass == null
                ? text("hunting.work." + rule.work())
                : text("hunting.what", text("hunting.pass." + pass), text("hunting.unit." + unit));
    }

    private String last(RuleLine rule) {
        return rule.last()
                .map(run -> words.time(run.at(), now()) + ": " + run.reason())
                .orElseGet(() -> text("hunting.never-ran"));
    }

    private Instant now() {
        return window.services().clock().instant();
    }

    private void choose(String rule) {
        chosen = Optional.of(rule);
        pinned = false;
        showCards();
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

    private void switchTo(RuleLine rule, boolean on) {
        var act = new Act(
                on ? ActionClass.NEW_AUTOMATION : ActionClass.LOCAL_REVERSIBLE,
                List.of(id),
                (on ? "switch on" : "switch off") + " the rule \"" + rule.name() + "\"",
                List.of(),
                1);
        if (on && !rule.dryRunSeen()) {
            dryRun(rule.name()); // it must be seen before; the person sees it now
            return;
        }
        acts.ask(
                act,
                on ? "enable" : "disable",
                1,
                consent -> doing(
                        "cycle-enable",
                        (on ? "switch on" : "switch off") + " “" + rule.name() + "” of " + acts.name(),
                        it -> it.enable(id, rule.name(), on, consent)));
    }

    private void run(String rule) {
        var line = rules.stream().filter(it -> it.name().equals(rule)).findFirst();
        boolean care = line.filter(it -> it.work().equals("queue-care")).isPresent();
        acts.ask(
                new Act(
                        care ? ActionClass.DESTRUCTIVE : ActionClass.COSTLY,
                        List.of(id),
                        "run the rule \"" + rule + "\" now",
                        List.of(),
                        1),
                "run",
                1,
                consent -> cycles.ifPresent(it -> window.background()
                        .act(
                                "cycle",
                                "run “" + rule + "” of " + acts.name(),
                                id,
                                context -> it.run(
                                        id,
                                        rule,
                                        OptionalLong.empty(),
                                        OptionalInt.empty(),
                                        Origin.WINDOW,
                                        consent,
                                        context),
                                this::ran)));
    }

    private void dryRun(String rule) {
        cycles.ifPresent(it -> window.background()
                .act(
                        "cycle-dry-run",
                        "try “" + rule + "” of " + acts.name(),
                        id,
                        context -> it.dryRun(id, rule, OptionalLong.empty(), context),
                        this::ran));
    }

    private void ran(CycleReport report) {
        chosen = Optional.of(report.rule());
        pinned = false;
        tab("decision");
        decision.show(Optional.of(report));
        if (report.ended() == CycleRun.Ended.FAILED || report.ended() == CycleRun.Ended.HELD) {
            window.toasts().news(instance(), report.reason(), Optional.empty());
        }
        readRules();
    }

    private void skip(String rule) {
        doing(
                "cycle-skip",
                "leave out the next run of “" + rule + "” of " + acts.name(),
                it -> it.skipNext(id, rule, Consent.none(Origin.WINDOW)));
    }

    private void remove(String rule) {
        acts.ask(
                Act.local(id, "remove the rule \"" + rule + "\""),
                "remove",
                1,
                consent -> doing("cycle-remove", "remove “" + rule + "” of " + acts.name(), it -> {
                    it.remove(id, rule, consent);
                    return true;
                }));
    }

    @FunctionalInterface
    private interface Doing {
        Object with(KindCycles cycles) throws Exception;
    }

    private void doing(String kind, String title, Doing doing) {
        cycles.ifPresent(it -> window.background().act(kind, title, id, _ -> doing.with(it), _ -> readRules()));
    }

    /// A rule was saved: it is tried at once, so that a person sees what it would do.
    private void edited(String rule) {
        chosen = Optional.of(rule);
        readRules();
        dryRun(rule);
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
    }

    @Override
    public void hidden() {
        following.close();
        moving.close();
        latest.cancel();
    }

    @Override
    public void close() {
        latest.cancel();
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
