package io.pilothouse.tasks.library;

import java.net.URI;
import java.util.Optional;

/// Hands what is to be played to a program outside. Thread-safe.
@FunctionalInterface
public interface Player {

    Player NONE = (_, _) -> Optional.empty();

    /// @param stream may carry a server's key: it must not get into arguments, files or logs
    /// @return the program that plays it; empty when there is none
    Optional<String> play(URI stream, String title);
}
