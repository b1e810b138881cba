package io.pilothouse.demo.service;

import java.time.Duration;

/// The certificates a simulated service can show.
public enum CertificateKind {
    /// signed by the fleet's authority, a year left
    TRUSTED(Duration.ofDays(365)),
    /// signed by the fleet's authority, nine days left
    NINE_DAYS_LEFT(Duration.ofDays(9)),
    /// signed by the fleet's authority, ended yesterday
    EXPIRED(Duration.ofDays(-1)),
    /// signed by itself
    UNTRUSTED(Duration.ofDays(365)),
    /// signed by the fleet's authority, for another host
    WRONG_HOST(Duration.ofDays(365));

    private final Duration left;

    CertificateKind(Duration left) {
        this.left = left;
    }

    Duration left() {
        return left;
    }
}
