package io.pilothouse.tasks.guard;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.guard.Verdict;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Instant;

/// Asks whether an act may run. Thread-safe; reads only memory, so it may be called anywhere.
public interface Guards {

    /// The strictest of the levels of the instance, its group and its kind.
    GuardLevel levelOf(InstanceId instance);

    Verdict ask(Act act, Consent consent);

    /// As [#ask], for code that is about to act.
    ///
    /// @throws ProblemException unless the act is allowed, with code `guard` or `confirm`
    Verdict.Allowed require(Act act, Consent consent) throws ProblemException;

    /// As [#require], for an act that is nothing without one of its instances: a Read-only one refuses all of it.
    default void requireWhole(Act act, Consent consent) throws ProblemException {
        var leftOut = require(act, consent).leftOut();
        if (!leftOut.isEmpty()) {
            require(new Act(act.actionClass(), leftOut, act.what(), act.items(), act.count()), consent);
        }
    }

    /// @return whether background work of the instance was released
    boolean released(InstanceId instance);

    /// Lets held background work of a Guarded instance run until the program ends.
    void release(InstanceId instance);

    /// Lets held background work of a Guarded instance run until the day ends, or the program before it.
    ///
    /// @return when it ends
    Instant releaseToday(InstanceId instance);
}
