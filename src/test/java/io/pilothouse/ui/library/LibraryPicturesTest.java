package io.pilothouse.ui.library;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilothouse.demo.service.Fault;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.library.EntityKey;
import io.pilothouse.domain.library.EntityType;
import io.pilothouse.domain.library.LibraryQuery;
import io.pilothouse.testing.LibraryRig;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws the library over three simulated servers, to be looked at.
@Tag("pictures")
class LibraryPicturesTest {

    @TempDir
    Path folder;

    private LibraryRig rig;

    @BeforeEach
    void open() throws Exception {
        rig = new LibraryRig(folder);
        for (var name : List.of("Fieldwork", "Archive", "Stash")) {
            rig.full(rig.add(name, "scenes", "240"));
        }
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private void draw(String name, boolean dark, Consumer<ShellWindow> prepare) {
        FakeServices fakes = PictureFleet.make();
        fakes.library = rig.library;
        PictureFleet.put(fakes, rig.library.servers());
        Windows.draw(name, dark, fakes, window -> {
            window.context().navigation().go(new Location.Program("library"));
            window.context().actions().run("library.blur", Optional.empty());
            Windows.settle(fakes);
            window.scene().getRoot().applyCss();
            window.scene().getRoot().layout();
            prepare.accept(window);
        });
    }

    private static void press(ShellWindow window, String text) {
        window.scene().getRoot().lookupAll(".view-tab").stream()
                .filter(node -> node instanceof javafx.scene.control.Labeled labeled
                        && labeled.getText() != null
                        && labeled.getText().startsWith(text))
                .findFirst()
                .ifPresent(node -> ((javafx.scene.control.ButtonBase) node).fire());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void grid(boolean dark) throws Exception {
        var folded =
                rig
                        .library
                        .page(LibraryQuery.all(EntityType.SCENE, rig.library.shown(List.of()))
                                .limit(200))
                        .stream()
                        .filter(row -> row.copies().size() == 3)
                        .findFirst()
                        .orElseThrow();
        draw("library", dark, window -> {
            var tile = (Tile) window.scene().getRoot().lookup(".library-tile");
            assertThat(tile).isNotNull();
        });
        assertThat(Files.exists(Path.of("target/pictures/library-light.png")) || dark)
                .isTrue();
        assertThat(folded.copies()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void detail(boolean dark) {
        draw("library-detail", dark, window -> {
            for (var node : window.scene().getRoot().lookupAll(".library-tile")) {
                var tile = (Tile) node;
                if (tile.row().filter(row -> row.copies().size() > 1).isPresent()) {
                    tile.getOnMouseClicked().handle(null);
                    return;
                }
            }
        });
    }

    @Test
    void conflicts() throws Exception {
        rig.later(60);
        rig.on("Archive", it -> {
            var like = it.library().row("scenes", 30);
            it.library().update("scenes", 31, row -> row.put("stash_ids", like.get("stash_ids")));
            return null;
        });
        rig.later(60);
        rig.changes(rig.library.servers().get(1));
        draw("library-duplicates", false, window -> press(window, "Duplicates"));
    }

    @Test
    void missing() {
        draw("library-missing", false, window -> press(window, "Missing data"));
    }

    @Test
    void servers() {
        draw("library-servers", false, window -> press(window, "Jobs"));
    }

    /// A server whose library shrank, one that is another now, one that is silent; and what waits to be written.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void troubles(boolean dark) throws Exception {
        var servers = rig.library.servers();
        rig.library.writeBack(servers.getFirst().id(), "manual");
        rig.library.rate(new EntityKey(servers.getFirst().num(), EntityType.SCENE, 3), OptionalInt.of(80));
        rig.later(60);
        rig.on("Fieldwork", it -> {
            for (int id = 1; id <= 200; id++) {
                it.library().remove("scenes", id);
            }
            return null;
        });
        rig.changes(servers.getFirst());
        rig.service("Archive").fault(new Fault.OtherIdentity());
        rig.service("Stash").fault(new Fault.Refused());
        for (var server : servers.subList(1, 3)) {
            assertThatThrownBy(() -> rig.full(server)).isInstanceOf(ProblemException.class);
        }
        draw("library-troubles", dark, window -> press(window, "Jobs"));
    }

    @Test
    void nothingFound() {
        draw(
                "library-nothing",
                false,
                window -> ((javafx.scene.control.TextField)
                                window.scene().getRoot().lookup(".library #search"))
                        .setText("zzzzqq"));
    }

    @Test
    void table() {
        draw("library-table", false, window -> {
            for (var node : window.scene().getRoot().lookupAll(".toggle-button")) {
                if (node instanceof javafx.scene.control.ToggleButton button
                        && "Table".equals(button.getAccessibleText())) {
                    button.fire();
                }
            }
        });
    }
}
