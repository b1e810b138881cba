package io.pilothouse.ui.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.amc.Brands;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Shown;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.collections.FXCollections;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// The brands: their names, colours, instances and values of parameters; merging and removing. FX thread
/// only.
final class BrandsDialog {

    private final Desk desk;
    private final ComboBox<Brand> chosen = new ComboBox<>();
    private final ComboBox<String> name = new ComboBox<>();
    private final ComboBox<Optional<IdentityColour>> colour = new ComboBox<>();
    private final TextArea values = new TextArea();
    private final VBox instances = new VBox();
    private final ComboBox<Brand> into = new ComboBox<>();
    private final Label words = new Label();
    private final Button merge;
    private final Button remove;
    private final Button save;
    private final Latest reading;
    private final Latest suggesting;
    private boolean closed;
    private Map<InstanceId, List<Brand>> byInstance = Map.of();
    private InstanceTicks ticks;
    private @Nullable Brand shown;
    private Typed filled = new Typed("", Optional.empty(), "", List.of());

    private BrandsDialog(Desk desk) {
        this.desk = desk;
        reading = new Latest(desk.window().services().fx());
        suggesting = new Latest(desk.window().services().fx());
        merge = desk.button("brands.merge", Octicons.GIT_MERGE_16, this::merge);
        remove = desk.button("brands.remove", Octicons.TRASH_16, this::remove);
        save = desk.button("brands.save", Octicons.CHECK_16, this::save);
        save.getStyleClass().add("accent");
        save.setDefaultButton(true);
        ticks = new InstanceTicks(desk, _ -> false, () -> {});
    }

    static void open(WindowContext window, InstanceId id) {
        new BrandsDialog(new Desk(window, id)).show();
    }

    private void show() {
        chosen.setId("brand");
        chosen.setConverter(new Shown<>(it -> it.number() == 0 ? desk.text("amc.brands.new") : it.name()));
        BrandMark.dress(chosen, Brand::colour);
        chosen.valueProperty().subscribe(this::choose);
        name.setId("brand-name");
        name.setEditable(true);
        name.setPromptText(desk.text("amc.brands.name"));
        colour.getItems().add(Optional.empty());
        Stream.of(IdentityColour.values()).map(Optional::of).forEach(colour.getItems()::add);
        colour.setConverter(new Shown<>(it -> it.map(desk.words()::colour).orElse(desk.text("amc.brands.colourless"))));
        BrandMark.dress(colour, it -> it);
        values.setId("brand-values");
        values.setPrefRowCount(3);
        values.setPromptText("product = sponsored_brands");
        into.setId("brand-into");
        into.setConverter(new Shown<>(Brand::name));
        BrandMark.dress(into, Brand::colour);
        into.setPromptText(desk.text("amc.brands.into"));
        into.setAccessibleText(desk.text("amc.brands.into"));
        merge.disableProperty().bind(into.valueProperty().isNull());
        words.setWrapText(true);
        words.getStyleClass().add("amc-warns");
        words.managedProperty().bind(words.textProperty().isNotEmpty());
        var grid = new GridPane();
        grid.setHgap(10);
        grid.setVgap(8);
        row(grid, 0, "amc.brands.brand", chosen);
        row(grid, 1, "amc.brands.name", name);
        row(grid, 2, "amc.brands.colour", colour);
        row(grid, 3, "amc.brands.instances", instances);
        row(grid, 4, "amc.brands.values", values);
        var body = new VBox(12, grid, words);
        body.getStyleClass().add("dialog-body");
        desk.window()
                .dialogs()
                .open(new DialogFrame(
                        "amc-brands",
                        desk.text("amc.brands.title"),
                        Optional.empty(),
                        680,
                        body,
                        List.of(remove, into, merge),
                        List.of(save),
                        () -> true,
                        () -> {
                            closed = true;
                            reading.cancel();
                            suggesting.cancel();
                        }));
        read(0);
    }

    private void row(GridPane grid, int number, String key, Node field) {
        var label = new Label(desk.text(key));
        label.setMinWidth(Label.USE_PREF_SIZE);
        label.setLabelFor(field);
        field.setAccessibleText(desk.text(key));
        GridPane.setHgrow(field, Priority.ALWAYS);
        if (field instanceof ComboBox<?> box) {
            box.setMaxWidth(Double.MAX_VALUE);
        }
        grid.addRow(number, label, field);
    }

    private record All(List<Brand> brands, Map<InstanceId, List<Brand>> byInstance) {}

    /// @param number of the brand to show; another for a new one
    private void read(long number) {
        if (closed) { // what was saved is seen when it is opened again
            return;
        }
        desk.read(
                reading,
                "list the brands of",
                _ -> new All(desk.amc().brands().all(), desk.amc().brands().byInstance()),
                all -> {
                    byInstance = all.byInstance();
                    shown = null;
                    var items = new ArrayList<>(all.brands());
                    items.addFirst(Brands.NEW);
                    chosen.setItems(FXCollections.observableList(items));
                    chosen.setValue(items.stream()
                            .filter(it -> it.number() == number)
                            .findFirst()
                            .orElse(Brands.NEW));
                },
                this::say);
    }

    /// Another brand is shown; where what was typed of this one would be lost, that is asked first.
    private void choose(@Nullable Brand brand) {
        if (brand == null || brand.equals(shown)) {
            return; // until they are read
        }
        var before = shown;
        if (before == null || typed().equals(filled)) {
            fill(brand);
            return;
        }
        desk.window().services().fx().execute(() -> chosen.setValue(before)); // until that is answered
        desk.window().dialogs().mayLose(Optional.empty(), chosen.getConverter().toString(before), changed(), () -> {
            shown = null;
            chosen.setValue(brand);
            choose(brand);
        });
    }

