package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Policies.SlotState;
import io.pilothouse.domain.amc.Schedule;
import io.pilothouse.domain.amc.ScheduleSlot;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.amc.Schedules;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Questions that this instance is asked again and again, and those that Amazon runs by itself.
final class SchedulesPage implements TablePage {

    private static final int NEXT = 10;

    private final Desk desk;
    private final ScheduleWords words;
    private final MemoryRows<Schedules.Status> rows =
            new MemoryRows<>(status -> status.schedule().id());
    private final RowTable<Schedules.Status> table;
    private final Latest reading;
    private final RemoteSchedules remote;
    private Subscription subscription = () -> {};
    private Subscription watching = () -> {};

    SchedulesPage(WindowContext window, InstanceId id) {
        desk = new Desk(window, id);
        words = new ScheduleWords(window.texts());
        reading = new Latest(window.services().fx());
        remote = new RemoteSchedules(desk, this::readAgain);
        table = Desk.styled(new RowTable<>(window, spec()));
        table.setTools(
                desk.button("schedule.new", Octicons.PLUS_16, this::create),
                desk.button("schedule.watch", Octicons.EYE_16, remote::look));
        table.setStrips(remote.node());
    }

    private void create() {
        ScheduleDialog.open(desk.window(), desk.id(), Optional.empty(), this::readAgain);
    }

    private TableSpec<Schedules.Status> spec() {
        var clock = desk.window().services().clock();
        var columns = List.<Column<Schedules.Status>>of(
                Column.<Schedules.Status>text(
                                "name", "amc.column.name", it -> it.schedule().name())
                        .width(220)
                        .growing(),
                Column.<Schedules.Status>text(
                                "workflow",
                                "amc.column.workflow",
                                it -> desk.title(it.schedule().workflow()))
                        .width(200),
                Column.<Schedules.Status>text(
                                "trigger",
                                "amc.column.trigger",
                                it -> words.trigger(it.schedule().trigger()))
                        .width(170),
                Column.<Schedules.Status>text(
                                "zone",
                                "amc.column.zone",
                                it -> it.schedule().zone().getId())
                        .width(140),
                Column.<Schedules.Status>time(
                                "next",
                                "amc.column.next",
                                Schedules.Status::next,
                                at -> desk.words().time(at, clock.instant()))
                        .width(130),
                Column.<Schedules.Status>text(
                                "latest",
                                "amc.column.latest",
                                it -> it.latest().stream()
                                        .findFirst()
                                        .map(slot -> desk.text(
                                                "amc.slot." + slot.state().word()))
                                        .orElse(""))
                        .width(150),
                Column.<Schedules.Status>text(
                                "state",
                                "amc.column.state",
                                it -> state(desk.window().texts(), it))
                        .width(120));
        return TableSpec.of("amc.schedules", desk.text("amc.schedules.title", desk.name()), rows, columns)
                .sortedBy(new SortBy("name", false))
                .withDetail(this::detail)
                .withMenu(this::menu)
                .whenEmpty(() -> new StatePane(
                        Octicons.CLOCK_16,
                        desk.text("amc.schedules.empty", desk.name()),
                        desk.text("amc.schedules.empty-why"),
                        List.of(new StatePane.Choice(desk.text("amc.schedule.new"), this::create))));
    }

    /// Whether it goes on by itself, in a word.
    static String state(Texts texts, Schedules.Status status) {
        if (!status.schedule().enabled()) {
            return texts.text("amc.schedule." + status.schedule().paused());
        }
        return status.stalled() ? texts.text("amc.schedule.stalled") : texts.text("amc.schedule.on");
    }

    private ContextMenu menu(Schedules.Status status) {
        var menu = new ContextMenu();
        var schedule = status.schedule();
        menu.getItems()
                .addAll(
                        item(
                                "schedule.edit",
                                () -> ScheduleDialog.open(
                                        desk.window(), desk.id(), Optional.of(schedule), this::readAgain)),
                        item("schedule.run-now", () -> runNow(schedule)),
                        item(
                                "schedule.skip",
                                () -> change(
                                        "skip the next turn of",
                                        () -> desk.amc().schedules().skipNext(schedule.id(), desk.id()),
                                        schedule.name())),
                        item(
                                schedule.enabled() ? "schedule.pause" : "schedule.resume",
                                () -> change(
                                        "pause or resume",
                                        () -> desk.amc().schedules().pause(schedule.id(), schedule.enabled()),
                                        schedule.name())),
                        item(
                                "schedule.remove",
                                () -> change(
                                        "remove",
                                        () -> desk.amc().schedules().remove(schedule.id()),
                                        schedule.name())));
        return menu;
    }

