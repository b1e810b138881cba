package io.pilothouse.tasks.secret;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Secrets that belong to no instance, for example of a channel of messages. Kept as those of instances are.
/// Methods block on the store.
public interface ProgramSecrets {

    /// @param part of the program, in words of its own
    /// @throws ProblemException with `locked` if one of them cannot be decrypted
    Secrets readOfProgram(String part) throws ProblemException;

    /// Stores new values by field.
    ///
    /// @param changes an empty value removes that secret; absent fields stay
    /// @throws ProblemException with `locked` while no secret can be encrypted
    void changeOfProgram(String part, Map<String, Optional<Secret>> changes) throws ProblemException;

    /// @return which secrets a part has, without reading them
    Set<String> fieldsOfProgram(String part);
}
