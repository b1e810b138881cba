package io.pilothouse.connectors.homeassistant;

/// Where the live line to one Home Assistant stands (contract section 22).
public enum SessionState {
    /// Nobody asked for a connection.
    STOPPED,
    /// Connecting, or waiting for the next attempt.
    CONNECTING,
    AUTHENTICATING,
    /// Live.
    READY,
    /// The token was refused; nothing is sent until a person changes it or asks for another attempt.
    AUTH_FAILED,
    /// The server refuses this computer; only harmless looks, a quarter of an hour apart.
    BANNED,
    TLS_ERROR,
    /// No Home Assistant, or one that is too old.
    UNSUPPORTED;

    /// @return whether another attempt by itself could do harm or no good
    public boolean needsPerson() {
        return this == AUTH_FAILED || this == TLS_ERROR || this == UNSUPPORTED;
    }
}