    private void runNow(Schedule schedule) {
        var what = "run “" + schedule.name() + "” on " + desk.name() + " now";
        desk.ask(
                new Act(ActionClass.COSTLY, List.of(desk.id()), what, List.of(desk.name()), 1),
                desk.text("amc.run.sheet", schedule.name()),
                desk.text("amc.run.verb"),
                desk.text("amc.run.effect", 1),
                consent -> desk.act(
                        "amc-run",
                        what,
                        _ -> desk.amc().schedules().runNow(schedule.id(), desk.id(), consent),
                        _ -> readAgain()));
    }

    private interface Change {
        void make() throws io.pilothouse.domain.ProblemException;
    }

    private void change(String what, Change change, String name) {
        desk.act(
                "amc-schedule",
                what + " “" + name + "” of " + desk.name(),
                _ -> {
                    change.make();
                    return true;
                },
                _ -> readAgain());
    }

    private MenuItem item(String key, Runnable act) {
        var item = new MenuItem(desk.text("amc." + key));
        item.setOnAction(_ -> act.run());
        return item;
    }

    /// The next ten turns, here and in UTC, and how the last thirty went.
    private Node detail(Schedules.Status status) {
        var schedule = status.schedule();
        var box = new VBox(10);
        box.getStyleClass().add("amc-detail");
        var title = new Label(schedule.name());
        title.getStyleClass().add("amc-heading");
        var window = new Label(desk.text(
                "amc.schedule.window",
                words.trigger(schedule.trigger()),
                words.days(schedule.window()),
                schedule.lagDays(),
                words.missed(schedule.missed())));
        window.setWrapText(true);
        window.getStyleClass().add("text-muted");
        var strip = new HBox(2);
        for (var slot : status.latest().reversed()) {
            strip.getChildren().add(mark(slot));
        }
        strip.setAccessibleText(desk.text("amc.schedule.strip"));
        double rate = status.successRate();
        var rateWords = new Label(
                Double.isNaN(rate)
                        ? ""
                        : desk.text("amc.schedule.rate", desk.words().percent(rate)));
        rateWords.getStyleClass().add("text-muted");
        var next = new VBox(3);
        var clock = desk.window().services().clock();
        if (!schedule.enabled()) {
            next.getChildren().add(new Label(desk.text("amc.schedule.none-next")));
        } else {
            for (var at : schedule.trigger().next(clock.instant(), schedule.zone(), NEXT)) {
                next.getChildren()
                        .add(new Label(
                                desk.text("amc.schedule.slot-short", words.at(at, schedule.zone()), words.utc(at))));
            }
        }
        var heading = new Label(desk.text("amc.schedule.next"));
        heading.getStyleClass().add("text-bold");
        var warnings = new Label(String.join(" ", schedule.trigger().warnings()));
        warnings.setWrapText(true);
        warnings.getStyleClass().add("amc-warns");
        var latest = new VBox(3);
        for (var slot : status.latest().stream().limit(8).toList()) {
            latest.getChildren()
                    .add(new Label(desk.text(
                            "amc.schedule.turn",
                            words.at(slot.slot(), schedule.zone()),
                            desk.name(slot.instance()),
                            desk.text("amc.slot." + slot.state().word()),
                            slot.reason())));
        }
        box.getChildren().setAll(title, window, strip, rateWords, warnings, heading, next, latest);
        box.getChildren()
                .removeIf(node -> node instanceof Label words && words.getText().isEmpty()
                        || node instanceof Pane pane && pane.getChildren().isEmpty());
        var scroll = new ScrollPane(box);
        scroll.setFitToWidth(true);
        return scroll;
    }

    private Region mark(ScheduleSlot slot) {
        var mark = new Region();
        mark.getStyleClass().add("amc-strip-slot");
        var state = slot.state();
        if (state == SlotState.SUCCEEDED || state == SlotState.SUCCEEDED_EMPTY) {
            mark.getStyleClass().add("amc-strip-good");
        } else if (state.failed()) {
            mark.getStyleClass().add("amc-strip-bad");
        } else if (!state.ended()) {
            mark.getStyleClass().add("amc-strip-open");
        }
        return mark;
    }

    private void readAgain() {
        desk.read(
                reading,
                "list the schedules of",
                _ -> desk.amc().schedules().all().stream()
                        .filter(it -> desk.amc()
                                .schedules()
                                .instancesOf(it.schedule())
                                .contains(desk.id()))
                        .toList(),
                rows::set,
                problem -> table.setProblem(Optional.of(problem)));
    }

    @Override
    public RowTable<Schedules.Status> table() {
        return table;
    }

    @Override
    public void shown() {
        subscription = desk.amc()
                .schedules()
                .changes()
                .subscribe(desk.window().services().fx(), _ -> readAgain());
        watching =
                desk.amc().watch().changes().subscribe(desk.window().services().fx(), _ -> remote.refresh());
    }

    @Override
    public void hidden() {
        subscription.close();
        reading.cancel();
        watching.close();
        remote.close();
    }
}
