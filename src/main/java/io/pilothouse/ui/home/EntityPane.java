package io.pilothouse.ui.home;

import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.EntityState;
import io.pilothouse.domain.home.ServiceCatalogue.Service;
import io.pilothouse.domain.home.Target;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.Location;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import javafx.geometry.Insets;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBox;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// What can be done with one entity, and what is known of it. What a person entered stays while the
/// entity changes. FX thread only.
final class EntityPane {

    private static final Set<String> ON = Set.of("on", "open", "playing", "unlocked");

    private final HouseDesk desk;
    private final Function<Set<String>, List<String>> labels;
    private final Latest loading;
    private final ActionForm form;
    private final ComboBox<Service> services = new ComboBox<>();
    private final BorderPane root = new BorderPane();
    private @Nullable HouseContents house;
    private @Nullable EntityRow row;
    private boolean filling;

    /// @param labels names of labels by their ids
    EntityPane(HouseDesk desk, Function<Set<String>, List<String>> labels) {
        this.desk = desk;
        this.labels = labels;
        loading = desk.line();
        form = new ActionForm(desk).untitled();
        services.setId("home-entity-services");
        services.setAccessibleText(desk.text("home.entities.actions"));
        services.setMaxWidth(Double.MAX_VALUE);
        services.setConverter(new StringConverter<>() {
            @Override
            public String toString(@Nullable Service service) {
                return service == null ? "" : service.title();
            }

            @Override
            public @Nullable Service fromString(String text) {
                return null;
            }
        });
        services.valueProperty().addListener((_, _, service) -> {
            if (service != null && !filling) {
                open(service);
            }
        });
    }

    /// @return the same node each time
    Node of(EntityRow shown) {
        boolean other = row == null || !row.id().equals(shown.id());
        row = shown;
        if (other) {
            root.setTop(null);
            root.setCenter(facts(shown));
            if (house == null) {
                load();
            } else {
                offer();
            }
        } else {
            form.facts(facts(shown));
            if (root.getCenter() != form) {
                root.setCenter(facts(shown));
            }
        }
        return root;
    }

    private void load() {
        desk.read(
                loading,
                "services",
                homes -> HouseContents.of(homes, desk.id(), desk.language()),
                found -> {
                    house = found;
                    offer();
                },
                _ -> {}); // what is known of the entity is there all the same
    }

    /// The actions that fit the entity, the likeliest first.
    private void offer() {
        var known = house;
        var shown = row;
        if (known == null || shown == null) {
            return;
        }
        var fitting = known.services().byName().values().stream()
                .filter(service -> service.targeted() && service.domain().equals(shown.domain()))
                .filter(service -> service.serves(shown.domain()))
                .toList();
        if (fitting.isEmpty()) {
            root.setTop(null);
            root.setCenter(facts(shown));
            return;
        }
        filling = true;
        services.getItems().setAll(fitting);
        services.setValue(likeliest(fitting, shown));
        filling = false;
        open(services.getValue());
    }

    private static Service likeliest(List<Service> fitting, EntityRow row) {
        var on = ON.contains(row.state().map(EntityState::state).orElse(""));
        var wishes =
                switch (row.domain()) {
                    case "automation" -> List.of("trigger");
                    case "climate" -> List.of("set_temperature");
                    case "lock" -> List.of(on ? "lock" : "unlock");
                    case "cover" -> List.of(on ? "close_cover" : "open_cover");
                    case "input_number", "number" -> List.of("set_value");
                    case "button", "input_button" -> List.of("press");
                    case "update" -> List.of("install");
                    default -> List.of(on ? "turn_off" : "turn_on", "turn_on");
                };
        for (var wish : wishes) {
            Optional<Service> found = fitting.stream()
                    .filter(service -> service.name().endsWith("." + wish))
                    .findFirst();
            if (found.isPresent()) {
                return found.get();
            }
        }
        return fitting.getFirst();
    }

    private void open(Service service) {
        var known = house;
        var shown = row;
        if (known == null || shown == null) {
            return;
        }
        form.facts(facts(shown));
        form.open(service, known, Target.entity(shown.id()));
        var choose = new HBox(services);
        HBox.setHgrow(services, javafx.scene.layout.Priority.ALWAYS);
        choose.setPadding(new Insets(12, 48, 0, 16));
        root.setTop(choose);
        root.setCenter(form);
    }

    private Node facts(EntityRow shown) {
        var facts = new LinkedHashMap<String, String>();
        facts.put(desk.text("home.column.state"), desk.value(shown));
        facts.put(
                desk.text("home.column.area"),
                shown.area().isEmpty() ? desk.text("home.entities.noArea") : shown.area());
        facts.put(desk.text("home.column.device"), shown.device());
        facts.put(desk.text("home.column.integration"), shown.platform());
        facts.put(desk.text("home.column.labels"), String.join(", ", labels.apply(shown.labels())));
        facts.put(
                desk.text("home.column.changed"),
                shown.state().map(state -> desk.time(state.changedAt())).orElse(""));
        var attributes = new LinkedHashMap<String, String>();
        shown.attributes().forEach((key, value) -> attributes.put(key.replace('_', ' '), String.valueOf(value)));
        var actions = new Button(desk.text("home.entities.actions"), new Icon(Octicons.ZAP_16));
        actions.setOnAction(_ -> desk.window().navigation().go(new Location.OfInstance(desk.id(), "services")));
        return new DetailPane(desk.name() + " · " + shown.name(), shown.id())
                .buttons(actions)
                .facts(facts)
                .heading(desk.text("home.entities.attributes"))
                .facts(attributes);
    }

    void shown() {
        form.shown();
    }

    void hidden() {
        loading.cancel();
        form.hidden();
    }

    boolean halfTyped() {
        return form.halfTyped();
    }

    String typedWhat() {
        return form.typedWhat();
    }
}
