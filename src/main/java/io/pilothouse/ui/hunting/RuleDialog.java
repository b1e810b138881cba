package io.pilothouse.ui.hunting;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.cycle.HuntRule;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.cycle.Cycles.RuleStatus;
import io.pilothouse.tasks.cycle.RuleDocument;
import io.pilothouse.ui.common.Shown;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Dialogs;
import io.pilothouse.ui.shell.WindowContext;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.scene.control.Button;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Control;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Edits one rule: the usual values in a form, everything as the document beside it. Saving tries the rule at
/// once. FX thread only.
final class RuleDialog {

    /// Documents that a new rule begins with, by template.
    static final SequencedMap<String, String> TEMPLATES = new LinkedHashMap<>(Map.of());

    static {
        TEMPLATES.put("missing", "{\"pass\":\"missing\"}");
        TEMPLATES.put("cutoff", "{\"pass\":\"cutoff\",\"coolDown\":\"14d\"}");
        TEMPLATES.put("format", "{\"pass\":\"format\",\"coolDown\":\"30d\"}");
        TEMPLATES.put("tag", "{\"pass\":\"tag\",\"tagSearched\":\"upgradinatorr\",\"coolDown\":\"30d\"}");
        TEMPLATES.put("care", "{\"work\":\"queue-care\"}");
    }

    private static final double WIDTH = 960;
    private static final Field NAME = Field.of("name", Kind.TEXT);

    private enum Kind {
        TEXT,
        NUMBER,
        LIST,
        TRUTH
    }

    /// @param words to choose from; empty for free text
    private record Field(String key, Kind kind, List<String> words) {

        static Field of(String key, Kind kind, String... words) {
            return new Field(key, kind, List.of(words));
        }
    }

    private final WindowContext window;
    private final InstanceId id;
    private final Consumer<String> saved;
    private final TextField name = new TextField();
    private final TextArea document = new TextArea();
    private final Label problem = new Label();
    private final GridPane form = new GridPane(12, 8);
    /// Where the first value is typed.
    private Control first = document;
    /// Whether the app can look for a whole season at once.
    private boolean seasons;
    /// Whether the rule gets its name here; a rule keeps it for ever.
    private boolean fresh;

    private boolean filling;

    private RuleDialog(WindowContext window, InstanceId id, Consumer<String> saved) {
        this.window = window;
        this.id = id;
        this.saved = saved;
    }

    static void create(WindowContext window, InstanceId id, String template, Consumer<String> saved) {
        var dialog = new RuleDialog(window, id, saved);
        var rule = window.texts().text("hunting.template." + template);
        window.background()
                .act(
                        "cycle-template",
                        "begin a rule",
                        id,
                        _ -> {
                            var units = window.services().cycles().units(id);
                            var text = RuleDocument.write(RuleDocument.rule(TEMPLATES.get(template), units));
                            return new Begun(RuleDocument.changed(text, NAME.key(), rule), units);
                        },
                        begun -> dialog.open(rule, begun, true));
    }

    static void edit(WindowContext window, InstanceId id, String rule, Consumer<String> saved) {
        var dialog = new RuleDialog(window, id, saved);
        window.background()
                .act(
                        "cycle-show",
                        "read the rule “" + rule + "”",
                        id,
                        _ -> new Begun(
                                window.services().cycles().show(id, rule),
                                window.services().cycles().units(id)),
                        begun -> dialog.open(rule, begun, false));
    }

    /// @param units in which the app can be searched
    private record Begun(String text, List<HuntRule.Unit> units) {}

    private void open(String rule, Begun begun, boolean fresh) {
        this.fresh = fresh;
        var texts = window.texts();
        seasons = begun.units().contains(HuntRule.Unit.SEASON);
        name.setText(rule);
        name.setId("rule-name");
        name.setDisable(!fresh);
        document.setText(begun.text());
        document.setId("rule-document");
        document.getStyleClass().add("rule-document");
        document.setPrefRowCount(22);
        document.setAccessibleText(texts.text("hunting.document"));
        problem.setId("rule-problem");
        problem.getStyleClass().addAll("text-danger", "text-second");
        problem.setWrapText(true);
        problem.managedProperty().bind(problem.textProperty().isNotEmpty());
        fill();
        document.textProperty().subscribe(_ -> {
            if (!filling) {
                fill();
            }
        });
        if (fresh) {
            name.textProperty().subscribe((_, now) -> change(NAME, now.strip()));
        }
        var label = new Label(texts.text("hunting.document"));
        label.getStyleClass().addAll("field-label", "text-muted");
        var side = new VBox(6, label, document, problem);
        HBox.setHgrow(side, Priority.ALWAYS);
        VBox.setVgrow(document, Priority.ALWAYS);
        form.setMinWidth(Region.USE_PREF_SIZE); // the document gives way
        var body = new HBox(24, form, side);
        body.getStyleClass().addAll("dialog-body", "form");
        var cancel = new Button(texts.text("common.cancel"));
        var save = new Button(texts.text("hunting.save"));
        save.setId("rule-save");
        save.getStyleClass().add("accent");
        var instance = window.services().instances().find(id);
        Dialogs.Open dialog = window.dialogs()
                .open(new DialogFrame(
                                "rule",
                                texts.text(fresh ? "hunting.new-title" : "hunting.edit-title", rule),
                                instance,
                                WIDTH,
                                body,
                                List.of(),
                                List.of(cancel, save))
                        .named());
        cancel.setOnAction(_ -> dialog.close());
        save.setOnAction(_ -> save(dialog));
        (fresh ? name : first).requestFocus();
    }

