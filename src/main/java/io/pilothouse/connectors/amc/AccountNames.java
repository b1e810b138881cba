package io.pilothouse.connectors.amc;

import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.EntityId;
import io.pilothouse.domain.amc.Remote;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/// What the accounts of logins are called, asked for at most once an hour (section 13), whatever came of it.
/// Thread-safe.
final class AccountNames {

    private static final Duration FRESH = Duration.ofHours(1);

    private final InstantSource clock;
    private final Map<LwaLogin, Known> known = new ConcurrentHashMap<>();

    AccountNames(InstantSource clock) {
        this.clock = clock;
    }

    @FunctionalInterface
    interface Asking {
        List<Remote.Account> ask() throws AmcException, InterruptedException;
    }

    private static final class Known {
        final ReentrantLock lock = new ReentrantLock();
        Instant askedAt = Instant.MIN;
        Map<EntityId, String> names = Map.of();
    }

    /// @return empty for an account that is in no list, as one of self-service
    Optional<String> of(EntityId account, LwaLogin login, Asking asking) throws AmcException, InterruptedException {
        var seen = known.computeIfAbsent(login, _ -> new Known());
        seen.lock.lockInterruptibly(); // whoever comes meanwhile waits for the same answer
        try {
            var now = clock.instant();
            if (seen.askedAt.isBefore(now.minus(FRESH))) {
                seen.askedAt = now;
                var names = new HashMap<EntityId, String>();
                asking.ask().forEach(one -> names.put(one.entity(), one.name()));
                seen.names = names;
            }
            return Optional.ofNullable(seen.names.get(account)).filter(name -> !name.isBlank());
        } finally {
            seen.lock.unlock();
        }
    }
}
