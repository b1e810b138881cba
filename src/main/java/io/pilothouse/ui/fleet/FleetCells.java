package io.pilothouse.ui.fleet;

import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Sparkline;
import io.pilothouse.ui.common.StateLabel;
import io.pilothouse.ui.common.StyleClasses;
import io.pilothouse.ui.common.UptimeBars;
import io.pilothouse.ui.common.Words;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ProgressBar;
import javafx.scene.control.TableCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// The cells of the Fleet's table. They only paint what the row says; their nodes are made once and
/// used again.
final class FleetCells {

    private FleetCells() {}

    private abstract static class Cell extends TableCell<FleetLine, FleetLine> {
        @Override
        protected final void updateItem(FleetLine line, boolean nothing) {
            super.updateItem(line, nothing);
            if (!nothing && line instanceof FleetLine.Of(FleetRow row)) {
                show(row);
            } else { // also the head of a group: its row paints it
                setGraphic(null);
                setText(null);
            }
        }

        abstract void show(FleetRow row);
    }

    static final class State extends Cell {
        private final StateLabel label;

        State(Words words) {
            label = new StateLabel(words, 14);
        }

        @Override
        void show(FleetRow row) {
            label.show(row.state(), row.detail());
            setGraphic(label);
        }
    }

    static final class Name extends Cell {
        private final Monogram tile = new Monogram(Monogram.Size.NORMAL);
        private final Label name = new Label();
        private final FontIcon lock = new FontIcon(Octicons.LOCK_16);
        private final HBox box = new HBox(tile, name, lock);

        Name() {
            box.getStyleClass().add("instance-cell");
            lock.getStyleClass().addAll("small-icon", "muted-icon");
        }

        @Override
        void show(FleetRow row) {
            tile.show(row.instance());
            name.setText(row.instance().name());
            lock.setVisible(row.guarded());
            setGraphic(box);
        }
    }

    static final class Kind extends Cell {
        private final Words words;
        private final Label kind = new Label();
        private final Label version = new Label();
        private final HBox box = new HBox(4, kind, version);

        Kind(Words words) {
            this.words = words;
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
            setGraphic(box);
        }
    }

    static final class Bars extends Cell {
        private final Words words;
        private final FleetViewModel model;
        private final UptimeBars bars = new UptimeBars(20);

        Bars(Words words, FleetViewModel model) {
            this.words = words;
            this.model = model;
        }

        @Override
        void show(FleetRow row) {
            model.want(row.instance().id());
            bars.show(row.history().bars(), Spoken.bars(words, row));
            setGraphic(bars);
        }
    }

    /// The metric as a picture: a line, or a bar of its share.
    static final class Line extends Cell {
        private final Words words;
        private final Supplier<FleetMetric> metric;
        private final Sparkline line = new Sparkline(80, 20);
        private final ProgressBar bar = new ProgressBar(0);

        Line(Words words, Supplier<FleetMetric> metric) {
            this.words = words;
            this.metric = metric;
            bar.setPrefWidth(80);
            bar.getStyleClass().add("metric-bar");
        }

        @Override
        void show(FleetRow row) {
            if (metric.get().latency()) {
                var values = row.history().latency();
                double newest = values.length == 0 ? Double.NaN : values[values.length - 1];
                line.show(
                        values, row.metric().scale(), words.texts().text("common.spark.spoken", words.latency(newest)));
                setGraphic(line);
            } else if (row.metric().share() >= 0) {
                bar.setProgress(row.metric().share());
                bar.setAccessibleText(row.metric().words());
                setGraphic(bar);
            } else {
                setGraphic(null);
            }
        }
    }

    /// The metric in figures.
    static final class Figure extends Cell {
        private final Words words;
        private final Supplier<FleetMetric> metric;

        Figure(Words words, Supplier<FleetMetric> metric) {
            this.words = words;
            this.metric = metric;
        }

        @Override
        void show(FleetRow row) {
            boolean latency = metric.get().latency();
            boolean none = latency
                    ? Double.isNaN(row.history().p95())
                    : row.metric().words().isEmpty();
            setText(
                    none
                            ? words.texts().text("common.none")
                            : latency
                                    ? words.latency(row.history().p95())
                                    : row.metric().words());
            StyleClasses.set(this, "text-muted", none);
        }
    }

    static final class Work extends Cell {
        private final ProgressBar bar = new ProgressBar(0);
        private final Label words = new Label();
        private final HBox box = new HBox(bar, words);

        Work() {
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
            setGraphic(box);
        }
    }

    static final class Next extends Cell {
        @Override
        void show(FleetRow row) {
            setText(row.next());
            StyleClasses.set(this, "text-muted", row.quietNext());
        }
    }
}
