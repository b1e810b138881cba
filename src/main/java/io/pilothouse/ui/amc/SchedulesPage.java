package io.pilothouse.ui.amc;

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
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import org.kordamp.ikonli.octicons.Octicons;

/// Questions that this instance is asked again and again, and those that Amazon runs by itself.
final class SchedulesPage implements TablePage {

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
        table = new RowTable<>(window, spec());
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
                        .inOurWords()
                        .width(210),
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
                        .inOurWords()
                        .width(150),
                Column.<Schedules.Status>text(
                                "state",
                                "amc.column.state",
                                it -> state(desk.window().texts(), it))
                        .inOurWords()
                        .width(150));
        return TableSpec.of("amc.schedules", desk.text("amc.schedules.title", desk.name()), rows, columns)
                .sortedBy(new SortBy("name", false))
                .withDetail(status -> new ScheduleDetail(
                                desk, words, slot -> runTurn(status.schedule().name(), slot))
                        .of(status))
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
                                () -> desk.sure(
                                        desk.text("amc.schedule.remove"),
                                        desk.text("amc.sure.schedule", schedule.name()),
                                        () -> change(
                                                "remove",
                                                () -> desk.amc().schedules().remove(schedule.id()),
                                                schedule.name()))));
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

    /// Runs a turn that was missed or failed, with the days of its own time.
    private void runTurn(String schedule, ScheduleSlot slot) {
        var what = "run a turn of “" + schedule + "” on " + desk.name(slot.instance());
        desk.ask(
                new Act(ActionClass.COSTLY, List.of(slot.instance()), what, List.of(desk.name(slot.instance())), 1),
                desk.text("amc.run.sheet", schedule),
                desk.text("amc.run.verb"),
                desk.text("amc.run.effect", 1),
                consent -> desk.act(
                        "amc-run",
                        what,
                        _ -> {
                            desk.amc().schedules().runTurn(slot, consent);
                            return true;
                        },
                        _ -> readAgain()));
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
                found -> {
                    rows.set(found);
                    table.setProblem(Optional.empty());
                },
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
