package io.pilothouse;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.StoreCopies;
import io.pilothouse.store.StoreException;
import io.pilothouse.tasks.backup.Backups.StoredCopy;
import io.pilothouse.ui.start.StartScreen;
import io.pilothouse.ui.start.StartTrouble;
import io.pilothouse.ui.start.StartWays;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.stage.Stage;

/// A store that cannot be opened, put to a person in a window instead of the console.
final class TroubledStart implements StartWays {

    private static final Set<ProblemCode> REPLACEABLE = Set.of(ProblemCode.STORE_DAMAGED, ProblemCode.STORE_NEWER);

    private final DataFolder folder;
    private final Clock clock;
    private final CompletableFuture<Boolean> again = new CompletableFuture<>();

    private TroubledStart(DataFolder folder, Clock clock) {
        this.folder = folder;
        this.clock = clock;
    }

    /// Shows the screen until a person has decided.
    ///
    /// @return whether to open the store again; else the person quits
    static boolean ask(DataFolder folder, Clock clock, ProblemException trouble) throws InterruptedException {
        var start = new TroubledStart(folder, clock);
        boolean replaceable = REPLACEABLE.contains(trouble.problem().code());
        var shown = new StartTrouble(
                trouble.problem(),
                folder.store(),
                folder.logs(),
                replaceable ? start.copies() : List.of(),
                replaceable);
        var stage = new CompletableFuture<Stage>();
        Platform.runLater(() -> {
            var window = new Stage();
            new StartScreen(shown, start, Locale.getDefault(), clock).showIn(window, start::quit);
            stage.complete(window);
        });
        try {
            return start.again.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            stage.thenAccept(window -> Platform.runLater(window::hide));
        }
    }

    private List<StoredCopy> copies() {
        return new StoreCopies(folder)
                .good().stream()
                        .filter(copy -> copy.version() <= Database.newestVersion())
                        .map(copy -> new StoredCopy(copy.file(), copy.at(), copy.instances()))
                        .toList();
    }

    @Override
    public void restore(Path copy, Consumer<Problem> failed) {
        begin(() -> Database.restore(folder, clock, copy), failed);
    }

    @Override
    public void beginAnew(Consumer<Problem> failed) {
        begin(() -> Database.setAside(folder, clock), failed);
    }

    private void begin(Runnable work, Consumer<Problem> failed) {
        Thread.ofVirtual().name("put another store in place").start(() -> {
            try {
                work.run();
                again.complete(true);
            } catch (StoreException e) {
                Platform.runLater(() -> failed.accept(e.problem()));
            }
        });
    }

    @Override
    public void showFolder(Path shown) {
        Outside.open(shown.toString());
    }

    @Override
    public void quit() {
        again.complete(false);
    }
}
