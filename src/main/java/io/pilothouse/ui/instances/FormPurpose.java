package io.pilothouse.ui.instances;

import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Instance;
import java.util.Optional;

/// What a form was opened for, fixed for its life.
public sealed interface FormPurpose {

    /// A new instance.
    ///
    /// @param before what is kept of the instance added just before: its host, group and guard
    /// @param at     where one was seen already
    record Add(Optional<Neighbour> before, Optional<Address> at) implements FormPurpose {

        /// A new instance whose address a person knows.
        public Add(Optional<Neighbour> before) {
            this(before, Optional.empty());
        }
    }

    /// An instance as it was when the form opened.
    record Edit(Instance instance) implements FormPurpose {}

    /// A copy without secrets and identity.
    record Clone(Instance source) implements FormPurpose {}

    /// @param host address without port and path
    record Neighbour(Address host, String group, Optional<GuardLevel> guard) {}

    /// @return the stored instance that the form edits
    default Optional<Instance> edited() {
        return this instanceof Edit(Instance instance) ? Optional.of(instance) : Optional.empty();
    }
}
