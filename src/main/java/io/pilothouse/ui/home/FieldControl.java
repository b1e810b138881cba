package io.pilothouse.ui.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ColorPicker;
import javafx.scene.control.ComboBox;
import javafx.scene.control.DatePicker;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.Slider;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// The control of one field. What it holds is the value that is sent; nothing entered is null. FX thread
/// only.
final class FieldControl {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Node node;
    private final Supplier<@Nullable Object> reading;
    private final Consumer<@Nullable Object> writing;

    private FieldControl(Node node, Supplier<@Nullable Object> reading, Consumer<@Nullable Object> writing) {
        this.node = node;
        this.reading = reading;
        this.writing = writing;
    }

    Node node() {
        return node;
    }

    @Nullable
    Object value() {
        return reading.get();
    }

    /// @param value null empties it
    void show(@Nullable Object value) {
        writing.accept(value);
    }

    /// @param entities to choose from where the field takes entities
    /// @param changed  called when a person changed the value
    static FieldControl of(Field field, HomeIndex index, Collection<EntityRow> entities, Runnable changed) {
        var selector = field.selector().orElse(new Selector("object", Map.of()));
        var control =
                switch (FieldSort.of(field)) {
                    case CHECK -> check(changed);
                    case SLIDER -> slider(selector, changed);
                    case NUMBER -> number(new TextField(), selector, changed);
                    case TEXT -> text(new TextField(), changed);
                    case PASSWORD -> text(new PasswordField(), changed);
                    case LINES -> text(area(3), changed);
                    case TEXTS -> texts(changed);
                    case CHOICE -> choice(FieldSort.options(selector), changed);
                    case OPEN_CHOICE -> openChoice(FieldSort.suggested(selector, entities), changed);
                    case CHOICES -> choices(FieldSort.options(selector), changed);
                    case ENTITY -> picker(entityOptions(selector, entities), selector, changed);
                    case DEVICE ->
                        picker(
                                index.registries().devices().stream()
                                        .map(it -> new FieldSort.Option(it.id(), it.name()))
                                        .toList(),
                                selector,
                                changed);
                    case AREA ->
                        picker(
                                index.registries().areas().stream()
                                        .map(it -> new FieldSort.Option(it.id(), it.name()))
                                        .toList(),
                                selector,
                                changed);
                    case FLOOR ->
                        picker(
                                index.registries().floors().stream()
                                        .map(it -> new FieldSort.Option(it.id(), it.name()))
                                        .toList(),
                                selector,
                                changed);
                    case LABEL ->
                        picker(
                                index.registries().labels().stream()
                                        .map(it -> new FieldSort.Option(it.id(), it.name()))
                                        .toList(),
                                selector,
                                changed);
                    case TARGET -> target(selector, index, entities, changed);
                    case DATE -> date(changed);
                    case TIME -> pattern("07:30:00", "\\d{1,2}:\\d{2}(:\\d{2})?", changed);
                    case MOMENT -> pattern("2026-07-18 07:30:00", "\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}", changed);
                    case DURATION -> parts(List.of("hours", "minutes", "seconds"), changed);
                    case LOCATION -> parts(List.of("latitude", "longitude", "radius"), changed);
                    case COLOUR -> colour(changed);
                    case CONSTANT -> constant(selector, changed);
                    case JSON -> json(changed);
                    case SHOWN -> new FieldControl(new Label(field.description()), () -> null, _ -> {});
                };
        control.node.setAccessibleText(field.title());
        return control;
    }

    private static List<FieldSort.Option> entityOptions(Selector selector, Collection<EntityRow> entities) {
        var domains = FieldSort.domains(selector);
        return entities.stream()
                .filter(row -> domains.isEmpty() || domains.contains(row.domain()))
                .map(row -> new FieldSort.Option(row.id(), row.name() + "  " + row.id()))
                .toList();
    }

    private static FieldControl check(Runnable changed) {
        var box = new CheckBox();
        box.setOnAction(_ -> changed.run());
        return new FieldControl(box, box::isSelected, value -> box.setSelected(Boolean.TRUE.equals(value)));
    }

