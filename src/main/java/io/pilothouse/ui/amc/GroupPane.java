package io.pilothouse.ui.amc;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Breakdown;
import io.pilothouse.domain.amc.Merge;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.amc.QuestionRuns;
import io.pilothouse.tasks.amc.Results;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// One question over all it was put to: how each stands, when it ran, and the table of all results that
/// are here, which grows while others still run.
final class GroupPane {

    private static final double CHART = 400;

    private final Desk desk;
    private final Run first;
    private final VBox root = new VBox(12);
    private final Label state = new Label();
    private final GroupTargets targets;
    private final MergedPane merged;
    private final Button cancelRest;
    private final Button retry;
    private final MenuButton add = new MenuButton();
    private final Latest reading;
    private final Latest breaking;
    private Subscription subscription = () -> {};
    private List<Run> runs = List.of();
    private List<Run> ready = List.of();
    private Optional<Merge.Merged> shown = Optional.empty();

    GroupPane(Desk desk, Run first, Runnable back) {
        this.desk = desk;
        this.first = first;
        reading = new Latest(desk.window().services().fx());
        breaking = new Latest(desk.window().services().fx());
        targets = new GroupTargets(desk, this::open);
        merged = new MergedPane(desk, first);
        merged.whenChosen(this::breakDown);
        cancelRest = desk.button("group.cancel-rest", Octicons.SKIP_16, this::cancelRest);
        retry = desk.button("group.retry", Octicons.SYNC_16, this::retry);
        add.setText(desk.text("amc.group.add"));
        add.setGraphic(new Icon(Octicons.PLUS_16));
        add.setMinWidth(Region.USE_PREF_SIZE);
        add.setId("amc-group-add");
        var title = new Label(first.ask().title());
        title.getStyleClass().add("amc-heading");
        var about = new Label(desk.text(
                "amc.group.about",
                first.ask().version(),
                first.ask().window().start(),
                first.ask().window().end().minusDays(1),
                first.ask().window().zone().getId(),
                desk.words()
                        .time(
                                first.ask().createdAt(),
                                desk.window().services().clock().instant())));
        about.getStyleClass().add("text-muted");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        state.setMinWidth(Region.USE_PREF_SIZE);
        var head = new HBox(
                12,
                desk.icon("group.back", Octicons.ARROW_LEFT_16, back),
                new VBox(2, title, about),
                state,
                space,
                add,
                cancelRest,
                retry);
        head.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(targets.node(), Priority.ALWAYS);
        if (merged.chart() instanceof Region chart) {
            chart.setMinWidth(CHART);
            chart.setPrefWidth(CHART);
        }
        root.setPadding(new Insets(16));
        root.getChildren().setAll(head, new HBox(12, targets.node(), merged.chart()), merged.node());
        root.setId("group-run");
    }

    Parent root() {
        return root;
    }

    void shown() {
        subscription =
                desk.amc().runs().changes().subscribe(desk.window().services().fx(), _ -> readAgain());
    }

    void hidden() {
        subscription.close();
        reading.cancel();
        breaking.cancel();
    }

    void close() {
        hidden();
        merged.close();
    }

    /// @param result empty while nothing changed about what is ready
    private record Read(
            List<Run> runs, Optional<MergedPane.Content> result, Optional<Duration> usual, List<String> reasons) {}

    private void readAgain() {
        var known = ready;
        var choice = merged.chosenNow();
        desk.read(reading, "read a group of runs of", _ -> read(known, choice), this::show, _ -> {});
    }

    private Read read(List<Run> known, Optional<MergedPane.Choice> choice) throws ProblemException {
        var all = first.ask().group().isPresent()
                ? desk.amc().runs().ofGroup(first.ask().group().get())
                : List.of(desk.amc().runs().find(first.id().value()));
        var now = all.stream().filter(run -> run.state() == RunState.READY).toList();
        var result = now.equals(known) && !known.isEmpty()
                ? Optional.<MergedPane.Content>empty()
                : Optional.of(content(desk.amc().results().merged(all), choice));
        var why = all.size() == 1 && all.getFirst().progress().empty()
                ? desk.amc().runs().emptyReasons(all.getFirst()).stream()
                        .map(desk::said)
                        .toList()
                : List.<String>of();
        return new Read(all, result, first.ask().workflow().flatMap(desk.amc().runs()::usually), why);
    }

