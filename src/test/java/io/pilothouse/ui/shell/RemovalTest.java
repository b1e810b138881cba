package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.undo.Undoing.Undoable;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.Node;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Instances go to the trash and come back, and the window says which act that was.
class RemovalTest {

    private final FakeServices fakes = PictureFleet.make();
    private ShellWindow window;

    @BeforeEach
    void open() {
        FxToolkit.run(() -> window = Windows.open(fakes, false, Locale.GERMAN, false, Optional.empty()));
    }

    @AfterEach
    void close() {
        FxToolkit.run(window::close);
    }

    private List<String> told() {
        return window.context().toasts().getChildren().stream()
                .map(Node::getAccessibleText)
                .map(String::strip)
                .toList();
    }

    private void remove(String... monograms) {
        FxToolkit.run(() -> new Removal(window.context())
                .of(List.of(monograms).stream()
                        .map(PictureFleet::id)
                        .map(id -> fakes.instances.find(id).orElseThrow())
                        .toList()));
        FxToolkit.run(() -> Windows.settle(fakes));
    }

    @Test
    void severalGoAsOneActAndAreToldOnce() {
        remove("R1", "R4");
        FxToolkit.run(() -> assertThat(told())
                .filteredOn(text -> text.contains("30 Tage"))
                .containsExactly("2 Instanzen liegen 30 Tage im Papierkorb."));
        assertThat(fakes.instances.find(PictureFleet.id("R1")).orElseThrow().trashed())
                .isTrue();
        assertThat(fakes.instances.find(PictureFleet.id("R4")).orElseThrow().trashed())
                .isTrue();
        assertThat(fakes.tasks.started)
                .filteredOn(task -> task.kind().equals("instance-remove"))
                .hasSize(1);
    }

    @Test
    void theActIsNamedThatIsTakenBackAndItsNewsOffersItNoMore() {
        var task = new TaskId(7);
        fakes.undoing.undoable.set(List.of(
                new Undoable(task, "move Music to the trash", "take Music back from the trash", FakeServices.NOW)));
        FxToolkit.run(() -> {
            Windows.settle(fakes);
            window.context()
                    .toasts()
                    .news(
                            Optional.empty(),
                            "Music liegt im Papierkorb.",
                            Optional.of(new TakingBack(window.context()).offer(task, "Music")));
            window.context().toasts().news(Optional.empty(), "Anderes.", Optional.empty());
            window.context().actions().run("undo", Optional.empty());
        });
        FxToolkit.run(() -> Windows.settle(fakes));
        assertThat(fakes.undoing.undone).containsExactly(task);

        fakes.undoing.undoable.set(List.of());
        FxToolkit.run(() -> Windows.settle(fakes));
        FxToolkit.run(() ->
                assertThat(told()).containsExactly("Anderes.", "Rückgängig gemacht: Music in den Papierkorb legen."));
    }
}