    /// The form says what the document says.
    private void fill() {
        filling = true;
        var text = document.getText();
        form.getChildren().clear();
        var named = RuleDocument.value(text, NAME.key());
        if (fresh && !named.isEmpty() && !named.equals(name.getText().strip())) {
            name.setText(named);
        }
        form.addRow(0, label("hunting.field.name", name), name);
        int row = 1;
        first = document;
        for (var field : fields(RuleDocument.value(text, "work"))) {
            if (field.key().equals("packsFirst") && !seasons) {
                continue;
            }
            var control = control(field, RuleDocument.value(text, field.key()));
            control.setId("field-" + field.key());
            if (row == 1) {
                first = control;
            }
            form.addRow(row++, label("hunting.field." + field.key(), control), control);
        }
        filling = false;
    }

    private Label label(String key, Control input) {
        var label = new Label(window.texts().text(key));
        label.setLabelFor(input);
        input.setAccessibleText(label.getText());
        label.getStyleClass().add("field-label");
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }

    private static List<Field> fields(String work) {
        var times = List.of(
                Field.of("perRun", Kind.NUMBER),
                Field.of("perDay", Kind.NUMBER),
                Field.of("every", Kind.TEXT),
                Field.of("hours", Kind.LIST));
        var own = work.equals("queue-care")
                ? List.of(
                        Field.of("strikes", Kind.NUMBER),
                        Field.of("between", Kind.TEXT),
                        Field.of("reasons", Kind.LIST),
                        Field.of("unwanted", Kind.LIST),
                        Field.of("imports", Kind.TEXT, "leave", "try", "remove"),
                        Field.of("searchAgain", Kind.TRUTH),
                        Field.of("keepPrivate", Kind.TRUTH),
                        Field.of("keepTags", Kind.LIST))
                : List.of(
                        Field.of("pass", Kind.TEXT, "missing", "cutoff", "format", "tag"),
                        Field.of("perHour", Kind.NUMBER),
                        Field.of("order", Kind.TEXT, "oldest-search", "random", "newest", "oldest-gap"),
                        Field.of("coolDown", Kind.TEXT),
                        Field.of("grace", Kind.TEXT),
                        Field.of("exclude.tags", Kind.LIST),
                        Field.of("exclude.profiles", Kind.LIST),
                        Field.of("packsFirst", Kind.TRUTH),
                        Field.of("queueGate", Kind.NUMBER),
                        Field.of("tagSearched", Kind.TEXT));
        return Stream.concat(times.stream(), own.stream()).toList();
    }

    private Control control(Field field, String value) {
        if (field.kind() == Kind.TRUTH) {
            var box = new CheckBox();
            box.setSelected(value.equals("true"));
            box.selectedProperty().subscribe(on -> change(field, on));
            return box;
        }
        if (!field.words().isEmpty()) {
            var box = new ComboBox<String>();
            box.getItems().setAll(field.words());
            box.setValue(value);
            box.setConverter(new Shown<>(word -> window.texts().textOr("hunting." + field.key() + "." + word, word)));
            box.valueProperty().subscribe(word -> change(field, word));
            return box;
        }
        var box = new TextField(value);
        box.setPrefColumnCount(14);
        box.focusedProperty().subscribe(focused -> {
            if (!focused) {
                change(field, typed(field, box.getText().strip()));
            }
        });
        box.setOnAction(_ -> change(field, typed(field, box.getText().strip())));
        return box;
    }

    private static @Nullable Object typed(Field field, String text) {
        return switch (field.kind()) {
            case NUMBER -> text.isEmpty() ? null : text.matches("\\d{1,9}") ? Integer.valueOf(text) : text;
            case LIST -> {
                var parts = Stream.of(text.split(","))
                        .map(String::strip)
                        .filter(it -> !it.isEmpty())
                        .toList();
                yield parts.stream().allMatch(it -> it.matches("\\d{1,2}"))
                                && field.key().equals("hours")
                        ? parts.stream().map(Integer::valueOf).toList()
                        : parts;
            }
            case TEXT, TRUTH -> text;
        };
    }

    private void change(Field field, @Nullable Object value) {
        if (filling) {
            return;
        }
        try {
            var text = RuleDocument.changed(document.getText(), field.key(), value);
            filling = true;
            document.setText(text);
            filling = false;
            problem.setText("");
        } catch (ProblemException e) {
            problem.setText(window.texts().summary(e.problem()));
        }
    }

    private void save(Dialogs.Open dialog) {
        var rule = name.getText().strip();
        var text = document.getText();
        window.services()
                .tasks()
                .start(
                        new TaskRequest("cycle-set", "set the rule “" + rule + "”", List.of(id), Origin.WINDOW),
                        _ -> window.services().cycles().set(id, rule, text, Consent.none(Origin.WINDOW)))
                .whenEnded(window.services().fx(), outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<RuleStatus> _ -> {
                            dialog.close();
                            saved.accept(rule);
                        }
                        case Outcome.Failed<RuleStatus>(Problem why) ->
                            problem.setText(window.texts().said(why));
                        case Outcome.Cancelled<RuleStatus>() -> {}
                    }
                });
    }
}
