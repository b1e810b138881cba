package io.pilothouse.ui.torrent;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.torrent.ClientPreferences;
import io.pilothouse.ui.shell.WindowContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.scene.control.CheckBox;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;

/// The other torrent clients, each with its value of one preference, to be changed along. FX thread only.
final class OtherClients extends VBox {

    private final WindowContext window;
    private final String name;
    private final Map<InstanceId, CheckBox> boxes = new LinkedHashMap<>();

    /// @param others  all of them
    /// @param answers of those that were heard so far
    OtherClients(WindowContext window, String name, List<Instance> others, Map<InstanceId, ClientPreferences> answers) {
        super(4);
        this.window = window;
        this.name = name;
        for (var other : others) {
            var box = new CheckBox(other.name());
            box.setId("torrent-preference-also-" + other.id());
            boxes.put(other.id(), box);
        }
        if (!boxes.isEmpty()) {
            var label = new Label(text("torrent.preferences.also"));
            label.getStyleClass().add("text-second");
            getChildren().add(label);
            getChildren().addAll(boxes.values());
        }
        show(others, answers);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    void show(List<Instance> others, Map<InstanceId, ClientPreferences> answers) {
        for (var other : others) {
            var box = boxes.get(other.id());
            var answer = Optional.ofNullable(answers.get(other.id()));
            if (box != null && answer.isPresent()) {
                var value = answer.flatMap(it -> Optional.ofNullable(it.values().get(name)));
                box.setDisable(value.isEmpty()); // silent, or of a version that does not have it
                if (value.isEmpty()) {
                    box.setSelected(false);
                }
                box.setText(text(
                        "torrent.preferences.client",
                        other.name(),
                        value.map(Object::toString).orElseGet(() -> text("common.none"))));
            }
        }
    }

    /// @return `first` and those that were chosen beside it
    List<InstanceId> chosen(InstanceId first) {
        return Stream.concat(
                        Stream.of(first),
                        boxes.entrySet().stream()
                                .filter(it -> it.getValue().isSelected())
                                .map(Map.Entry::getKey))
                .toList();
    }
}
