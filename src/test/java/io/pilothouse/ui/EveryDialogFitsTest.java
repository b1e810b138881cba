package io.pilothouse.ui;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.ui.Fit;
import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Themes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Bar A5 over what every action of every kind opens over the window: nothing that can be pressed and no heading is
/// cut off.
class EveryDialogFitsTest {

    /// Those that need no instance and open a dialog.
    private static final Set<String> ALONE = Set.of(
            "instance.add", "export.open", "help.keys", "undo.history", "torrents.categories", "torrents.orphans");

    @ParameterizedTest
    @CsvSource({"100,en", "100,de", "200,en", "200,de"})
    void nothingIsCutOff(int scale, String language) {
        var found = new TreeSet<String>();
        var opened = new TreeSet<String>();
        for (var one : List.of("R1", "Q1", "T1", "H1", "A1")) {
            FxToolkit.run(() -> {
                var fakes = PictureFleet.make();
                fakes.settings.set(Appearance.SCALE, scale);
                try (var window = Windows.open(fakes, Themes.Choice.DARK, Locale.forLanguageTag(language))) {
                    var fleet = fakes.instances.fleet.get();
                    for (var action : window.context().actions().all()) {
                        var about = action.needsInstance()
                                ? Optional.of(PictureFleet.id(one))
                                : Optional.<InstanceId>empty();
                        if (about.isEmpty() && !ALONE.contains(action.id())) {
                            continue;
                        }
                        window.context().actions().run(action.id(), about);
                        Routes.settle(fakes, window);
                        if (window.context().dialogs().anyOpen()) {
                            opened.add(action.id());
                            Fit.faults(window).forEach(fault -> found.add(one + " " + action.id() + ": " + fault));
                            window.context().dialogs().closeAll();
                        }
                        if (!fakes.instances.fleet.get().equals(fleet)) { // the action asked nobody
                            fakes.instances.fleet.set(fleet);
                            Routes.settle(fakes, window);
                        }
                    }
                }
            });
        }

        assertThat(found).isEmpty();
        assertThat(opened)
                .contains(
                        "instance.add",
                        "instance.edit",
                        "instance.clone",
                        "instance.rename",
                        "instance.diagnose",
                        "instance.maintenance-plan",
                        "help.keys",
                        "export.open",
                        "amc.run",
                        "amc.schedule");
    }
}
