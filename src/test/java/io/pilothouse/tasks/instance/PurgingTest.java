package io.pilothouse.tasks.instance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.testing.TestEngine;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PurgingTest {

    private static final Consent YES = new Consent(Origin.TERMINAL, true, true, Optional.empty(), false);

    @TempDir
    private Path folder;

    /// Whoever asks: `--yes` is an answer given before anybody has read the name.
    @Test
    void aGuardedInstanceGoesForGoodOnlyByItsTypedName() throws Exception {
        try (var test = new TestEngine(folder)) {
            var instances = test.get().instances();
            var loft = test.add("Loft", "http://nas.lan:8989/");
            var guarded = loft.configuration().withGuard(Optional.of(GuardLevel.GUARDED));
            instances.edit(loft.id(), loft.configVersion(), guarded, Map.of(), TestEngine.ME);
            instances.remove(loft.id(), TestEngine.ME);

            assertThatThrownBy(() -> instances.purge(loft.id(), YES))
                    .isInstanceOfSatisfying(
                            ProblemException.class,
                            asked -> assertThat(asked.problem().advice())
                                    .contains("Type the name of the instance: Loft."));
            assertThat(instances.find(loft.id())).isPresent();

            instances.purge(loft.id(), new Consent(Origin.TERMINAL, true, true, Optional.of("Loft"), false));
            assertThat(instances.find(loft.id())).isEmpty();
        }
    }
}
