package io.pilothouse.tasks.cycle;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import java.util.List;

/// The cycles of all kinds: finds those of an instance. Immutable.
///
/// @param all asked in this order
public record CycleDesk(List<KindCycles> all) {

    public CycleDesk {
        all = List.copyOf(all);
    }

    /// All rules of live instances, kind after kind; from memory.
    public List<RuleLine> rules() {
        return all.stream().flatMap(cycles -> cycles.rules().stream()).toList();
    }

    /// @throws ProblemException with `bad-value` where instances of that kind have no cycles
    public KindCycles of(Instance instance) throws ProblemException {
        return all.stream()
                .filter(cycles -> cycles.keeps(instance.kind()))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.BAD_VALUE,
                        instance.name() + " is of a kind that has no cycles.",
                        "Choose an instance that hunts, tends torrents, syncs a library or asks questions.")));
    }
}
