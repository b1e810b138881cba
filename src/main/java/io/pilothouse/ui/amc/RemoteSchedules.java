package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.tasks.amc.RemoteWatch;
import io.pilothouse.tasks.amc.RemoteWatch.Verdict;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The schedules that live at Amazon: how the latest look found them, and taking one over. FX thread only.
final class RemoteSchedules {

    private final Desk desk;
    private final Runnable taken;
    private final Latest reading;
    private final Label heading = new Label();
    private final VBox lines = new VBox(4);
    private final VBox root = new VBox(6, heading, lines);

    /// @param taken told after a schedule was taken over
    RemoteSchedules(Desk desk, Runnable taken) {
        this.desk = desk;
        this.taken = taken;
        reading = new Latest(desk.window().services().fx());
        heading.getStyleClass().add("text-bold");
        root.setId("amc-remote");
        root.getStyleClass().add("amc-remote");
        root.setVisible(false);
        root.setManaged(false);
    }

    Node node() {
        return root;
    }

    /// Shows what the latest look saw; asks nobody.
    void refresh() {
        desk.read(reading, "read what was seen of", _ -> desk.amc().watch().seen(desk.id()), this::show, _ -> {});
    }

    /// Looks again.
    void look() {
        heading.setText(desk.text("amc.schedule.watching"));
        root.setVisible(true);
        root.setManaged(true);
        desk.read(
                reading,
                "look at Amazon's schedules of",
                _ -> {
                    desk.amc().watch().look(desk.id());
                    return desk.amc().watch().seen(desk.id());
                },
                this::show,
                problem -> heading.setText(desk.window().texts().summary(problem)));
    }

    private void show(Optional<RemoteWatch.Seen> seen) {
        root.setVisible(seen.isPresent());
        root.setManaged(seen.isPresent());
        if (seen.isEmpty()) {
            return;
        }
        var all = seen.get().schedules();
        heading.setText(
                all.isEmpty()
                        ? desk.text("amc.schedule.no-remote")
                        : desk.text(
                                "amc.schedule.remote-seen",
                                all.size(),
                                desk.words()
                                        .time(
                                                seen.get().at(),
                                                desk.window().services().clock().instant())));
        lines.getChildren().setAll(all.stream().map(this::line).toList());
    }

    private HBox line(RemoteWatch.Watched it) {
        var name = new Label(it.schedule().id());
        name.setMinWidth(180);
        if (Remote.SavedWorkflow.amazons(it.schedule().workflowId())) {
            name.setGraphic(new Icon(Octicons.LOCK_16));
            name.getStyleClass().add("amc-quiet");
            name.setTooltip(new Tooltip(desk.text("amc.schedule.amazons")));
        }
        var when = new Label(desk.text(
                it.schedule().weekly() ? "amc.schedule.weekly-utc" : "amc.schedule.daily-utc",
                it.schedule().hourUtc(),
                it.schedule().weekday()));
        when.setMinWidth(170);
        when.getStyleClass().add("text-muted");
        var how = new Label(desk.text(
                switch (it.verdict()) {
                    case GOOD -> "amc.watch.good";
                    case FAILING -> "amc.watch.failing";
                    case SILENT -> "amc.watch.silent";
                    case IDLE -> "amc.watch.idle";
                }));
        how.setMinWidth(Region.USE_PREF_SIZE); // read whole in every language
        how.setGraphic(new Icon(
                it.verdict() == Verdict.GOOD
                        ? Octicons.CHECK_CIRCLE_16
                        : it.verdict() == Verdict.IDLE ? Octicons.SKIP_16 : Octicons.X_CIRCLE_16));
        how.getStyleClass()
                .add(
                        it.verdict() == Verdict.GOOD
                                ? "amc-good"
                                : it.verdict() == Verdict.IDLE ? "amc-quiet" : "amc-bad");
        var words = new Label(desk.said(it.words()));
        words.getStyleClass().add("text-muted");
        words.setTooltip(new Tooltip(words.getText()));
        var said = new FlowPane(10, 0, name, when, how, words); // in a narrow window the words stand below
        words.maxWidthProperty().bind(said.widthProperty());
        HBox.setHgrow(said, Priority.ALWAYS);
        var line = new HBox(10, said);
        line.setAlignment(Pos.CENTER_LEFT);
        if (it.schedule().enabled()) {
            line.getChildren().add(takeOver(it));
        }
        return line;
    }

    private Button takeOver(RemoteWatch.Watched it) {
        var button = new Button(desk.text("amc.schedule.take"));
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.getStyleClass().add("small");
        var name = it.schedule().id();
        button.setAccessibleText(desk.text("amc.schedule.take") + ", " + name);
        button.setOnAction(_ -> desk.ask(
                new Act(
                        ActionClass.NEW_AUTOMATION,
                        List.of(desk.id()),
                        "take over Amazon's schedule “" + name + "”",
                        List.of(name),
                        1),
                desk.text("amc.schedule.take-sheet", name),
                desk.text("amc.schedule.take"),
                desk.text("amc.schedule.take-effect"),
                consent -> desk.act(
                        "amc-takeover",
                        "take over Amazon's schedule “" + name + "” of " + desk.name(),
                        _ -> desk.amc().takeover().take(desk.id(), name, consent),
                        _ -> taken.run())));
        return button;
    }

    void close() {
        reading.cancel();
    }
}
