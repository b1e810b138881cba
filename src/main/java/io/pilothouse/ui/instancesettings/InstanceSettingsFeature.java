package io.pilothouse.ui.instancesettings;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.common.ToolRow;
import io.pilothouse.ui.instances.FormPurpose;
import io.pilothouse.ui.instances.InstanceForm;
import io.pilothouse.ui.instances.InstanceFormViewModel.Saved;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.Navigation;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.Typed;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// The last tab of every instance.
public final class InstanceSettingsFeature implements Feature {

    /// What can be done to the instance beside editing it; those that exist and apply.
    private static final List<String> DEEDS = List.of(
            "instance.accept-identity", "instance.pause", "instance.resume", "instance.clone", "instance.remove");

    private static final double FOOT_GAPS = 16;

    @Override
    public void register(WindowContext window) {
        window.pages().add(new InstancePage("settings", 930, _ -> true, id -> new Page(window, id)));
    }

    /// Holds half-typed text as long as it lives; never moved to another instance.
    private static final class Page implements PageView {
        private final WindowContext window;
        private final InstanceId id;
        private final Optional<InstanceForm> form;
        private final HBox deeds = new HBox(8);
        private final Button more = new Button();
        private final Parent root;
        /// Since it was saved last.
        private Typed typed;

        Page(WindowContext window, InstanceId id) {
            this.window = window;
            this.id = id;
            form = window.services()
                    .instances()
                    .find(id)
                    .map(instance -> new InstanceForm(
                            window,
                            new FormPurpose.Edit(instance),
                            this::saved,
                            other -> window.navigation().goTo(other),
                            _ -> {},
                            Runnable::run));
            root = form.<Parent>map(this::page).orElseGet(this::gone);
            typed = new Typed(root);
        }

        private Parent page(InstanceForm shown) {
            var right = new HBox(8);
            right.setAlignment(Pos.CENTER_RIGHT);
            for (var node : shown.footRight()) {
                if (node instanceof Region button) {
                    button.setMinWidth(Region.USE_PREF_SIZE);
                }
                right.getChildren().add(node);
            }
            var foot = new ToolRow(new Region(), right);
            foot.setTools(deeds);
            more.setGraphic(new Icon(Octicons.KEBAB_HORIZONTAL_16));
            more.setId("instance-more");
            more.getStyleClass().addAll("flat", "icon-button");
            more.setAccessibleText(window.texts().text("common.tabs.more"));
            more.setOnAction(_ -> {
                var at = more.localToScreen(0, 0);
                window.actions().showMenu(offered(), Optional.of(id), more, at.getX(), at.getY());
            });
            foot.widthProperty().subscribe(width -> fold(foot, right, width.doubleValue()));
            deeds.widthProperty().subscribe(_ -> fold(foot, right, foot.getWidth()));
            foot.getStyleClass().add("instance-settings-foot");
            VBox.setVgrow(shown.root(), Priority.ALWAYS);
            var page = new VBox(shown.root(), foot);
            page.getStyleClass().add("instance-settings");
            page.setMinHeight(0);
            return page;
        }

        private Parent gone() {
            return new StackPane(new StatePane(
                    Octicons.TRASH_16,
                    window.texts().text("instancesettings.gone"),
                    "",
                    List.of(new StatePane.Choice(
                            window.texts().text("instancesettings.fleet"),
                            () -> window.navigation().go(Navigation.FLEET)))));
        }

        /// The foot is one line: what finds no room there is in a menu, with all others.
        private void fold(ToolRow foot, HBox right, double width) {
            var insets = foot.getInsets();
            double room = width - insets.getLeft() - insets.getRight() - right.prefWidth(-1) - FOOT_GAPS;
            var shown = new ArrayList<>(deeds.getChildren());
            shown.forEach(deed -> show(deed, true));
            boolean all = width <= 0 || deeds.prefWidth(-1) <= room;
            while (!all && !shown.isEmpty() && deeds.prefWidth(-1) + FOOT_GAPS + more.prefWidth(-1) > room) {
                show(shown.removeLast(), false);
            }
            var wanted = all ? List.<Node>of(deeds) : shown.isEmpty() ? List.<Node>of(more) : List.of(deeds, more);
            if (!foot.getTools().equals(wanted)) {
                foot.setTools(wanted.toArray(Node[]::new));
            }
        }

        private static void show(Node node, boolean shown) {
            node.setManaged(shown);
            node.setVisible(shown);
        }

        private List<String> offered() {
            return DEEDS.stream()
                    .flatMap(deed -> window.actions().find(deed).stream())
                    .filter(action -> action.availability().apply(Optional.of(id))
                            instanceof io.pilothouse.ui.action.Availability.Available)
                    .map(Action::id)
                    .toList();
        }

        private void showDeeds() {
            deeds.getChildren()
                    .setAll(offered().stream()
                            .<Node>map(deed -> window.actions().button(deed, Optional.of(id)))
                            .toList());
        }

        private void saved(Saved saved) {
            Instance instance = saved.instance();
            window.toasts()
                    .news(
                            Optional.of(instance),
                            window.texts().text("instances.saved", instance.name()),
                            Optional.empty());
            showDeeds();
            typed = new Typed(root);
        }

        @Override
        public Parent root() {
            return root;
        }

        @Override
        public void shown() {
            showDeeds();
        }

        @Override
        public boolean halfTyped() {
            return form.filter(shown -> shown.model().dirty()).isPresent();
        }

        @Override
        public String typedWhat() {
            return String.join(", ", typed.names());
        }

        @Override
        public void close() {
            form.ifPresent(InstanceForm::close);
        }
    }
}
