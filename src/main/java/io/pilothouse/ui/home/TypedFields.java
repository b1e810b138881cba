package io.pilothouse.ui.home;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import io.pilothouse.ui.common.DayPicker;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.Slider;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// Controls whose values are typed: words, numbers, times, JSON. FX thread only.
final class TypedFields {

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final PseudoClass DANGER = PseudoClass.getPseudoClass("danger");
    private static final DateTimeFormatter TYPED_TIME =
            DateTimeFormatter.ofPattern("H:mm[:ss]", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final DateTimeFormatter SENT_TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    private TypedFields() {}

    static FieldControl slider(Selector selector, HouseDesk desk, Runnable changed) {
        double min = bound(selector, "min", "min_mireds", kelvin(selector) ? 2000 : 153);
        double max = bound(selector, "max", "max_mireds", kelvin(selector) ? 6500 : 500);
        var slider = new Slider(min, Math.max(min, max), min);
        HBox.setHgrow(slider, Priority.ALWAYS);
        var field = new TextField();
        field.setPrefColumnCount(4);
        field.setPromptText("–");
        var typed = number(field, selector, changed);
        boolean any = "any".equals(selector.options().get("step"));
        double step = selector.options().get("step") instanceof Number number ? number.doubleValue() : any ? 0.01 : 1;
        slider.valueProperty().addListener((_, _, value) -> {
            if (slider.isFocused() || slider.isPressed() || slider.isValueChanging()) {
                field.setText(BigDecimal.valueOf(Math.round(value.doubleValue() / step))
                        .multiply(BigDecimal.valueOf(step))
                        .stripTrailingZeros()
                        .toPlainString());
            }
        });
        field.textProperty().addListener((_, _, _) -> {
            if (typed.value() instanceof Number number && !slider.isFocused()) {
                slider.setValue(number.doubleValue());
            }
        });
        var unit = new Label(unit(selector, desk));
        unit.getStyleClass().add("text-muted");
        var row = new HBox(8, slider, field, unit);
        row.setAlignment(Pos.CENTER_LEFT);
        return new FieldControl(
                row,
                typed::value,
                value -> {
                    typed.show(value);
                    if (value instanceof Number number) {
                        slider.setValue(number.doubleValue());
                    }
                },
                typed::wrong);
    }

    /// A colour temperature is in mireds where its field does not say kelvin.
    private static String unit(Selector selector, HouseDesk desk) {
        if (selector.type().equals("color_temp")) {
            return desk.text(kelvin(selector) ? "home.field.unit.kelvin" : "home.field.unit.mired");
        }
        return selector.options().get("unit_of_measurement") instanceof String word ? word : "";
    }

    private static boolean kelvin(Selector selector) {
        return "kelvin".equals(selector.options().get("unit"));
    }

    private static double bound(Selector selector, String name, String old, double otherwise) {
        for (var key : List.of(name, old)) {
            if (selector.options().get(key) instanceof Number number) {
                return number.doubleValue();
            }
        }
        return otherwise;
    }

    static FieldControl number(Selector selector, Runnable changed) {
        return number(new TextField(), selector, changed);
    }

    /// What is out of range is marked and not sent.
    private static FieldControl number(TextField field, Selector selector, Runnable changed) {
        var options = selector.options();
        Supplier<@Nullable Object> read = () -> parsed(field.getText())
                .filter(value -> !(options.get("min") instanceof Number min && value < min.doubleValue())
                        && !(options.get("max") instanceof Number max && value > max.doubleValue()))
                .map(TypedFields::sent)
                .orElse(null);
        return typed(field, read, value -> value instanceof Number ? plain(value) : "", changed);
    }

    /// @return the number, written with a comma or a point
    private static Optional<Double> parsed(String typed) {
        try {
            double value = new BigDecimal(typed.strip().replace(',', '.')).doubleValue();
            return Double.isFinite(value) ? Optional.of(value) : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    /// Without a fraction where it has none.
    private static Object sent(double value) {
        return value == Math.rint(value) ? (Object) (long) value : (Object) value;
    }

    /// A field that not every text is a value of: what is none is marked.
    ///
    /// @param written how a value is written
    private static FieldControl typed(
            TextInputControl field,
            Supplier<@Nullable Object> read,
            Function<@Nullable Object, String> written,
            Runnable changed) {
        BooleanSupplier wrong = () -> !field.getText().isBlank() && read.get() == null;
        field.textProperty().addListener((_, _, _) -> {
            field.pseudoClassStateChanged(DANGER, wrong.getAsBoolean());
            changed.run();
        });
        return new FieldControl(field, read, value -> write(field, written.apply(value)), wrong);
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

    /// With what stands before and behind it.
    static FieldControl text(Selector selector, Runnable changed) {
        var field = new TextField();
        var typed = text(field, changed);
        var row = new HBox(6);
        row.setAlignment(Pos.CENTER_LEFT);
        HBox.setHgrow(field, Priority.ALWAYS);
        if (selector.options().get("prefix") instanceof String before) {
            row.getChildren().add(new Label(before));
        }
        row.getChildren().add(field);
        if (selector.options().get("suffix") instanceof String behind) {
            row.getChildren().add(new Label(behind));
        }
        return row.getChildren().size() == 1 ? typed : new FieldControl(row, typed::value, typed::show);
    }

    static FieldControl password(Runnable changed) {
        return text(new PasswordField(), changed);
    }

    static FieldControl lines(Runnable changed) {
        return text(area(3), changed);
    }

    static FieldControl text(TextInputControl field, Runnable changed) {
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

    static FieldControl texts(Runnable changed) {
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

    /// A template, which the house works out at the press of a button.
    static FieldControl template(HouseDesk desk, Runnable changed) {
        var area = area(3);
        area.getStyleClass().add("text-mono");
        var typed = text(area, changed);
        var result = new Label();
        result.setWrapText(true);
        result.getStyleClass().addAll("text-muted", "text-second");
        var line = desk.line();
        var render = new Button(desk.text("home.template.render"));
        render.disableProperty().bind(area.textProperty().isEmpty());
        render.setOnAction(_ -> desk.read(
                line,
                "template",
                homes -> homes.upkeep().render(desk.id(), area.getText()),
                rendered -> result.setText(rendered.text()),
                problem -> result.setText(desk.window().texts().summary(problem))));
        return new FieldControl(new VBox(6, area, render, result), typed::value, typed::show);
    }

    static FieldControl date(Runnable changed) {
        var picker = new DayPicker();
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

    static FieldControl time(Runnable changed) {
        var field = new TextField();
        field.setPromptText("07:30:00");
        Supplier<@Nullable Object> read = () -> {
            try {
                return LocalTime.parse(field.getText().strip(), TYPED_TIME).format(SENT_TIME);
            } catch (DateTimeParseException e) {
                return null;
            }
        };
        return typed(field, read, value -> value == null ? "" : value.toString(), changed);
    }

    /// Date and time of the house's own clock.
    static FieldControl moment(Runnable changed) {
        var date = date(changed);
        var time = time(changed);
        var row = new HBox(8, date.node(), time.node());
        row.setAlignment(Pos.CENTER_LEFT);
        return new FieldControl(
                row,
                () -> {
                    if (date.value() == null || !(time.value() instanceof String at)) {
                        return null;
                    }
                    return date.value() + " " + at;
                },
                value -> {
                    var words = value == null ? "" : value.toString();
                    int gap = words.indexOf(' ');
                    date.show(gap < 0 ? null : words.substring(0, gap));
                    time.show(gap < 0 ? null : words.substring(gap + 1));
                },
                () -> time.wrong() || (date.value() == null) != (time.value() == null));
    }

    static FieldControl duration(Selector selector, HouseDesk desk, Runnable changed) {
        var names = new ArrayList<String>();
        if (FieldSort.truth(selector.options(), "enable_day")) {
            names.add("days");
        }
        names.addAll(List.of("hours", "minutes", "seconds"));
        if (FieldSort.truth(selector.options(), "enable_millisecond")) {
            names.add("milliseconds");
        }
        return parts(names, FieldSort.truth(selector.options(), "allow_negative"), desk, changed);
    }

    /// Numbers beside each other, each with its name.
    ///
    /// @param names as they are sent, and the ends of the keys of their words
    static FieldControl parts(List<String> names, boolean negative, HouseDesk desk, Runnable changed) {
        var fields = new LinkedHashMap<String, FieldControl>();
        var row = new HBox(8);
        row.setAlignment(Pos.CENTER_LEFT);
        var any = new Selector("number", negative ? Map.of() : Map.of("min", 0));
        for (var name : names) {
            var field = new TextField();
            field.setPrefColumnCount(6);
            var said = desk.text("home.field.part." + name);
            field.setAccessibleText(said);
            fields.put(name, number(field, any, changed));
            row.getChildren().addAll(field, new Label(said));
        }
        BooleanSupplier wrong = () -> fields.values().stream().anyMatch(FieldControl::wrong);
        return new FieldControl(
                row,
                () -> {
                    var values = FieldControl.values(fields);
                    return values.isEmpty() || wrong.getAsBoolean() ? null : values;
                },
                value -> fields.forEach((name, field) ->
                        field.show(value instanceof Map<?, ?> map ? map.get(name) : null)),
                wrong);
    }

    static FieldControl json(HouseDesk desk, Runnable changed) {
        var area = area(4);
        area.setPromptText(desk.text("home.field.json"));
        area.getStyleClass().add("text-mono");
        Supplier<@Nullable Object> read = () -> {
            try {
                return area.getText().isBlank() ? null : JSON.readValue(area.getText(), Object.class);
            } catch (JsonProcessingException e) {
                return null;
            }
        };
        return typed(
                area,
                read,
                value -> {
                    try {
                        return value == null ? "" : JSON.writeValueAsString(value);
                    } catch (JsonProcessingException e) {
                        throw new IllegalStateException("plain values are always JSON", e);
                    }
                },
                changed);
    }
}
