package io.pilothouse.tasks.notice;

import io.pilothouse.domain.alert.AlertEvent;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// One thing to hear of.
///
/// @param key       names the matter, so that the same is not told twice and its end belongs to it; for
///                  example `amc-schedule/weekly-reach`
/// @param instances it concerns, worst first; may be empty
/// @param page      of an instance where it can be seen, as in addresses of pages; empty for none
/// @param summary   one sentence that names the instances as they are called now; of what counts, its
///                  [io.pilothouse.domain.alert.Figures]
/// @param advice    one imperative sentence; empty for a matter that is over
/// @param over      whether the matter has come to its end
/// @param explains  the trouble of its instances that need not be told again one by one; empty for none
/// @param event     as what it is told, which decides the channels
public record Notice(
        String key,
        List<InstanceId> instances,
        String page,
        String summary,
        String advice,
        Instant at,
        boolean over,
        Optional<FaultCode> explains,
        AlertEvent event) {

    public Notice {
        instances = List.copyOf(instances);
    }

    public static Notice of(
            String key, List<InstanceId> instances, String page, String summary, String advice, Instant at) {
        return new Notice(key, instances, page, summary, advice, at, false, Optional.empty(), AlertEvent.WORK);
    }

    /// The matter is over, said in words.
    public static Notice over(String key, List<InstanceId> instances, String page, String summary, Instant at) {
        return new Notice(key, instances, page, summary, "", at, true, Optional.empty(), AlertEvent.WORK);
    }

    /// The same, told as something else than failed work.
    public Notice toldAs(AlertEvent other) {
        return new Notice(key, instances, page, summary, advice, at, over, explains, other);
    }

    /// The same, as what stands behind this trouble of all its instances.
    public Notice explaining(FaultCode trouble) {
        return new Notice(key, instances, page, summary, advice, at, over, Optional.of(trouble), event);
    }
}
