package io.pilothouse.tasks.secret;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.security.SecureRandom;
import org.junit.jupiter.api.Test;

final class RecoveryPhraseTest {

    private final RecoveryPhrase phrase = RecoveryPhrase.draw(new SecureRandom());

    @Test
    void hasSevenGroupsOfFour() {
        assertTrue(phrase.text().matches("([0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}"), phrase::text);
    }

    @Test
    void isReadHoweverItIsTyped() {
        var typed = " "
                + phrase.text()
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace("-", "  ")
                        .replace('1', 'l') + "\n";

        assertEquals(phrase, RecoveryPhrase.parse(typed));
    }

    @Test
    void almostEverySlipIsNoticed() {
        var characters = phrase.text().replace("-", "");
        int noticed = 0;
        int slips = 0;
        for (int i = 0; i < characters.length(); i++) {
            for (char other : "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray()) {
                if (other != characters.charAt(i)) {
                    slips++;
                    noticed += refused(characters.substring(0, i) + other + characters.substring(i + 1));
                }
            }
        }
        assertTrue(noticed > slips * 0.98, noticed + " of " + slips);
    }

    @Test
    void isNotWhatIsTooShortOrHasOtherCharacters() {
        assertThrows(IllegalArgumentException.class, () -> RecoveryPhrase.parse("ABCD"));
        assertThrows(IllegalArgumentException.class, () -> RecoveryPhrase.parse("UUUU-".repeat(7)));
        assertThrows(IllegalArgumentException.class, () -> RecoveryPhrase.parse(""));
    }

    @Test
    void doesNotPrintItself() {
        assertEquals("RecoveryPhrase[hidden]", phrase.toString());
    }

    private static int refused(String typed) {
        try {
            RecoveryPhrase.parse(typed);
            return 0;
        } catch (IllegalArgumentException e) {
            return 1;
        }
    }
}