    private static FieldControl constant(Selector selector, Runnable changed) {
        var box = new CheckBox(selector.options().get("label") instanceof String label ? label : "");
        box.setOnAction(_ -> changed.run());
        return new FieldControl(
                box,
                () -> box.isSelected() ? selector.options().get("value") : null,
                value -> box.setSelected(value != null));
    }

    private static FieldControl slider(Selector selector, Runnable changed) {
        double min = bound(selector, "min", "min_mireds", 2000);
        double max = bound(selector, "max", "max_mireds", 6500);
        var slider = new Slider(min, Math.max(min, max), min);
        HBox.setHgrow(slider, Priority.ALWAYS);
        var field = new TextField();
        field.setPrefColumnCount(4);
        field.setPromptText("–");
        var typed = number(field, selector, changed);
        boolean whole = max - min > 20;
        slider.valueProperty().addListener((_, _, value) -> {
            if (slider.isFocused() || slider.isPressed() || slider.isValueChanging()) {
                double step = selector.options().get("step") instanceof Number number ? number.doubleValue() : 1;
                double stepped = Math.round(value.doubleValue() / step) * step;
                field.setText(whole || step >= 1 ? Long.toString(Math.round(stepped)) : Double.toString(stepped));
            }
        });
        field.textProperty().addListener((_, _, _) -> {
            if (typed.value() instanceof Number number && !slider.isFocused()) {
                slider.setValue(number.doubleValue());
            }
        });
        var unit = new Label(selector.options().get("unit_of_measurement") instanceof String word ? word : "");
        unit.getStyleClass().add("text-muted");
        var row = new HBox(8, slider, field, unit);
        row.setAlignment(Pos.CENTER_LEFT);
        return new FieldControl(row, typed::value, value -> {
            typed.show(value);
            if (value instanceof Number number) {
                slider.setValue(number.doubleValue());
            }
        });
    }

    private static double bound(Selector selector, String name, String old, double otherwise) {
        for (var key : List.of(name, old)) {
            if (selector.options().get(key) instanceof Number number) {
                return number.doubleValue();
            }
        }
        return otherwise;
    }

    /// What is out of range is marked and not sent.
    private static FieldControl number(TextField field, Selector selector, Runnable changed) {
        var options = selector.options();
        Supplier<@Nullable Object> read = () -> {
            try {
                double value = Double.parseDouble(field.getText().strip().replace(',', '.'));
                boolean fits = !(options.get("min") instanceof Number min && value < min.doubleValue())
                        && !(options.get("max") instanceof Number max && value > max.doubleValue());
                if (!fits) {
                    return null;
                }
                return value == Math.rint(value) ? (Object) (long) value : (Object) value;
            } catch (NumberFormatException e) {
                return null;
            }
        };
        field.textProperty().addListener((_, _, text) -> {
            field.pseudoClassStateChanged(
                    javafx.css.PseudoClass.getPseudoClass("danger"), !text.isBlank() && read.get() == null);
            changed.run();
        });
        return new FieldControl(field, read, value -> write(field, value instanceof Number ? plain(value) : ""));
    }

    private static String plain(Object number) {
        return number instanceof Double value && value == Math.rint(value)
                ? Long.toString(value.longValue())
                : number.toString();
    }

    private static void write(TextInputControl field, String text) {
        if (!field.getText().equals(text) && !field.isFocused()) {
            field.setText(text);
        }
    }

    private static FieldControl text(TextInputControl field, Runnable changed) {
        field.textProperty().addListener((_, _, _) -> changed.run());
        return new FieldControl(
                field,
                () -> field.getText().isEmpty() ? null : field.getText(),
                value -> write(field, value == null ? "" : value.toString()));
    }

    private static TextArea area(int rows) {
        var area = new TextArea();
        area.setPrefRowCount(rows);
        area.setWrapText(true);
        return area;
    }

