package io.pilothouse.ui.home;

import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// A page with one list of a house, asked when it is shown and every half minute while it is; or asked once,
/// and then as the house tells it on.
final class ListPage<R> implements PageView {

    private static final Duration EVERY = Duration.ofSeconds(30);

    private final HouseDesk desk;
    private final String what;
    private final HouseDesk.Reading<List<R>> reading;
    private final MemoryRows<R> rows;
    private final RowTable<R> table;
    private final VBox root;
    private final Latest line;
    private Optional<Following<R>> following = Optional.empty();
    private Subscription repeating = () -> {};
    private final ReadOnlyObjectWrapper<Optional<Instant>> toldAt = new ReadOnlyObjectWrapper<>(Optional.empty());
    private boolean shown;

    /// How a list goes on after it was read.
    interface Following<R> {
        /// @param changed takes the whole list anew, on the FX thread
        Subscription after(List<R> read, Consumer<List<R>> changed);
    }

    /// @param id      of the page and its table, for example `repairs`; texts are `home.<id>.…`
    /// @param key     names a row
    /// @param reading asks the house
    /// @param further changes what the table can do
    ListPage(
            HouseDesk desk,
            String id,
            Function<R, Object> key,
            List<Column<R>> columns,
            HouseDesk.Reading<List<R>> reading,
            UnaryOperator<TableSpec<R>> further,
            Node... tools) {
        this.desk = desk;
        this.reading = reading;
        what = id;
        rows = new MemoryRows<>(key);
        line = desk.line();
        var spec = TableSpec.of("home." + id, desk.text("home." + id + ".title", desk.name()), rows, columns)
                .ofInstance((R _) -> desk.id())
                .toldBy(desk.id(), toldAt::get)
                .whileLoading(desk.text("home.loading", desk.name()))
                .whenEmpty(() -> new StatePane(
                        Octicons.CHECK_CIRCLE_16, desk.text("home." + id + ".none", desk.name()), "", List.of()));
        table = new RowTable<>(desk.window(), further.apply(spec));
        table.whenAskedAgain(this::refresh);
        desk.whenActed(() -> {
            if (shown) {
                refresh();
            }
        });
        var refresh = new Button(desk.text("home.refresh"), new Icon(Octicons.SYNC_16));
        refresh.setOnAction(_ -> refresh());
        var all = new java.util.ArrayList<Node>(List.of(tools));
        all.add(refresh);
        table.setTools(all.toArray(Node[]::new));
        VBox.setVgrow(table, Priority.ALWAYS);
        root = new VBox(table);
        root.getStyleClass().add("home-page");
    }

    /// Goes on by what the house tells, instead of asking every half minute.
    ListPage<R> following(Following<R> how) {
        following = Optional.of(how);
        return this;
    }

    void refresh() {
        desk.read(
                line,
                what,
                reading,
                found -> {
                    table.setProblem(Optional.empty());
                    rows.set(found);
                    if (following.isEmpty()) { // else the house tells of every change
                        toldAt.set(Optional.of(desk.now()));
                    }
                    if (shown) {
                        following.ifPresent(how -> {
                            repeating.close();
                            repeating = how.after(found, rows::set);
                        });
                    }
                },
                problem -> table.setProblem(Optional.of(problem)));
    }

    RowTable<R> table() {
        return table;
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        shown = true;
        refresh();
        if (following.isEmpty()) {
            repeating = desk.window().services().later().every(EVERY, this::refresh);
        }
    }

    @Override
    public void hidden() {
        shown = false;
        repeating.close();
        line.cancel();
    }

    @Override
    public void close() {
        hidden();
        table.close();
    }

    @Override
    public ObservableValue<Optional<Instant>> toldAt() {
        return toldAt.getReadOnlyProperty();
    }

    @Override
    public boolean focusFilter() {
        return table.focusFilter();
    }
}
