package io.pilothouse.tasks.connection;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.secret.Secrets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The secrets that a service refused in the tests of this run of the program: none is sent there again
/// until it, the address or a setting changes, as services lock out who tries too often. Thread-safe.
final class RefusedSecrets {

    private final Map<Tried, ConnectorException> refused = new ConcurrentHashMap<>();

    /// @throws ConnectorException the refusal of then
    void stopIfKnown(Target target, Secrets secrets) throws ConnectorException {
        var known = refused.get(tried(target, secrets));
        if (known != null) {
            throw known;
        }
    }

    void remember(Target target, Secrets secrets, ConnectorException reason) {
        if (reason.code().secretRefused()) { // a ban ends by itself and says nothing about the secret
            refused.put(tried(target, secrets), reason);
        }
    }

    private static Tried tried(Target target, Secrets secrets) {
        return new Tried(
                target.kind().value(),
                target.connection().address().toString(),
                Map.copyOf(target.settings()),
                secrets);
    }

    private record Tried(String kind, String address, Map<String, String> settings, Secrets secrets) {}
}
