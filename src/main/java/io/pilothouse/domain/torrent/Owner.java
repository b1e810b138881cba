package io.pilothouse.domain.torrent;

import io.pilothouse.domain.instance.InstanceId;
import java.util.List;

/// Who had a torrent downloaded.
public sealed interface Owner {

    Owner NOBODY = new Nobody();

    /// An *arr.
    ///
    /// @param item    what it is for, for example `episode:5501`; empty for unknown
    /// @param label   the same for people; empty for unknown
    /// @param certain whether its own queue says so, not the category alone
    record Arr(InstanceId instance, String item, String label, boolean certain) implements Owner {}

    /// Several *arrs use its category, and none of their queues knows it: nothing acts on it by itself.
    record Disputed(List<InstanceId> claimants) implements Owner {
        public Disputed {
            claimants = List.copyOf(claimants);
        }
    }

    record Nobody() implements Owner {}
}
