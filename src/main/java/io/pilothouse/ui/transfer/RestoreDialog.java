package io.pilothouse.ui.transfer;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.backup.RestorePlan;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/// What putting a copy in the place of the store would do, or taking single instances out of it, with the button
/// that does it. Cancel is the default.
final class RestoreDialog {

    private static final double WIDTH = 560;
    private static final int NAMES = 12;

    private final WindowContext window;
    private final Path copy;
    private final Latest latest;
    private final VBox choices = new VBox();
    private final VBox lines = new VBox(8);
    private final Button go = new Button();
    private RestoreMode mode = Optional::empty;

    RestoreDialog(WindowContext window, Path copy) {
        this.window = window;
        this.copy = copy;
        latest = new Latest(window.services().fx());
        lines.setId("restore-lines");
        go.setId("restore-go");
        go.setText(text("transfer.restore-go"));
        go.getStyleClass().add("danger");
        go.setDisable(true);
    }

    void open() {
        var cancel = new Button(text("common.cancel"));
        cancel.setDefaultButton(true);
        say(text("transfer.looking", name()));
        var body = new VBox(12, choices, lines);
        body.getStyleClass().add("dialog-body");
        var dialog = window.dialogs()
                .open(new DialogFrame(
                        "restore",
                        text("transfer.restore", name()),
                        Optional.empty(),
                        WIDTH,
                        body,
                        List.of(),
                        List.of(cancel, go),
                        () -> true,
                        latest::cancel));
        cancel.setOnAction(_ -> dialog.close());
        go.setOnAction(_ -> {
            dialog.close();
            mode.ids()
                    .ifPresentOrElse(
                            ids -> window.services().program().take(copy, ids),
                            () -> window.services().program().restore(copy));
        });
        cancel.requestFocus();
        latest.start(
                () -> window.services()
                        .tasks()
                        .start(
                                new TaskRequest("restore-plan", "look into " + copy, List.of(), Origin.WINDOW, true),
                                _ -> window.services().safekeeping().planRestore(copy)),
                this::show);
    }

    private void show(Outcome<RestorePlan> outcome) {
        switch (outcome) {
            case Outcome.Succeeded<RestorePlan>(RestorePlan plan) -> show(plan);
            case Outcome.Failed<RestorePlan>(Problem why) -> {
                lines.getChildren().clear();
                say(window.texts().summary(why));
                say(window.texts().advice(why));
            }
            case Outcome.Cancelled<RestorePlan>() -> {}
        }
    }

    private void show(RestorePlan plan) {
        lines.getChildren().clear();
        boolean some = !plan.comeBack().isEmpty() || !plan.change().isEmpty();
        if (some && !window.services().program().onlyLooking()) {
            var choice = new RestoreChoice(window.texts(), plan, () -> say(plan));
            mode = choice;
            choices.getChildren().setAll(choice);
        }
        say(plan);
    }

    /// What the chosen way would do.
    private void say(RestorePlan plan) {
        lines.getChildren().clear();
        var ids = mode.ids();
        go.setText(ids.map(some -> text("transfer.take-go", some.size())).orElseGet(() -> text("transfer.restore-go")));
        go.setDisable(ids.isPresent() && ids.get().isEmpty());
        if (ids.isPresent()) {
            say(text("transfer.take-kept"));
            return;
        }
        say(text("transfer.plan-instances", plan.instances()));
        named("transfer.come-back", plan.comeBack());
        named("transfer.change", plan.change());
        named("transfer.disappear", plan.disappear());
        say(text("transfer.plan-cycles", plan.cycles()));
        var now = window.services().clock().instant();
        say(plan.historyUntil()
                .map(until -> text("transfer.history", window.words().time(until, now)))
                .orElseGet(() -> text("transfer.no-history")));
        say(text("transfer.kept"));
    }

    private void named(String key, List<Instance> instances) {
        if (!instances.isEmpty()) {
            var names = instances.stream().limit(NAMES).map(Instance::name).collect(Collectors.joining(", "));
            say(text(key, instances.size(), names + (instances.size() > NAMES ? ", …" : "")));
        }
    }

    private void say(String words) {
        var label = new Label(words);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        lines.getChildren().add(label);
    }

    private String name() {
        return String.valueOf(copy.getFileName());
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
