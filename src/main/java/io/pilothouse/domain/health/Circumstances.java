package io.pilothouse.domain.health;

/// Everything that decides what a person sees of an instance.
///
/// @param locked      whether a secret of it cannot be decrypted
/// @param maintenance whether it is inside a maintenance window
/// @param asleep      whether its own timetable says that it is off
/// @param offline     whether this computer cannot reach its network, so that nothing is judged
/// @param hostSilent  whether its whole host is known to be silent
/// @param unstable    whether it goes up and down too often
/// @param slow        whether it answers much more slowly than it uses to
/// @param warned      whether the service complains itself, or its certificate ends soon
/// @param checking    whether a check is under way
/// @param downAfter   failed checks in a row after which it is down
public record Circumstances(
        Standing standing,
        boolean locked,
        boolean maintenance,
        boolean asleep,
        boolean offline,
        boolean hostSilent,
        boolean unstable,
        boolean slow,
        boolean warned,
        boolean checking,
        int downAfter) {

    /// Nothing special about an instance of this standing.
    public static Circumstances plain(Standing standing) {
        return new Circumstances(
                standing, false, false, false, false, false, false, false, false, false, Standing.FAILURES_UNTIL_DOWN);
    }

    /// The state that a person sees, by the order of precedence of console design 3.6.
    public ShownState shown() {
        if (standing.lifecycle() == Lifecycle.INACTIVE) {
            return ShownState.PAUSED;
        }
        if (locked || has(FaultCode.SECRET_LOCKED)) {
            return ShownState.LOCKED;
        }
        if (has(FaultCode.IDENTITY_CHANGED)) {
            return ShownState.IDENTITY_CHANGED;
        }
        if (maintenance) {
            return ShownState.MAINTENANCE;
        }
        if (asleep) {
            return ShownState.ASLEEP;
        }
        if (offline) {
            return ShownState.UNKNOWN;
        }
        return judged();
    }

    private ShownState judged() {
        if (standing.health().isEmpty()) {
            return checking ? ShownState.CHECKING : ShownState.UNKNOWN;
        }
        var health = standing.health().get();
        if (health != Health.HEALTHY && (standing.confirmed(downAfter) || hostSilent)) {
            // somebody answered and said no to the login, although nobody could be asked how the instance is
            return health == Health.ERROR && !has(FaultCode.LOGIN_REFUSED) ? ShownState.DOWN : ShownState.REFUSED;
        }
        if (unstable) {
            return ShownState.UNSTABLE;
        }
        if (health != Health.HEALTHY) {
            return ShownState.CHECKING;
        }
        return slow || warned ? ShownState.WARNING : ShownState.HEALTHY;
    }

    private boolean has(FaultCode code) {
        return standing.code().filter(code::equals).isPresent();
    }
}
