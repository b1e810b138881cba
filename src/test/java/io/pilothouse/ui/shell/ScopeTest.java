package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.table.Column;
import io.pilothouse.ui.table.MemoryRows;
import io.pilothouse.ui.table.RowTable;
import io.pilothouse.ui.table.TableSpec;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.octicons.Octicons;

class ScopeTest {

    private final FakeServices fakes = PictureFleet.make();

    /// A page over the two Radarrs with one row for each.
    private static final class Both implements PageView {
        final Scope scope;
        final MemoryRows<InstanceId> rows = new MemoryRows<>(id -> id);
        final RowTable<InstanceId> table;

        Both(WindowContext window) {
            scope = new Scope(window, "both", one -> one.kind().value().equals("radarr"), "scope.arr");
            table = new RowTable<>(
                    window,
                    TableSpec.of(
                                    "test.both",
                                    "Both",
                                    rows,
                                    List.of(Column.<InstanceId>text("id", "fleet.column.instance", InstanceId::value)))
                            .ofInstance(id -> id));
            rows.set(List.of(PictureFleet.id("R1"), PictureFleet.id("R4")));
            table.within(scope);
        }

        @Override
        public Parent root() {
            return table;
        }

        @Override
        public Optional<Scope> scope() {
            return Optional.of(scope);
        }

        @Override
        public void close() {
            scope.close();
            table.close();
        }
    }

    private void look(BiConsumer<ShellWindow, Both> look) {
        FxToolkit.run(() -> {
            try (var window = Windows.open(fakes, false)) {
                var page = new Both(window.context());
                window.context().pages().add(new ProgramPage("both", Octicons.BEAKER_16, () -> page));
                window.context().navigation().go(new Location.Program("both"));
                Windows.settle(fakes);
                look.accept(window, page);
            }
        });
    }

    private static List<String> chips(ShellWindow window) {
        return window.scene().getRoot().lookupAll(".scope-chip").stream()
                .map(chip -> ((Region) chip)
                        .getChildrenUnmodifiable().stream()
                                .filter(node -> node instanceof Label label
                                        && !label.getStyleClass().contains("monogram"))
                                .map(node -> ((Label) node).getText())
                                .reduce("", String::concat))
                .toList();
    }

    @Test
    void ofNobodyNothingIsSaidAndOneButtonTakesAllIn() {
        look((window, page) -> {
            page.scope.remove(PictureFleet.id("R1"));
            page.scope.remove(PictureFleet.id("R4"));
            Windows.settle(fakes);
            assertThat(page.table.lookupAll(".label"))
                    .anySatisfy(label -> assertThat(((Label) label).getText()).isEqualTo("No instance chosen."));

            page.table.lookupAll(".button").stream()
                    .map(Button.class::cast)
                    .filter(button -> "Take all in".equals(button.getText()))
                    .findFirst()
                    .orElseThrow()
                    .fire();
            Windows.settle(fakes);
            assertThat(page.table.shown()).hasSize(2);
            assertThat(page.table.lookupAll(".label"))
                    .noneSatisfy(label -> assertThat(((Label) label).getText()).isEqualTo("No instance chosen."));
        });
    }

    @Test
    void headerBandAndRowsFollowTheScope() {
        look((window, page) -> {
            assertThat(chips(window)).hasSize(2).anyMatch(words -> words.contains("Radarr HD"));
            assertThat(window.scene().getRoot().lookupAll(".band-part")).hasSize(2);
            assertThat(page.table.shown()).hasSize(2);

            var out = (Button) window.scene().getRoot().lookup(".scope-chip .chip-out");
            assertThat(out.getAccessibleText()).isEqualTo("Leave Radarr HD out");
            out.fire();
            Windows.settle(fakes);

            assertThat(chips(window)).hasSize(1);
            assertThat(page.scope.view().get().words()).isEqualTo("1 of 2 apps");
            assertThat(page.table.shown()).containsExactly(PictureFleet.id("R4"));
            assertThat(window.scene().getRoot().lookupAll(".band-part")).hasSize(1);
            window.context().navigation().go(Navigation.FLEET);
            assertThat(chips(window)).isEmpty();
            assertThat(window.scene().getRoot().lookupAll(".band-part")).isEmpty();
        });
    }

    @Test
    void theChoiceIsKeptAndNewInstancesAreIn() {
        look((window, page) -> {
            page.scope.remove(PictureFleet.id("R1"));
            Windows.settle(fakes);
        });
        look((window, page) -> {
            assertThat(page.scope.view().get().chosen())
                    .extracting(Instance::name)
                    .containsExactly("Radarr 4K");
            page.scope.everything();
            assertThat(page.scope.view().get().everything()).isTrue();
        });
    }
}
