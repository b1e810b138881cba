package io.pilothouse.ui.hunting;

import io.pilothouse.domain.cycle.ItemKey;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import javafx.scene.control.ToggleButton;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws the pages of a film library that is hunted for, to be looked at.
@Tag("pictures")
class HuntingPicturesTest {

    private static FakeServices fakes() {
        var fakes = PictureFleet.make();
        PictureHunt.fill(fakes.hunting, PictureFleet.id("R1"));
        return fakes;
    }

    @ParameterizedTest
    @CsvSource({
        "cycles, false",
        "cycles, true",
        "wanted, false",
        "queue, false",
        "titles, false",
        "calendar, false",
        "upkeep, false",
        "profiles, false",
        "overview, false",
        "overview, true"
    })
    void page(String page, boolean dark) {
        Windows.draw(
                page.equals("overview") ? "overview-hunting" : page,
                dark,
                fakes(),
                window -> window.context().navigation().goTo(PictureFleet.id("R1"), page));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void outcomes(boolean dark) {
        Windows.draw(
                "outcomes",
                dark,
                fakes(),
                window -> window.context().navigation().go(new Location.Program("outcomes")));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void everywhere(boolean dark) {
        Windows.draw("wanted-everywhere", dark, fakes(), window -> {
            window.context().navigation().go(new Location.Program("outcomes"));
            window.scene().getRoot().applyCss();
            ((ToggleButton) window.scene().getRoot().lookup("#content").lookup("#tab-wanted")).fire();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void releases(boolean dark) {
        Windows.draw("releases", dark, fakes(), window -> {
            window.context().navigation().goTo(PictureFleet.id("R1"), "wanted");
            ReleasesDialog.open(
                    window.context(),
                    PictureFleet.id("R1"),
                    new ItemKey("movie", "12"),
                    "Quiet Machines (2025)",
                    () -> {});
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void rule(boolean dark) {
        Windows.draw("rule", dark, fakes(), window -> {
            window.context().navigation().goTo(PictureFleet.id("R1"), "cycles");
            RuleDialog.edit(window.context(), PictureFleet.id("R1"), "Missing, slow", _ -> {});
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false})
    void runs(boolean dark) {
        Windows.draw("runs", dark, fakes(), window -> {
            window.context().navigation().goTo(PictureFleet.id("R1"), "cycles");
            window.scene().getRoot().applyCss();
            ((ToggleButton) window.scene().getRoot().lookup("#tab-runs")).fire();
        });
    }
}
