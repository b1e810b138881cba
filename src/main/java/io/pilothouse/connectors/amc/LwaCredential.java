package io.pilothouse.connectors.amc;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;

/// A Login with Amazon that was consented to. Equal ones share one access token.
record LwaCredential(Secret clientId, Secret clientSecret, Secret refreshToken) {

    private static final Secret NOT_YET = new Secret("no consent yet");

    /// @throws ConnectorException if a part is missing
    static LwaCredential of(Target target, Secrets secrets) throws ConnectorException {
        return new LwaCredential(
                part(target, secrets, AmcKind.CLIENT_ID, "client id"),
                part(target, secrets, AmcKind.CLIENT_SECRET, "client secret"),
                part(target, secrets, AmcKind.REFRESH_TOKEN, "refresh token"));
    }

    /// Who asks for a consent: the client alone is needed, as the first consent of a login has no token before it.
    ///
    /// @throws ConnectorException if client id or secret are missing
    static LwaCredential asking(Target target, Secrets secrets) throws ConnectorException {
        return new LwaCredential(
                part(target, secrets, AmcKind.CLIENT_ID, "client id"),
                part(target, secrets, AmcKind.CLIENT_SECRET, "client secret"),
                secrets.find(AmcKind.REFRESH_TOKEN).orElse(NOT_YET));
    }

    private static Secret part(Target target, Secrets secrets, String field, String name) throws ConnectorException {
        return secrets.find(field)
                .orElseThrow(() -> ConnectorException.of(
                        FaultCode.SECRET_MISSING,
                        target.label() + " has no " + name + " here.",
                        "Enter client id, client secret and refresh token of the Login with Amazon."));
    }
}
