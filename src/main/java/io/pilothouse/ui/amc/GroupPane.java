package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Merge;
import io.pilothouse.domain.amc.ResultTable;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.amc.QuestionRuns;
import io.pilothouse.tasks.amc.Results;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// One question over all it was put to: how each stands, when it ran, and the table of all results that
/// are here, which grows while others still run.
final class GroupPane {

    private static final double BAR = 150;
    private static final double TARGETS_HEIGHT = 260;

    private final Desk desk;
    private final Run first;
    private final VBox root = new VBox(12);
    private final Label state = new Label();
    private final VBox targets = new VBox();
    private final Label counts = new Label();
    private final VBox merged = new VBox(6);
    private final Label mergedWords = new Label();
    private final Label totals = new Label();
    private final Label reasons = new Label();
    private final Button cancelRest;
    private final Button retry;
    private final Latest reading;
    private Subscription subscription = () -> {};
    private List<Run> runs = List.of();
    private List<Run> ready = List.of();
    private @Nullable RowTable<Integer> table;

    GroupPane(Desk desk, Run first, Runnable back) {
        this.desk = desk;
        this.first = first;
        reading = new Latest(desk.window().services().fx());
        cancelRest = desk.button("group.cancel-rest", Octicons.SKIP_16, this::cancelRest);
        retry = desk.button("group.retry", Octicons.SYNC_16, this::retry);
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
        var head = new HBox(
                12,
                desk.icon("group.back", Octicons.ARROW_LEFT_16, back),
                new VBox(2, title, about),
                state,
                space,
                cancelRest,
                retry);
        head.setAlignment(Pos.CENTER_LEFT);
        counts.getStyleClass().add("text-muted");
        var cardHead = new HBox(8, bold(desk.text("amc.group.targets")), counts);
        cardHead.getStyleClass().add("amc-card-head");
        cardHead.setAlignment(Pos.CENTER_LEFT);
        var scroll = new ScrollPane(targets);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(TARGETS_HEIGHT);
        var card = new VBox(cardHead, scroll);
        card.getStyleClass().add("amc-card");
        mergedWords.setWrapText(true);
        mergedWords.getStyleClass().add("text-muted");
        totals.getStyleClass().add("text-second");
        totals.setWrapText(true);
        reasons.setWrapText(true);
        VBox.setVgrow(merged, Priority.ALWAYS);
        root.setPadding(new Insets(16));
        Desk.styled(root).getChildren().setAll(head, card, merged);
        root.setId("group-run");
    }

    private static Label bold(String text) {
        var label = new Label(text);
        label.getStyleClass().add("text-bold");
        return label;
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
    }

    void close() {
        hidden();
        if (table != null) {
            table.close();
        }
    }

    private record Read(List<Run> runs, Optional<Results.GroupResult> result, List<String> reasons) {}

    private void readAgain() {
        var known = ready;
        desk.read(reading, "read a group of runs of", _ -> read(known), this::show, _ -> {});
    }

    private Read read(List<Run> known) throws io.pilothouse.domain.ProblemException {
        var all = first.ask().group().isPresent()
                ? desk.amc().runs().ofGroup(first.ask().group().get())
                : List.of(desk.amc().runs().find(first.id().value()));
        var now = all.stream().filter(run -> run.state() == RunState.READY).toList();
        var result = now.equals(known) && !known.isEmpty()
                ? Optional.<Results.GroupResult>empty()
                : Optional.of(desk.amc().results().merged(all));
        var why = all.size() == 1 && all.getFirst().progress().empty()
                ? desk.amc().runs().emptyReasons(all.getFirst())
                : List.<String>of();
        return new Read(all, result, why);
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
        counts.setText(desk.text("amc.group.counts", good, runs.size() - good - bad, bad));
        cancelRest.setDisable(!open);
        retry.setDisable(bad == 0 || first.ask().group().isEmpty());
        var span = span();
        targets.getChildren().setAll(runs.stream().map(run -> target(run, span)).toList());
        reasons.setText(
                read.reasons().isEmpty() ? "" : desk.text("amc.group.empty", String.join("\n• ", read.reasons())));
        read.result().ifPresent(this::showMerged);
    }

