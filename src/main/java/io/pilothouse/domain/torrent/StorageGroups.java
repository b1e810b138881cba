package io.pilothouse.domain.torrent;

import io.pilothouse.domain.instance.InstanceId;
import java.util.HashMap;
import java.util.Map;

/// Which torrent clients see the same disks, as a person has said (contract section 11.4): only their
/// paths can mean the same files. A client that is in no group is alone. Immutable.
public final class StorageGroups {

    /// Every client alone.
    public static final StorageGroups NONE = new StorageGroups(Map.of());

    private final Map<InstanceId, String> names;

    /// @param names of groups; a blank one is none
    public StorageGroups(Map<InstanceId, String> names) {
        var kept = new HashMap<InstanceId, String>();
        names.forEach((id, name) -> {
            if (!name.isBlank()) {
                kept.put(id, name.strip());
            }
        });
        this.names = Map.copyOf(kept);
    }

    public boolean together(InstanceId one, InstanceId other) {
        return of(one).equals(of(other));
    }

    /// @return what the disks of a client are called here
    String of(InstanceId client) {
        var name = names.get(client);
        return name == null ? client.value() : "group " + name;
    }
}
