package io.pilothouse.ui.transfer;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.transfer.ImportPlan;
import io.pilothouse.tasks.transfer.ImportPlan.Decision;
import io.pilothouse.tasks.transfer.ImportSource;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// What importing a file would do, and doing it. Knows no nodes. FX thread only.
final class ImportViewModel {

    /// @param decision what becomes of it, one word or two
    /// @param taken    whether it is added
    record Row(String name, String what, String decision, String reason, boolean taken) {}

    /// @param headline       what is going on, or what it comes to
    /// @param notes          what became of everything else, and what to do now
    /// @param asksPassphrase whether the file may hold secrets under a passphrase
    /// @param mayImport      whether there is anything to add
    /// @param done           whether it was carried out
    record View(
            String headline,
            List<Row> rows,
            List<String> notes,
            Optional<Problem> problem,
            boolean asksPassphrase,
            boolean mayImport,
            boolean busy,
            boolean done) {}

    private final UiServices services;
    private final Words words;
    private final Path file;
    private final Latest latest;
    private final ReadOnlyObjectWrapper<View> view;
    private Optional<char[]> passphrase = Optional.empty();
    private boolean importing;

    ImportViewModel(UiServices services, Words words, Path file) {
        this.services = services;
        this.words = words;
        this.file = file;
        latest = new Latest(services.fx());
        view = new ReadOnlyObjectWrapper<>(reading(false));
    }

    /// Reads the file and says what importing it would do.
    void plan() {
        start(
                "import-plan",
                "plan the import of " + file.getFileName(),
                _ -> services.safekeeping().planImport(file, passphrase));
    }

    /// Reads it again with what opens its secrets.
    void unlock(String typed) {
        passphrase = Optional.of(typed.toCharArray()).filter(given -> given.length > 0);
        plan();
    }

    /// Carries the plan out.
    void run() {
        importing = true;
        start(
                "import",
                "import " + file.getFileName(),
                context -> services.safekeeping().importFrom(file, passphrase, context));
    }

    /// An import under way goes on; the task panel shows it.
    void close() {
        if (!importing) {
            latest.cancel();
        }
        passphrase = Optional.empty();
    }

    private void start(String kind, String title, Work<ImportPlan> work) {
        view.set(reading(view.get().asksPassphrase()));
        latest.start(
                () -> services.tasks().start(new TaskRequest(kind, title, List.of(), Origin.WINDOW), work), this::show);
    }

    private View reading(boolean asks) {
        return new View(
                text(
                        importing ? "transfer.importing" : "transfer.reading",
                        file.getFileName().toString()),
                List.of(),
                List.of(),
                Optional.empty(),
                asks,
                false,
                true,
                false);
    }

    private void show(Outcome<ImportPlan> outcome) {
        importing = false;
        switch (outcome) {
            case Outcome.Succeeded<ImportPlan>(ImportPlan plan) -> view.set(planned(plan));
            case Outcome.Failed<ImportPlan>(Problem why) ->
                view.set(new View(
                        text("transfer.unread", file.getFileName().toString()),
                        List.of(),
                        List.of(),
                        Optional.of(why),
                        view.get().asksPassphrase(),
                        false,
                        false,
                        false));
            case Outcome.Cancelled<ImportPlan>() -> {}
        }
    }

    private View planned(ImportPlan plan) {
        long added = plan.count(Decision.ADD);
        var notes = Stream.concat(
                        plan.lines().stream()
                                .map(line -> line.section() + ", " + line.key() + ": " + said(line.words())),
                        plan.advice().stream().map(this::said))
                .toList();
        return new View(
                text(
                        plan.done() ? "transfer.imported" : "transfer.plan",
                        added,
                        plan.count(Decision.ALREADY_HERE),
                        plan.leftOut(),
                        plan.source().title()),
                plan.instances().stream().map(this::row).toList(),
                notes,
                Optional.empty(),
                plan.source() == ImportSource.PILOTHOUSE && !plan.done(),
                !plan.done() && added > 0,
                false,
                plan.done());
    }

    private Row row(ImportPlan.Planned planned) {
        return new Row(
                planned.name(),
                words.kind(planned.kind()) + ", " + planned.address(),
                text("transfer.decision." + planned.decision().name().toLowerCase(Locale.ROOT)),
                said(planned.reason()),
                planned.decision() == Decision.ADD);
    }

    private String said(String english) {
        return words.texts().said(english);
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }

    ReadOnlyObjectProperty<View> view() {
        return view.getReadOnlyProperty();
    }
}
