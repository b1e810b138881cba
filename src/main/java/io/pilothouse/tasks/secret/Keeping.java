package io.pilothouse.tasks.secret;

import java.time.Duration;

/// Where the data key is kept, and what that may cost.
///
/// @param keyStore         the operating system's
/// @param keyFile          the last resort
/// @param patience         how long a request waits for the key store
/// @param passphraseRounds how much work every guess at a passphrase is
public record Keeping(KeyPlace keyStore, KeyPlace keyFile, Duration patience, int passphraseRounds) {

    /// OWASP Password Storage Cheat Sheet, 2023, for PBKDF2 with HMAC-SHA-256.
    public static final int USUAL_ROUNDS = 600_000;

    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(5);

    public static Keeping usual(KeyPlace keyStore, KeyPlace keyFile) {
        return new Keeping(keyStore, keyFile, USUAL_PATIENCE, USUAL_ROUNDS);
    }
}
