package io.pilothouse.tasks.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Optional;
import java.util.TreeMap;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;

/// Secrets of an export under a passphrase: PBKDF2 with HMAC-SHA-256 (RFC 8018), rounds as OWASP's
/// password storage page asks, then AES-256-GCM per instance with its id as associated data, so that
/// no value can be moved to another instance.
final class SecretEnvelope {

    static final String DERIVATION = "PBKDF2WithHmacSHA256";
    private static final int ROUNDS = 600_000;
    private static final int FEWEST_ROUNDS = 100_000;
    /// A file may ask for any number; more would only be there to hold the program up.
    private static final int MOST_ROUNDS = 5_000_000;

    private static final int SALT_BYTES = 16;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final SecretKey key;
    private final byte[] salt;
    private final int rounds;
    private final SecureRandom random;

    private SecretEnvelope(char[] passphrase, byte[] salt, int rounds, SecureRandom random) {
        this.salt = salt;
        this.rounds = rounds;
        this.random = random;
        var spec = new PBEKeySpec(passphrase, salt, rounds, 256);
        try {
            key = new SecretKeySpec(
                    SecretKeyFactory.getInstance(DERIVATION)
                            .generateSecret(spec)
                            .getEncoded(),
                    "AES");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + DERIVATION, e);
        } finally {
            spec.clearPassword();
        }
    }

    static SecretEnvelope seal(char[] passphrase, SecureRandom random) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new SecretEnvelope(passphrase, salt, ROUNDS, random);
    }

    /// @return empty if the file asks for what no export of ours asks for
    static Optional<SecretEnvelope> open(JsonNode protection, char[] passphrase, SecureRandom random) {
        int rounds = protection.path("rounds").asInt(0);
        try {
            var salt = Base64.getDecoder().decode(protection.path("salt").asText(""));
            return DERIVATION.equals(protection.path("derivation").asText(""))
                            && rounds >= FEWEST_ROUNDS
                            && rounds <= MOST_ROUNDS
                            && salt.length >= SALT_BYTES
                            && salt.length <= 64
                    ? Optional.of(new SecretEnvelope(passphrase, salt, rounds, random))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    String salt() {
        return Base64.getEncoder().encodeToString(salt);
    }

    int rounds() {
        return rounds;
    }

    /// @param id of the instance they belong to
    String sealed(String id, Secrets secrets) {
        var plain = new TreeMap<String, String>();
        secrets.byField().forEach((field, secret) -> plain.put(field, secret.value()));
        var nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        try {
            var cipher = cipher(Cipher.ENCRYPT_MODE, nonce, id);
            var body = cipher.doFinal(JSON.writeValueAsBytes(plain));
            var all = Arrays.copyOf(nonce, nonce.length + body.length);
            System.arraycopy(body, 0, all, nonce.length, body.length);
            return Base64.getEncoder().encodeToString(all);
        } catch (GeneralSecurityException | JsonProcessingException e) {
            throw new IllegalStateException("secrets cannot be encrypted", e);
        }
    }

    /// @return empty if the passphrase is another, or the value was changed or moved
    Optional<Secrets> opened(String id, String sealed) {
        try {
            var all = Base64.getDecoder().decode(sealed);
            if (all.length <= NONCE_BYTES) {
                return Optional.empty();
            }
            var cipher = cipher(Cipher.DECRYPT_MODE, Arrays.copyOf(all, NONCE_BYTES), id);
            var plain = JSON.readTree(cipher.doFinal(all, NONCE_BYTES, all.length - NONCE_BYTES));
            var secrets = new HashMap<String, Secret>();
            plain.properties().forEach(field -> {
                if (!field.getValue().asText("").isEmpty()) {
                    secrets.put(field.getKey(), new Secret(field.getValue().asText()));
                }
            });
            return Optional.of(new Secrets(secrets));
        } catch (GeneralSecurityException | IllegalArgumentException | java.io.IOException e) {
            return Optional.empty(); // what exactly is wrong is nothing to tell an attacker
        }
    }

    private Cipher cipher(int mode, byte[] nonce, String id) throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
