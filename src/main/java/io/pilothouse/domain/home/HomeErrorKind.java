package io.pilothouse.domain.home;

import io.pilothouse.domain.health.FaultCode;

/// Why an operation on a house failed, so that a view can offer what helps. Contract section 24.
public enum HomeErrorKind {
    NO_INSTANCE,
    INSTANCE_NOT_FOUND,
    INSTANCE_DISABLED,
    NOT_CONNECTED,
    /// The answer was lost; what was asked may have been done.
    CONNECTION_LOST,
    TIMEOUT,
    AUTH_REJECTED,
    BANNED,
    TLS,
    NEEDS_ADMIN,
    NOT_SUPPORTED,
    INVALID_INPUT,
    REMOTE_ERROR,
    PROTOCOL;

    public static HomeErrorKind of(FaultCode code) {
        return switch (code) {
            case CONNECTION_CUT -> CONNECTION_LOST;
            case TOO_SLOW -> TIMEOUT;
            case SECRET_MISSING, SECRET_REFUSED, LOGIN_REFUSED, SECRET_LOCKED, SIGN_IN_EXPIRED -> AUTH_REJECTED;
            case BANNED -> BANNED;
            case TLS_UNTRUSTED, TLS_EXPIRED, TLS_WRONG_NAME, TLS_PIN_CHANGED, TLS_EXPECTED, TLS_NOT_SPOKEN -> TLS;
            case PERMISSION_MISSING, TERMS_REQUIRED -> NEEDS_ADMIN;
            case NOT_SUPPORTED -> NOT_SUPPORTED;
            case NOT_FOUND, INVALID_INPUT, CONFIGURATION -> INVALID_INPUT;
            case REFUSED, SERVER_ERROR, NOT_READY, THROTTLED, IDENTITY_CHANGED -> REMOTE_ERROR;
            case MALFORMED, TOO_LARGE, BUG -> PROTOCOL;
            default -> NOT_CONNECTED;
        };
    }

    /// @return whether the house itself said nothing about what was asked: how it was last may be told instead
    public boolean silent() {
        return retryable() || this == AUTH_REJECTED || this == BANNED || this == TLS;
    }

    /// @return whether the same may succeed later without a change by a person
    public boolean retryable() {
        return this == NOT_CONNECTED || this == CONNECTION_LOST || this == TIMEOUT;
    }
}
