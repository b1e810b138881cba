package io.pilothouse.ui.amc;

import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.Work;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.Scope;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.kordamp.ikonli.octicons.Octicons;

/// Rows of all instances in scope, read from the store and read again whenever something changed. FX thread
/// only.
final class ScopeTable<R> implements TablePage {

    private final WindowContext window;
    private final MemoryRows<R> rows;
    private final RowTable<R> table;
    private final Latest reading;
    private final Supplier<List<R>> read;
    private final Supplier<Published<Long>> changes;
    private Subscription subscription = () -> {};

    /// @param read    reads the store; called on a background thread
    /// @param changes after which to read again
    ScopeTable(
            WindowContext window,
            Scope scope,
            Function<MemoryRows<R>, TableSpec<R>> spec,
            Function<R, Object> key,
            Supplier<List<R>> read,
            Supplier<Published<Long>> changes) {
        this.window = window;
        this.read = read;
        this.changes = changes;
        reading = new Latest(window.services().fx());
        rows = new MemoryRows<>(key);
        table = new RowTable<>(window, spec.apply(rows));
        table.within(scope);
    }

    /// What is shown instead of no row.
    static StatePane empty(WindowContext window, Scope scope, String words) {
        var texts = window.texts();
        return scope.view().get().chosen().isEmpty()
                ? new StatePane(
                        Octicons.FILTER_16,
                        texts.text("scope.nothing"),
                        "",
                        List.of(new StatePane.Choice(texts.text("scope.nothing.choose"), scope::everything)))
                : new StatePane(Octicons.CHECK_CIRCLE_16, words, "", List.of());
    }

    private void readAgain() {
        Work<List<R>> work = _ -> read.get();
        reading.start(
                () -> window.background().read("list what all AMC instances have", List.of(), work),
                outcome -> Desk.settled(
                        outcome,
                        all -> {
                            table.setProblem(Optional.empty());
                            rows.set(all);
                        },
                        problem -> table.setProblem(Optional.of(problem))));
    }

    @Override
    public RowTable<R> table() {
        return table;
    }

    @Override
    public void shown() {
        subscription = changes.get().subscribe(window.services().fx(), _ -> readAgain());
    }

    @Override
    public void hidden() {
        subscription.close();
        reading.cancel();
    }
}
