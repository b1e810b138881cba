package io.pilothouse.ui.shell;

import java.util.List;

/// What the menu of an instance offers, wherever it opens. Actions that no feature has registered are
/// left out.
public final class InstanceMenu {

    /// Ids of actions; an empty one is a line.
    public static final List<String> ACTIONS = List.of(
            "instance.open",
            "instance.open-window",
            "instance.browser",
            "instance.copy-address",
            "",
            "instance.check",
            "instance.diagnose",
            "instance.compare",
            "instance.pause",
            "instance.resume",
            "instance.maintenance",
            "instance.maintenance-end",
            "instance.maintenance-plan",
            "instance.mute",
            "instance.release-today",
            "instance.release",
            "",
            "instance.edit",
            "instance.rename",
            "instance.clone",
            "instance.pin",
            "instance.unpin",
            "",
            "instance.remove");

    private InstanceMenu() {}
}
