package io.pilothouse.ui.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.KindId;
import io.pilothouse.tasks.transfer.ImportPlan;
import io.pilothouse.tasks.transfer.ReportLine;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.ShellWindow;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.RadioButton;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Import and restore as dialogs of a whole window, on made-up services.
class TransferViewTest {

    private final FakeServices fakes = PictureFleet.make();
    private ShellWindow window;

    @BeforeEach
    void open() {
        FxToolkit.run(() -> window = Windows.open(fakes, false, Locale.ENGLISH, false, Optional.empty()));
    }

    @AfterEach
    void close() {
        FxToolkit.run(window::close);
    }

    @Test
    void anImportShowsItsPlanBeforeItDoesAnything() {
        FxToolkit.run(() -> {
            fakes.safekeeping.inFile.addAll(List.of(
                    planned("Radarr HD", ImportPlan.Decision.ADD), planned("Anime", ImportPlan.Decision.LEFT_OUT)));
            new ImportDialog(window.context(), Path.of("fleet.json")).open();

            assertThat(text("#import-headline")).isEqualTo("From Pilothouse: 1 instance to add, 1 left out.");
            assertThat(button("#import-go").getText()).isEqualTo("Import 1 instance");
            assertThat(fakes.safekeeping.calls).containsExactly("planImport fleet.json");
            fakes.tasks.hold();
            button("#import-go").fire();
            assertThat(text("#import-headline")).isEqualTo("Importing fleet.json…");
            fakes.tasks.runNext();

            assertThat(fakes.safekeeping.calls).last().isEqualTo("importFrom fleet.json");
            assertThat(text("#import-headline")).startsWith("Imported from Pilothouse: 1 instance added");
            assertThat(button("#import-go").isVisible()).isFalse();
        });
    }

    @Test
    void anExportAsksFirstWhetherSecretsGoAlong() {
        FxToolkit.run(() -> {
            new ExportDialog(window.context(), () -> Optional.of(Path.of("fleet.json"))).open();
            button("#export-go").fire();
            new ExportDialog(window.context(), () -> Optional.of(Path.of("there.json"))).open();
            choice("#export-with").fire();
            assertThat(button("#export-go").isDisabled()).isTrue();
            password("#export-passphrase").setText("amber beacon");
            password("#export-again").setText("amber");
            assertThat(button("#export-go").isDisabled()).isTrue();
            password("#export-again").setText("amber beacon");
            button("#export-go").fire();

            assertThat(fakes.safekeeping.calls)
                    .containsExactly("export fleet.json 14", "export there.json 14 amber beacon");
            assertThat(window.context().dialogs().anyOpen())
                    .as("what failed can be done again")
                    .isTrue();
        });
    }

    private RadioButton choice(String id) {
        return (RadioButton) window.scene().getRoot().lookup(id);
    }

    private PasswordField password(String id) {
        return (PasswordField) window.scene().getRoot().lookup(id);
    }

    @Test
    void whatAnImportComesToIsSaidInTheLanguageOfTheWindow() {
        FxToolkit.run(() -> {
            var fleet = fakes.services(Runnable::run);
            fakes.safekeeping.inFile.add(
                    planned("Anime", ImportPlan.Decision.LEFT_OUT, "It was imported before and is in the trash."));
            fakes.safekeeping.lines.add(new ReportLine("radarr", "hunt", ReportLine.Outcome.LEFT_OUT, "It is empty."));
            fakes.safekeeping.advice = List.of("Stop the old Huntarr before you switch the imported rules on.");
            var model = new ImportViewModel(
                    fleet, new Words(new Texts(Locale.GERMAN), ZoneOffset.UTC), Path.of("fleet.json"));
            model.plan();

            var view = model.view().get();
            assertThat(view.rows().getFirst().reason())
                    .isEqualTo("Es wurde früher importiert und liegt im Papierkorb.");
            assertThat(view.notes())
                    .containsExactly(
                            "radarr, hunt: Es ist leer.",
                            "Halten Sie das alte Huntarr an, bevor Sie die importierten Regeln einschalten.");
        });
    }