    /// What of a brand can be changed, as it stands in the fields.
    private record Typed(String name, Optional<IdentityColour> colour, String values, List<InstanceId> on) {}

    private Typed typed() {
        return new Typed(name.getEditor().getText(), colour.getValue(), values.getText(), ticks.chosen());
    }

    /// @return names of the fields whose values would be lost
    private List<String> changed() {
        var now = typed();
        var names = new ArrayList<String>();
        if (!now.name().equals(filled.name())) {
            names.add(desk.text("amc.brands.name"));
        }
        if (!now.colour().equals(filled.colour())) {
            names.add(desk.text("amc.brands.colour"));
        }
        if (!now.on().equals(filled.on())) {
            names.add(desk.text("amc.brands.instances"));
        }
        if (!now.values().equals(filled.values())) {
            names.add(desk.text("amc.brands.values"));
        }
        return names;
    }

    private void fill(Brand brand) {
        shown = brand;
        boolean fresh = brand.number() == 0;
        words.setText("");
        name.getItems().clear();
        name.getEditor().setText(fresh ? "" : brand.name());
        colour.setValue(brand.colour());
        values.setText(new TreeMap<>(brand.parameters())
                .entrySet().stream()
                        .map(it -> it.getKey() + " = " + it.getValue())
                        .collect(Collectors.joining("\n")));
        ticks = new InstanceTicks(desk, id -> fresh ? id.equals(desk.id()) : has(id, brand), () -> {});
        instances.getChildren().setAll(ticks);
        filled = typed();
        remove.setDisable(fresh);
        into.getItems()
                .setAll(
                        fresh
                                ? List.of()
                                : chosen.getItems().stream()
                                        .filter(it -> it.number() != 0 && it.number() != brand.number())
                                        .toList());
        into.setValue(null);
        into.setDisable(into.getItems().isEmpty());
        suggesting.cancel();
        if (fresh) {
            desk.read(
                    suggesting,
                    "ask who advertises with",
                    _ -> desk.amc().brands().suggestions(desk.id()),
                    name.getItems()::setAll,
                    _ -> {}); // a name can be typed all the same
        }
    }

    private void say(Problem problem) {
        words.setText(desk.window().texts().said(problem));
    }

    private void save() {
        var brand = chosen.getValue();
        var typed = parameters();
        if (brand == null || typed.isEmpty()) {
            words.setText(brand == null ? "" : desk.text("amc.brands.bad-value"));
            return;
        }
        var called = name.getEditor().getText();
        var draft = new Brand(brand.number(), brand.name(), colour.getValue(), typed.get());
        var on = ticks.chosen();
        change(
                concerned(brand, on),
                desk.text("amc.brands.save"),
                "save the brand “" + called.strip() + "” beside " + desk.name(),
                consent -> desk.amc()
                        .brands()
                        .save(Brands.called(draft, called), on, consent)
                        .number());
    }

    /// @return empty if a line is not `name = value`
    private Optional<Map<String, String>> parameters() {
        var typed = new TreeMap<String, String>();
        for (var line : values.getText().lines().filter(it -> !it.isBlank()).toList()) {
            int equals = line.indexOf('=');
            if (equals < 1) {
                return Optional.empty();
            }
            typed.put(
                    line.substring(0, equals).strip(),
                    line.substring(equals + 1).strip());
        }
        return Optional.of(typed);
    }

    private void merge() {
        var gone = chosen.getValue();
        var kept = into.getValue();
        sure(
                gone,
                desk.text("amc.brands.merge"),
                desk.text("amc.sure.merge", gone.name(), kept.name()),
                "merge the brand “" + gone.name() + "” into “" + kept.name() + "” beside " + desk.name(),
                consent -> {
                    desk.amc().brands().merge(gone.number(), kept.number(), consent);
                    return kept.number();
                });
    }

    private void remove() {
        var gone = chosen.getValue();
        sure(
                gone,
                desk.text("amc.brands.remove"),
                desk.text("amc.sure.brand", gone.name()),
                "remove the brand “" + gone.name() + "” beside " + desk.name(),
                consent -> {
                    desk.amc().brands().remove(gone.number(), consent);
                    return 0L;
                });
    }

    /// By its number: the brand may have been changed between the two lists.
    private boolean has(InstanceId id, Brand brand) {
        return byInstance.getOrDefault(id, List.of()).stream().anyMatch(it -> it.number() == brand.number());
    }

    /// Who has the brand, or is to get it.
    private List<InstanceId> concerned(Brand brand, List<InstanceId> on) {
        return desk.all().stream()
                .map(it -> it.id())
                .filter(id -> on.contains(id) || has(id, brand))
                .toList();
    }

    /// What is done to brands.
    @FunctionalInterface
    private interface Change {
        long with(Consent consent) throws Exception;
    }

    private void sure(Brand brand, String verb, String words, String what, Change change) {
        desk.sure(verb, words, () -> change(concerned(brand, List.of()), verb, what, change));
    }

    private void change(List<InstanceId> on, String verb, String what, Change change) {
        desk.ask(
                new Act(
                        ActionClass.LOCAL_REVERSIBLE,
                        on.isEmpty() ? List.of(desk.id()) : on,
                        "change the brands",
                        List.of(),
                        1),
                desk.text("amc.brands.title"),
                verb,
                "",
                consent -> desk.act("amc-brands", what, _ -> change.with(consent), this::read));
    }
}
