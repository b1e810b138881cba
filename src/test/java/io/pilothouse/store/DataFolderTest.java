package io.pilothouse.store;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class DataFolderTest {

    private static final Path HOME = Path.of("/home/anna");

    @Test
    void isWhereThePlatformWantsIt() {
        assertEquals(Path.of("/home/anna/.local/share/pilothouse"), chosen("Linux", Map.of()));
        assertEquals(Path.of("/data/anna/pilothouse"), chosen("Linux", Map.of("XDG_DATA_HOME", "/data/anna")));
        assertEquals(
                Path.of("/home/anna/.local/share/pilothouse"), chosen("Linux", Map.of("XDG_DATA_HOME", "relative")));
        assertEquals(Path.of("/home/anna/Library/Application Support/Pilothouse"), chosen("Mac OS X", Map.of()));
        assertEquals(Path.of("/roaming/Pilothouse"), chosen("Windows 11", Map.of("APPDATA", "/roaming")));
        assertEquals(Path.of("/home/anna/AppData/Roaming/Pilothouse"), chosen("Windows 11", Map.of()));
    }

    @Test
    void theVariableIsBelowTheOption() {
        var variable = Map.of("PILOTHOUSE_DATA", "/elsewhere");

        assertEquals(Path.of("/elsewhere"), chosen("Linux", variable));
        assertEquals(
                Path.of("/asked"),
                DataFolder.choose(Optional.of(Path.of("/asked")), variable, "Linux", HOME)
                        .root());
    }

    @Test
    void theDemoFleetHasItsOwn() {
        assertEquals(
                Path.of("/asked/demo"), new DataFolder(Path.of("/asked")).demo().root());
    }

    private static Path chosen(String operatingSystem, Map<String, String> environment) {
        return DataFolder.choose(Optional.empty(), environment, operatingSystem, HOME)
                .root();
    }
}
