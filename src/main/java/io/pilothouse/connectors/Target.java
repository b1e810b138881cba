package io.pilothouse.connectors;

import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import java.util.Optional;
import java.util.SortedMap;

/// What a connector is opened on: a stored instance, or the values of a form that is not saved.
///
/// @param id       empty for a form that was never saved
/// @param label    the instance's name in messages
/// @param settings kind-specific settings, for example `username`
/// @param identity who answered at the first good test; empty before
public record Target(
        Optional<InstanceId> id,
        KindId kind,
        String label,
        Connection connection,
        SortedMap<String, String> settings,
        Optional<RemoteIdentity> identity) {}
