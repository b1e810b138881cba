package io.pilothouse.ui.torrent;

import io.pilothouse.domain.cycle.CycleRun;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.RuleVerdict;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.torrent.RulesRun;
import io.pilothouse.tasks.torrent.TorrentRules;
import io.pilothouse.tasks.torrent.Torrents;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.RunWords;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The rules of one client as sentences, how far each goes, what they would do now, and the switch.
final class RulesPage implements PageView {

    private final WindowContext window;
    private final InstanceId id;
    private final Latest reading;
    private final Latest previewing;
    private final MemoryRows<RulesRun.Said> rows = new MemoryRows<>(
            said -> said.verdict().torrent() + " " + said.verdict().deciding());
    private final RowTable<RulesRun.Said> table;
    private final RuleLines lines;
    private final Label state = new Label();
    private final Label outcome = new Label();
    private final HBox brake = new HBox(8);
    private final Button toggle = new Button();
    private final Button preview;
    private final Button run;
    private final VBox root = new VBox();
    private final RulePanes panes;
    private Optional<RulesRun> said = Optional.empty();
    private RuleSet rules = RuleSet.usual();
    private Subscription following = () -> {};

    private record Stand(RuleSet rules, TorrentRules.Status status) {}

    RulesPage(WindowContext window, InstanceId id) {
        this.window = window;
        this.id = id;
        reading = new Latest(window.services().fx());
        previewing = new Latest(window.services().fx());
        table = new RowTable<>(window, spec());
        preview = new Button(text("torrent.rules.preview"), new Icon(Octicons.EYE_16));
        preview.setId("rules-preview");
        preview.setOnAction(_ -> preview());
        run = new Button(text("torrent.rules.run"), new Icon(Octicons.PLAY_16));
        run.setId("rules-run");
        run.setOnAction(_ -> run());
        toggle.setId("rules-toggle");
        toggle.setVisible(false); // until it is known whether they are on
        state.getStyleClass().add("text-title");
        table.whenAskedAgain(this::preview);
        outcome.getStyleClass().addAll("text-muted", "text-second");
        var head = new HBox(12, state, spring(), preview, run, toggle);
        head.setAlignment(Pos.CENTER_LEFT);
        head.getStyleClass().add("rules-head");
        brake.getStyleClass().addAll("strip", "strip-danger");
        brake.setVisible(false);
        brake.setManaged(false);
        lines = new RuleLines(window, id, this::change);
        var scroll = new ScrollPane(lines);
        scroll.setFitToWidth(true);
        scroll.getStyleClass().add("edge-to-edge");
        outcome.setPadding(new javafx.geometry.Insets(8, 16, 0, 16));
        VBox.setVgrow(table, Priority.ALWAYS);
        panes = new RulePanes(window, scroll, new VBox(outcome, table), preview::fire);
        showNone();
        VBox.setVgrow(panes, Priority.ALWAYS);
        root.getStyleClass().add("torrents");
        root.getChildren().setAll(head, brake, panes);
    }

