package io.pilothouse.tasks.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/// How a key is made from words: PBKDF2 with HMAC-SHA-256. The parameters are stored beside what the
/// key opens, so that they can grow later.
///
/// @param salt   16 bytes
/// @param rounds how often the function runs for each guess
record Derivation(byte[] salt, int rounds) {

    /// A drawn phrase holds 130 bits: nobody tries them all, with or without rounds.
    static final int PHRASE_ROUNDS = 1_000;

    private static final int SALT_BYTES = 16;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    static Derivation fresh(SecureRandom random, int rounds) {
        var salt = new byte[SALT_BYTES];
        random.nextBytes(salt);
        return new Derivation(salt, rounds);
    }

    static Derivation parse(String json) {
        try {
            var node = MAPPER.readTree(json);
            return new Derivation(
                    Base64.getDecoder().decode(node.path("salt").asText()),
                    node.path("rounds").asInt());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the store holds broken parameters of a key", e);
        }
    }

    String json() {
        return MAPPER.createObjectNode()
                .put("function", "PBKDF2WithHmacSHA256")
                .put("salt", Base64.getEncoder().encodeToString(salt))
                .put("rounds", rounds)
                .toString();
    }

    byte[] key(char[] words) {
        try {
            var specification = new PBEKeySpec(words, salt, rounds, Sealing.KEY_BYTES * 8);
            try {
                return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                        .generateSecret(specification)
                        .getEncoded();
            } finally {
                specification.clearPassword();
            }
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("PBKDF2 is missing in this Java", e);
        }
    }
}
