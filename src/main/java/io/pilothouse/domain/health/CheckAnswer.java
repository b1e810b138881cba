package io.pilothouse.domain.health;

import io.pilothouse.domain.instance.RemoteIdentity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// What a service said at a good health check.
///
/// @param facts            what its overview shows, by stable name and in the order of showing: plain
///                         numbers, sizes in bytes, ISO times, words. The name says the unit where
///                         there is one (`freeBytes`)
/// @param certificateEnds  when the certificate it showed ends; empty without TLS
/// @param usedSecondAddress whether the second address answered, as the first did not
/// @param latency          from sending the request that proves the service to its whole answer; empty
///                         where the check as a whole is that request
public record CheckAnswer(
        RemoteIdentity identity,
        List<ServiceWarning> warnings,
        SequencedMap<String, String> facts,
        Optional<Instant> certificateEnds,
        boolean usedSecondAddress,
        Optional<Duration> latency) {

    public CheckAnswer {
        warnings = List.copyOf(warnings);
        facts = java.util.Collections.unmodifiableSequencedMap(new java.util.LinkedHashMap<>(facts));
    }

    public CheckAnswer(
            RemoteIdentity identity,
            List<ServiceWarning> warnings,
            SequencedMap<String, String> facts,
            Optional<Instant> certificateEnds,
            boolean usedSecondAddress) {
        this(identity, warnings, facts, certificateEnds, usedSecondAddress, Optional.empty());
    }

    /// The first of the service's own warnings that is more than a notice.
    public Optional<ServiceWarning> firstWarning() {
        return warnings.stream()
                .filter(warning -> warning.severity() != ServiceWarning.Severity.NOTICE)
                .findFirst();
    }

    /// A certificate that ends within this time is a warning (console design 3.12).
    public static final Duration CERTIFICATE_WARNS = Duration.ofDays(21);

    /// @return whether its certificate ends soon, or has ended
    public boolean certificateEndsSoon(Instant now) {
        return certificateEnds
                .filter(end -> !end.isAfter(now.plus(CERTIFICATE_WARNS)))
                .isPresent();
    }
}
