package io.pilothouse.tasks.secret;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The stored secrets of instances. Methods block on the store.
public interface InstanceSecrets {

    /// @throws ProblemException with `locked` if one of them cannot be decrypted
    Secrets read(InstanceId id) throws ProblemException;

    /// Makes sure that secrets can be encrypted. May wait for the operating system's key store: to be
    /// called before a transaction that [#change]s secrets, so that the store does not wait too.
    ///
    /// @throws ProblemException with `locked` while no secret can be encrypted
    void prepare() throws ProblemException;

    /// Stores new values by field, as a part of the store's transaction under way if there is one.
    ///
    /// @param changes an empty value removes that secret; absent fields stay
    /// @throws ProblemException with `locked` while no secret can be encrypted
    void change(InstanceId id, Map<String, Optional<Secret>> changes) throws ProblemException;

    /// Who shares its secrets, each with the key of the record that it shares. A place that keeps each
    /// apart has nobody.
    default Map<InstanceId, String> shared() {
        return Map.of();
    }

    /// Stores once what is equal: those of `ids` whose secrets are all equal share one record from now on.
    /// What cannot be read stays as it is. One whose secrets are changed alone shares no longer.
    ///
    /// @throws ProblemException with `locked` while no secret can be encrypted
    default void shareEqual(Collection<InstanceId> ids) throws ProblemException {}

    /// As [#change], for everybody who shares with this instance, at once.
    default void changeForAll(InstanceId id, Map<String, Optional<Secret>> changes) throws ProblemException {
        change(id, changes);
    }

    /// @return which secrets an instance has, without reading them
    Set<String> fields(InstanceId id);

    /// @return those with a secret that cannot be read
    Set<InstanceId> locked();

    /// @param listener called on another thread after other secrets became readable or unreadable
    void whenLocksChange(Runnable listener);
}
