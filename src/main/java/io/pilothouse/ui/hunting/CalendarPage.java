package io.pilothouse.ui.hunting;

import io.pilothouse.domain.arr.Coming;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.BulkAct;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import org.kordamp.ikonli.octicons.Octicons;

/// What comes out, and came out lately, four weeks at a time.
final class CalendarPage extends ListPage<Coming> {

    private static final Duration SPAN = Duration.ofDays(28);
    private static final Duration BACK = Duration.ofDays(7);

    private final HuntingActs acts;
    private final Label span = new Label();
    private final CheckBox unmonitored = new CheckBox();
    private int page;

    CalendarPage(WindowContext window, InstanceId id) {
        super(window, id, it -> List.of(it.item(), it.at(), it.what()), "read the calendar of");
        acts = new HuntingActs(window, id);
        unmonitored.setText(text("hunting.unmonitored-too"));
        unmonitored.setId("calendar-unmonitored");
        unmonitored.setOnAction(_ -> readAgain());
        open(spec());
        table().setTools(
                        step(Octicons.CHEVRON_LEFT_16, -1, "hunting.earlier"),
                        span,
                        step(Octicons.CHEVRON_RIGHT_16, 1, "hunting.later"),
                        unmonitored,
                        again());
    }

    private Button step(Octicons icon, int by, String key) {
        var button = new Button(null, new Icon(icon));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(text(key));
        button.setOnAction(_ -> {
            page += by;
            readAgain();
        });
        return button;
    }

    private TableSpec<Coming> spec() {
        var columns = List.<Column<Coming>>of(
                Column.<Coming>time(
                                "at",
                                "hunting.column.at",
                                it -> Optional.of(it.in(window.services().zone())),
                                window.words()::date)
                        .width(120),
                Column.<Coming>text("title", "hunting.column.title", Coming::title)
                        .width(360)
                        .growing(),
                Column.<Coming>text("what", "hunting.column.what", this::what)
                        .inOurWords()
                        .exportedAs(Coming::what)
                        .width(130),
                Column.<Coming>truth(
                                "have", "hunting.column.have", Coming::have, text("hunting.yes"), text("hunting.no"))
                        .width(90),
                Column.<Coming>truth(
                                "monitored",
                                "hunting.column.monitored",
                                Coming::monitored,
                                text("hunting.yes"),
                                text("hunting.no"))
                        .width(96));
        return TableSpec.of("arr.calendar", text("page.calendar"), rows, columns)
                .withBulk(List.of(BulkAct.of(
                        "hunting.search",
                        text("hunting.search-verb"),
                        Octicons.SEARCH_16,
                        chosen -> acts.search(
                                rowsOf(chosen).stream()
                                        .map(it -> HuntingActs.candidate(it.item(), it.title()))
                                        .distinct()
                                        .toList(),
                                this::readAgain))))
                .whileLoading(text("hunting.calendar-loading", name()))
                .whenEmpty(() -> nothing(Octicons.CALENDAR_24, text("hunting.calendar-empty", name()), ""));
    }

    private String what(Coming it) {
        return switch (it.what()) {
            case "in cinemas" -> text("hunting.coming.cinemas");
            case "digital release" -> text("hunting.coming.digital");
            case "physical release" -> text("hunting.coming.physical");
            default ->
                it.what().isEmpty()
                        ? window.texts().textOr("hunting.unit." + it.item().type(), "")
                        : it.what();
        };
    }

    @Override
    void readAgain() {
        var from = window.services().clock().instant().minus(BACK).plus(SPAN.multipliedBy(page));
        var until = from.plus(SPAN);
        span.setText(window.words().date(from) + " – " + window.words().date(until));
        boolean all = unmonitored.isSelected();
        load(_ -> window.services().shelves().calendar(id, from, until, all), rows::set);
    }
}
