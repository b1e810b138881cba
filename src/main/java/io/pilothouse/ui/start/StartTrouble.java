package io.pilothouse.ui.start;

import io.pilothouse.domain.Problem;
import io.pilothouse.tasks.backup.Backups.StoredCopy;
import java.nio.file.Path;
import java.util.List;

/// Why the store could not be opened, and what there is instead.
///
/// @param store   the file; it stays as it is until a person decides
/// @param logs    the folder of the logs
/// @param copies  good copies that this version can open, newest first
/// @param replaceable whether another store may be put in its place: not while another program has it
public record StartTrouble(Problem problem, Path store, Path logs, List<StoredCopy> copies, boolean replaceable) {

    public StartTrouble {
        copies = List.copyOf(copies);
    }
}
