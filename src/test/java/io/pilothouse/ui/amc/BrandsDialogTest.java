package io.pilothouse.ui.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.amc.AmcRig;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.ui.AmcWindow;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextArea;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The editor of brands, in a whole window over the real engine.
class BrandsDialogTest {

    @TempDir
    private Path folder;

    private AmcRig rig;
    private FakeServices fakes;
    private ShellWindow window;
    private InstanceId north;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
        fakes = new FakeServices(rig.clock());
        north = rig.add("Brand North", "amcpilot001").id();
        window = AmcWindow.open(rig, fakes, new Location.OfInstance(north, "runs"));
    }

    @AfterEach
    void close() {
        FxToolkit.run(window::close);
        rig.close();
    }

    private void until(BooleanSupplier shown) throws InterruptedException {
        Eventually.that(() -> FxToolkit.call(() -> {
            fakes.later.pass(Duration.ofMillis(500));
            window.scene().getRoot().applyCss();
            window.scene().getRoot().layout();
            return shown.getAsBoolean();
        }));
    }

    private void press(String id) throws InterruptedException {
        until(() -> window.scene().lookup("#" + id) instanceof Button button && !button.isDisabled());
        FxToolkit.run(() -> ((Button) window.scene().lookup("#" + id)).fire());
    }

    private Optional<Brand> tea() {
        return rig.amc().brands().all().stream()
                .filter(it -> it.isCalled("Harbour Tea"))
                .findFirst();
    }

    @Test
    void whatABrandSaysCountsInARunUntilItIsRemoved() throws Exception {
        FxToolkit.run(() -> BrandsDialog.open(window.context(), north));
        until(() -> window.scene().lookup("#brand") instanceof ComboBox<?> brand && brand.getValue() != null);
        FxToolkit.run(() -> {
            ((ComboBox<?>) window.scene().lookup("#brand-name")).getEditor().setText("Harbour Tea");
            ((TextArea) window.scene().lookup("#brand-values")).setText("product = sponsored_display");
        });
        press("amc-brands-save");
        Eventually.that(() -> rig.amc().brands().byInstance().getOrDefault(north, List.of()).stream()
                .anyMatch(it -> it.isCalled("Harbour Tea")));
        until(() -> !window.scene().lookup("#amc-brands-remove").isDisabled());

        FxToolkit.run(() -> RunDialog.open(window.context(), north, Optional.of("ph.spend-by-campaign")));
        press("amc-run-go");
        press("guard-go");
        Eventually.that(
                () -> !rig.amc().runs().runs(Optional.empty(), Instant.EPOCH, 9).isEmpty());
        assertThat(rig.amc()
                        .runs()
                        .runs(Optional.empty(), Instant.EPOCH, 9)
                        .getFirst()
                        .ask()
                        .values())
                .containsEntry("product", "sponsored_display");

        until(() -> window.scene().lookup("#amc-run-go") == null);
        press("amc-brands-remove");
        press("amc-sure");
        Eventually.that(() -> tea().isEmpty());
    }

    private String name() {
        return ((ComboBox<?>) window.scene().lookup("#brand-name")).getEditor().getText();
    }

    private String nameTyped() {
        return FxToolkit.call(this::name);
    }

    private void choose(String brand) {
        FxToolkit.run(() -> {
            @SuppressWarnings("unchecked")
            var box = (ComboBox<Brand>) window.scene().lookup("#brand");
            box.setValue(box.getItems().stream()
                    .filter(it -> it.isCalled(brand))
                    .findFirst()
                    .orElseThrow());
        });
    }

    @Test
    void anotherBrandIsShownOverHalfTypedValuesOnlyWhenAPersonSaysSo() throws Exception {
        rig.amc().brands().set(north, List.of("Tea", "Coffee"), io.pilothouse.testing.TestEngine.ME);
        FxToolkit.run(() -> BrandsDialog.open(window.context(), north));
        until(() -> window.scene().lookup("#brand") instanceof ComboBox<?> brand
                && brand.getItems().size() == 3);
        choose("Tea");
        FxToolkit.run(() -> ((TextArea) window.scene().lookup("#brand-values")).setText("a = 1"));

        choose("Coffee");
        press("keep-typed");
        assertThat(nameTyped()).isEqualTo("Tea");
        assertThat(FxToolkit.call(() -> ((TextArea) window.scene().lookup("#brand-values")).getText()))
                .isEqualTo("a = 1");

        choose("Coffee");
        press("lose-typed");
        until(() -> name().equals("Coffee"));
        choose("Tea");
        until(() -> name().equals("Tea"));
        assertThat(FxToolkit.call(() -> ((TextArea) window.scene().lookup("#brand-values")).getText()))
                .isEmpty();
    }
}
