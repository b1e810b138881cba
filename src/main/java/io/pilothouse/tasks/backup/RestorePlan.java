package io.pilothouse.tasks.backup;

import io.pilothouse.domain.instance.Instance;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What restoring a backup would do to the list of instances; its history comes with it.
///
/// @param schema       how many migrations the backup has; an older one is brought up to date
/// @param comeBack     in the backup, not here now
/// @param change       in both, as the backup has them, where it has them otherwise
/// @param same         how many are the same in both
/// @param disappear    here now, not in the backup
/// @param cycles       how many rules of cycles its instances have
/// @param historyUntil the newest thing the backup remembers; empty if it remembers nothing
public record RestorePlan(
        Path file,
        int schema,
        List<Instance> comeBack,
        List<Instance> change,
        int same,
        List<Instance> disappear,
        int cycles,
        Optional<Instant> historyUntil) {

    public RestorePlan {
        comeBack = List.copyOf(comeBack);
        change = List.copyOf(change);
        disappear = List.copyOf(disappear);
    }

    /// @return how many instances there are afterwards
    public int instances() {
        return comeBack.size() + change.size() + same;
    }
}
