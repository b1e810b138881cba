package io.pilothouse.ui.fleet;

import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import java.util.List;

/// One reason for trouble, told once for all instances it explains.
///
/// @param sign   shape in front of it
/// @param title  what is so: "nas2.lan is silent"
/// @param since  "since 14:02"
/// @param effect what it holds up or what the service says
/// @param host   whether it is a silent host
/// @param way    id of the action that leads on
record FleetCause(
        ShownState sign, String title, String since, List<Instance> members, String effect, boolean host, String way) {
    FleetCause {
        members = List.copyOf(members);
    }
}
