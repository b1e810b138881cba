package io.pilothouse.ui.amc;

import io.pilothouse.domain.amc.Remote;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.query.SortBy;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.kordamp.ikonli.octicons.Octicons;

/// The tables and columns that an instance has.
final class SourcesPage implements TablePage {

    private record Field(String table, String about, String tags, Remote.DataColumn column) {}

    private final Desk desk;
    private final MemoryRows<Field> rows =
            new MemoryRows<>(field -> field.table() + "." + field.column().name());
    private final RowTable<Field> table;
    private final Latest reading;

    SourcesPage(WindowContext window, InstanceId id) {
        desk = new Desk(window, id);
        reading = new Latest(window.services().fx());
        var columns = List.<Column<Field>>of(
                Column.<Field>text("table", "amc.column.table", Field::table).width(320),
                Column.<Field>text(
                                "column", "amc.column.column", it -> it.column().name())
                        .width(210),
                Column.<Field>choice(
                                "kind",
                                "amc.column.kind",
                                it -> desk.text(it.column().metric() ? "amc.source.metric" : "amc.source.dimension"),
                                List.of(desk.text("amc.source.metric"), desk.text("amc.source.dimension")))
                        .exportedAs(it -> it.column().metric() ? "metric" : "dimension")
                        .width(100),
                Column.<Field>text("type", "amc.column.type", it -> it.column().dataType())
                        .width(100),
                Column.<Field>text(
                                "sensitivity",
                                "amc.column.sensitivity",
                                it -> it.column().sensitivity())
                        .width(110),
                Column.<Field>text(
                                "about", "amc.column.about", it -> it.column().description())
                        .width(260)
                        .growing(),
                Column.<Field>text("tags", "amc.column.tags", Field::tags).width(110));
        table = new RowTable<>(
                window,
                TableSpec.of("amc.sources", desk.text("amc.sources.title", desk.name()), rows, columns)
                        .sortedBy(new SortBy("table", false))
                        .toldBy(desk.id(), Optional::empty)
                        .whileLoading(desk.text("amc.sources.loading", desk.name()))
                        .whenEmpty(() -> new StatePane(
                                Octicons.TABLE_16,
                                desk.text("amc.sources.empty", desk.name()),
                                desk.text("amc.sources.empty-why"),
                                List.of())));
        table.setTools(desk.icon("sources.again", Octicons.SYNC_16, () -> load(true)));
    }

    private void load(boolean anew) {
        desk.read(
                reading,
                "read the tables of",
                _ -> {
                    if (!anew) {
                        return desk.amc().memory().dataSources(desk.id());
                    }
                    return desk.amc().memory().refreshDataSources(desk.id());
                },
                this::show,
                problem -> table.setProblem(Optional.of(problem)));
    }

    private void show(List<Remote.DataSource> sources) {
        var fields = new ArrayList<Field>();
        for (var source : sources) {
            for (var column : source.columns()) {
                fields.add(new Field(source.id(), source.description(), String.join(", ", source.tags()), column));
            }
        }
        table.setProblem(Optional.empty());
        rows.set(fields);
    }

    @Override
    public RowTable<Field> table() {
        return table;
    }

    @Override
    public void shown() {
        load(false);
    }

    @Override
    public void hidden() {
        reading.cancel();
    }
}
