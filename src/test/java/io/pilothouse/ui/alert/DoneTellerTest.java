package io.pilothouse.ui.alert;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.domain.task.TaskState;
import io.pilothouse.domain.task.TaskView;
import io.pilothouse.tasks.alert.AlertSettings;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.ui.common.Texts;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DoneTellerTest {

    private final FakeServices fakes = PictureFleet.make();
    private boolean looking;
    private boolean locked;
    private final DoneTeller teller =
            new DoneTeller(fakes.services(Runnable::run), () -> new Texts(Locale.ENGLISH), () -> looking, () -> locked);

    @AfterEach
    void close() {
        teller.close();
    }

    private TaskView task(int number, Origin origin, TaskState state, Optional<Instant> ended) {
        return new TaskView(
                new TaskId(number),
                "search",
                "search Northern Light on Radarr 4K",
                List.of(PictureFleet.id("R4")),
                origin,
                state,
                Optional.empty(),
                0,
                OptionalLong.empty(),
                "",
                FakeServices.NOW,
                ended,
                Map.of(),
                Optional.empty(),
                false,
                false);
    }

    private void runs(int number, Origin origin, Duration lasts) {
        fakes.tasks.tasks.set(List.of(task(number, origin, TaskState.RUNNING, Optional.empty())));
        fakes.tasks.tasks.set(List.of(task(number, origin, TaskState.DONE, Optional.of(FakeServices.NOW.plus(lasts)))));
    }

    private List<String> told() {
        return fakes.program.calls.stream()
                .filter(call -> call.startsWith("tell "))
                .toList();
    }

    @Test
    void longWorkOfMineIsToldOnceWithoutTitlesWhileNobodyLooks() {
        runs(1, Origin.WINDOW, Duration.ofSeconds(31));
        fakes.tasks.tasks.set(List.copyOf(fakes.tasks.tasks.get()));

        assertThat(told()).containsExactly("tell Your work on Radarr 4K is done.");
    }

    @Test
    void shortWorkWorkOfOthersAndWorkIAmWatchingAreNot() {
        runs(1, Origin.WINDOW, Duration.ofSeconds(30));
        runs(2, Origin.CYCLE, Duration.ofHours(1));
        looking = true;
        runs(3, Origin.WINDOW, Duration.ofHours(1));

        assertThat(told()).isEmpty();
    }

    @Test
    void titlesAreSaidWhereThatIsAllowed() {
        fakes.settings.set(AlertSettings.TITLES, true);
        runs(1, Origin.WINDOW, Duration.ofMinutes(1));

        assertThat(told()).containsExactly("tell Done: search Northern Light on Radarr 4K");
    }
}