    @Test
    void secretsOfAnExportAreReadWithItsPassphrase() {
        FxToolkit.run(() -> {
            fakes.safekeeping.inFile.add(planned("Radarr HD", ImportPlan.Decision.ADD));
            new ImportDialog(window.context(), Path.of("fleet.json")).open();
            ((PasswordField) window.scene().lookup("#import-passphrase")).setText("open sesame");
            button("#import-unlock").fire();

            assertThat(fakes.safekeeping.calls).last().isEqualTo("planImport fleet.json open sesame");
        });
    }

    @Test
    void aBrokenFileSaysWhatIsWrongAndOffersNothing() {
        FxToolkit.run(() -> {
            new ImportDialog(window.context(), Path.of("bad.json")).open();

            assertThat(text("#import-problem")).isEqualTo("The file bad.json is broken. Choose another.");
            assertThat(button("#import-go").isDisabled()).isTrue();
        });
    }

    @Test
    void restoringSaysWhatItWouldDoAndIsDoneByTheProgram() {
        FxToolkit.run(() -> {
            TransferFeature.restore(window.context(), Path.of("today.db"));

            var lines = ((VBox) window.scene().lookup("#restore-lines"))
                    .getChildren().stream()
                            .map(node -> ((Label) node).getText())
                            .toList();
            assertThat(lines)
                    .startsWith("The store will hold 14 instances, as the copy has them.")
                    .contains("With 9 cycles.")
                    .anyMatch(line -> line.startsWith("History until 14:14"));
            button("#restore-go").fire();

            assertThat(fakes.program.calls).containsExactly("restore today.db");
            assertThat(window.context().dialogs().anyOpen()).isFalse();
        });
    }

    @Test
    void onlyWhatIsMissingOrTheseAreTakenFromTheCopy() {
        FxToolkit.run(() -> {
            var missing = fakes.instances.find(PictureFleet.id("R1")).orElseThrow();
            var changed = fakes.instances.find(PictureFleet.id("R4")).orElseThrow();
            fakes.safekeeping.comeBack = List.of(missing);
            fakes.safekeeping.change = List.of(changed);

            TransferFeature.restore(window.context(), Path.of("today.db"));
            choose("#restore-missing");
            assertThat(button("#restore-go").getText()).isEqualTo("Take 1 instance");
            button("#restore-go").fire();
            TransferFeature.restore(window.context(), Path.of("today.db"));
            choose("#restore-these");
            assertThat(button("#restore-go").isDisabled()).isTrue();
            window.scene().getRoot().applyCss(); // the list makes its rows
            window.scene().getRoot().layout();
            ((CheckBox) window.scene().lookup("#restore-" + changed.id().value())).fire();
            button("#restore-go").fire();

            assertThat(fakes.program.calls)
                    .containsExactly("take today.db [" + missing.id() + "]", "take today.db [" + changed.id() + "]");
        });
    }

    private void choose(String id) {
        ((RadioButton) window.scene().lookup(id)).fire();
    }

    @Test
    void aFileThatIsNoBackupCannotReplaceTheStore() {
        FxToolkit.run(() -> {
            TransferFeature.restore(window.context(), Path.of("bad.db"));

            assertThat(button("#restore-go").isDisabled()).isTrue();
        });
    }

    private static ImportPlan.Planned planned(String name, ImportPlan.Decision decision) {
        return planned(name, decision, "");
    }

    private static ImportPlan.Planned planned(String name, ImportPlan.Decision decision, String reason) {
        return new ImportPlan.Planned(
                Optional.empty(),
                new KindId("radarr"),
                name,
                "http://nas:7878/",
                decision,
                reason,
                List.of(),
                List.of());
    }

    private String text(String selector) {
        return ((Label) window.scene().lookup(selector)).getText();
    }

    private Button button(String selector) {
        return (Button) window.scene().lookup(selector);
    }
}
