package io.pilothouse.ui.home;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.home.ServiceCatalogue.Service;
import io.pilothouse.domain.home.Target;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.shell.PageView;
import java.util.List;
import java.util.Locale;
import javafx.geometry.Insets;
import javafx.scene.Parent;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.control.TextField;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// What the house can do: its services on the left, a form made from what the house says of one, and the
/// calls that were made.
final class ActionsPage implements PageView {

    private static final double LIST_WIDTH = 260;

    private final HouseDesk desk;
    private final Latest loading;
    private final ActionForm form;
    private final TextField filter = new TextField();
    private final ListView<Service> list = new ListView<>();
    private final BorderPane middle = new BorderPane();
    private final BorderPane root = new BorderPane();
    private @Nullable HouseContents house;
    private String opened = "";

    ActionsPage(HouseDesk desk) {
        this.desk = desk;
        loading = desk.line();
        form = new ActionForm(desk);
        filter.setPromptText(desk.text("home.services.filter"));
        filter.setAccessibleText(desk.text("home.services.filter"));
        filter.textProperty().addListener((_, _, _) -> fillList());
        list.setId("home-services");
        list.setAccessibleText(desk.text("home.services.title", desk.name()));
        list.setCellFactory(_ -> new ServiceCell());
        list.getSelectionModel().selectedItemProperty().addListener((_, _, service) -> {
            if (service != null) {
                open(service);
            }
        });
        VBox.setVgrow(list, Priority.ALWAYS);
        var left = new VBox(8, filter, list);
        left.setPadding(new Insets(12));
        left.setPrefWidth(LIST_WIDTH);
        root.setLeft(left);
        root.setCenter(middle);
        showNothing();
    }

    private void open(Service service) {
        var known = house;
        if (known != null && !service.name().equals(opened)) {
            opened = service.name();
            form.open(service, known, Target.NONE);
            middle.setCenter(form);
        }
    }

    private void showNothing() {
        middle.setCenter(new StatePane(
                Octicons.ZAP_16,
                desk.text("home.services.choose", desk.name()),
                desk.text("home.services.why"),
                List.of()));
    }

    private static final class ServiceCell extends ListCell<Service> {
        private final Label name = new Label();
        private final Label id = new Label();
        private final VBox box = new VBox(name, id);

        ServiceCell() {
            id.getStyleClass().addAll("text-muted", "text-micro");
            setPrefWidth(0); // a long title is cut off instead of making the list scroll sideways
        }

        @Override
        protected void updateItem(@Nullable Service service, boolean empty) {
            super.updateItem(service, empty);
            setText(null);
            if (empty || service == null) {
                setGraphic(null);
                return;
            }
            name.setText(service.title());
            id.setText(service.name());
            setGraphic(box);
        }
    }

    // --- loading

    private void load() {
        desk.read(
                loading,
                "services",
                homes -> HouseContents.of(homes, desk.id(), desk.language()),
                this::loaded,
                this::failed);
    }

    private void loaded(HouseContents found) {
        house = found;
        fillList();
    }

    private void failed(Problem problem) {
        middle.setCenter(new StatePane(
                Octicons.ALERT_16,
                desk.window().texts().summary(problem),
                desk.window().texts().advice(problem),
                List.of(new StatePane.Choice(desk.text("home.refresh"), this::load))));
    }

    private void fillList() {
        var known = house;
        if (known == null) {
            return;
        }
        var words = filter.getText().toLowerCase(Locale.ROOT).strip();
        var chosen = list.getSelectionModel().getSelectedItem();
        list.getItems()
                .setAll(known.services().byName().values().stream()
                        .filter(service -> service.name().contains(words)
                                || service.title().toLowerCase(Locale.ROOT).contains(words))
                        .toList());
        if (chosen != null) {
            list.getSelectionModel().select(chosen);
        }
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        load();
        form.shown();
    }

    @Override
    public void hidden() {
        loading.cancel();
        form.hidden();
    }

    @Override
    public void close() {
        hidden();
    }

    @Override
    public boolean focusFilter() {
        filter.requestFocus();
        return true;
    }

    /// A form that a person began is not thrown away.
    @Override
    public boolean halfTyped() {
        return form.halfTyped();
    }

    @Override
    public String typedWhat() {
        return form.typedWhat();
    }
}
