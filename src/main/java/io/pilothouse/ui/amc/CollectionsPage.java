package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Collection.Period;
import io.pilothouse.domain.amc.Collection.PeriodState;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.amc.Collections;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The history of questions by weeks or months: what is there, what is still to come.
final class CollectionsPage implements TablePage {

    private final Desk desk;
    private final MemoryRows<Collections.Status> rows =
            new MemoryRows<>(status -> status.collection().id());
    private final RowTable<Collections.Status> table;
    private final Latest reading;
    private Subscription subscription = () -> {};

    CollectionsPage(WindowContext window, InstanceId id) {
        desk = new Desk(window, id);
        reading = new Latest(window.services().fx());
        table = new RowTable<>(window, spec());
        table.setTools(desk.button("collection.new", Octicons.PLUS_16, this::create));
    }

    private void create() {
        CollectionDialog.open(desk, this::readAgain);
    }

    private TableSpec<Collections.Status> spec() {
        var columns = List.<Column<Collections.Status>>of(
                Column.<Collections.Status>text(
                                "name", "amc.column.name", it -> it.collection().name())
                        .width(220)
                        .growing(),
                Column.<Collections.Status>text(
                                "workflow",
                                "amc.column.workflow",
                                it -> desk.title(it.collection().workflow()))
                        .width(200),
                Column.<Collections.Status>text(
                                "period",
                                "amc.column.period",
                                it -> desk.text(
                                        it.collection().weekly() ? "amc.collection.weeks" : "amc.collection.months"))
                        .inOurWords()
                        .width(100),
                count("done", "amc.column.done", PeriodState.SUCCEEDED),
                count("empty", "amc.column.empty", PeriodState.EMPTY),
                count("running", "amc.column.running", PeriodState.RUNNING),
                count("held", "amc.column.held", PeriodState.HELD),
                count("pending", "amc.column.pending", PeriodState.PENDING),
                count("failed", "amc.column.failed", PeriodState.FAILED));
        return TableSpec.of("amc.collections", desk.text("amc.collections.title", desk.name()), rows, columns)
                .sortedBy(new SortBy("name", false))
                .withDetail(this::detail)
                .whenEmpty(() -> new StatePane(
                        Octicons.CALENDAR_16,
                        desk.text("amc.collections.empty", desk.name()),
                        desk.text("amc.collections.empty-why"),
                        List.of(new StatePane.Choice(desk.text("amc.collection.new"), this::create))));
    }

    private Column<Collections.Status> count(String id, String key, PeriodState state) {
        return Column.<Collections.Status>count(id, key, it -> it.counts().getOrDefault(state, 0), desk.words())
                .width(80);
    }

    /// One mark per period, oldest at the left, a line for each instance.
    private Node detail(Collections.Status status) {
        var box = new VBox(10);
        box.getStyleClass().add("amc-detail");
        var title = new Label(status.collection().name());
        title.getStyleClass().add("amc-heading");
        box.getChildren().add(title);
        status.forecast().ifPresent(ahead -> {
            var words = new Label(forecast(ahead));
            words.setWrapText(true);
            words.getStyleClass().add("text-muted");
            box.getChildren().add(words);
        });
        var byInstance = new LinkedHashMap<InstanceId, List<Period>>();
        status.periods()
                .forEach(period -> byInstance
                        .computeIfAbsent(period.instance(), _ -> new ArrayList<>())
                        .add(period));
        byInstance.forEach((id, periods) -> {
            var strip = new FlowPane(2, 2); // a year of weeks needs two lines beside the table
            periods.forEach(period -> strip.getChildren().add(mark(status, period)));
            long done = periods.stream()
                    .filter(it -> it.state() == PeriodState.SUCCEEDED || it.state() == PeriodState.EMPTY)
                    .count();
            var words = new Label(desk.text("amc.collection.progress", desk.name(id), done, periods.size()));
            box.getChildren().addAll(words, strip);
        });
        status.periods().stream()
                .filter(it -> it.state() == PeriodState.FAILED)
                .limit(5)
                .forEach(it -> {
                    var words = new Label(desk.text(
                            "amc.collection.failed", it.start(), desk.name(it.instance()), desk.said(it.reason())));
                    words.setWrapText(true);
                    words.getStyleClass().add("amc-bad");
                    box.getChildren().add(words);
                });
        status.periods().stream()
                .filter(it -> it.state() == PeriodState.HELD)
                .limit(3)
                .forEach(it -> {
                    var words = new Label(
                            desk.text("amc.collection.held", desk.name(it.instance()), desk.said(it.reason())));
                    words.setWrapText(true);
                    words.getStyleClass().add("amc-warns");
                    box.getChildren().add(words);
                });
        box.getChildren().add(new TrendPane(desk, status).node());
        var remove = desk.button(
                "collection.remove",
                Octicons.TRASH_16,
                () -> desk.sure(
                        desk.text("amc.collection.remove"),
                        desk.text("amc.sure.collection", status.collection().name()),
                        () -> desk.act(
                                "amc-collection",
                                "remove the collection “" + status.collection().name() + "” of " + desk.name(),
                                _ -> {
                                    desk.amc()
                                            .collections()
                                            .remove(status.collection().id());
                                    return true;
                                },
                                _ -> readAgain())));
        boolean paused = status.collection().paused();
        var pause = desk.button(
                paused ? "collection.resume" : "collection.pause",
                paused ? Octicons.PLAY_16 : Octicons.CLOCK_16,
                () -> desk.act(
                        "amc-collection",
                        (paused ? "resume" : "pause") + " the collection “"
                                + status.collection().name() + "” of " + desk.name(),
                        _ -> desk.amc().collections().pause(status.collection().id(), !paused),
                        _ -> readAgain()));
        box.getChildren().add(new HBox(8, pause, remove));
        var scroll = new ScrollPane(box);
        scroll.setFitToWidth(true);
        return scroll;
    }

