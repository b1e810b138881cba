package io.pilothouse.domain.guard;

/// What an action can do to a service, from harmless to irreversible.
public enum ActionClass {
    /// Reads, opens, exports.
    READ,
    /// Changes only what Pilothouse itself stores, and can be taken back: rename, tag, trash.
    LOCAL_REVERSIBLE,
    /// Changes only what Pilothouse itself stores, and cannot be taken back: delete from the trash for good.
    LOCAL_FINAL,
    /// Changes the service and can be taken back: monitor, pause, tag, switch a light.
    REMOTE_REVERSIBLE,
    /// Uses up something: searching 200 items, recheck, scan, a paid query, a restart.
    COSTLY,
    /// Cannot be taken back: deletes files, torrents with data, workflows; restores.
    DESTRUCTIVE,
    /// A cycle that acts in the background after the program started.
    BACKGROUND_CYCLE,
    /// Switches on an automation that was not active before.
    NEW_AUTOMATION
}
