package io.pilothouse.ui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilothouse.testing.ui.FxToolkit;
import io.pilothouse.testing.ui.PictureFleet;
import io.pilothouse.testing.ui.Routes;
import io.pilothouse.testing.ui.Windows;
import io.pilothouse.ui.common.Appearance;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import org.junit.jupiter.api.Test;

class RailViewTest {

    /// At 200 % the rail has room for eleven lines of seventeen.
    @Test
    void theInstanceOfThePageIsSeenWhereverItStands() {
        var hidden = FxToolkit.call(() -> {
            var fakes = PictureFleet.make();
            fakes.settings.set(Appearance.SCALE, 200);
            var found = new ArrayList<String>();
            try (var window = Windows.open(fakes, true)) {
                for (var monogram : List.of("S1", "T1", "H2", "S1", "H1", "A1", "H2", "A3", "Q2")) {
                    window.context().navigation().goTo(PictureFleet.id(monogram), "system");
                    Routes.settle(fakes, window);
                    if (!seen(window)) {
                        found.add(monogram);
                    }
                }
            }
            return found;
        });

        assertThat(hidden).isEmpty();
    }

    private static boolean seen(ShellWindow window) {
        var list = (ListView<?>) window.scene().lookup("#rail-list");
        var place = list.localToScene(list.getLayoutBounds());
        var active = window.context().active().id();
        return list.lookupAll(".list-cell").stream()
                .filter(cell -> cell.isVisible()
                        && ((ListCell<?>) cell).getItem() instanceof RailRow.Entry entry
                        && active.isPresent()
                        && entry.id().equals(active.get()))
                .map(cell -> cell.localToScene(cell.getLayoutBounds()))
                .anyMatch(line -> line.getMinY() >= place.getMinY() - 0.5 && line.getMaxY() <= place.getMaxY() + 0.5);
    }
}
