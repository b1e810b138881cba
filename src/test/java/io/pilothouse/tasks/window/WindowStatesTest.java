package io.pilothouse.tasks.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.WindowStateRepository;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowStatesTest {

    private static final InstanceId LOFT = new InstanceId("sonarr-2607180800abc");

    @TempDir
    Path folder;

    @Test
    void windowsComeBackAsTheyWere() {
        try (var test = new TestEngine(folder)) {
            var pinned = new WindowState("w2", Optional.of(LOFT), "history", true, Map.of("1000x1000", "1,2,800,600"));
            var fleet = new WindowState("w1", Optional.empty(), "fleet", false, Map.of());
            test.get().windows().save(pinned);
            test.get().windows().save(fleet);
            test.get().windows().save(new WindowState("w3", Optional.empty(), "trash", false, Map.of()));
            test.get().windows().forget("w3");

            assertThat(test.restart().windows().atStart()).containsExactly(fleet, pinned);
        }
    }

    @Test
    void aStateThatCannotBeReadIsKeptAsideAndSaid() {
        try (var test = new TestEngine(folder)) {
            var stored = new WindowStateRepository(test.database());
            stored.save("w1", "{\"places\":7}", test.time.instant());
            stored.save("w2", "[]", test.time.instant());
            stored.save("w4", "{\"page\":\"fleet\",\"places\":{},\"pinned\":\"so\"}", test.time.instant());
            test.get().windows().save(new WindowState("w3", Optional.empty(), "fleet", false, Map.of()));

            var windows = test.restart().windows();

            assertThat(windows.atStart()).extracting(WindowState::name).containsExactly("w3");
            assertThat(windows.unreadable()).containsExactly("w1", "w2", "w4");
            assertThat(new WindowStateRepository(test.database()).all())
                    .containsEntry("broken-w1", "{\"places\":7}")
                    .doesNotContainKey("w1");
            assertThat(test.restart().windows().unreadable()).isEmpty();
        }
    }
}