    private String forecast(Collections.Forecast ahead) {
        var words = desk.text("amc.collection.forecast", ahead.left(), ahead.days());
        return ahead.time()
                .map(time -> desk.text(
                        "amc.collection.forecast-time", words, desk.words().age(time)))
                .orElse(words);
    }

    /// A period that has ended can be asked for again.
    private Node mark(Collections.Status status, Period period) {
        var mark = new Button();
        mark.getStyleClass().setAll("amc-strip-slot");
        switch (period.state()) {
            case SUCCEEDED, EMPTY -> mark.getStyleClass().add("amc-strip-good");
            case FAILED -> mark.getStyleClass().add("amc-strip-bad");
            case RUNNING, HELD -> mark.getStyleClass().add("amc-strip-open");
            default -> {}
        }
        var words = desk.text(
                "amc.collection.mark",
                period.start(),
                desk.text("amc.period." + period.state().name().toLowerCase(Locale.ROOT)));
        mark.setAccessibleText(words);
        mark.setTooltip(new Tooltip(words));
        if (!period.open()) {
            var again = new MenuItem(desk.text("amc.collection.again", period.start()));
            again.setOnAction(_ -> again(status, period));
            var menu = new ContextMenu(again);
            mark.setOnAction(_ -> menu.show(mark, Side.BOTTOM, 0, 0));
        }
        return mark;
    }

    private void again(Collections.Status status, Period period) {
        var what = "run “" + status.collection().name() + "” for " + period.start() + " again";
        desk.ask(
                new Act(ActionClass.COSTLY, List.of(period.instance()), what, List.of(desk.name(period.instance())), 1),
                desk.text("amc.collection.again", period.start()),
                desk.text("amc.runs.again"),
                desk.text("amc.collection.again-effect"),
                consent -> desk.act(
                        "amc-collection",
                        what + " on " + desk.name(period.instance()),
                        _ -> {
                            desk.amc().collections().again(period, consent);
                            return true;
                        },
                        _ -> readAgain()));
    }

    private void readAgain() {
        desk.read(
                reading,
                "list the collections of",
                _ -> desk.amc().collections().all().stream()
                        .filter(it -> it.collection().instances().contains(desk.id()))
                        .toList(),
                found -> {
                    rows.set(found);
                    table.setProblem(Optional.empty());
                },
                problem -> table.setProblem(Optional.of(problem)));
    }

    @Override
    public RowTable<Collections.Status> table() {
        return table;
    }

    @Override
    public void shown() {
        subscription =
                desk.amc().runs().changes().subscribe(desk.window().services().fx(), _ -> readAgain());
    }

    @Override
    public void hidden() {
        subscription.close();
        reading.cancel();
    }
}
