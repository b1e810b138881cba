package io.pilothouse.ui.amc;

import io.pilothouse.domain.instance.InstanceId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import javafx.scene.control.CheckBox;
import javafx.scene.layout.FlowPane;

/// All live instances, to be ticked. FX thread only.
final class InstanceTicks extends FlowPane {

    private final Map<InstanceId, CheckBox> ticks = new LinkedHashMap<>();

    /// @param ticked  which are ticked at the beginning
    /// @param changed told after each tick
    InstanceTicks(Desk desk, Predicate<InstanceId> ticked, Runnable changed) {
        super(12, 6);
        for (var instance : desk.all()) {
            var tick = new CheckBox(instance.name());
            tick.setMnemonicParsing(false);
            tick.setSelected(ticked.test(instance.id()));
            tick.selectedProperty().addListener((_, _, _) -> changed.run());
            ticks.put(instance.id(), tick);
            getChildren().add(tick);
        }
    }

    /// @return in the person's order
    List<InstanceId> chosen() {
        return ticks.entrySet().stream()
                .filter(it -> it.getValue().isSelected())
                .map(Map.Entry::getKey)
                .toList();
    }
}
