package io.pilothouse.cli;

import io.pilothouse.domain.secret.Secret;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;

/// Where a command reads and writes: this process's own streams, or those of a command that runs in
/// another process and has attached itself to this one.
public interface Terminal {

    /// Answers. Holds nothing else.
    PrintStream out();

    /// Errors for people, progress, questions.
    PrintStream err();

    /// @return whether a person is there to answer questions
    boolean interactive();

    /// @return whether the output shows colours
    boolean colour();

    /// @return columns to which tables are cut; 0 for no limit
    int width();

    /// @return the folder against which relative paths are meant
    Path folder();

    Optional<String> environment(String name);

    /// Asks one line.
    ///
    /// @return empty at the end of the input
    Optional<String> ask(String question) throws IOException;

    /// Asks without echo.
    ///
    /// @return empty when nothing was typed
    Optional<Secret> askSecret(String question) throws IOException;

    /// Reads a file on the side of the person, wholly.
    ///
    /// @param file  a path, or `-` for standard input
    /// @param limit in bytes; one more is read when there is more
    byte[] read(String file, int limit) throws IOException;

    default Path resolve(String file) {
        return folder().resolve(file).normalize();
    }
}
