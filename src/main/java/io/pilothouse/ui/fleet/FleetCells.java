package io.pilothouse.ui.fleet;

import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Sparkline;
import io.pilothouse.ui.common.StateLabel;
import io.pilothouse.ui.common.StyleClasses;
import io.pilothouse.ui.common.UptimeBars;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.table.CellDrawing;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// The cells of the Fleet's table. They only paint what the row says; their nodes are made once and
/// used again.
final class FleetCells {

    private FleetCells() {}

    /// The table draws every cell in sight anew when a single row changes; what shows the same is left alone.
    private abstract static class Cell implements CellDrawing<FleetLine> {
        private final Node node;
        private @Nullable FleetRow shown;
        private Object shownAspect = "";

        Cell(Node node) {
            this.node = node;
        }

        @Override
        public final Node node() {
            return node;
        }

        @Override
        public final void show(FleetLine line) {
            boolean instance = line instanceof FleetLine.Of;
            node.setVisible(instance); // the head of a group is painted over all columns
            if (line instanceof FleetLine.Of(FleetRow row)) {
                seen(row);
                if (row != shown || !aspect().equals(shownAspect)) {
                    shown = row;
                    shownAspect = aspect();
                    show(row);
                }
            }
        }

        abstract void show(FleetRow row);

        /// What decides beside the row how it is shown.
        Object aspect() {
            return "";
        }

        /// It is on screen, changed or not.
        void seen(FleetRow row) {}
    }

    static final class State extends Cell {
        private final StateLabel label;

        State(Words words) {
            this(new StateLabel(words, 14));
        }

        private State(StateLabel label) {
            super(label);
            this.label = label;
        }

        @Override
        void show(FleetRow row) {
            label.show(row.state(), row.detail());
        }
    }

    static final class Name extends Cell {
        private final Monogram tile = new Monogram(Monogram.Size.NORMAL);
        private final Label name = new Label();
        private final Icon lock = new Icon(Octicons.LOCK_16);
        private final DriftPill drift;

        Name(Words words) {
            this(words, new HBox());
        }

        private Name(Words words, HBox box) {
            super(box);
            drift = new DriftPill(words);
            box.getChildren().setAll(tile, name, drift, lock);
            box.getStyleClass().add("instance-cell");
            tile.getStyleClass().add(Monogram.NAMED);
            lock.getStyleClass().addAll("small-icon", "muted-icon");
        }

        @Override
        void show(FleetRow row) {
            tile.show(row.instance());
            name.setText(row.instance().name());
            lock.setVisible(row.guarded());
            lock.setManaged(row.guarded());
            drift.show(row.drift());
        }
    }

    static final class Kind extends Cell {
        private final Words words;
        private final Label kind = new Label();
        private final Label version = new Label();

        Kind(Words words) {
            this(words, new HBox(4));
        }

        private Kind(Words words, HBox box) {
            super(box);
            this.words = words;
            box.getChildren().setAll(kind, version);
            box.setAlignment(Pos.CENTER_LEFT);
            kind.getStyleClass().add("text-muted");
            kind.setMinWidth(Region.USE_PREF_SIZE);
            version.getStyleClass().addAll("text-muted", "version");
        }

        @Override
        void show(FleetRow row) {
            kind.setText(words.kind(row.instance().kind()));
            version.setText(row.instance()
                    .identity()
                    .map(identity -> identity.version())
                    .orElse(""));
        }
    }

    static final class Bars extends Cell {
        private final Words words;
        private final FleetViewModel model;
        private final UptimeBars bars;

        Bars(Words words, FleetViewModel model) {
            this(words, model, new UptimeBars(20));
        }

        private Bars(Words words, FleetViewModel model, UptimeBars bars) {
            super(bars);
            this.bars = bars;
            this.words = words;
            this.model = model;
        }

        @Override
        void seen(FleetRow row) {
            model.want(row.instance().id());
        }

        @Override
        void show(FleetRow row) {
            bars.show(row.history().bars(), Spoken.bars(words, row));
        }
    }

    /// The metric as a picture: a line, or a bar of its share.
    static final class Line extends Cell {
        private final Words words;
        private final Supplier<FleetMetric> metric;
        private final Sparkline line = new Sparkline(80, 20);
        private final ProgressBar bar = new ProgressBar(0);

        Line(Words words, Supplier<FleetMetric> metric) {
            this(words, metric, new StackPane());
        }

        private Line(Words words, Supplier<FleetMetric> metric, StackPane place) {
            super(place);
            place.getChildren().setAll(line, bar);
            place.setAlignment(Pos.CENTER_LEFT);
            this.words = words;
            this.metric = metric;
            bar.setPrefWidth(80);
            bar.getStyleClass().add("metric-bar");
        }

        @Override
        Object aspect() {
            return metric.get();
        }

        @Override
        void show(FleetRow row) {
            line.setVisible(metric.get().latency());
            bar.setVisible(!metric.get().latency() && row.metric().share() >= 0);
            if (metric.get().latency()) {
                var values = row.history().latency();
                double newest = values.length == 0 ? Double.NaN : values[values.length - 1];
                line.show(
                        values, row.metric().scale(), words.texts().text("common.spark.spoken", words.latency(newest)));
            } else if (row.metric().share() >= 0) {
                bar.setProgress(row.metric().share());
                bar.setAccessibleText(row.metric().words());
            }
        }
    }

    static final class Work extends Cell {
        private final ProgressBar bar = new ProgressBar(0);
        private final Label words = new Label();

        Work() {
            this(new HBox());
        }

        private Work(HBox box) {
            super(box);
            box.getChildren().setAll(bar, words);
            box.getStyleClass().add("work-cell");
        }

        @Override
        void show(FleetRow row) {
            boolean running = row.progress() >= 0;
            bar.setVisible(running);
            bar.setManaged(running);
            bar.setProgress(Math.max(0, row.progress()));
            bar.setAccessibleText(row.work());
            words.setText(row.work());
            StyleClasses.set(words, "text-muted", row.quietWork());
        }
    }

    /// Words that are muted where they are no matter of concern.
    static final class Quiet extends Cell {
        private final Label words;
        private final Function<FleetRow, String> said;
        private final Predicate<FleetRow> quiet;

        Quiet(Function<FleetRow, String> said, Predicate<FleetRow> quiet) {
            this(new Label(), said, quiet);
        }

        private Quiet(Label words, Function<FleetRow, String> said, Predicate<FleetRow> quiet) {
            super(words);
            this.words = words;
            this.said = said;
            this.quiet = quiet;
        }

        @Override
        void show(FleetRow row) {
            words.setText(said.apply(row));
            StyleClasses.set(words, "text-muted", quiet.test(row));
        }
    }
}