    private static FieldControl texts(Runnable changed) {
        var area = area(3);
        area.textProperty().addListener((_, _, _) -> changed.run());
        return new FieldControl(
                area,
                () -> {
                    var lines = area.getText()
                            .lines()
                            .filter(line -> !line.isBlank())
                            .toList();
                    return lines.isEmpty() ? null : lines;
                },
                value -> write(
                        area,
                        value instanceof List<?> list
                                ? String.join(
                                        "\n", list.stream().map(String::valueOf).toList())
                                : ""));
    }

    private static FieldControl openChoice(List<String> options, Runnable changed) {
        var box = new ComboBox<String>();
        box.setMaxWidth(Double.MAX_VALUE);
        box.getItems().setAll(options);
        box.setEditable(true);
        box.valueProperty().addListener((_, _, _) -> changed.run());
        return new FieldControl(
                box,
                () -> box.getValue() == null || box.getValue().isBlank() ? null : box.getValue(),
                value -> box.setValue(value == null ? null : value.toString()));
    }

    private static FieldControl choice(List<FieldSort.Option> options, Runnable changed) {
        var box = new ComboBox<FieldSort.Option>();
        box.setMaxWidth(Double.MAX_VALUE);
        box.getItems().setAll(options);
        box.valueProperty().addListener((_, _, _) -> changed.run());
        return new FieldControl(
                box,
                () -> box.getValue() == null ? null : box.getValue().value(),
                value -> box.setValue(options.stream()
                        .filter(option -> option.value().equals(String.valueOf(value)))
                        .findFirst()
                        .orElse(null)));
    }

    private static FieldControl choices(List<FieldSort.Option> options, Runnable changed) {
        var boxes = new LinkedHashMap<String, CheckBox>();
        var column = new VBox(4);
        for (var option : options) {
            var box = new CheckBox(option.label());
            box.setOnAction(_ -> changed.run());
            boxes.put(option.value(), box);
            column.getChildren().add(box);
        }
        return new FieldControl(
                column,
                () -> {
                    var chosen = new ArrayList<String>();
                    boxes.forEach((value, box) -> {
                        if (box.isSelected()) {
                            chosen.add(value);
                        }
                    });
                    return chosen.isEmpty() ? null : chosen;
                },
                value -> boxes.forEach(
                        (key, box) -> box.setSelected(value instanceof Collection<?> list && list.contains(key))));
    }

    /// Ids of things of the house: one is chosen, or several with commas.
    private static FieldControl picker(List<FieldSort.Option> options, Selector selector, Runnable changed) {
        if (!FieldSort.truth(selector.options(), "multiple")) {
            return choice(options, changed);
        }
        var column = new IdList(options, changed);
        return new FieldControl(
                column,
                () -> column.ids().isEmpty() ? null : column.ids(),
                value -> column.show(
                        value instanceof Collection<?> list
                                ? list.stream().map(String::valueOf).toList()
                                : List.of()));
    }

    /// Entities, areas, devices, floors and labels together; the form in which a service takes them.
    private static FieldControl target(
            Selector selector, HomeIndex index, Collection<EntityRow> entities, Runnable changed) {
        var options = new ArrayList<FieldSort.Option>();
        entityOptions(selector, entities)
                .forEach(one -> options.add(new FieldSort.Option("entity:" + one.value(), one.label())));
        var registries = index.registries();
        registries.areas().forEach(area -> options.add(place("area:" + area.id(), area.name())));
        registries.devices().forEach(device -> options.add(place("device:" + device.id(), device.name())));
        registries.floors().forEach(floor -> options.add(place("floor:" + floor.id(), floor.name())));
        registries.labels().forEach(label -> options.add(place("label:" + label.id(), label.name())));
        var column = new IdList(options, changed);
        return new FieldControl(
                column,
                () -> column.ids().isEmpty()
                        ? null
                        : TargetOptions.target(column.ids()).asMap(),
                value -> column.show(
                        value instanceof Map<?, ?> given ? TargetOptions.ids(CallForm.target(given)) : List.of()));
    }

