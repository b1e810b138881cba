package io.pilothouse.cli;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The program around the commands. The wiring provides it, so that commands know neither how the
/// services are built nor that there is a window.
public interface Host {

    Clock clock();

    /// @return the version for people
    String version();

    /// @return the platform's usual place
    Path usualDataFolder();

    /// Opens the store in this folder and everything above it; starts no background work.
    ///
    /// @throws ProblemException with a `store-` code
    CliServices open(Path dataFolder) throws ProblemException;

    /// Writes the log to this stream, too.
    void logTo(PrintStream stream);

    /// @return whether commands run inside a console or engine and use its services
    default boolean attached() {
        return false;
    }

    /// Waits.
    void sleep(Duration span) throws InterruptedException;

    /// Puts a copy in the place of the store, which is kept beside it. Nobody else may have it open.
    ///
    /// @throws ProblemException with `bad-file` if `copy` is no good store; nothing is changed then
    Restored restore(Path dataFolder, Path copy) throws ProblemException;

    /// @param kept      where the store that was there is kept; empty if there was none
    /// @param instances in the store now, the trash left out
    record Restored(Optional<Path> kept, int instances) {}

    /// @return why no window can be shown, one sentence; empty when one can
    Optional<String> windowMissing();

    /// @return what a failure of the store means in words; empty when it is none
    Optional<Problem> problemOf(RuntimeException failure);

    /// What the program begins with.
    enum Start {
        WINDOW,
        /// No window until the program is started again.
        HIDDEN,
        /// The window on the demo fleet, in a store of its own.
        DEMO
    }

    /// Opens the window, or where none can be shown says so and runs the terminal engine. Returns when
    /// it ended.
    ///
    /// @return the exit status
    int console(Path dataFolder, Start start, Terminal terminal) throws ProblemException, InterruptedException;

    /// Opens the window on the demo fleet, as `console` does.
    ///
    /// @param also kinds of which the fleet gets one more each
    /// @return the exit status
    int demo(Path dataFolder, List<String> also, Terminal terminal) throws ProblemException, InterruptedException;
}
