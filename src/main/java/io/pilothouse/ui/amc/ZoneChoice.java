package io.pilothouse.ui.amc;

import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.Optional;
import javafx.scene.control.ComboBox;

/// A time zone, chosen from those where Amazon advertises or typed. FX thread only.
final class ZoneChoice extends ComboBox<String> {

    ZoneChoice(Desk desk, String chosen) {
        getItems()
                .setAll(
                        "UTC",
                        "America/New_York",
                        "America/Los_Angeles",
                        "Europe/London",
                        "Europe/Berlin",
                        "Asia/Tokyo");
        setEditable(true);
        setValue(chosen);
        setAccessibleText(desk.text("amc.run.zone"));
    }

    /// @return empty while there is no zone of what was typed
    Optional<ZoneId> zone() {
        try {
            return Optional.of(ZoneId.of(getValue().strip()));
        } catch (DateTimeException _) {
            return Optional.empty();
        }
    }
}
