package io.pilothouse.domain.task;

import io.pilothouse.domain.instance.InstanceId;

/// How one act is taken back, as data, so that it survives a restart.
///
/// @param kind        stable name of the way back, for example `instance-configuration`
/// @param instance    the instance captured when the act happened
/// @param payload     what the way back needs, JSON; holds no secret
/// @param description what taking back does, for people: "rename Loft back to Attic"
public record UndoStep(String kind, InstanceId instance, String payload, String description) {}
