package io.pilothouse.ui.home;

import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.scene.Node;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ColorPicker;
import javafx.scene.control.Label;
import javafx.scene.paint.Color;
import org.jspecify.annotations.Nullable;

/// The control of one field. What it holds is the value that is sent; nothing entered is null. FX thread
/// only.
final class FieldControl {

    private final Node node;
    private final Supplier<@Nullable Object> reading;
    private final Consumer<@Nullable Object> writing;
    private final BooleanSupplier wrong;

    FieldControl(Node node, Supplier<@Nullable Object> reading, Consumer<@Nullable Object> writing) {
        this(node, reading, writing, () -> false);
    }

    /// @param wrong whether something was entered that is no value of this field
    FieldControl(
            Node node, Supplier<@Nullable Object> reading, Consumer<@Nullable Object> writing, BooleanSupplier wrong) {
        this.node = node;
        this.reading = reading;
        this.writing = writing;
        this.wrong = wrong;
    }

    Node node() {
        return node;
    }

    @Nullable
    Object value() {
        return reading.get();
    }

    /// Whether something was entered that is no value of this field: it would not be sent.
    boolean wrong() {
        return wrong.getAsBoolean();
    }

    /// @param value null empties it
    void show(@Nullable Object value) {
        writing.accept(value);
    }

    /// @param house   what there is to choose from
    /// @param changed called when a person changed the value
    static FieldControl of(Field field, HouseDesk desk, HouseContents house, Runnable changed) {
        var selector = field.selector().orElse(new Selector("object", Map.of()));
        var control =
                switch (FieldSort.of(field)) {
                    case CHECK -> check(changed);
                    case SLIDER -> TypedFields.slider(selector, desk, changed);
                    case NUMBER -> TypedFields.number(selector, changed);
                    case TEXT -> TypedFields.text(selector, changed);
                    case PASSWORD -> TypedFields.password(changed);
                    case LINES -> TypedFields.lines(changed);
                    case TEXTS -> TypedFields.texts(changed);
                    case TEMPLATE -> TypedFields.template(desk, changed);
                    case CHOICE -> ChosenFields.choice(FieldSort.options(selector), changed);
                    case OPEN_CHOICE ->
                        ChosenFields.openChoice(FieldSort.suggested(selector, house.entities()), changed);
                    case CHOICES -> ChosenFields.choices(FieldSort.options(selector), changed);
                    case ENTITY, DEVICE, AREA, FLOOR, LABEL, ENTRY, ADD_ON ->
                        ChosenFields.picker(selector, house, changed);
                    case TARGET -> ChosenFields.target(selector, desk, house, changed);
                    case MEDIA -> ChosenFields.media(desk, house, changed);
                    case DATE -> TypedFields.date(changed);
                    case TIME -> TypedFields.time(changed);
                    case MOMENT -> TypedFields.moment(changed);
                    case DURATION -> TypedFields.duration(selector, desk, changed);
                    case LOCATION -> TypedFields.parts(List.of("latitude", "longitude", "radius"), true, desk, changed);
                    case COLOUR -> colour(changed);
                    case CONSTANT -> constant(selector, changed);
                    case OBJECT -> ObjectField.of(selector, desk, house, changed);
                    case JSON -> TypedFields.json(desk, changed);
                    case SHOWN -> new FieldControl(new Label(field.description()), () -> null, _ -> {});
                };
        control.node.setAccessibleText(field.title());
        return control;
    }

    /// @return what was entered, by the key of its field
    static Map<String, Object> values(Map<String, FieldControl> controls) {
        var values = new LinkedHashMap<String, Object>();
        controls.forEach((key, control) -> {
            var value = control.value();
            if (value != null) {
                values.put(key, value);
            }
        });
        return values;
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
}
