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
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Hyperlink;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.ToggleButton;
import javafx.scene.layout.VBox;
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
    private InstanceId north;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
        fakes = new FakeServices(rig.clock());
        north = rig.add("Brand North", "amcpilot001").id();
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
    void theLinesOfTheListAreApartAndNoneIsEmpty() throws Exception {
        until(() -> window.scene()
                        .getRoot()
                        .lookupAll("#workflow-list .list-cell .label")
                        .size()
                > 2);

        FxToolkit.run(() -> assertThat(window.scene().getRoot().lookupAll("#workflow-list .list-cell"))
                .filteredOn(cell -> ((ListCell<?>) cell).getItem() != null)
                .allSatisfy(node -> {
                    var cell = (ListCell<?>) node;
                    var words = ((VBox) cell.getGraphic()).getChildren();
                    var first = cell.sceneToLocal(
                            words.getFirst().localToScene(words.getFirst().getLayoutBounds()));
                    var last = cell.sceneToLocal(
                            words.getLast().localToScene(words.getLast().getLayoutBounds()));
                    assertThat(first.getMinY()).isBetween(5.0, 8.0);
                    assertThat(cell.getHeight() - last.getMaxY()).isBetween(5.0, 8.0);
                }));
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

    private String shown() {
        return ((TextField) window.scene().lookup("#workflow-title")).getText();
    }

    private String title() {
        return FxToolkit.call(this::shown);
    }

    private void choose(int place) {
        FxToolkit.run(() -> ((ListView<?>) window.scene().lookup("#workflow-list"))
                .getSelectionModel()
                .select(place));
    }

    @Test
    void anotherWorkflowIsShownOverUnsavedChangesOnlyWhenAPersonSaysSo() throws Exception {
        retitle("Half typed");
        choose(3);
        press("keep-typed");
        until(() -> !there("lose-typed-question"));
        assertThat(title()).isEqualTo("Half typed");
        assertThat(FxToolkit.call(() -> ((ListView<?>) window.scene().lookup("#workflow-list"))
                        .getSelectionModel()
                        .getSelectedIndex()))
                .isZero();

        choose(3);
        press("lose-typed");
        until(() -> !shown().equals("Half typed"));
        assertThat(FxToolkit.call(() -> ((ListView<?>) window.scene().lookup("#workflow-list"))
                        .getSelectionModel()
                        .getSelectedIndex()))
                .isEqualTo(3);
    }

    @Test
    void anOlderVersionIsComparedAndBroughtBack() throws Exception {
        FxToolkit.run(() -> ((TextField) window.scene().lookup("#workflow-tags")).setText("weekly, tea"));
        retitle("Second title");
        press("amc-workflow-save");
        Eventually.that(() -> versionOf("Second title") == 2);
        assertThat(rig.amc().library().workflows().get())
                .filteredOn(it -> it.title().equals("Second title"))
                .singleElement()
                .satisfies(it -> assertThat(it.tags()).containsExactly("weekly", "tea"));

        until(() -> window.scene().lookup("#workflow-version") instanceof Hyperlink link
                && link.getText().contains("2"));
        FxToolkit.run(() -> ((Hyperlink) window.scene().lookup("#workflow-version")).fire());
        until(() -> window.scene().lookup("#history-lines") instanceof VBox lines
                && !lines.getChildren().isEmpty());
        assertThat(FxToolkit.call(() -> ((VBox) window.scene().lookup("#history-lines"))
                        .getChildren().stream()
                                .map(line -> ((Label) line).getText())
                                .filter(line -> !line.startsWith("  "))
                                .toList()))
                .containsExactly(
                        "− Title: Clicks by search term",
                        "− Tags: search",
                        "+ Title: Second title",
                        "+ Tags: weekly, tea");
        press("amc-history-restore");

        Eventually.that(() -> versionOf("Clicks by search term") == 3);
        until(() -> shown().equals("Clicks by search term"));
    }

    @Test
    void aQuestionIsCompiledOnlyWithAValueOfOneInstanceAlone() throws Exception {
        press("amc-workflow-run");
        until(() -> there("run-compile"));
        FxToolkit.run(() -> {
            @SuppressWarnings("unchecked")
            var workflow =
                    (ComboBox<io.pilothouse.domain.amc.Workflow>) window.scene().lookup("#run-workflow");
            workflow.setValue(workflow.getItems().stream()
                    .filter(it -> it.id().equals("ph.spend-by-campaign"))
                    .findFirst()
                    .orElseThrow());
            ((CheckBox) window.scene().lookup("#run-compile")).setSelected(true);
            ((ToggleButton) window.scene().lookup("#run-own-" + north)).fire();
        });
        var own = "#run-values-" + north + " #parameter-product";
        until(() -> window.scene().lookup(own) != null);
        FxToolkit.run(() -> ((TextField) window.scene().lookup(own)).setText("sponsored_display"));
        until(() -> !window.scene().lookup("#amc-run-go").isDisabled());
        press("amc-run-go");
        Eventually.that(
                () -> !rig.amc().runs().runs(Optional.empty(), Instant.EPOCH, 9).isEmpty());
        var ask = rig.amc()
                .runs()
                .runs(Optional.empty(), Instant.EPOCH, 9)
                .getFirst()
                .ask();
        assertThat(ask.dryRun()).isTrue();
        assertThat(ask.values()).containsEntry("product", "sponsored_display");
    }

    private void type(String sql) {
        FxToolkit.run(() -> ((TextArea) window.scene().lookup("#sql")).setText(sql));
    }

    private String sql() {
        return FxToolkit.call(() -> ((TextArea) window.scene().lookup("#sql")).getText());
    }

    /// @return the buttons that mend what is found, by their words
    private List<Button> fixes() {
        return window.scene().lookup("#findings").lookupAll(".amc-fix").stream()
                .map(Button.class::cast)
                .toList();
    }

    private void mend(String words) throws InterruptedException {
        until(() -> fixes().stream().anyMatch(it -> it.getText().equals(words)));
        FxToolkit.run(() -> fixes().stream()
                .filter(it -> it.getText().equals(words))
                .findFirst()
                .orElseThrow()
                .fire());
    }

    private boolean saveable() {
        return FxToolkit.call(() -> !window.scene().lookup("#amc-workflow-save").isDisabled());
    }

    @Test
    void whatAmcDoesNotTakeIsMendedWithAClickAndTheClickIsUndone() throws Exception {
        rig.amc().memory().refreshDataSources(north);
        var limited = "SELECT campaign, SUM(clicks) AS clicks FROM sponsored_ads_traffic GROUP BY campaign LIMIT 5";
        type(limited);
        mend("Rewrite it");
        assertThat(sql()).contains("ROW_NUMBER() OVER (ORDER BY campaign) AS row_rank", "WHERE row_rank <= 5");
        until(() -> fixes().isEmpty());
        FxToolkit.run(() -> ((TextArea) window.scene().lookup("#sql")).undo());
        assertThat(sql()).isEqualTo(limited);

        type("SELECT campaign, SUM(clicks) AS clicks FROM sponsored_ads_trafic GROUP BY campaign ORDER BY 1");
        mend("Remove it");
        mend("Use sponsored_ads_traffic");
        assertThat(sql())
                .isEqualTo("SELECT campaign, SUM(clicks) AS clicks FROM sponsored_ads_traffic GROUP BY campaign");
    }

    @Test
    void aParameterIsDeclaredAndTakenBackWithAClick() throws Exception {
        type("SELECT SUM(clicks) AS clicks FROM sponsored_ads_traffic WHERE campaign = CUSTOM_PARAMETER('who')");
        assertThat(saveable()).isFalse();
        mend("Declare it");
        until(() -> fixes().isEmpty());
        assertThat(saveable()).isTrue();

        type("SELECT SUM(clicks) AS clicks FROM sponsored_ads_traffic");
        assertThat(saveable()).isFalse();
        mend("Remove the parameter");
        until(() -> fixes().isEmpty());
        assertThat(saveable()).isTrue();
    }
}
