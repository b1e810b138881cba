package io.pilothouse.ui.instances;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.Label;
import org.junit.jupiter.api.Test;

class EmptyTrashTest {

    private final FakeServices fakes = PictureFleet.make();

    @Test
    void theSheetListsWhatGoesAndNothingGoesBeforeItIsAnswered() throws Exception {
        fakes.instances.remove(PictureFleet.id("R1"), Consent.none(Origin.WINDOW));
        fakes.instances.remove(PictureFleet.id("S1"), Consent.none(Origin.WINDOW));
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("trash.clear", Optional.empty());
                Windows.settle(fakes);
                var root = window.scene().getRoot();
                root.applyCss();
                var said = root.lookupAll(".label").stream()
                        .map(it -> ((Label) it).getText())
                        .collect(Collectors.joining("\n"));
                assertThat(said).contains("Delete all 2 instances in the trash for good", "Radarr HD", "Sonarr Main");
                assertThat(fakes.instances.calls).noneMatch(call -> call.startsWith("purge"));
            }
        });
    }

    @Test
    void anEmptyTrashIsSaidToBeEmpty() {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().actions().run("trash.clear", Optional.empty());
                Windows.settle(fakes);
                window.scene().getRoot().applyCss();
                assertThat(window.scene().getRoot().lookupAll(".label").stream().map(it -> ((Label) it).getText()))
                        .contains("The trash is empty.");
            }
        });
    }
}
