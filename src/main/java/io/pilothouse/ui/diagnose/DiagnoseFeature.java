package io.pilothouse.ui.diagnose;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.StepResult;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.WindowContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Diagnoses a stored instance step by step, in a dialog that belongs to it.
public final class DiagnoseFeature implements Feature {

    @Override
    public void register(WindowContext window) {
        window.actions()
                .add(Action.ofInstance(
                                "instance.diagnose",
                                ActionClass.READ,
                                call -> window.services()
                                        .instances()
                                        .find(call.theInstance())
                                        .ifPresent(instance -> new Opened(window, instance).run()))
                        .withIcon(Octicons.PULSE_16)
                        .withKey("F8"));
    }

    /// One open dialog about one instance.
    private static final class Opened {
        private static final double STEPS = 392;

        private final WindowContext window;
        private final Instance instance;
        private final DiagnosisPane pane;
        private final Latest latest;
        private final Label together = new Label();
        private final Button copy;
        private final Button again;
        private String report = "";

        Opened(WindowContext window, Instance instance) {
            this.window = window;
            this.instance = instance;
            var texts = window.texts();
            pane = new DiagnosisPane(window.words(), window.services().clock());
            latest = new Latest(window.services().fx());
            together.setWrapText(true);
            together.getStyleClass().add("text-muted");
            together.managedProperty().bind(together.textProperty().isNotEmpty());
            copy = new Button(texts.text("diagnose.copy"), new Icon(Octicons.DUPLICATE_16));
            copy.getStyleClass().add("flat");
            copy.setDisable(true);
            copy.setOnAction(_ -> copy());
            again = new Button(texts.text("diagnose.again"), new Icon(Octicons.SYNC_16));
            again.setId("diagnose-again");
            again.setDefaultButton(true);
            again.setOnAction(_ -> run());
            var close = new Button(texts.text("common.close"));
            var body = new VBox(12, pane, together) {
                /// So that all steps have room as they come; a low window shows those that are there.
                @Override
                protected double computePrefHeight(double width) {
                    return Math.max(STEPS, super.computePrefHeight(width));
                }
            };
            body.getStyleClass().add("dialog-body");
            var dialog = window.dialogs()
                    .open(new DialogFrame(
                            "diagnose",
                            texts.text("diagnose.of", instance.name()),
                            Optional.of(instance),
                            560,
                            body,
                            List.of(copy),
                            List.of(close, again),
                            () -> true,
                            latest::cancel));
            close.setOnAction(_ -> dialog.close());
            close.requestFocus(); // the other one waits until it has answered
        }

        void run() {
            pane.showRunning();
            together.setText("");
            again.setDisable(true);
            latest.<Diagnosis>start(
                    () -> window.background()
                            .read(
                                    "diagnose " + instance.name(),
                                    List.of(instance.id()),
                                    _ -> window.services().connectionTests().diagnose(instance.id())),
                    outcome -> {
                        again.setDisable(false);
                        switch (outcome) {
                            case Outcome.Succeeded<Diagnosis>(Diagnosis diagnosis) -> show(diagnosis);
                            case Outcome.Failed<Diagnosis>(Problem problem) ->
                                pane.showNothing(window.texts().said(problem));
                            case Outcome.Cancelled<Diagnosis>() -> {}
                        }
                    });
        }

        private void show(Diagnosis diagnosis) {
            pane.show(diagnosis, remedies(diagnosis.cause()), trusting(diagnosis));
            together.setText(together());
            report = report(window.words(), instance, diagnosis);
            copy.setDisable(false);
        }

        /// Believes the certificate that was shown, and only that, if it is what failed.
        private Optional<Runnable> trusting(Diagnosis diagnosis) {
            return diagnosis
                    .certificate()
                    .filter(_ -> diagnosis
                            .cause()
                            .filter(DiagnosisPane::certificateFault)
                            .isPresent())
                    .map(shown -> () -> trust(new Connection.TlsTrust.Pinned(shown.sha256())));
        }

        private void trust(Connection.TlsTrust.Pinned certificate) {
            var id = instance.id();
            var configuration = instance.configuration();
            window.background()
                    .act(
                            "instance-edit",
                            "trust the certificate of " + instance.name(),
                            id,
                            _ -> {
                                var changed = window.services()
                                        .instances()
                                        .edit(
                                                id,
                                                instance.configVersion(),
                                                configuration.withConnection(configuration
                                                        .connection()
                                                        .withTrust(certificate)),
                                                Map.of(),
                                                Consent.none(Origin.WINDOW));
                                window.services().health().check(List.of(id), Origin.WINDOW);
                                return changed;
                            },
                            changed -> {
                                window.toasts()
                                        .news(
                                                Optional.of(changed),
                                                window.texts().text("diagnose.trusted", changed.name()),
                                                Optional.empty());
                                run();
                            });
        }

        /// Names the other instances of a host that is silent as a whole.
        private String together() {
            return window.services().health().causes().get().stream()
                    .filter(cause -> cause.members().contains(instance.id())
                            && cause.members().size() > 1)
                    .findFirst()
                    .map(cause -> window.texts().text("diagnose.together", cause.subject(), names(cause.members())))
                    .orElse("");
        }

        private String names(List<InstanceId> members) {
            return members.stream()
                    .filter(id -> !id.equals(instance.id()))
                    .flatMap(id -> window.services().instances().find(id).stream())
                    .map(Instance::name)
                    .collect(Collectors.joining(", "));
        }

        private List<DiagnosisPane.Remedy> remedies(Optional<FaultCode> cause) {
            var remedies = new ArrayList<DiagnosisPane.Remedy>();
            cause.filter(FaultCode::permanent).ifPresent(_ -> offer(remedies, "instance.edit"));
            cause.filter(code -> !code.permanent()).ifPresent(_ -> offer(remedies, "instance.maintenance"));
            return remedies;
        }

        private void offer(List<DiagnosisPane.Remedy> remedies, String action) {
            window.actions()
                    .find(action)
                    .ifPresent(found -> remedies.add(new DiagnosisPane.Remedy(
                            window.actions().title(found),
                            () -> window.actions().run(action, Optional.of(instance.id())))));
        }

        private void copy() {
            var content = new ClipboardContent();
            content.putString(report);
            Clipboard.getSystemClipboard().setContent(content);
        }
    }

    /// The steps as text, to be pasted into a question. Holds no secret: steps never carry one.
    static String report(Words words, Instance instance, Diagnosis diagnosis) {
        return diagnosis.steps().stream()
                .map(step -> line(words, step))
                .collect(Collectors.joining(
                        "\n",
                        words.kind(instance.kind()) + " " + instance.name() + " " + instance.address() + "\n",
                        "\n"));
    }

    private static String line(Words words, StepResult step) {
        return step.outcome().name().toLowerCase(java.util.Locale.ROOT) + "\t"
                + words.texts().text("diagnose.step." + step.step().word()) + "\t"
                + words.texts().said(step.message())
                + (step.millis().isPresent()
                        ? "\t" + words.latency(step.millis().getAsLong())
                        : "");
    }
}
