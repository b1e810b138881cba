package io.pilothouse.ui.hunting;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Work;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.table.Chosen;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.MenuItem;
import javafx.scene.control.Tooltip;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.octicons.Octicons;

/// A page that is one table of an instance, read when it is shown and when a person asks. FX thread only.
abstract class ListPage<R> implements PageView {

    final WindowContext window;
    final Words words;
    final InstanceId id;
    final MemoryRows<R> rows;
    final Label age = new Label();
    private final ReadOnlyObjectWrapper<Optional<Instant>> toldAt = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final Latest latest;
    private final String reading;
    private RowTable<R> table;

    /// @param reading what is read, as an infinitive
    @SuppressWarnings("NullAway") // the table is made by open()
    ListPage(WindowContext window, InstanceId id, Function<R, Object> key, String reading) {
        this.window = window;
        this.id = id;
        this.reading = reading;
        words = window.words();
        rows = new MemoryRows<>(key);
        latest = new Latest(window.services().fx());
        age.getStyleClass().addAll("text-muted", "text-second");
    }

    /// Makes the table; once the page itself is whole.
    final void open(TableSpec<R> spec) {
        table = new RowTable<>(window, spec.toldBy(id, toldAt::get));
        table.whenAskedAgain(this::readAgain);
    }

    final RowTable<R> table() {
        return table;
    }

    /// Asks for the rows, and shows what went wrong above those that were there.
    final <T> void load(Work<T> work, Consumer<T> show) {
        start(work, value -> {
            toldAt.set(Optional.of(window.services().clock().instant()));
            show.accept(value);
        });
    }

    /// Looks up what was told before; how old that is, `show` says.
    final <T> void loadKept(Work<T> work, Consumer<T> show) {
        start(work, show);
    }

    private <T> void start(Work<T> work, Consumer<T> show) {
        latest.start(() -> window.background().read(reading + " " + name(), List.of(id), work), outcome -> {
            switch (outcome) {
                case Outcome.Succeeded<T>(T value) -> {
                    show.accept(value);
                    showProblem(Optional.empty()); // last: what stands instead of rows may be another now
                }
                case Outcome.Failed<T>(var problem) -> showProblem(Optional.of(problem));
                case Outcome.Cancelled<T>() -> {}
            }
        });
    }

    /// Says why the rows are not read, above those that were there or instead of them.
    void showProblem(Optional<Problem> problem) {
        table.setProblem(problem);
    }

    /// Says that the rows are as old as this, where they may be older than the page.
    final void tellAge(Optional<Instant> at) {
        toldAt.set(at);
        age.setText(at.map(read -> text(
                        "hunting.as-of",
                        words.time(read, window.services().clock().instant())))
                .orElse(""));
    }

    final Optional<Instance> instance() {
        return window.services().instances().find(id);
    }

    final String name() {
        return instance().map(Instance::name).orElse(id.value());
    }

    final String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    final Button again() {
        var button = new Button(null, new Icon(Octicons.SYNC_16));
        button.setId("read-again");
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(text("hunting.again"));
        button.setTooltip(new Tooltip(text("hunting.again")));
        button.setOnAction(_ -> readAgain());
        return button;
    }

    /// @return what stands there instead of rows
    final StatePane nothing(Ikon icon, String title, String why, StatePane.Choice... first) {
        var choices = new ArrayList<>(List.of(first));
        choices.add(new StatePane.Choice(text("hunting.again"), this::readAgain));
        return new StatePane(icon, title, why, choices);
    }

    final MenuItem item(String key, Runnable run) {
        var item = new MenuItem(text(key));
        item.setOnAction(_ -> run.run());
        return item;
    }

    static <R> List<R> rowsOf(Chosen<R> chosen) {
        return chosen instanceof Chosen.Rows<R> some ? some.rows() : List.of();
    }

    /// Asks anew.
    abstract void readAgain();

    @Override
    public Parent root() {
        return table;
    }

    @Override
    public ObservableValue<Optional<Instant>> toldAt() {
        return toldAt.getReadOnlyProperty();
    }

    @Override
    public void shown() {
        readAgain();
    }

    @Override
    public void hidden() {
        latest.cancel();
    }

    @Override
    public void close() {
        latest.cancel();
        table.close();
    }

    @Override
    public boolean focusFilter() {
        return table.focusFilter();
    }
}
