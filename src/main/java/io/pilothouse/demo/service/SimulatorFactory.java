package io.pilothouse.demo.service;

/// Makes the simulator of a kind.
@FunctionalInterface
public interface SimulatorFactory {

    /// @throws IllegalArgumentException if the kind of the spec is unknown
    Simulator create(Setting setting);
}
