package io.pilothouse.connectors.homeassistant;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class HomeAssistantVersionTest {

    @Test
    void aSuffixCountsAsTheReleaseItPrecedes() {
        var release = Optional.of(new HomeAssistantVersion(2026, 8, 0));

        assertEquals(release, HomeAssistantVersion.parse("2026.8.0b1"));
        assertEquals(release, HomeAssistantVersion.parse("2026.8.0.dev20260718"));
        assertEquals(release, HomeAssistantVersion.parse("2026.8"));
        assertEquals(Optional.empty(), HomeAssistantVersion.parse("unknown"));
    }

    @Test
    void partsAreComparedAsNumbers() {
        assertTrue(new HomeAssistantVersion(2022, 10, 0).atLeast(HomeAssistantVersion.COALESCES));
        assertTrue(new HomeAssistantVersion(2022, 9, 0).atLeast(HomeAssistantVersion.COALESCES));
        assertFalse(new HomeAssistantVersion(2022, 8, 7).atLeast(HomeAssistantVersion.COALESCES));
    }
}
