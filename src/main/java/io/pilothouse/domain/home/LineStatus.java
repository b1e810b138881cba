package io.pilothouse.domain.home;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.InstanceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How the live line to one house is. Holds no secret. Contract section 22.
///
/// @param state        `ready`, `connecting`, `auth-failed` and the like, see the connector's states
/// @param url          the address in use, without credentials
/// @param transport    `websocket`, or `rest` where a proxy blocks it
/// @param ready        whether it is authenticated and was heard of within the last 45 s
/// @param inSync       whether it runs on the settings that are stored now
/// @param entities     how many are followed; empty while none are
/// @param epoch        raised by every new connection
public record LineStatus(
        InstanceId instance,
        String state,
        Instant since,
        String url,
        String transport,
        String version,
        Optional<String> homeState,
        Optional<Boolean> administrator,
        Optional<Duration> roundTrip,
        int attempt,
        Optional<Instant> nextAttemptAt,
        int reconnects,
        Optional<Instant> connectedSince,
        Optional<Instant> lastMessageAt,
        double eventsPerSecond,
        Optional<Integer> entities,
        Optional<Problem> lastProblem,
        boolean ready,
        boolean inSync,
        boolean tokenPresent,
        long epoch) {}
