package io.pilothouse.tasks.secret;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Locale;

/// What a person writes down so that a lost key store loses nothing: seven groups of four characters
/// in Crockford's Base32 (crockford.com/base32.html), which has no letters that look like digits or
/// each other. The first 26 characters are 130 random bits, the last two a check, so that a slip of
/// the pen is noticed before it is tried. Case, blanks and hyphens do not matter; `O` reads as zero,
/// `I` and `L` as one.
///
/// @param text in its usual form
record RecoveryPhrase(String text) {

    private static final String ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int RANDOM_CHARACTERS = 26;
    private static final int ALL_CHARACTERS = 28;
    private static final int GROUP = 4;

    static RecoveryPhrase draw(SecureRandom random) {
        var characters = new StringBuilder();
        for (int i = 0; i < RANDOM_CHARACTERS; i++) {
            characters.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return new RecoveryPhrase(grouped(characters + check(characters.toString())));
    }

    /// @throws IllegalArgumentException if it is too short or long, holds a wrong character, or its
    ///                                  check does not fit
    static RecoveryPhrase parse(String typed) {
        var characters = typed.toUpperCase(Locale.ROOT)
                .replaceAll("[\\s-]", "")
                .replace('O', '0')
                .replaceAll("[IL]", "1");
        if (characters.length() != ALL_CHARACTERS) {
            throw new IllegalArgumentException("a recovery phrase has seven groups of four characters");
        }
        if (characters.chars().anyMatch(character -> ALPHABET.indexOf(character) < 0)) {
            throw new IllegalArgumentException("a recovery phrase has only digits and letters other than U");
        }
        var random = characters.substring(0, RANDOM_CHARACTERS);
        if (!characters.endsWith(check(random))) {
            throw new IllegalArgumentException("a character of the recovery phrase is wrong");
        }
        return new RecoveryPhrase(grouped(characters));
    }

    @Override
    public String toString() {
        return "RecoveryPhrase[hidden]";
    }

    private static String check(String random) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(random.getBytes(StandardCharsets.US_ASCII));
            return "" + ALPHABET.charAt(hash[0] & 31) + ALPHABET.charAt(hash[1] & 31);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private static String grouped(String characters) {
        return characters.replaceAll("(.{" + GROUP + "})(?!$)", "$1-");
    }
}
