package io.pilothouse.domain.active;

import io.pilothouse.domain.instance.Instance;

/// An instance as the choice of the active one sees it. Whether it can be reached is not part of it:
/// being unreachable never switches.
///
/// @param configured whether it has an address and every secret its kind cannot do without
/// @param rejected   whether its secret was refused
public record Candidate(Instance instance, boolean configured, boolean rejected) {}
