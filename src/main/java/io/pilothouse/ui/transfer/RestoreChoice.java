package io.pilothouse.ui.transfer;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.backup.RestorePlan;
import io.pilothouse.ui.common.Texts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.geometry.Insets;
import javafx.scene.control.CheckBox;
import javafx.scene.control.RadioButton;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.ToggleGroup;
import javafx.scene.layout.VBox;

/// All of a copy, what is missing here, or single instances. FX thread only.
final class RestoreChoice extends VBox implements RestoreMode {

    private static final double TALLEST = 180;

    private final RadioButton missing;
    private final RadioButton these;
    private final Set<InstanceId> gone;
    private final Map<InstanceId, CheckBox> ticks = new LinkedHashMap<>();

    /// @param changed runs after each choice
    RestoreChoice(Texts texts, RestorePlan plan, Runnable changed) {
        super(8);
        gone = plan.comeBack().stream().map(Instance::id).collect(Collectors.toUnmodifiableSet());
        var everything = new RadioButton(texts.text("transfer.mode.everything"));
        everything.setId("restore-everything");
        missing = new RadioButton(texts.text("transfer.mode.missing", gone.size()));
        missing.setId("restore-missing");
        missing.setDisable(gone.isEmpty());
        these = new RadioButton(texts.text("transfer.mode.these"));
        these.setId("restore-these");
        var group = new ToggleGroup();
        group.getToggles().setAll(everything, missing, these);
        everything.setSelected(true);
        plan.comeBack()
                .forEach(instance -> tick(instance, texts.text("transfer.mode.missing-row", instance.name()), changed));
        plan.change()
                .forEach(instance -> tick(instance, texts.text("transfer.mode.changed-row", instance.name()), changed));
        var rows = new VBox(6);
        rows.getChildren().setAll(ticks.values());
        rows.setPadding(new Insets(0, 0, 0, 24));
        var scroll = new ScrollPane(rows);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(TALLEST);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().add("edge-to-edge");
        scroll.setAccessibleText(texts.text("transfer.mode.these"));
        scroll.visibleProperty().bind(these.selectedProperty());
        scroll.managedProperty().bind(these.selectedProperty());
        getChildren().setAll(List.of(everything, missing, these, scroll));
        group.selectedToggleProperty().addListener((_, _, _) -> changed.run());
    }

    private void tick(Instance instance, String words, Runnable changed) {
        var tick = new CheckBox(words);
        tick.setId("restore-" + instance.id().value());
        tick.selectedProperty().addListener((_, _, _) -> changed.run());
        ticks.put(instance.id(), tick);
    }

    @Override
    public Optional<Set<InstanceId>> ids() {
        if (missing.isSelected()) {
            return Optional.of(gone);
        }
        return these.isSelected()
                ? Optional.of(ticks.entrySet().stream()
                        .filter(one -> one.getValue().isSelected())
                        .map(Map.Entry::getKey)
                        .collect(Collectors.toUnmodifiableSet()))
                : Optional.empty();
    }
}
