package io.pilothouse.ui.amc;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.demo.amc.Executions.Plan;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.amc.AmcRig;
import io.pilothouse.testing.Eventually;
import io.pilothouse.testing.TestEngine;
import io.pilothouse.testing.ui.AmcWindow;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.MenuButton;
import javafx.scene.control.TableView;
import javafx.scene.layout.Region;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The runs of one AMC instance and of all, in a whole window over the real engine.
class RunsPageTest {

    @TempDir
    private Path folder;

    private AmcRig rig;
    private FakeServices fakes;
    private InstanceId north;
    private InstanceId south;
    private ShellWindow window;

    @BeforeEach
    void open() throws Exception {
        rig = new AmcRig(folder);
        fakes = new FakeServices(rig.clock());
        north = rig.add("Brand North", "amcpilot001").id();
        south = rig.add("Brand South", "amcpilot002").id();
        rig.amc().startRuns();
        for (var run : rig.ask("ph.spend-by-campaign", north, south)) {
            rig.ended(run.id());
        }
        rig.ended(rig.ask("ph.reach-by-campaign", south).getFirst().id());
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

    private boolean says(String words) {
        return AmcPicturesTest.says(window.scene(), text -> text.contains(words));
    }

    /// Whose runs are in the table, in no order.
    private List<InstanceId> whose() {
        return window.scene().lookup("#table-rows") instanceof TableView<?> table
                ? table.getItems().stream()
                        .map(row -> ((Run) row).instance())
                        .sorted()
                        .toList()
                : List.of();
    }

    private void press(String spoken) {
        FxToolkit.run(() -> window.scene().getRoot().lookupAll(".button").stream()
                .filter(node -> spoken.equals(node.getAccessibleText()))
                .forEach(node -> ((ButtonBase) node).fire()));
    }

    @Test
    void thePageOfAllShowsWhatIsInScopeAndOpensAGroupWhole() throws Exception {
        window = AmcWindow.open(rig, fakes, new Location.Program("marketing-cloud"));
        until(() -> whose().size() == 3);
        assertThat(FxToolkit.call(() -> says("Scope: 2 of 2 AMC instances"))).isTrue();

        press("Leave Brand South out");
        until(() -> whose().equals(List.of(north)));
        FxToolkit.run(() -> AmcWindow.enter(window));
        until(() -> window.scene().lookup("#group-run") != null && says("Brand South"));
        until(() -> window.scene().lookup("#amc-group-chart") instanceof Region chart && chart.getHeight() >= 160);

        press("Leave Brand North out");
        press("Back to the list");
        until(() -> says("No instance chosen."));
        assertThat(FxToolkit.call(
                        () -> window.scene().lookup("#amc-workflow-run").isDisabled()))
                .isTrue();
    }

    @Test
    void thePageOfOneShowsItsOwnAndTheKeyLeadsToAll() throws Exception {
        window = AmcWindow.open(rig, fakes, new Location.OfInstance(north, "runs"));
        until(() -> whose().equals(List.of(north)));
        assertThat(FxToolkit.call(
                        () -> window.scene().getRoot().lookupAll(".scope-chip").isEmpty()))
                .isTrue();
        FxToolkit.run(() -> window.context().actions().run("scope.open", Optional.empty()));
        until(() -> whose().size() == 3);
        until(() -> says("Scope: 2 of 2 AMC instances"));
    }

    private void choose(String tab) {
        FxToolkit.run(() -> ((ButtonBase) window.scene().lookup("#tab-" + tab)).fire());
    }

    @Test
    void whatIsListedForOneIsListedForAllInScope() throws Exception {
        window = AmcWindow.open(rig, fakes, new Location.Program("marketing-cloud"));
        until(() -> whose().size() == 3);

        choose("results");
        until(() -> says("Fetched"));
        choose("schedules");
        until(() -> says("No schedule runs on these instances"));
        choose("collections");
        until(() -> says("No collection asks these instances"));
        choose("dashboard");
        until(() -> says("2 of 2 active") && says("3 runs today"));
        press("Leave Brand South out");
        until(() -> says("1 of 1 active") && says("1 run today"));
    }

    /// Section 16.6: what an empty result may come from is read whole, in place of a table without rows, and the
    /// target above it, too.
    @Test
    void anEmptyResultSaysWhyInPlaceOfRows() throws Exception {
        rig.simulate(it -> it.runs().plan(Plan.USUAL.result(0, 1, false)));
        rig.ended(rig.ask("ph.purchases-by-campaign", north).getFirst().id());
        window = AmcWindow.open(rig, fakes, new Location.OfInstance(north, "runs"));
        until(() -> says("Ready – empty"));
        FxToolkit.run(() -> AmcWindow.enter(window));
        until(() -> window.scene().lookup("#empty-reasons") instanceof Label why
                && why.getText().contains("Most likely"));

        assertThat(FxToolkit.call(() -> window.scene().lookup("#group-run").lookup("#table-rows")))
                .isNull();
        assertThat(FxToolkit.call(() -> {
                    var why = (Label) window.scene().lookup("#empty-reasons");
                    return why.getHeight() >= why.prefHeight(why.getWidth());
                }))
                .isTrue();
    }

    /// Section 17: a brand picks the targets of a run; each stands there with its state.
    @Test
    void aBrandTicksItsInstancesAndEachSaysHowItStands() throws Exception {
        rig.amc().brands().set(south, List.of("Tea"), TestEngine.ME);
        window = AmcWindow.open(rig, fakes, new Location.OfInstance(north, "runs"));
        until(() -> whose().equals(List.of(north)));
        FxToolkit.run(() -> window.context().actions().run("amc.run", Optional.of(north)));
        until(() -> window.scene().lookup("#run-brand") instanceof MenuButton menu
                && menu.getItems().size() == 1);
        assertThat(FxToolkit.call(() -> window.scene().lookup("#amc-run").lookupAll(".state-word").stream()
                        .map(word -> ((Label) word).getText())
                        .toList()))
                .containsExactly("Healthy", "Healthy");
        FxToolkit.run(() -> ((MenuButton) window.scene().lookup("#run-brand"))
                .getItems()
                .getFirst()
                .fire());
        until(() -> ticked().equals(List.of("Brand South")));
    }

    private List<String> ticked() {
        return window.scene().lookup("#amc-run").lookupAll(".check-box").stream()
                .map(CheckBox.class::cast)
                .filter(CheckBox::isSelected)
                .map(CheckBox::getText)
                .toList();
    }
}
