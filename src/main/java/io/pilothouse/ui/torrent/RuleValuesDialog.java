package io.pilothouse.ui.torrent;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.torrent.RuleKey;
import io.pilothouse.domain.torrent.RuleSet;
import io.pilothouse.domain.torrent.TorrentRule;
import io.pilothouse.tasks.torrent.RuleSetDocument;
import io.pilothouse.ui.common.Shown;
import io.pilothouse.ui.shell.WindowContext;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.VBox;

/// The values of one rule, each in a field of its own. FX thread only.
final class RuleValuesDialog {

    private static final int LINES = 3;
    private static final double HIGHEST = 460;

    private final WindowContext window;
    private final InstanceId client;
    private final Map<RuleKey, Supplier<String>> typed = new EnumMap<>(RuleKey.class);

    RuleValuesDialog(WindowContext window, InstanceId client) {
        this.window = window;
        this.client = client;
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    /// @param accept gets those that were changed
    void open(TorrentRule rule, String title, RuleSet.Values values, Consumer<Map<RuleKey, Object>> accept) {
        var fields = new VBox(12);
        for (var key : RuleKey.of(rule)) {
            fields.getChildren().add(field(key, RuleSetDocument.shown(key, values.value(key))));
        }
        var problem = new Label();
        problem.setId("rule-values-problem");
        problem.getStyleClass().addAll("text-danger", "text-second");
        problem.setWrapText(true);
        var scroll = new ScrollPane(fields);
        scroll.setFitToWidth(true);
        scroll.setMaxHeight(HIGHEST);
        scroll.getStyleClass().add("edge-to-edge");
        var body = new VBox(8, scroll, problem);
        if (rule == TorrentRule.CONTENT) {
            scroll.setMaxHeight(HIGHEST - FilterTrial.HIGHEST);
            body.getChildren().add(1, new FilterTrial(window, client, this::values));
        }
        new TorrentActs(window)
                .dialog(
                        List.of(client),
                        "rule-values",
                        text("torrent.rules.title", title),
                        body,
                        text("torrent.rules.take"),
                        close -> {
                            try {
                                var changed = changed(values);
                                close.run();
                                if (!changed.isEmpty()) {
                                    accept.accept(changed);
                                }
                            } catch (ProblemException e) {
                                problem.setText(window.texts().summary(e.problem()));
                            }
                        });
    }

    private Map<RuleKey, Object> changed(RuleSet.Values values) throws ProblemException {
        var changed = values();
        changed.entrySet().removeIf(it -> it.getValue().equals(values.value(it.getKey())));
        return changed;
    }

    /// @return all of them as they are typed
    private Map<RuleKey, Object> values() throws ProblemException {
        var all = new EnumMap<RuleKey, Object>(RuleKey.class);
        for (var it : typed.entrySet()) {
            all.put(
                    it.getKey(),
                    RuleSetDocument.typed(it.getKey(), it.getValue().get()));
        }
        return all;
    }

    private VBox field(RuleKey key, String now) {
        var title = text("torrent.value." + key.word());
        var field = control(key, now, title);
        field.setId("rule-value-" + key.word());
        field.setAccessibleText(title);
        if (field instanceof CheckBox) {
            return new VBox(field);
        }
        var label = new Label(title);
        label.getStyleClass().add("text-second");
        label.setLabelFor(field);
        return new VBox(4, label, field);
    }

    private Control control(RuleKey key, String now, String title) {
        if (key.usual() instanceof Boolean) {
            var box = new CheckBox(title);
            box.setWrapText(true);
            box.setSelected(Boolean.parseBoolean(now));
            typed.put(key, () -> Boolean.toString(box.isSelected()));
            return box;
        }
        if (!key.choices().isEmpty()) {
            var box = new ComboBox<String>();
            box.getItems().setAll(key.choices());
            box.setConverter(new Shown<>(word -> text("torrent.value.choice." + word)));
            box.setMaxWidth(Double.MAX_VALUE);
            box.setValue(now);
            typed.put(key, box::getValue);
            return box;
        }
        if (key.usual() instanceof Iterable<?>) {
            var area = new TextArea(now);
            area.setPrefRowCount(LINES);
            typed.put(key, area::getText);
            return area;
        }
        var line = new TextField(now);
        typed.put(key, line::getText);
        return line;
    }
}
