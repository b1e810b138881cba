package io.pilothouse.ui.instances;

import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.library.Leaving;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.ui.common.Monogram;
import io.pilothouse.ui.common.StatePane;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.Navigation;
import io.pilothouse.ui.shell.PageView;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// What was removed in the last 30 days, to be taken back with its id and history. FX thread only.
final class TrashPage implements PageView {

    /// How long an instance stays in the trash.
    static final Duration KEPT = Duration.ofDays(30);

    private final WindowContext window;
    private final VBox page = new VBox();
    private final ScrollPane root = new ScrollPane(page);
    private final ReadOnlyStringWrapper subtitle = new ReadOnlyStringWrapper("");
    private Subscription watching = () -> {};

    TrashPage(WindowContext window) {
        this.window = window;
        page.getStyleClass().add("page");
        root.setFitToWidth(true);
        root.setFitToHeight(true);
        root.getStyleClass().add("edge-to-edge");
    }

    @Override
    public Parent root() {
        return root;
    }

    @Override
    public void shown() {
        watching = window.services()
                .instances()
                .fleet()
                .subscribe(window.services().fx(), fleet -> show(fleet.trashed()));
    }

    @Override
    public void hidden() {
        watching.close();
    }

    @Override
    public ObservableValue<String> subtitle() {
        return subtitle.getReadOnlyProperty();
    }

    private void show(List<Instance> trashed) {
        subtitle.set(window.texts().text("trash.subtitle", trashed.size()));
        if (trashed.isEmpty()) {
            var empty = new StatePane(
                    Octicons.TRASH_16,
                    window.texts().text("trash.empty"),
                    window.texts().text("trash.empty-why"),
                    List.of(new StatePane.Choice(
                            window.texts().text("trash.fleet"),
                            () -> window.navigation().go(Navigation.FLEET))));
            VBox.setVgrow(empty, Priority.ALWAYS);
            page.getChildren().setAll(empty);
            return;
        }
        var card = new VBox();
        card.setId("trashed");
        card.getStyleClass().add("card-box");
        trashed.forEach(instance -> card.getChildren().add(row(instance)));
        page.getChildren().setAll(card);
    }

    private Node row(Instance instance) {
        var texts = window.texts();
        var words = window.words();
        var now = window.services().clock().instant();
        var at = instance.deletedAt().orElse(now);
        var left = Duration.between(now, at.plus(KEPT));
        var name = new Label(instance.name());
        name.getStyleClass().add("text-strong");
        var place = new Label(words.kind(instance.kind()) + ", " + words.place(instance));
        place.getStyleClass().add("text-muted");
        var when = new Label(texts.text("trash.since", words.time(at, now), words.age(left)));
        when.getStyleClass().add("text-muted");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var restore = new Button(texts.text("trash.restore"));
        restore.getStyleClass().add("small");
        restore.setAccessibleText(texts.text("trash.restore-name", instance.name()));
        restore.setId("restore-" + instance.id());
        restore.setOnAction(_ -> InstancesFeature.restore(window, instance));
        var purge = new Button(texts.text("trash.purge"));
        purge.getStyleClass().addAll("small", "flat");
        purge.setAccessibleText(texts.text("trash.purge-name", instance.name()));
        purge.setId("purge-" + instance.id());
        purge.setOnAction(_ -> purge(instance));
        var row = new HBox(12, Monogram.of(instance, Monogram.Size.NORMAL), name, place, space, when, restore, purge);
        row.getStyleClass().add("card-row");
        row.setAlignment(Pos.CENTER_LEFT);
        return row;
    }

    /// Says what goes from the library with it, which only the store knows.
    private void purge(Instance instance) {
        window.background()
                .read(
                        "count what goes with " + instance.name(),
                        List.of(instance.id()),
                        _ -> window.services().library().leaving(instance.id()))
                .whenEnded(window.services().fx(), outcome -> {
                    if (outcome instanceof Outcome.Succeeded<Optional<Leaving>>(Optional<Leaving> leaving)) {
                        purge(instance, leaving);
                    } else {
                        purge(instance, Optional.empty());
                    }
                });
    }

    private void purge(Instance instance, Optional<Leaving> leaving) {
        var texts = window.texts();
        var effect = texts.text("trash.purge-effect")
                + leaving.map(goes ->
                                " " + texts.text("trash.purge-library", goes.things(), goes.folded(), goes.said()))
                        .orElse("");
        new GuardSheet(window)
                .ask(new GuardedAct(
                        new Act(ActionClass.LOCAL_FINAL, List.of(instance.id()), "delete it for good", List.of(), 1),
                        texts.text("trash.purge-title", instance.name()),
                        texts.text("trash.purge-verb"),
                        effect,
                        Optional.of(texts.text("trash.purge-elsewhere")),
                        consent -> purge(instance, consent)));
    }

    private void purge(Instance instance, Consent consent) {
        window.background()
                .act(
                        "instance-purge",
                        "delete " + instance.name() + " for good",
                        instance.id(),
                        _ -> {
                            window.services().instances().purge(instance.id(), consent);
                            return true;
                        },
                        _ -> window.toasts()
                                .news(
                                        Optional.empty(),
                                        window.texts().text("instances.purged", instance.name()),
                                        Optional.empty()));
    }
}
