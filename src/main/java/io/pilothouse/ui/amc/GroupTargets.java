package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.RunState;
import io.pilothouse.ui.common.Monogram;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.binding.Bindings;
import javafx.geometry.HPos;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// Who a question was put to: how each stands, when it waited, ran and was fetched, and what can be done
/// about it. FX thread only.
final class GroupTargets {

    private static final double BAR = 140;
    private static final double HEIGHT = 280;
    private static final double LEAST = 130;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Desk desk;
    private final Consumer<Run> open;
    private final Label counts = new Label();
    private final GridPane grid = new GridPane();
    private final VBox card;

    /// @param open shows what one of them answered
    GroupTargets(Desk desk, Consumer<Run> open) {
        this.desk = desk;
        this.open = open;
        counts.getStyleClass().add("text-muted");
        var title = new Label(desk.text("amc.group.targets"));
        title.getStyleClass().add("text-bold");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var head = new HBox(
                8,
                title,
                counts,
                space,
                legend("amc-bar-waiting", "amc.group.waiting"),
                legend("amc-bar-running", "amc.group.ran"),
                legend("amc-bar-fetched", "amc.group.fetched"));
        head.getStyleClass().add("amc-card-head");
        head.setAlignment(Pos.CENTER_LEFT);
        grid.getStyleClass().add("amc-targets");
        grid.setHgap(12);
        grid.setVgap(8);
        var words = new ColumnConstraints();
        words.setHgrow(Priority.ALWAYS);
        words.setMinWidth(60);
        grid.getColumnConstraints().setAll(own(150), own(100), own(BAR), right(), right(), words, right());
        var scroll = new ScrollPane(grid);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(HEIGHT);
        scroll.minHeightProperty()
                .bind(Bindings.createDoubleBinding(
                        () -> Math.min(LEAST, grid.getHeight()),
                        grid.heightProperty())); // read also where room is short
        card = new VBox(head, scroll);
        card.getStyleClass().add("amc-card");
    }

    private static ColumnConstraints own(double least) {
        var column = new ColumnConstraints();
        column.setMinWidth(least);
        return column;
    }

    private static ColumnConstraints right() {
        var column = new ColumnConstraints();
        column.setHalignment(HPos.RIGHT);
        column.setMinWidth(Region.USE_PREF_SIZE);
        return column;
    }

    private HBox legend(String style, String key) {
        var mark = new Region();
        mark.getStyleClass().addAll("amc-legend", style);
        var label = new Label(desk.text(key));
        label.getStyleClass().addAll("text-muted", "text-small");
        var box = new HBox(4, mark, label);
        box.setAlignment(Pos.CENTER_LEFT);
        return box;
    }

    Node node() {
        return card;
    }

    private record Span(Instant from, Duration length) {}

    /// @param usual how long the question usually takes; empty while unknown
    void show(List<Run> runs, Optional<Duration> usual) {
        long good = runs.stream().filter(run -> run.state() == RunState.READY).count();
        long bad = runs.stream().filter(run -> run.state().bad()).count();
        counts.setText(desk.text("amc.group.counts", good, runs.size() - good - bad, bad));
        grid.getChildren().clear();
        var span = span(runs);
        var zone = desk.window().services().clock().getZone();
        heading(0, desk.text("amc.group.target"));
        heading(1, desk.text("amc.column.state"));
        heading(2, desk.text("amc.group.since", CLOCK.format(span.from().atZone(zone))));
        heading(3, desk.text("amc.group.time"));
        heading(4, desk.text("amc.column.rows"));
        heading(5, desk.text("amc.column.words"));
        int row = 1;
        for (var run : runs) {
            target(row++, run, span, usual);
        }
    }

    private void heading(int column, String text) {
        var label = new Label(text);
        label.getStyleClass().addAll("text-muted", "text-small");
        grid.add(label, column, 0);
    }