    private static Region spring() {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    private Torrents torrents() {
        return window.services().torrents();
    }

    private TableSpec<RulesRun.Said> spec() {
        var names = Arrays.stream(TorrentRule.values())
                .map(rule -> text("torrent.rule." + rule.word()))
                .toList();
        var columns = List.<Column<RulesRun.Said>>of(
                Column.<RulesRun.Said>text("torrent", "torrent.column.name", RulesRun.Said::name)
                        .width(280),
                Column.<RulesRun.Said>choice(
                                "rule",
                                "torrent.rules.column.rule",
                                said -> said.verdict()
                                        .deciding()
                                        .map(rule -> text("torrent.rule." + rule.word()))
                                        .orElse(""),
                                names)
                        .exportedAs(said ->
                                said.verdict().deciding().map(TorrentRule::word).orElse(""))
                        .width(130),
                Column.<RulesRun.Said>text("what", "torrent.rules.column.what", this::what)
                        .inOurWords()
                        .width(130)
                        .staying(),
                Column.<RulesRun.Said>text(
                                "why",
                                "torrent.rules.column.why",
                                said -> why(said.verdict().reason()))
                        .inOurWords()
                        .width(220)
                        .growing());
        return TableSpec.of("torrent-rules", text("page.rules"), rows, columns)
                .sortedBy(new SortBy("what", false))
                .ofInstance(said -> said.verdict().torrent().instance())
                .whenEmpty(this::nothing)
                .whileLoading(text("torrent.rules.previewing"));
    }

    private StatePane nothing() {
        return said.filter(RulesPage::blind)
                .map(made -> new StatePane(
                        Octicons.CHECKLIST_16, text("torrent.rules.none-looked"), closed(made), List.of()))
                .orElseGet(() -> new StatePane(
                        Octicons.CHECKLIST_16,
                        text("torrent.rules.nothing"),
                        text("torrent.rules.nothing-why"),
                        List.of()));
    }

    /// Whether nothing can be said of the torrents, as their client did not show them.
    private static boolean blind(RulesRun made) {
        return made.looked() == 0 && made.gates().stream().anyMatch(gate -> !gate.passed());
    }

    private String closed(RulesRun made) {
        return made.gates().stream()
                .filter(gate -> !gate.passed())
                .map(gate -> why(gate.reason()))
                .collect(Collectors.joining(" "));
    }

    /// @return what rules said, in the language of the window
    private String why(String said) {
        return new RunWords(window.words()).of(said, window.services().clock().instant());
    }

    private String what(RulesRun.Said said) {
        var verdict = said.verdict();
        if (verdict.decision() == RuleVerdict.Decision.WAIT) {
            return text("torrent.rules.waits");
        }
        var step = verdict.step().map(it -> text("torrent.step." + it.word())).orElse("");
        return verdict.acts() ? step : text("torrent.rules.only", step);
    }

    // reading

    @Override
    public void shown() {
        following = torrents().ruleStatuses().subscribe(window.services().fx(), _ -> read());
    }

    private void read() {
        reading.<Stand>start(
                () -> window.background()
                        .read(
                                "read torrent rules",
                                List.of(id),
                                _ -> new Stand(torrents().rules(id), torrents().ruleStatus(id))),
                result -> {
                    if (result instanceof Outcome.Succeeded<Stand>(var stand)) {
                        rules = stand.rules();
                        show(stand.status());
                    }
                });
    }

    private void show(TorrentRules.Status status) {
        state.setText(text(status.enabled() ? "torrent.rules.on" : "torrent.rules.off"));
        toggle.setVisible(true);
        toggle.setText(text(status.enabled() ? "torrent.rules.switch-off" : "torrent.rules.switch-on"));
        toggle.setDisable(!status.enabled() && !status.previewed());
        toggle.setOnAction(_ -> enable(!status.enabled()));
        run.setDisable(!status.previewed());
        panes.previewed(status.previewed());
        brake.setVisible(status.breaker().isPresent());
        brake.setManaged(status.breaker().isPresent());
        status.breaker().ifPresent(why -> {
            var go = new Button(text("torrent.rules.continue"));
            go.setOnAction(_ -> release());
            brake.getChildren()
                    .setAll(new Icon(Octicons.STOP_16), new Label(text("torrent.rules.brake", why(why))), spring(), go);
        });
        lines.show(rules);
    }

    // changing

    private void change(RuleSet changed) {
        act(
                "rules-set",
                "change the torrent rules",
                Act.local(id, "change the torrent rules"),
                text("torrent.rules.changed"),
                consent -> {
                    var status = torrents().setRules(id, changed, consent);
                    return new Stand(changed, status);
                });
    }

    private void enable(boolean on) {
        act(
                "rules-enable",
                on ? "switch on the torrent rules" : "switch off the torrent rules",
                new Act(
                        on ? ActionClass.NEW_AUTOMATION : ActionClass.LOCAL_REVERSIBLE,
                        List.of(id),
                        on ? "switch on the torrent rules" : "switch off the torrent rules",
                        List.of(),
                        1),
                text("torrent.rules.enable-effect"),
                consent -> new Stand(rules, torrents().enableRules(id, on, consent)));
    }

    private void release() {
        act(
                "rules-continue",
                "release the brake of the torrent rules",
                new Act(ActionClass.NEW_AUTOMATION, List.of(id), "let the rules go on after a brake", List.of(), 1),
                text("torrent.rules.continue-effect"),
                consent -> new Stand(rules, torrents().continueAfterReview(id, consent)));
    }

    /// A change that blocks.
    private interface Change {
        Stand with(Consent consent) throws Exception;
    }

    private void act(String kind, String title, Act act, String effect, Change change) {
        new GuardSheet(window)
                .ask(new GuardedAct(
                        act,
                        text("page.rules"),
                        text("torrent.rules.go"),
                        effect,
                        Optional.empty(),
                        consent -> window.background().act(kind, title, id, _ -> change.with(consent), stand -> {
                            rules = stand.rules();
                            show(stand.status());
                        })));
    }

    private void preview() {
        preview.setDisable(true);
        say(said.isPresent() ? text("torrent.rules.previewing") : ""); // at first the table says it
        table.setProblem(Optional.empty());
        previewing.<RulesRun>start(
                () -> window.background()
                        .read(
                                "preview torrent rules",
                                List.of(id),
                                _ -> torrents().previewRules(id, Optional.empty())),
                result -> {
                    preview.setDisable(false);
                    switch (result) {
                        case Outcome.Succeeded<RulesRun>(var made) -> {
                            show(made);
                            read();
                        }
                        case Outcome.Failed<RulesRun>(var problem) -> {
                            say(rows.size() > 0 ? window.texts().summary(problem) : ""); // else the table says it
                            table.setProblem(Optional.of(problem));
                        }
                        case Outcome.Cancelled<RulesRun> _ -> said.ifPresentOrElse(this::show, this::showNone);
                    }
                });
    }

    private void show(RulesRun made) {
        said = Optional.of(made);
        say(blind(made) ? "" : ((made.dryRun() ? would(made) : did(made)) + " " + closed(made)).strip());
        table.setProblem(Optional.empty());
        rows.set(made.said());
        panes.found(made.said().size());
    }

    private String would(RulesRun made) {
        long acting = made.said().stream()
                .filter(it -> it.verdict().acts())
                .map(it -> it.verdict().torrent())
                .distinct()
                .count();
        return text("torrent.rules.would", acting, made.looked());
    }

    private String did(RulesRun made) {
        if (made.ended() == CycleRun.Ended.HELD) {
            return why(made.reason());
        }
        long all = made.said().stream().filter(it -> it.verdict().acts()).count();
        if (all == 0) {
            return text("torrent.rules.did-nothing");
        }
        long done = made.acts().stream()
                .filter(RulesRun.Act::accepted)
                .mapToLong(act -> act.torrents().size())
                .sum();
        var failed = made.acts().stream().filter(act -> !act.accepted()).toList();
        long fails = failed.stream().mapToLong(act -> act.torrents().size()).sum();
        var words = new ArrayList<String>();
        words.add(text("torrent.rules.did", done, all));
        if (fails > 0) {
            words.add(text("torrent.rules.did-failed", fails, failed.getFirst().error()));
        }
        if (done + fails < all) {
            words.add(text("torrent.rules.did-waiting", all - done - fails));
        }
        return String.join(" ", words);
    }

    private void say(String words) {
        outcome.setText(words);
        panes.show(true);
    }

    private void showNone() {
        panes.show(false);
    }

    private void run() {
        var doing = rows.all().stream().filter(said -> said.verdict().acts()).toList();
        boolean removes = doing.stream()
                .anyMatch(said ->
                        said.verdict().step().filter(step -> step.destructive()).isPresent());
        var act = new Act(
                removes ? ActionClass.COSTLY : ActionClass.REMOTE_REVERSIBLE,
                List.of(id),
                "run the torrent rules",
                doing.stream()
                        .limit(50)
                        .map(said -> what(said) + "  " + said.name())
                        .toList(),
                doing.size());
        new GuardSheet(window)
                .ask(new GuardedAct(
                        act,
                        text("torrent.rules.run-title"),
                        text("torrent.rules.run-go"),
                        text("torrent.rules.run-effect", doing.size()),
                        Optional.empty(),
                        consent -> window.background()
                                .act(
                                        "rules-run",
                                        "run the torrent rules",
                                        id,
                                        context -> torrents()
                                                .runRules(id, Optional.empty(), Origin.WINDOW, consent, context),
                                        this::show)));
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void hidden() {
        following.close();
        reading.cancel();
    }

    @Override
    public boolean focusFilter() {
        return table.focusFilter();
    }

    @Override
    public void close() {
        following.close();
        reading.cancel();
        previewing.cancel();
        table.close();
    }
}
