package io.pilothouse.tasks.maintenance;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.Published;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/// Windows in which an instance is expected to misbehave: checked silently, cycles held. One window by
/// hand or in the future, or weekly ones by a timetable.
public interface Maintenance {

    /// From now on; replaces the window under way. Blocks on the store.
    void begin(Collection<InstanceId> ids, Instant until, Consent consent) throws ProblemException;

    /// One window in the future. Blocks on the store.
    ///
    /// @throws ProblemException with `bad-value` unless `from` is before `until` and that in the future
    void plan(Collection<InstanceId> ids, Instant from, Instant until, Consent consent) throws ProblemException;

    /// Ends what is under way. A weekly window that is under way begins again in a week. Blocks on the
    /// store.
    void end(Collection<InstanceId> ids, Consent consent) throws ProblemException;

    /// Takes back one planned window that has not begun. Blocks on the store.
    void cancel(Period planned, Consent consent) throws ProblemException;

    /// Replaces the weekly windows of instances; [SleepTimes#NEVER] for none. Blocks on the store.
    void weekly(Collection<InstanceId> ids, SleepTimes times, Consent consent) throws ProblemException;

    /// @return the weekly windows of an instance, in local time
    SleepTimes weekly(InstanceId id);

    /// Single windows under way or to come, in order of their beginning.
    Published<List<Period>> planned();

    /// A single window.
    record Period(InstanceId id, Instant from, Instant until) {}
}