    private Span span(List<Run> runs) {
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

    private void target(int row, Run run, Span span, Optional<Duration> usual) {
        var monogram = new Monogram(Monogram.Size.SMALL);
        desk.window().services().instances().find(run.instance()).ifPresent(monogram::show);
        var name = new HBox(8, monogram, new Label(desk.name(run.instance())));
        name.setAlignment(Pos.CENTER_LEFT);
        var how = new Label();
        how.setMinWidth(Region.USE_PREF_SIZE);
        RunCell.dress(desk.window().texts(), how, run);
        var rows = new Label(
                run.progress().rows().isPresent()
                        ? desk.words().number(run.progress().rows().getAsLong())
                        : "–");
        var words = new Label(note(run, usual));
        words.getStyleClass().add("text-muted");
        words.setMaxWidth(Double.MAX_VALUE);
        if (!words.getText().isEmpty()) {
            words.setTooltip(new Tooltip(words.getText()));
        }
        grid.addRow(row, name, how, timeline(run, span), new Label(time(run)), rows, words, act(run));
    }

    private String note(Run run, Optional<Duration> usual) {
        var words = run.progress().words();
        return words.isEmpty() && run.state() == RunState.REMOTE
                ? usual.map(it -> desk.text("amc.group.usually", desk.words().age(it)))
                        .orElse("")
                : desk.said(words);
    }

    private String time(Run run) {
        var now = desk.window().services().clock().instant();
        return run.progress()
                .submittedAt()
                .map(at -> desk.words()
                        .age(Duration.between(at, run.progress().endedAt().orElse(now))))
                .orElse("–");
    }

    private Button act(Run run) {
        var state = run.state();
        if (state == RunState.QUEUED && run.progress().waitsForAllowance()) {
            return link(desk.text("amc.runs.over"), run, () -> RunActs.over(desk, run));
        }
        if (state == RunState.QUEUED) {
            return link(desk.text("amc.runs.untick"), run, () -> RunActs.cancel(desk, run));
        }
        if (!state.ended()) {
            return link(desk.text("amc.runs.cancel"), run, () -> RunActs.cancel(desk, run));
        }
        return switch (state) {
            case READY -> link(desk.text("amc.runs.open"), run, () -> open.accept(run));
            case DOWNLOAD_FAILED -> link(desk.text("amc.runs.fetch"), run, () -> RunActs.fetch(desk, run));
            case LOST -> link(desk.text("amc.runs.check"), run, () -> RunActs.check(desk, run));
            default -> link(desk.text("amc.runs.again"), run, () -> RunActs.again(desk, run));
        };
    }

    private Button link(String text, Run run, Runnable act) {
        var button = new Button(text);
        button.getStyleClass().addAll("flat", "small", "amc-link");
        button.setAccessibleText(text + ", " + desk.name(run.instance()));
        button.setOnAction(_ -> act.run());
        return button;
    }

    /// Waiting, running, fetching, on the common time of the group.
    private HBox timeline(Run run, Span span) {
        var now = desk.window().services().clock().instant();
        var submitted =
                run.progress().submittedAt().orElse(run.progress().endedAt().orElse(now));
        var ended = run.progress().endedAt().orElse(now);
        var whole = Duration.between(submitted, ended);
        var ran = run.state() == RunState.READY
                ? run.progress().took().filter(it -> it.compareTo(whole) < 0).orElse(whole)
                : whole;
        var wait = Duration.between(run.ask().createdAt(), submitted);
        var bar = new HBox(
                1,
                part(wait, span, "amc-bar-waiting"),
                part(ran, span, run.state().bad() ? "amc-bar-failed" : "amc-bar-running"),
                part(whole.minus(ran), span, "amc-bar-fetched"));
        bar.setAlignment(Pos.CENTER_LEFT);
        bar.setMinWidth(BAR);
        bar.setPrefWidth(BAR);
        bar.setMaxWidth(BAR);
        bar.setAccessibleText(
                desk.text("amc.group.bar", desk.words().age(wait), desk.words().age(whole)));
        return bar;
    }

    private static Region part(Duration length, Span span, String style) {
        var part = new Region();
        part.getStyleClass().addAll("amc-bar", style);
        double share = Math.clamp(length.toMillis() / (double) span.length().toMillis(), 0, 1);
        part.setMinWidth(share * (BAR - 4));
        part.setPrefWidth(share * (BAR - 4));
        return part;
    }
}
