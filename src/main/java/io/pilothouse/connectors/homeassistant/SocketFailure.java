package io.pilothouse.connectors.homeassistant;

import java.io.Serial;

/// A WebSocket that could not be opened or used. The reason says what it means for the session; the
/// connector puts it into words.
final class SocketFailure extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    enum Reason {
        /// No connection, or it broke: the cause is the [IOException].
        NETWORK,
        /// Something answered the upgrade with an HTTP status instead of 101.
        NOT_UPGRADED,
        /// It speaks WebSocket but is no Home Assistant.
        NOT_HOME_ASSISTANT,
        /// The token is wrong; trying it again counts as another failed login.
        TOKEN_REFUSED,
        /// Nothing came in time.
        TOO_SLOW,
        /// The connection is closed; commands under way are lost and must not be sent again by themselves.
        LOST,
        /// The server sends faster than we can read, or more than we take.
        OVERLOADED,
        /// What came cannot be understood.
        MALFORMED
    }

    private final Reason reason;
    private final int status;

    SocketFailure(Reason reason, String message) {
        this(reason, 0, message, null);
    }

    /// @param status of the HTTP answer with [Reason#NOT_UPGRADED], else 0
    SocketFailure(Reason reason, int status, String message, @org.jspecify.annotations.Nullable Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.status = status;
    }

    Reason reason() {
        return reason;
    }

    int status() {
        return status;
    }
}
