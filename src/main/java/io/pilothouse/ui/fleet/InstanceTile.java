package io.pilothouse.ui.fleet;

import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.Sparkline;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.UptimeBars;
import io.pilothouse.ui.common.Words;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// One instance as a card: which it is, how it is, one number, its latency and its last hours. Made once
/// and shown again with other rows.
final class InstanceTile extends VBox {

    /// How much of an instance fits.
    enum Detail {
        /// Everything.
        FULL,
        /// Which and how, and its last hours.
        BARS,
        /// Which and how, on one line.
        LINE
    }

    private final Words words;
    private final Detail detail;
    private final Monogram tile;
    private final Label name = new Label();
    private final Label state = new Label();
    private final Label kind = new Label();
    private final StateShape shape;
    private final DriftPill drift;
    private final Label figure = new Label();
    private final Label caption = new Label();
    private final Label latency = new Label();
    private final Sparkline line = Sparkline.stretching(40);
    private final UptimeBars bars = UptimeBars.stretching(20);

    InstanceTile(Words words, Detail detail) {
        this.words = words;
        this.detail = detail;
        tile = new Monogram(detail == Detail.LINE ? Monogram.Size.NORMAL : Monogram.Size.LARGE);
        shape = new StateShape(io.pilothouse.domain.health.ShownState.UNKNOWN, detail == Detail.LINE ? 14 : 20);
        drift = new DriftPill(words);
        getStyleClass().add("instance-tile");
        name.getStyleClass().add("tile-name");
        name.setMinWidth(0);
        state.getStyleClass().addAll("state-word", "text-second");
        state.setMinWidth(USE_PREF_SIZE);
        kind.getStyleClass().addAll("text-muted", "text-second");
        kind.setMinWidth(0);
        line.getStyleClass().add("filled");
        getChildren().setAll(head());
        if (detail == Detail.FULL) {
            figure.getStyleClass().add("tile-figure");
            caption.getStyleClass().addAll("text-muted", "text-second");
            var latencyName = new Label(words.texts().text("fleet.card.latency"));
            latencyName.getStyleClass().addAll("text-muted", "text-second");
            latency.getStyleClass().add("text-second");
            latency.setMinWidth(USE_PREF_SIZE);
            var grows = new Region();
            VBox.setVgrow(grows, Priority.ALWAYS);
            getChildren().addAll(figure, caption, grows, new HBox(latencyName, space(), latency), line, bars);
        } else if (detail == Detail.BARS) {
            var grows = new Region();
            VBox.setVgrow(grows, Priority.ALWAYS);
            getChildren().addAll(grows, bars);
        } else {
            getStyleClass().add("tile-line");
        }
    }

    private Node head() {
        var second = new HBox(4, state, kind);
        second.setAlignment(Pos.CENTER_LEFT);
        var lines = detail == Detail.LINE ? new VBox(name) : new VBox(name, second);
        lines.setAlignment(Pos.CENTER_LEFT);
        lines.setMinWidth(0);
        HBox.setHgrow(lines, Priority.ALWAYS);
        var head = new HBox(detail == Detail.LINE ? 8 : 12, tile, lines, drift, shape);
        head.setAlignment(Pos.CENTER_LEFT);
        return head;
    }

    private static Region space() {
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        return space;
    }

    void show(FleetRow row) {
        getStyleClass().removeIf(style -> style.startsWith("state-"));
        getStyleClass().add("state-" + row.state().word());
        pseudoClassStateChanged(
                javafx.css.PseudoClass.getPseudoClass("trouble"), row.state().problem());
        tile.show(row.instance());
        name.setText(row.instance().name());
        state.setText(words.state(row.state()));
        kind.setText("· " + (row.detail().isEmpty() ? words.kind(row.instance().kind()) : row.detail()));
        shape.show(row.state());
        drift.show(row.drift());
        setAccessibleText(words.texts().text("fleet.row.spoken", row.instance().name(), words.state(row.state())));
        if (detail == Detail.LINE) {
            return;
        }
        bars.show(row.history().bars(), Spoken.bars(words, row));
        if (detail == Detail.BARS) {
            return;
        }
        boolean trouble = row.state().problem();
        figure.setText(trouble ? words.state(row.state()) : row.figure());
        caption.setText(trouble ? row.work() : row.caption());
        var history = row.history();
        latency.setText(words.latency(history.p95()));
        line.show(history.latency(), words.texts().text("common.spark.spoken", words.latency(history.p95())));
    }
}
