package io.pilothouse.ui.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.demo.service.Fault;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryRow;
import io.pilothouse.tasks.library.Library;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javafx.scene.Node;
import javafx.scene.control.Labeled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Point 10 of the contract's section 20 as a whole: one server is silent, one slow, one good.
class LibraryThreeServersTest {

    @TempDir
    Path folder;

    private LibraryRig rig;
    private Instance good;
    private Instance slow;
    private Instance dead;

    @BeforeEach
    void open() throws Exception {
        rig = new LibraryRig(folder);
        good = rig.add("Good", "scenes", "12");
        slow = rig.add("Slow", "scenes", "12");
        dead = rig.add("Dead", "scenes", "12");
        for (var server : rig.library.servers()) {
            rig.full(server);
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void theGoodOneIsReadTheWindowShowsAllAtOnceAndEachHasItsState() throws Exception {
        rig.service("Dead").fault(new Fault.Refused());
        rig.service("Slow").fault(new Fault.Slow(Duration.ofHours(1)));
        var waiting = new CompletableFuture<Exception>();
        var reading = Thread.ofVirtual().start(() -> {
            try {
                rig.full(slow);
            } catch (ProblemException | InterruptedException e) {
                waiting.complete(e);
            }
        });
        Eventually.that(() -> rig.library.status().stream().anyMatch(Library.Status::running));
        assertThatThrownBy(() -> rig.full(dead)).isInstanceOf(ProblemException.class);
        rig.on("Good", it -> {
            it.library().update("scenes", 3, row -> row.put("title", "Told a moment ago"));
            return null;
        });
        rig.later(60);
        rig.changes(good);

        assertThat(rig.row(good, EntityType.SCENE, 3).title()).isEqualTo("Told a moment ago");
        var fakes = PictureFleet.make();
        fakes.library = rig.library;
        PictureFleet.put(fakes, rig.library.servers());
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                window.context().navigation().go(new Location.Program("library"));
                Windows.settle(fakes);
                var root = window.scene().getRoot();
                root.applyCss();
                root.layout();
                assertThat(root.lookupAll(".library-tile").stream()
                                .flatMap(tile -> ((Tile) tile).row().stream())
                                .map(LibraryRow::copies)
                                .flatMap(copies -> copies.stream().map(copy -> copy.instance()))
                                .collect(Collectors.toSet()))
                        .containsExactlyInAnyOrder(good.num(), slow.num(), dead.num());
                assertThat(says(root, "Its 12 scenes are shown as of"))
                        .as("of the silent one")
                        .isTrue();
            }
        });
        assertThat(waiting).as("the slow one is still being asked").isNotDone();
        reading.interrupt();
        assertThat(waiting.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);

        var engine = rig.engine;
        engine.get().start();
        engine.pass(Duration.ofMinutes(8)); // until it is known how fast they use to be
        engine.checks.takes(slow, Duration.ofSeconds(10));
        engine.checks.fail(dead, FaultCode.CONNECTION_REFUSED);
        engine.pass(Duration.ofMinutes(5));
        var states = engine.get().health().states().get();
        assertThat(states.get(good.id()).state()).isEqualTo(ShownState.HEALTHY);
        assertThat(states.get(slow.id()).state()).isEqualTo(ShownState.WARNING);
        assertThat(states.get(dead.id()).state()).isEqualTo(ShownState.DOWN);
    }

    private static boolean says(Node root, String words) {
        return root.lookupAll(".label").stream()
                .anyMatch(node -> node instanceof Labeled label
                        && label.getText() != null
                        && label.getText().contains(words));
    }
}
