package io.pilothouse.store;

import java.nio.file.Path;
import java.util.List;

/// A store that failed its check, and what can be put in its place.
///
/// @param store  the damaged file; stays as it is until a copy is restored, and is kept aside then
/// @param copies good copies, newest first
public record DamagedStore(Path store, List<StoreCopy> copies) {

    public DamagedStore {
        copies = List.copyOf(copies);
    }
}
