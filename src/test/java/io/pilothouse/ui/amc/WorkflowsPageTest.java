package io.pilothouse.ui.amc;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.function.BooleanSupplier;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The editor of questions, in a whole window over the real engine.
class WorkflowsPageTest {

    @TempDir
    private Path folder;

    private AmcRig rig;
    private FakeServices fakes;
    private ShellWindow window;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
        fakes = new FakeServices(rig.clock());
        InstanceId north = rig.add("Brand North", "amcpilot001").id();
        window = AmcWindow.open(rig, fakes, new Location.OfInstance(north, "workflows"));
        until(() -> window.scene().lookup("#sql") instanceof TextArea sql
                && !sql.getText().isBlank());
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

    private boolean there(String id) {
        return window.scene().lookup("#" + id) != null;
    }

    private void press(String id) throws InterruptedException {
        until(() -> there(id));
        FxToolkit.run(() -> ((Button) window.scene().lookup("#" + id)).fire());
    }

    private void retitle(String words) {
        FxToolkit.run(() -> ((TextField) window.scene().lookup("#workflow-title")).setText(words));
    }

    private int versionOf(String title) {
        return rig.amc().library().workflows().get().stream()
                .filter(it -> it.title().equals(title))
                .findFirst()
                .map(it -> it.version())
                .orElse(0);
    }

    private String asked() {
        return FxToolkit.call(() -> {
            var box = (ComboBox<?>) window.scene().lookup("#run-workflow");
            return ((io.pilothouse.domain.amc.Workflow) box.getValue()).title();
        });
    }

    @Test
    void whatIsSavedRunsWithoutAQuestion() throws Exception {
        press("amc-workflow-run");
        until(() -> there("run-workflow"));
        assertThat(FxToolkit.call(() -> there("amc-unsaved"))).isFalse();
    }

    @Test
    void unsavedChangesAreSavedBeforeTheyRun() throws Exception {
        retitle("Clicks of everybody");
        press("amc-workflow-run");
        press("amc-workflow-save-and-run");
        until(() -> there("run-workflow"));
        assertThat(versionOf("Clicks of everybody")).isEqualTo(2);
        assertThat(asked()).isEqualTo("Clicks of everybody");
    }

    @Test
    void theSavedVersionRunsWhereAPersonSaysSo() throws Exception {
        retitle("Clicks of everybody");
        press("amc-workflow-run");
        press("amc-workflow-run-saved");
        until(() -> there("run-workflow"));
        assertThat(asked()).isEqualTo("Clicks by search term");
        assertThat(versionOf("Clicks of everybody")).isZero();
    }
}