    private static MergedPane.Content content(Results.GroupResult result, Optional<MergedPane.Choice> choice) {
        return MergedPane.Content.of(result, broken(result.merged(), choice));
    }

    private static Optional<Breakdown> broken(Merge.Merged all, Optional<MergedPane.Choice> choice) {
        return MergedPane.choice(all, choice)
                .map(it -> Breakdown.of(all, it.by(), it.metric(), MergedPane.mostLines(), it.sides()));
    }

    private void breakDown(MergedPane.Choice choice) {
        shown.ifPresent(all -> desk.read(
                breaking, "break down a result of", _ -> broken(all, Optional.of(choice)), merged::show, _ -> {}));
    }

    private void show(Read read) {
        runs = QuestionRuns.latest(read.runs());
        ready = read.runs().stream()
                .filter(run -> run.state() == RunState.READY)
                .toList();
        var open = runs.stream().anyMatch(run -> !run.state().ended());
        var bad = runs.stream().filter(run -> run.state().bad()).count();
        var good = runs.stream().filter(run -> run.state() == RunState.READY).count();
        state.setText(desk.text(
                open
                        ? "amc.group.running"
                        : bad == 0 ? "amc.group.done" : good == 0 ? "amc.group.failed" : "amc.group.partial",
                good,
                runs.size()));
        state.getStyleClass().removeAll("amc-open", "amc-good", "amc-bad");
        state.getStyleClass().add(open ? "amc-open" : bad == 0 ? "amc-good" : "amc-bad");
        cancelRest.setDisable(!open);
        retry.setDisable(bad == 0 || first.ask().group().isEmpty());
        retry.setText(bad == 0 ? desk.text("amc.group.retry") : desk.text("amc.group.retry-many", bad));
        var others = desk.all().stream()
                .filter(it -> runs.stream().noneMatch(run -> run.instance().equals(it.id())))
                .toList();
        add.getItems().setAll(others.stream().map(this::adding).toList());
        add.setDisable(others.isEmpty() || first.ask().group().isEmpty());
        targets.show(runs, read.usual());
        read.result().ifPresent(result -> {
            shown = Optional.of(result.group().merged());
            merged.show(result, runs.size(), read.reasons());
        });
    }

    private MenuItem adding(Instance instance) {
        var item = new MenuItem(instance.name());
        item.setMnemonicParsing(false);
        item.setOnAction(_ -> desk.ask(
                new Act(
                        ActionClass.COSTLY,
                        List.of(instance.id()),
                        "run “" + first.ask().title() + "”",
                        List.of(instance.name()),
                        1),
                desk.text("amc.run.sheet", first.ask().title()),
                desk.text("amc.run.verb"),
                desk.text("amc.run.effect", 1),
                consent -> desk.act(
                        "amc-run",
                        "run “" + first.ask().title() + "” on " + instance.name() + ", too",
                        _ -> desk.amc().runs().join(first.ask().group().orElseThrow(), instance.id(), consent),
                        _ -> {})));
        return item;
    }

    private void open(Run run) {
        merged.only(desk.name(run.instance()));
    }

    private void cancelRest() {
        first.ask()
                .group()
                .ifPresentOrElse(
                        group -> desk.act(
                                "amc-cancel",
                                "cancel the rest of “" + first.ask().title() + "” of " + desk.name(),
                                _ -> {
                                    desk.amc().runs().cancelRest(group, Consent.none(Origin.WINDOW));
                                    return true;
                                },
                                _ -> {}),
                        () -> RunActs.cancel(desk, first));
    }

    private void retry() {
        var failed = runs.stream().filter(run -> run.state().bad()).toList();
        var group = first.ask().group();
        if (failed.isEmpty() || group.isEmpty()) {
            return;
        }
        desk.ask(
                new Act(
                        ActionClass.COSTLY,
                        failed.stream().map(Run::instance).toList(),
                        "run “" + first.ask().title() + "” again",
                        failed.stream().map(run -> desk.name(run.instance())).toList(),
                        failed.size()),
                desk.text("amc.run.sheet", first.ask().title()),
                desk.text("amc.group.retry"),
                desk.text("amc.run.effect", failed.size()),
                consent -> desk.act(
                        "amc-run",
                        "run what failed of “" + first.ask().title() + "” of " + desk.name() + " again",
                        _ -> desk.amc().runs().retryFailed(group.get(), consent),
                        _ -> {}));
    }
}
