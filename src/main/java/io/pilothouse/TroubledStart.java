package io.pilothouse;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.StoreCopies;
import io.pilothouse.store.StoreException;
import io.pilothouse.tasks.backup.Backups.StoredCopy;
import io.pilothouse.tasks.guard.LevelGuards;
import io.pilothouse.ui.start.StartScreen;
import io.pilothouse.ui.start.StartTrouble;
import io.pilothouse.ui.start.StartWays;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import javafx.application.Platform;
import javafx.stage.Stage;

/// A store that cannot be opened, put to a person in a window instead of the console.
final class TroubledStart implements StartWays {

    private static final System.Logger LOG = System.getLogger(TroubledStart.class.getName());
    private static final Set<ProblemCode> REPLACEABLE = Set.of(ProblemCode.STORE_DAMAGED, ProblemCode.STORE_NEWER);

    /// What a person decided.
    sealed interface Way {

        /// The store can be opened now.
        record Again() implements Way {}

        /// @param opened on a copy of the damaged store; nothing works behind it
        record Look(Wiring opened) implements Way {
            @Override
            public void giveUp() {
                opened.close();
            }
        }

        record Quit() implements Way {}

        /// Nobody goes this way: what it holds is closed.
        default void giveUp() {}
    }

    private final ProgramHost host;
    private final DataFolder folder;
    private final Clock clock;
    private final CompletableFuture<Way> decided = new CompletableFuture<>();

    private TroubledStart(ProgramHost host, DataFolder folder) {
        this.host = host;
        this.folder = folder;
        clock = host.clock();
    }

    /// Shows the screen until a person has decided.
    static Way ask(ProgramHost host, DataFolder folder, ProblemException trouble) throws InterruptedException {
        var start = new TroubledStart(host, folder);
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
            new StartScreen(shown, start, Locale.getDefault(), host.clock()).showIn(window, start::quit);
            stage.complete(window);
        });
        try {
            return start.decided.get();
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
        begin(
                () -> {
                    Database.restore(folder, clock, copy);
                    return new Way.Again();
                },
                failed);
    }

    @Override
    public void beginAnew(Consumer<Problem> failed) {
        begin(
                () -> {
                    Database.setAside(folder, clock);
                    return new Way.Again();
                },
                failed);
    }

    @Override
    public void look(Consumer<Problem> failed) {
        begin(() -> new Way.Look(lookedAt()), failed);
    }

    /// Opens a copy of the damaged store in which every instance is read-only and no work goes on.
    private Wiring lookedAt() throws ProblemException {
        var wiring = host.wire(Database.copyForLook(folder, clock));
        boolean quiet = false;
        try {
            for (var kind : wiring.kinds.all()) {
                wiring.engine.settings().set(LevelGuards.ofKind(kind.id()), GuardLevel.READ_ONLY);
            }
            wiring.engine.pausing().pause(Optional.empty());
            quiet = true;
            return wiring;
        } finally {
            if (!quiet) {
                wiring.close();
            }
        }
    }

    /// A way that may fail.
    private interface Attempt {
        Way make() throws ProblemException;
    }

    private void begin(Attempt attempt, Consumer<Problem> failed) {
        Thread.ofVirtual().name("open another store").start(() -> {
            try {
                var way = attempt.make();
                if (!decided.complete(way)) { // a person quit meanwhile
                    way.giveUp();
                }
            } catch (StoreException e) {
                Platform.runLater(() -> failed.accept(e.problem()));
            } catch (ProblemException e) {
                Platform.runLater(() -> failed.accept(e.problem()));
            } catch (RuntimeException e) { // what is damaged may be wrong in any way
                LOG.log(System.Logger.Level.ERROR, "no way out of the trouble", e);
                Platform.runLater(() -> failed.accept(new Problem(
                        ProblemCode.BUG, "That did not work.", "Choose another way, and report this fault.")));
            }
        });
    }

    @Override
    public void showFolder(Path shown) {
        Outside.open(shown.toString());
    }

    @Override
    public void quit() {
        decided.complete(new Way.Quit());
    }
}
