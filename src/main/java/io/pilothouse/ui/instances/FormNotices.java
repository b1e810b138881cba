package io.pilothouse.ui.instances;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import java.util.ArrayList;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What a form has to say above its fields, each with what can be done about it. FX thread only.
final class FormNotices {

    private final InstanceFormViewModel model;
    private final UiServices services;
    private final Words words;
    private final Consumer<InstanceId> openInstance;
    private final Consumer<Instance> useAsSecond;
    private final Function<KindId, Optional<Runnable>> logins;
    private final VBox place;

    /// @param logins opens what finds all instances of a login of a kind, where there is one
    FormNotices(
            InstanceFormViewModel model,
            UiServices services,
            Words words,
            Consumer<InstanceId> openInstance,
            Consumer<Instance> useAsSecond,
            Function<KindId, Optional<Runnable>> logins,
            VBox place) {
        this.model = model;
        this.services = services;
        this.words = words;
        this.openInstance = openInstance;
        this.useAsSecond = useAsSecond;
        this.logins = logins;
        this.place = place;
    }

    void show() {
        var shown = new ArrayList<Node>();
        var now = services.clock().instant();
        model.changedSince()
                .get()
                .ifPresent(at -> shown.add(notice(
                        text(
                                "instances.changed-since",
                                model.editing().map(Instance::name).orElse(""),
                                words.time(at, now)),
                        false,
                        offer("instances.reload", model::reload))));
        model.failure()
                .get()
                .ifPresent(problem -> shown.add(notice(words.texts().said(problem), true)));
        model.kind()
                .get()
                .filter(_ -> model.editing().isEmpty())
                .flatMap(logins)
                .ifPresent(login -> shown.add(notice(
                        text("instances.login-finds", model.kindName()), false, offer("instances.login", login))));
        model.otherKind()
                .flatMap(services.kinds()::find)
                .ifPresent(actual -> shown.add(notice(
                        text("instances.other-kind", actual.displayName(), model.kindName()),
                        false,
                        offers(
                                model.editing().isEmpty(),
                                text("instances.add-as", actual.displayName()),
                                () -> model.chooseKind(actual.id())))));
        model.sameAddress()
                .ifPresent(same -> shown.add(notice(text("instances.same-address", same.name()), false, openIt(same))));
        model.sameIdentity()
                .ifPresent(same -> shown.add(notice(
                        text("instances.same-identity", same.name()),
                        false,
                        openIt(same),
                        offers(
                                model.editing().isEmpty(),
                                text("instances.second-of", same.name()),
                                () -> useAsSecond.accept(same)))));
        place.getChildren().setAll(shown);
        InstanceFormController.show(place, !shown.isEmpty());
    }

    /// Enter takes it once a person was shown that it is here already.
    private Button openIt(Instance same) {
        var button = offer("instances.open-it", () -> openInstance.accept(same.id()));
        button.setId("open-it");
        button.setDefaultButton(model.hereAlready().get());
        return button;
    }

    /// Puts the keyboard on what can be done instead of adding one more.
    void focusSame() {
        Optional.ofNullable(place.lookup("#open-it")).ifPresent(Node::requestFocus);
    }

    private Button offer(String key, Runnable run) {
        return offers(true, text(key), run);
    }

    private static Button offers(boolean offered, String said, Runnable run) {
        var button = new Button(said);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> run.run());
        InstanceFormController.show(button, offered);
        return button;
    }

    private static Node notice(String sentence, boolean danger, Button... offers) {
        var said = new Label(sentence);
        said.setWrapText(true);
        said.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(said, Priority.ALWAYS);
        said.setMaxWidth(Double.MAX_VALUE);
        var box = new HBox(said);
        box.getStyleClass().add("notice");
        if (danger) {
            box.getStyleClass().add("notice-danger");
        }
        box.getChildren().addAll(offers);
        return box;
    }

    private String text(String key, Object... arguments) {
        return words.texts().text(key, arguments);
    }
}
