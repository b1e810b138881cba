package io.pilothouse.ui.home;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeComparison;
import io.pilothouse.domain.home.Upkeep.Repair;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.testing.ui.FakeServices;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.ShellWindow;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import javafx.scene.control.ListView;
import javafx.scene.control.TableView;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Draws the pages of a house, to be looked at.
@Tag("pictures")
class HomePicturesTest {

    static final InstanceId CABIN = PictureFleet.id("H2");

    private static FakeServices fakes() {
        var fakes = PictureFleet.make();
        CabinForPictures.fill(fakes.homes, fakes.services(Runnable::run).clock().instant());
        fakes.homes.names = id -> fakes.instances.find(id).orElseThrow().name();
        return fakes;
    }

    private static void page(FakeServices fakes, ShellWindow window, String page) {
        window.context().navigation().go(new Location.OfInstance(CABIN, page));
        Windows.settle(fakes);
        window.scene().getRoot().applyCss();
        window.scene().getRoot().layout();
        Windows.settle(fakes);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void entities(boolean dark) {
        var fakes = fakes();
        Windows.draw("entities", dark, fakes, window -> {
            page(fakes, window, "entities");
            var table = (TableView<?>) window.scene().lookup(".table-view");
            for (int i = 0; i < table.getItems().size(); i++) {
                if (table.getItems().get(i) instanceof EntityRow row && row.id().equals("light.hall_light")) {
                    table.getSelectionModel().select(i);
                }
            }
            table.fireEvent(new javafx.scene.input.KeyEvent(
                    javafx.scene.input.KeyEvent.KEY_PRESSED,
                    "",
                    "",
                    javafx.scene.input.KeyCode.ENTER,
                    false,
                    false,
                    false,
                    false));
            Windows.settle(fakes);
        });
    }

    @Test
    void areas() {
        var fakes = fakes();
        Windows.draw("areas", false, fakes, window -> page(fakes, window, "areas"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void actionForm(boolean dark) {
        var fakes = fakes();
        Windows.draw("action-form", dark, fakes, window -> {
            page(fakes, window, "services");
            var list = (ListView<?>) window.scene().lookup("#home-services");
            list.getSelectionModel().select(0);
            window.scene().getRoot().applyCss();
            window.scene().getRoot().layout();
            var ids = (IdList) window.scene().lookup("#home-target");
            ids.show(List.of("entity:light.hall_light", "area:living_room"));
        });
    }

    @Test
    void charts() {
        var fakes = fakes();
        Windows.draw("charts", false, fakes, window -> page(fakes, window, "charts"));
    }

    @Test
    void repairs() {
        var fakes = fakes();
        fakes.homes.answers.put(
                "repairs",
                List.of(new Repair(
                        "hue",
                        "bridge_v1",
                        "warning",
                        "The old bridge is no longer supported",
                        "Replace the bridge of the first generation.",
                        false,
                        false,
                        Optional.of(Instant.parse("2026-06-28T10:00:00Z")),
                        "2027.1.0",
                        "")));
        Windows.draw("repairs", false, fakes, window -> page(fakes, window, "repairs"));
    }

    @Test
    void system() {
        var fakes = fakes();
        Windows.draw("house-system", true, fakes, window -> page(fakes, window, "house-system"));
    }

    @Test
    void problems() {
        var fakes = fakes();
        Windows.draw("house-problems", false, fakes, window -> {
            window.context().navigation().go(new Location.Program("house-problems"));
            Windows.settle(fakes);
        });
    }

    @Test
    void compare() {
        var fakes = fakes();
        fakes.homes.comparison = comparison();
        Windows.draw("house-compare", false, fakes, window -> {
            window.context().navigation().go(new Location.Program("house-compare"));
            window.scene().getRoot().applyCss();
            ((javafx.scene.control.Button) window.scene().lookup("#home-compare")).fire();
            Windows.settle(fakes);
        });
    }

    private static HomeComparison comparison() {
        return HomeComparison.of(
                List.of(
                        side("Home", "2026.2.3", Map.of("kitchen", "12", "office", "4")),
                        side("Cabin", "2024.3.3", Map.of("kitchen", "9", "sauna", "3"))),
                List.of(HomeComparison.Part.values()));
    }

    private static HomeComparison.Side side(String name, String version, Map<String, String> areas) {
        SequencedMap<String, SequencedMap<String, String>> configuration = new LinkedHashMap<>();
        configuration.put("version", HomeComparison.fields("value", version));
        configuration.put("timeZone", HomeComparison.fields("value", "Europe/Amsterdam"));
        SequencedMap<String, SequencedMap<String, String>> rooms = new LinkedHashMap<>();
        areas.forEach((area, entities) -> rooms.put(area, HomeComparison.fields("entities", entities)));
        return new HomeComparison.Side(
                CABIN,
                name,
                Map.of(HomeComparison.Part.CONFIGURATION, configuration, HomeComparison.Part.AREAS, rooms),
                name.equals("Cabin")
                        ? Map.of(HomeComparison.Part.BACKUPS, "Cabin gives backups only to administrators.")
                        : Map.of());
    }
}
