package io.pilothouse.tasks.pause;

/// What a computer runs on, as its system tells.
public record Power(Supply supply, Metered metered) {

    /// Of a system that tells nothing.
    public static final Power UNKNOWN = new Power(Supply.UNKNOWN, Metered.UNKNOWN);

    public enum Supply {
        MAINS,
        BATTERY,
        /// There is no battery that it could run on.
        NO_BATTERY,
        UNKNOWN
    }

    /// Whether the network is paid by amount.
    public enum Metered {
        NO,
        YES,
        UNKNOWN
    }

    /// Asks the system. Blocks; what the system does not tell is [#UNKNOWN].
    @FunctionalInterface
    public interface Source {
        Power look() throws InterruptedException;
    }
}
