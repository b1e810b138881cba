package io.pilothouse.ui.home;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.ServiceCatalogue.Selector;
import io.pilothouse.ui.home.FieldSort.Option;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javafx.scene.control.CheckBox;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;

/// Controls whose values are chosen: words of a list, things of the house. FX thread only.
final class ChosenFields {

    private ChosenFields() {}

    static FieldControl openChoice(List<String> options, Runnable changed) {
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

    static FieldControl choice(List<FieldSort.Option> options, Runnable changed) {
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

    static FieldControl choices(List<FieldSort.Option> options, Runnable changed) {
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

    /// Ids of things of the house: one is chosen, or several. Where the house tells none, the id is typed.
    static FieldControl picker(Selector selector, HouseContents house, Runnable changed) {
        var options = offered(selector, house);
        boolean several = FieldSort.truth(selector.options(), "multiple");
        if (options.isEmpty()) {
            return several ? TypedFields.texts(changed) : TypedFields.text(new TextField(), changed);
        }
        if (!several) {
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

    static List<Option> offered(Selector selector, HouseContents house) {
        var registries = house.index().registries();
        return switch (FieldSort.of(selector)) {
            case ENTITY -> entities(selector, house.entities());
            case DEVICE ->
                registries.devices().stream()
                        .filter(FieldSort.offersDevice(selector, house.entities()))
                        .map(it -> new Option(it.id(), it.name()))
                        .toList();
            case AREA ->
                registries.areas().stream()
                        .map(it -> new Option(it.id(), it.name()))
                        .toList();
            case FLOOR ->
                registries.floors().stream()
                        .map(it -> new Option(it.id(), it.name()))
                        .toList();
            case LABEL ->
                registries.labels().stream()
                        .map(it -> new Option(it.id(), it.name()))
                        .toList();
            case ENTRY ->
                house.integrations().stream()
                        .filter(one -> !(selector.options().get("integration") instanceof String wanted)
                                || wanted.equals(one.domain()))
                        .map(one -> new Option(one.entryId(), one.title() + "  " + one.domain()))
                        .toList();
            case ADD_ON ->
                house.addOns().stream()
                        .map(one -> new Option(one.slug(), one.name()))
                        .toList();
            default -> List.of();
        };
    }

    private static List<Option> entities(Selector selector, Collection<EntityRow> entities) {
        return entities.stream()
                .filter(FieldSort.offers(selector))
                .map(row -> new Option(row.id(), row.name() + "  " + row.id()))
                .toList();
    }

    /// Entities, areas, devices, floors and labels together; the form in which a service takes them.
    static FieldControl target(Selector selector, HouseDesk desk, HouseContents house, Runnable changed) {
        var column = new IdList(TargetOptions.of(desk, FieldSort.offers(selector), house), changed);
        return new FieldControl(
                column,
                () -> column.ids().isEmpty()
                        ? null
                        : TargetOptions.target(column.ids()).asMap(),
                value -> column.show(
                        value instanceof Map<?, ?> given ? TargetOptions.ids(CallForm.target(given)) : List.of()));
    }

    /// A player, and what it is to play.
    static FieldControl media(HouseDesk desk, HouseContents house, Runnable changed) {
        var players = new Selector("entity", Map.of("domain", "media_player"));
        var parts = new LinkedHashMap<String, FieldControl>();
        parts.put("entity_id", picker(players, house, changed));
        parts.put("media_content_id", TypedFields.text(new TextField(), changed));
        parts.put("media_content_type", TypedFields.text(new TextField(), changed));
        var names = List.of(
                desk.text("home.field.media.player"),
                desk.text("home.field.media.content"),
                desk.text("home.field.media.type"));
        var grid = new GridPane(8, 6);
        int line = 0;
        for (var part : parts.values()) {
            var name = new Label(names.get(line));
            part.node().setAccessibleText(names.get(line));
            GridPane.setHgrow(part.node(), Priority.ALWAYS);
            grid.addRow(line++, name, part.node());
        }
        var metadata = new ArrayList<Object>(List.of(Map.of())); // what the raw text says of it stays
        return new FieldControl(
                grid,
                () -> {
                    var value = FieldControl.values(parts);
                    if (!value.containsKey("media_content_id")) {
                        return null;
                    }
                    value.put("metadata", metadata.getFirst());
                    return value;
                },
                value -> {
                    var given = value instanceof Map<?, ?> map ? map : Map.of();
                    parts.forEach((key, part) -> part.show(given.get(key)));
                    metadata.set(0, given.get("metadata") instanceof Map<?, ?> told ? told : Map.of());
                },
                () -> {
                    var entered = FieldControl.values(parts);
                    return !entered.isEmpty() && !entered.containsKey("media_content_id");
                });
    }
}
