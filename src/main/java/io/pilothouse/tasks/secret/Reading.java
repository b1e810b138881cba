package io.pilothouse.tasks.secret;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.secret.Secrets;

/// What comes of reading the secrets of an instance.
public sealed interface Reading {

    /// @param secrets empty if the instance has none
    record Readable(Secrets secrets) implements Reading {}

    /// At least one of them cannot be decrypted now. Nothing is lost.
    record Locked(Problem problem) implements Reading {}
}