    private static FieldSort.Option place(String id, String name) {
        return new FieldSort.Option(id, name + "  " + id);
    }

    private static FieldControl date(Runnable changed) {
        var picker = new DatePicker();
        picker.valueProperty().addListener((_, _, _) -> changed.run());
        return new FieldControl(
                picker,
                () -> picker.getValue() == null ? null : picker.getValue().toString(),
                value -> {
                    try {
                        picker.setValue(value == null ? null : LocalDate.parse(value.toString()));
                    } catch (DateTimeParseException e) {
                        picker.setValue(null);
                    }
                });
    }

    private static FieldControl pattern(String prompt, String form, Runnable changed) {
        var field = new TextField();
        field.setPromptText(prompt);
        field.textProperty().addListener((_, _, _) -> changed.run());
        return new FieldControl(
                field,
                () -> field.getText().strip().matches(form) ? field.getText().strip() : null,
                value -> write(field, value == null ? "" : value.toString()));
    }

    private static FieldControl parts(List<String> names, Runnable changed) {
        var fields = new LinkedHashMap<String, TextField>();
        var row = new HBox(8);
        row.setAlignment(Pos.CENTER_LEFT);
        for (var name : names) {
            var field = new TextField();
            field.setPrefColumnCount(6);
            field.setAccessibleText(name);
            field.textProperty().addListener((_, _, _) -> changed.run());
            fields.put(name, field);
            row.getChildren().addAll(field, new Label(name));
        }
        return new FieldControl(
                row,
                () -> {
                    var values = new LinkedHashMap<String, Object>();
                    for (var field : fields.entrySet()) {
                        try {
                            var text = field.getValue().getText().strip();
                            if (!text.isEmpty()) {
                                double value = Double.parseDouble(text);
                                values.put(
                                        field.getKey(),
                                        value == Math.rint(value) ? (Object) (long) value : (Object) value);
                            }
                        } catch (NumberFormatException e) {
                            return null;
                        }
                    }
                    return values.isEmpty() ? null : values;
                },
                value -> fields.forEach((name, field) -> write(
                        field, value instanceof Map<?, ?> map && map.get(name) != null ? plain(map.get(name)) : "")));
    }

    private static FieldControl colour(Runnable changed) {
        var picker = new ColorPicker(Color.WHITE);
        var chosen = new boolean[1];
        picker.setOnAction(_ -> {
            chosen[0] = true;
            changed.run();
        });
        return new FieldControl(
                picker,
                () -> chosen[0]
                        ? Arrays.asList(
                                Math.round(picker.getValue().getRed() * 255),
                                Math.round(picker.getValue().getGreen() * 255),
                                Math.round(picker.getValue().getBlue() * 255))
                        : null,
                value -> {
                    chosen[0] = value instanceof List<?> list && list.size() == 3;
                    if (value instanceof List<?> list && list.size() == 3) {
                        picker.setValue(Color.rgb(part(list, 0), part(list, 1), part(list, 2)));
                    }
                });
    }

    private static int part(List<?> list, int at) {
        return list.get(at) instanceof Number number ? Math.clamp(number.intValue(), 0, 255) : 0;
    }

    private static FieldControl json(Runnable changed) {
        var area = area(4);
        area.getStyleClass().add("text-mono");
        Supplier<@Nullable Object> read = () -> {
            try {
                return area.getText().isBlank() ? null : JSON.readValue(area.getText(), Object.class);
            } catch (JsonProcessingException e) {
                return null;
            }
        };
        area.textProperty().addListener((_, _, text) -> {
            area.pseudoClassStateChanged(
                    javafx.css.PseudoClass.getPseudoClass("danger"), !text.isBlank() && read.get() == null);
            changed.run();
        });
        return new FieldControl(area, read, value -> {
            try {
                write(area, value == null ? "" : JSON.writeValueAsString(value));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("plain values are always JSON", e);
            }
        });
    }
}
