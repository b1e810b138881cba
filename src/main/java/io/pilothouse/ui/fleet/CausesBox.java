package io.pilothouse.ui.fleet;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.shell.InstanceMenu;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Insets;
import javafx.geometry.Pos;
import javafx.geometry.Side;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.javafx.FontIcon;
import org.kordamp.ikonli.octicons.Octicons;

/// Why things are as they are: each cause once, with the instances it explains. FX thread only.
final class CausesBox extends VBox {

    private static final int MEMBERS = 4;

    private final WindowContext window;
    private final FleetViewModel model;
    private List<FleetCause> shown = List.of();

    CausesBox(WindowContext window, FleetViewModel model) {
        this.window = window;
        this.model = model;
        getStyleClass().addAll("card-box", "causes");
        VBox.setMargin(this, new Insets(16, 16, 0, 16));
    }

    void show(FleetViewModel.View view) {
        if (!shown.equals(view.causes()) || view.more() > 0) {
            shown = view.causes();
            fill(view);
        }
        setVisible(!view.causes().isEmpty());
        setManaged(!view.causes().isEmpty());
    }

    private void fill(FleetViewModel.View view) {
        var lines = new ArrayList<Node>();
        for (var cause : view.causes()) {
            lines.add(causeLine(cause));
        }
        if (view.more() > 0) {
            var words = new Label(window.texts().text("fleet.causes.more", view.more()));
            words.getStyleClass().add("text-muted");
            var space = new Region();
            HBox.setHgrow(space, Priority.ALWAYS);
            var show =
                    smallButton(window.texts().text("fleet.causes.show"), () -> model.choose(FleetViewModel.PROBLEMS));
            var line = new HBox(words, space, show);
            line.getStyleClass().add("cause");
            lines.add(line);
        }
        if (!lines.isEmpty()) {
            lines.getFirst().getStyleClass().add("first");
        }
        getChildren().setAll(lines);
    }

    private Node causeLine(FleetCause cause) {
        var title = new Label(cause.title());
        title.getStyleClass().add("text-strong");
        var since = new Label(cause.since());
        since.getStyleClass().add("text-muted");
        var what = new HBox(4, title, since);
        what.setAlignment(Pos.CENTER_LEFT);
        what.setPrefWidth(276);
        what.setMinWidth(160);
        var members = new HBox();
        members.getStyleClass().add("members");
        members.setPrefWidth(286);
        cause.members().stream().limit(MEMBERS).map(this::member).forEach(members.getChildren()::add);
        if (cause.members().size() > MEMBERS) {
            members.getChildren()
                    .add(new Label(window.texts()
                            .text("fleet.members.more", cause.members().size() - MEMBERS)));
        }
        members.setMinWidth(24);
        var effect = new Label(cause.effect());
        effect.getStyleClass().add("text-muted");
        effect.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(effect, Priority.ALWAYS);
        var line = new HBox(new StateShape(cause.sign(), 16), what, members, effect);
        line.getStyleClass().add("cause");
        var first = Optional.of(cause.members().getFirst().id());
        var buttons = new HBox();
        buttons.getStyleClass().add("cause-buttons");
        buttons.setMinWidth(Region.USE_PREF_SIZE);
        line.getChildren().add(buttons);
        addAction(buttons, cause.way(), first);
        if (cause.host()) {
            buttons.getChildren()
                    .addAll(
                            smallButton(window.texts().text("fleet.cause.check"), () -> model.check(cause.members())),
                            smallButton(
                                    window.texts().text("fleet.cause.maintenance"),
                                    () -> model.maintain(cause.members())));
        }
        buttons.getChildren().add(more(first));
        return line;
    }

    private Node member(Instance member) {
        var button = new Button(member.name(), Monogram.of(member, Monogram.Size.NORMAL));
        button.getStyleClass().setAll("member");
        button.setMinWidth(22); // the tile stays when the name does not fit
        button.setAccessibleText(window.texts().text("shell.open.spoken", member.name()));
        button.setOnAction(_ -> window.navigation().goTo(member.id()));
        return button;
    }

    private void addAction(HBox line, String id, Optional<InstanceId> about) {
        window.actions()
                .find(id)
                .filter(action -> action.availability().apply(about) instanceof Availability.Available)
                .ifPresent(action -> line.getChildren()
                        .add(smallButton(
                                window.actions().title(action),
                                () -> window.actions().run(id, about))));
    }

    private static Button smallButton(String text, Runnable run) {
        var button = new Button(text);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> run.run());
        return button;
    }

    private Node more(Optional<InstanceId> about) {
        var button = new Button(null, new FontIcon(Octicons.KEBAB_HORIZONTAL_16));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(window.texts().text("common.more"));
        button.setOnAction(
                _ -> window.actions().menu(InstanceMenu.ACTIONS, about).show(button, Side.BOTTOM, 0, 0));
        return button;
    }
}
