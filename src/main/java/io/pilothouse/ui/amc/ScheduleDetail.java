package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.ScheduleSlot;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.amc.Schedules;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Monogram;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// One schedule beside the table: what it asks, how its latest turns went, when the next ones come.
///
/// @param again runs a turn that was missed or failed
record ScheduleDetail(Desk desk, ScheduleWords words, Consumer<ScheduleSlot> again) {

    private static final int NEXT = 10;
    private static final int LATEST = 8;

    /// The next ten turns, here and in UTC, and how the last thirty went.
    Node of(Schedules.Status status) {
        var schedule = status.schedule();
        var box = new VBox(10);
        box.getStyleClass().add("amc-detail");
        var title = new Label(schedule.name());
        title.getStyleClass().add("amc-heading");
        var warnings = wrapped(
                String.join(
                        " ",
                        schedule.trigger().warnings().stream().map(desk::said).toList()),
                "amc-warns");
        box.getChildren()
                .setAll(
                        title,
                        wrapped(
                                desk.text(
                                        "amc.schedule.window",
                                        words.trigger(schedule.trigger()),
                                        words.days(schedule.window()),
                                        schedule.lagDays(),
                                        words.missed(schedule.missed())),
                                "text-muted"),
                        strip(status),
                        wrapped(rate(status), "text-muted"),
                        warnings,
                        heading("amc.schedule.next"),
                        next(status));
        if (!status.latest().isEmpty()) {
            box.getChildren().addAll(heading("amc.schedule.latest"), latest(status));
        }
        box.getChildren()
                .removeIf(node -> node instanceof Label label && label.getText().isEmpty()
                        || node instanceof Pane pane && pane.getChildren().isEmpty());
        var scroll = new ScrollPane(box);
        scroll.setFitToWidth(true);
        return scroll;
    }

    private static Label wrapped(String text, String style) {
        var label = new Label(text);
        label.setWrapText(true);
        label.getStyleClass().add(style);
        return label;
    }

    private Label heading(String key) {
        var heading = new Label(desk.text(key));
        heading.getStyleClass().add("text-bold");
        return heading;
    }

    private Node strip(Schedules.Status status) {
        var strip = new FlowPane(2, 2);
        for (var slot : status.latest().reversed()) {
            strip.getChildren().add(mark(slot));
        }
        strip.setAccessibleText(desk.text("amc.schedule.strip"));
        return strip;
    }

    private String rate(Schedules.Status status) {
        double rate = status.successRate();
        var part = Double.isNaN(rate)
                ? ""
                : desk.text("amc.schedule.rate", desk.words().percent(rate));
        return status.took()
                .map(took -> part + " · "
                        + desk.text("amc.schedule.took", desk.words().age(took)))
                .orElse(part);
    }

    private Node next(Schedules.Status status) {
        var schedule = status.schedule();
        var next = new VBox(3);
        if (!schedule.enabled()) {
            next.getChildren().add(new Label(desk.text("amc.schedule.none-next")));
            return next;
        }
        var now = desk.window().services().clock().instant();
        for (var at : schedule.trigger().next(now, schedule.zone(), NEXT)) {
            next.getChildren()
                    .add(new Label(desk.text("amc.schedule.slot-short", words.at(at, schedule.zone()), words.utc(at))));
        }
        return next;
    }

    private Node latest(Schedules.Status status) {
        var grid = new GridPane(10, 3);
        boolean several =
                status.latest().stream().map(ScheduleSlot::instance).distinct().count() > 1;
        int row = 0;
        for (var slot : status.latest().stream().limit(LATEST).toList()) {
            var state = new Label(desk.text("amc.slot." + slot.state().word()));
            if (!slot.reason().isEmpty()) {
                state.setTooltip(new Tooltip(desk.said(slot.reason())));
            }
            var at = new Label(words.at(slot.slot(), status.schedule().zone()));
            at.setMinWidth(Region.USE_PREF_SIZE);
            state.setMinWidth(Region.USE_PREF_SIZE);
            grid.addRow(row, at, several ? tile(slot.instance()) : new Region(), state);
            if (slot.state().ended() && !Schedules.Status.succeeded(slot.state())) {
                grid.add(runNow(slot, status), 3, row);
            }
            row++;
            if (!slot.reason().isEmpty()) {
                grid.add(wrapped(desk.said(slot.reason()), "text-muted"), 0, row++, GridPane.REMAINING, 1);
            }
        }
        return grid;
    }

    /// The name has no room here: cut off, "Brand…" could be any of them.
    private Node tile(InstanceId id) {
        return desk.window()
                .services()
                .instances()
                .find(id)
                .<Node>map(instance -> {
                    var tile = Monogram.of(instance, Monogram.Size.SMALL);
                    tile.setTooltip(new Tooltip(instance.name()));
                    return tile;
                })
                .orElseGet(() -> new Label(desk.name(id)));
    }

    private Button runNow(ScheduleSlot slot, Schedules.Status status) {
        var button = new Button(null, new Icon(Octicons.PLAY_16));
        var what = desk.text(
                "amc.schedule.run-turn", words.at(slot.slot(), status.schedule().zone()), desk.name(slot.instance()));
        button.getStyleClass().addAll("flat", "icon-button", "small");
        button.setAccessibleText(what);
        button.setTooltip(new Tooltip(what));
        button.setOnAction(_ -> again.accept(slot));
        return button;
    }

    private static Region mark(ScheduleSlot slot) {
        var mark = new Region();
        mark.getStyleClass().add("amc-strip-slot");
        var state = slot.state();
        if (Schedules.Status.succeeded(state)) {
            mark.getStyleClass().add("amc-strip-good");
        } else if (state.failed()) {
            mark.getStyleClass().add("amc-strip-bad");
        } else if (!state.ended()) {
            mark.getStyleClass().add("amc-strip-open");
        }
        return mark;
    }
}
