package io.pilothouse.domain.health;

/// What a person sees of an instance, in order of precedence: where several apply, the first is shown.
public enum ShownState {
    PAUSED("paused"),
    LOCKED("locked"),
    IDENTITY_CHANGED("identity-changed"),
    MAINTENANCE("maintenance"),
    ASLEEP("asleep"),
    DOWN("down"),
    REFUSED("refused"),
    UNSTABLE("unstable"),
    CHECKING("checking"),
    WARNING("warning"),
    HEALTHY("healthy"),
    UNKNOWN("unknown");

    private final String word;

    ShownState(String word) {
        this.word = word;
    }

    /// @return the state's name in scripts, lower case with hyphens
    public String word() {
        return word;
    }

    /// @return whether it needs a person: shown first on the fleet and counted as a problem
    public boolean problem() {
        return switch (this) {
            case LOCKED, IDENTITY_CHANGED, DOWN, REFUSED, UNSTABLE, WARNING -> true;
            case PAUSED, MAINTENANCE, ASLEEP, CHECKING, HEALTHY, UNKNOWN -> false;
        };
    }

    /// @return whether background cycles must wait (design section 5)
    public boolean holdsCycles() {
        return switch (this) {
            case HEALTHY, WARNING -> false;
            case PAUSED, LOCKED, IDENTITY_CHANGED, MAINTENANCE, ASLEEP, DOWN, REFUSED, UNSTABLE, CHECKING, UNKNOWN ->
                true;
        };
    }
}
