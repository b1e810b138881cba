package io.pilothouse.tasks.connection;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secrets;

/// Where the secrets of stored instances come from.
@FunctionalInterface
public interface StoredSecrets {

    /// @throws ProblemException with `locked` if one of them cannot be decrypted
    Secrets read(InstanceId id) throws ProblemException;
}