    private record Span(Instant from, Duration length) {}

    private Span span() {
        var now = desk.window().services().clock().instant();
        var from = runs.stream()
                .map(run -> run.ask().createdAt())
                .min(Instant::compareTo)
                .orElse(now);
        var until = runs.stream()
                .map(run -> run.progress().endedAt().orElse(now))
                .max(Instant::compareTo)
                .orElse(now);
        var length = Duration.between(from, until);
        return new Span(from, length.isPositive() ? length : Duration.ofSeconds(1));
    }

    private HBox target(Run run, Span span) {
        var monogram = new Monogram(Monogram.Size.SMALL);
        desk.window().services().instances().find(run.instance()).ifPresent(monogram::show);
        var name = new Label(desk.name(run.instance()));
        name.setMinWidth(170);
        name.setPrefWidth(170);
        var how = new Label();
        how.setMinWidth(130);
        how.setPrefWidth(130);
        RunCell.dress(desk, how, run);
        var rows = new Label(
                run.progress().rows().isPresent()
                        ? desk.words().number(run.progress().rows().getAsLong())
                        : "–");
        rows.setMinWidth(80);
        rows.setAlignment(Pos.CENTER_RIGHT);
        var words = new Label(run.progress().words());
        words.getStyleClass().add("text-muted");
        HBox.setHgrow(words, Priority.ALWAYS);
        words.setMaxWidth(Double.MAX_VALUE);
        var box = new HBox(10, monogram, name, how, timeline(run, span), rows, words);
        act(run).ifPresent(box.getChildren()::add);
        box.getStyleClass().add("amc-target");
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    private Optional<Node> act(Run run) {
        if (run.state() == RunState.QUEUED && run.progress().words().contains("allowance")) {
            return Optional.of(link("runs.over", () -> RunActs.over(desk, run)));
        }
        if (!run.state().ended()) {
            return Optional.of(link("runs.cancel", () -> RunActs.cancel(desk, run)));
        }
        return run.state() == RunState.READY
                ? Optional.empty()
                : Optional.of(link("runs.again", () -> RunActs.again(desk, run)));
    }

    private Button link(String key, Runnable run) {
        var button = new Button(desk.text("amc." + key));
        button.getStyleClass().addAll("flat", "small");
        button.setOnAction(_ -> run.run());
        return button;
    }

    /// Waiting, then running, on the common time of the group.
    private HBox timeline(Run run, Span span) {
        var now = desk.window().services().clock().instant();
        var submitted =
                run.progress().submittedAt().orElse(run.progress().endedAt().orElse(now));
        var ended = run.progress().endedAt().orElse(now);
        var waiting = part(Duration.between(run.ask().createdAt(), submitted), span, "amc-bar-waiting");
        var running = part(
                Duration.between(submitted, ended), span, run.state().bad() ? "amc-bar-failed" : "amc-bar-running");
        var bar = new HBox(1, waiting, running);
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.setMinWidth(BAR);
        bar.setPrefWidth(BAR);
        bar.setAccessibleText(desk.text(
                "amc.group.bar",
                desk.words().age(Duration.between(run.ask().createdAt(), submitted)),
                desk.words().age(Duration.between(submitted, ended))));
        return bar;
    }

    private static Region part(Duration length, Span span, String style) {
        var part = new Region();
        part.getStyleClass().addAll("amc-bar", style);
        double share = Math.clamp(length.toMillis() / (double) span.length().toMillis(), 0, 1);
        part.setMinWidth(share * (BAR - 2));
        part.setPrefWidth(share * (BAR - 2));
        return part;
    }

    private void showMerged(Results.GroupResult result) {
        var all = result.merged().table();
        if (table != null) {
            table.close();
            table = null;
        }
        var missing = result.missing().stream()
                .map(it -> desk.text(
                        "amc.group.missing-one",
                        it.name(),
                        desk.text("amc.state." + it.state().word())))
                .toList();
        var words = new ArrayList<String>();
        words.add(desk.text(
                "amc.group.rows", desk.words().number(all.rows()), runs.size() - missing.size(), runs.size()));
        if (!missing.isEmpty()) {
            words.add(desk.text("amc.group.missing", String.join(", ", missing)));
        }
        words.addAll(result.merged().notes());
        mergedWords.setText(String.join(" · ", words));
        totals.setText(totals(result.merged()));
        var heading = bold(desk.text("amc.group.merged"));
        if (all.columns().size() <= Merge.FRONT.size()) {
            merged.getChildren().setAll(heading, mergedWords, reasons);
            return;
        }
        var fresh = new RowTable<>(desk.window(), ResultColumns.spec(desk, all, result.merged()));
        VBox.setVgrow(fresh, Priority.ALWAYS);
        table = fresh;
        merged.getChildren().setAll(heading, mergedWords, fresh, totals, reasons);
    }

    /// Sums where values may be added; where they may not, that is said instead of a number.
    private String totals(Merge.Merged all) {
        var parts = new ArrayList<String>();
        var table = all.table();
        for (int column = Merge.FRONT.size(); column < table.columns().size(); column++) {
            var meant = table.columns().get(column);
            if (!meant.metric()) {
                continue;
            }
            var sums = all.totals(column);
            if (sums.isEmpty()) {
                parts.add(desk.text("amc.group.not-additive", meant.name()));
            } else {
                sums.get()
                        .forEach((currency, sum) -> parts.add(desk.text(
                                "amc.group.total",
                                meant.name(),
                                shown(Results.inCurrency(sum, meant.perCurrencyUnit())),
                                currency)));
            }
        }
        return String.join("   ", parts);
    }

    private String shown(BigDecimal sum) {
        return sum.scale() <= 0
                ? desk.words().number(sum.longValue())
                : desk.words().decimal(sum.doubleValue(), 2);
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

    /// The columns of any result.
    static final class ResultColumns {

        private ResultColumns() {}

        static TableSpec<Integer> spec(Desk desk, ResultTable all, Merge.Merged merged) {
            var rows = new MemoryRows<Integer>(row -> row);
            rows.set(IntStream.range(0, all.rows()).boxed().toList());
            var columns = new ArrayList<Column<Integer>>();
            for (int i = 0; i < all.columns().size(); i++) {
                int column = i;
                var meant = all.columns().get(i);
                boolean hidden = meant.name().startsWith("_") && !meant.name().equals("_instance");
                Column<Integer> made = meant.type().number()
                        ? Column.number(
                                "c" + i + "-" + id(meant.name()),
                                "amc.result." + meant.name(),
                                row -> number(all, row, column),
                                row -> shown(desk, all, row, column))
                        : Column.text(
                                "c" + i + "-" + id(meant.name()),
                                "amc.result." + meant.name(),
                                row -> text(all, row, column));
                made = made.titled(title(desk, meant.name())).width(hidden ? 110 : meant.metric() ? 120 : 180);
                columns.add(hidden ? made.hidden() : i == Merge.FRONT.size() ? made.growing() : made);
            }
            return TableSpec.of("amc.result", desk.text("amc.group.merged"), rows, columns);
        }

        private static String id(String name) {
            return name.toLowerCase(java.util.Locale.ROOT)
                    .replaceAll("[^a-z0-9]+", "-")
                    .replaceAll("^-", "");
        }

        private static String title(Desk desk, String name) {
            return name.startsWith("_")
                    ? desk.text("amc.front." + name.substring(1).replace('_', '-'))
                    : name;
        }

        private static double number(ResultTable all, int row, int column) {
            var number = all.number(row, column);
            return number == null ? Double.NaN : number.doubleValue();
        }

        /// Taken away by privacy: a dash, never a zero.
        private static String text(ResultTable all, int row, int column) {
            var text = all.text(row, column);
            return text == null ? "–" : text.replace('\n', ' ');
        }

        private static String shown(Desk desk, ResultTable all, int row, int column) {
            var number = all.number(row, column);
            if (number == null) {
                return text(all, row, column);
            }
            long unit = all.columns().get(column).perCurrencyUnit();
            if (unit > 1) {
                return desk.words().decimal(Results.inCurrency(number, unit).doubleValue(), 2);
            }
            return number.scale() <= 0 && number.precision() < 19
                    ? desk.words().number(number.longValue())
                    : number.toPlainString();
        }
    }
}
