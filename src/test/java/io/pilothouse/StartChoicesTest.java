package io.pilothouse;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.store.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the toolkit is told before the store is open.
class StartChoicesTest {

    @TempDir
    Path root;

    private StartChoices kept(StartChoices choices) throws Exception {
        choices.write(new DataFolder(root));
        return StartChoices.read(new DataFolder(root));
    }

    @Test
    void whatWasChosenHoldsAtTheNextStartAndTheUsualLeavesNoFile() throws Exception {
        assertThat(kept(new StartChoices(true, 150))).isEqualTo(new StartChoices(true, 150));
        assertThat(kept(new StartChoices(false, 0))).isEqualTo(new StartChoices(false, 0));
        assertThat(root).isEmptyDirectory();
    }

    @Test
    void aBrokenFileIsPassedOver() throws Exception {
        kept(new StartChoices(true, 150));
        var file = root.resolve("start.properties");
        Files.writeString(file, "software=true\nscale=90000\n");
        assertThat(StartChoices.read(new DataFolder(root))).isEqualTo(new StartChoices(true, 0));
        Files.writeString(file, "scale=wide \\u12");
        assertThat(StartChoices.read(new DataFolder(root))).isEqualTo(new StartChoices(false, 0));
    }

    @Test
    void theCommandLineHasTheLastWord() {
        var properties = new Properties();
        properties.setProperty("prism.order", "es2");
        new StartChoices(true, 150).applyTo(properties);

        assertThat(properties)
                .containsEntry("prism.order", "es2")
                .containsEntry("glass.gtk.uiScale", "150%")
                .containsEntry("glass.win.uiScale", "150%");
    }
}
