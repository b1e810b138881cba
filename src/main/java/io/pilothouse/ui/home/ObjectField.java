package io.pilothouse.ui.home;

import io.pilothouse.domain.home.ServiceCatalogue.Field;
import io.pilothouse.domain.home.ServiceCatalogue.Filter;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import io.pilothouse.ui.common.Icon;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// An object as a form of its own: one control for each of its fields, once or as often as wanted. An object
/// whose fields are not told is edited as JSON. FX thread only.
final class ObjectField {

    private final HouseDesk desk;
    private final HouseContents house;
    private final Runnable changed;
    private final List<Field> fields;
    private final boolean several;
    private final VBox box = new VBox(8);
    private final VBox items = new VBox(8);
    private final List<Map<String, FieldControl>> forms = new ArrayList<>();

    private ObjectField(Selector selector, HouseDesk desk, HouseContents house, Runnable changed) {
        this.desk = desk;
        this.house = house;
        this.changed = changed;
        fields = fields(selector);
        several = FieldSort.truth(selector.options(), "multiple");
        box.getChildren().add(items);
        if (several) {
            var more = new Button(desk.text("home.field.object.add"), new Icon(Octicons.PLUS_16));
            more.setOnAction(_ -> {
                add(Map.of());
                changed.run();
            });
            box.getChildren().add(more);
        } else {
            add(Map.of());
        }
    }

    static FieldControl of(Selector selector, HouseDesk desk, HouseContents house, Runnable changed) {
        var made = new ObjectField(selector, desk, house, changed);
        return new FieldControl(
                made.box,
                made::value,
                made::show,
                () -> made.forms.stream()
                        .anyMatch(form -> form.values().stream().anyMatch(FieldControl::wrong)));
    }

    /// The fields an object is told to have; empty where they are not told in a form that is known.
    static List<Field> fields(Selector selector) {
        var found = new ArrayList<Field>();
        if (selector.options().get("fields") instanceof Map<?, ?> told) {
            told.forEach((key, value) -> {
                if (value instanceof Map<?, ?> field) {
                    found.add(field(String.valueOf(key), field));
                }
            });
        }
        return found;
    }

    private static Field field(String key, Map<?, ?> told) {
        var selector = told.get("selector") instanceof Map<?, ?> given && !given.isEmpty()
                ? Optional.of(selector(given))
                : Optional.<Selector>empty();
        return new Field(
                key,
                told.get("label") instanceof String label ? label : key.replace('_', ' '),
                told.get("description") instanceof String words ? words : "",
                "",
                Boolean.TRUE.equals(told.get("required")),
                false,
                null,
                null,
                Filter.NONE,
                selector);
    }

    private static Selector selector(Map<?, ?> given) {
        var one = given.entrySet().iterator().next();
        var options = new LinkedHashMap<String, @Nullable Object>();
        if (one.getValue() instanceof Map<?, ?> told) {
            told.forEach((key, value) -> options.put(String.valueOf(key), value));
        }
        return new Selector(String.valueOf(one.getKey()), options);
    }

    private void add(Map<?, ?> values) {
        var form = new LinkedHashMap<String, FieldControl>();
        var rows = new VBox(6);
        for (var field : fields) {
            var name = new Label(field.title() + (field.required() ? " *" : ""));
            name.getStyleClass().add("field-label");
            var control = FieldControl.of(field, desk, house, changed);
            control.show(values.get(field.key()));
            form.put(field.key(), control);
            rows.getChildren().addAll(name, control.node());
        }
        forms.add(form);
        if (several) {
            var less = new Button(desk.text("home.field.object.remove"), new Icon(Octicons.X_16));
            less.getStyleClass().add("small");
            less.setOnAction(_ -> {
                forms.remove(form);
                items.getChildren().remove(rows);
                changed.run();
            });
            rows.getChildren().add(less);
        }
        rows.getStyleClass().add("home-object");
        items.getChildren().add(rows);
    }

    private @Nullable Object value() {
        var values = forms.stream().map(FieldControl::values).toList();
        if (several) {
            return values.isEmpty() ? null : values;
        }
        return values.getFirst().isEmpty() ? null : values.getFirst();
    }

    /// What is shown already stays as it is: the cursor may stand in it.
    private void show(@Nullable Object value) {
        if (java.util.Objects.equals(value, value())) {
            return;
        }
        forms.clear();
        items.getChildren().clear();
        if (several) {
            if (value instanceof List<?> list) {
                list.forEach(one -> add(one instanceof Map<?, ?> map ? map : Map.of()));
            }
        } else {
            add(value instanceof Map<?, ?> map ? map : Map.of());
        }
    }
}
