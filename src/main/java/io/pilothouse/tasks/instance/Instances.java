package io.pilothouse.tasks.instance;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.tasks.Published;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Everything people do to the list of instances. Methods block on the store: call them from a task.
/// Each change is guarded, recorded in the activity history, undoable, and published.
public interface Instances {

    Published<Fleet> fleet();

    /// @return live or trashed; from memory
    Optional<Instance> find(InstanceId id);

    /// Stores a new instance; never needs the network. It starts as *Pending* and is checked at once.
    ///
    /// @throws ProblemException if the name is taken or a setting is bad
    Instance add(Configuration configuration, Secrets secrets, Consent consent) throws ProblemException;

    /// @param openedOn the configuration version on which the form was opened
    /// @param secrets  new values by field; an empty value removes that secret; absent fields stay
    /// @throws ProblemException if the instance changed since, is gone, or a value is bad
    Instance edit(
            InstanceId id,
            long openedOn,
            Configuration configuration,
            Map<String, Optional<Secret>> secrets,
            Consent consent)
            throws ProblemException;

    Instance rename(InstanceId id, String name, Consent consent) throws ProblemException;

    /// Copies everything except secrets and identity.
    Instance clone(InstanceId id, String name, Consent consent) throws ProblemException;

    Instance setEnabled(InstanceId id, boolean enabled, Consent consent) throws ProblemException;

    /// @param before the instance it shall stand before; empty for the end
    void order(InstanceId id, Optional<InstanceId> before, Consent consent) throws ProblemException;

    /// Moves to the trash for 30 days.
    void remove(InstanceId id, Consent consent) throws ProblemException;

    /// Takes back from the trash, with the same id and all its history.
    Instance restore(InstanceId id, Consent consent) throws ProblemException;

    /// Deletes for good, history included.
    void purge(InstanceId id, Consent consent) throws ProblemException;

    /// Accepts that the address now answers as someone else.
    Instance acceptIdentity(InstanceId id, long openedOn, Consent consent) throws ProblemException;

    /// Proposes a look that no neighbour has.
    Look proposeLook(KindId kind, String name);

    /// @return the instances whose stored identity is the same as this one's
    List<Instance> sameIdentity(KindId kind, io.pilothouse.domain.instance.RemoteIdentity identity);

    /// Finds what a person named: an id, `kind/name`, or a name unique over all kinds.
    ///
    /// @throws ProblemException with `not-found` or `ambiguous`
    Instance named(String words) throws ProblemException;

    record Look(IdentityColour colour, String monogram) {}
}
