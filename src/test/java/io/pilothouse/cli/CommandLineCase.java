package io.pilothouse.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/// A test that runs command lines in an empty folder.
abstract class CommandLineCase {

    @TempDir
    Path folder;

    CommandLineRig rig;

    @BeforeEach
    void start() {
        rig = new CommandLineRig(folder);
    }

    @AfterEach
    void stop() {
        rig.close();
    }
}
