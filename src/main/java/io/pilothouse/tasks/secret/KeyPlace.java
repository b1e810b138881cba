package io.pilothouse.tasks.secret;

import java.util.Optional;

/// A place outside the store that keeps keys for this user: the operating system's key store, or a
/// file. May take long and may ask the person something; never called where anything waits for it
/// without limit.
public interface KeyPlace {

    /// @return what people call it, for example "Windows Credential Manager"
    String displayName();

    /// @return empty if it has no such key
    /// @throws KeyPlaceException if it is missing, locked or refuses
    Optional<byte[]> find(String name) throws KeyPlaceException;

    /// @throws KeyPlaceException if it is missing, locked or refuses
    void save(String name, byte[] key) throws KeyPlaceException;

    /// Forgets a key, if it has it.
    ///
    /// @throws KeyPlaceException if it is missing, locked or refuses
    void delete(String name) throws KeyPlaceException;
}
