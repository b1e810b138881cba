package io.pilothouse.ui.schedule;

import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.RadioButton;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws the schedules, to be looked at.
@Tag("pictures")
class SchedulePicturesTest {

    private static FakeServices fakes() {
        var fakes = PictureFleet.make();
        fakes.maintenance.plan(
                List.of(PictureFleet.id("W1")),
                FakeServices.NOW.plus(Duration.ofHours(6)),
                FakeServices.NOW.plus(Duration.ofHours(9)),
                io.pilothouse.domain.guard.Consent.none(io.pilothouse.domain.task.Origin.WINDOW));
        return fakes;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void schedules(boolean dark) {
        Windows.draw(
                "schedules",
                dark,
                fakes(),
                window -> window.context().navigation().go(new Location.Program("schedules")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void maintenance(boolean dark) {
        Windows.draw("maintenance", dark, fakes(), window -> {
            window.context().navigation().goTo(PictureFleet.id("W1"), "overview");
            window.context().actions().run("instance.maintenance-plan", Optional.of(PictureFleet.id("W1")));
            ((RadioButton) window.scene().getRoot().lookup("#when-weekly")).setSelected(true);
        });
    }
}
