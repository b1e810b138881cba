package io.pilothouse.cli;

import io.pilothouse.domain.ProblemException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;

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

    /// Opens the window, or where none can be shown says so and runs the terminal engine. Returns when
    /// it ended.
    ///
    /// @return the exit status
    int console(Path dataFolder, boolean demo, Terminal terminal) throws ProblemException, InterruptedException;
}
