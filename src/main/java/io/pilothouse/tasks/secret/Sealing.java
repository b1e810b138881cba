package io.pilothouse.tasks.secret;

import io.pilothouse.store.SecretRepository.SealedBytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Optional;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// AES-256-GCM with a fresh nonce for every value. What a value is for is bound to it as associated
/// data, so that no value can be put in the place of another.
final class Sealing {

    static final int KEY_BYTES = 32;

    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final SecureRandom random;

    Sealing(SecureRandom random) {
        this.random = random;
    }

    byte[] newKey() {
        var key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return key;
    }

    /// @param purpose what the value is for, the same when it is opened
    SealedBytes seal(byte[] key, String purpose, byte[] value) {
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            return new SealedBytes(
                    nonce, cipher(Cipher.ENCRYPT_MODE, key, nonce, purpose).doFinal(value));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing in this Java", e);
        }
    }

    /// @return empty if the key is another, or value or purpose were changed
    Optional<byte[]> open(byte[] key, String purpose, SealedBytes sealed) {
        try {
            return Optional.of(
                    cipher(Cipher.DECRYPT_MODE, key, sealed.nonce(), purpose).doFinal(sealed.cipher()));
        } catch (AEADBadTagException e) {
            return Optional.empty();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES-256-GCM is missing in this Java", e);
        }
    }

    private static Cipher cipher(int mode, byte[] key, byte[] nonce, String purpose) throws GeneralSecurityException {
        SecretKey aes = new SecretKeySpec(key, "AES");
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, aes, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
