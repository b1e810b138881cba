package io.pilothouse.ui.diagnose;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.Step;
import io.pilothouse.tasks.connection.ConnectionTests.Certificate;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.StepOutcome;
import io.pilothouse.tasks.connection.ConnectionTests.StepResult;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.StateShape;
import io.pilothouse.ui.common.Words;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import org.kordamp.ikonli.octicons.Octicons;

/// The steps from this computer to useful data, each with its sign, what was found and its time. Under
/// the step that failed stands why and what to do. FX thread only.
public final class DiagnosisPane extends VBox {

    /// What a person can do under the step that failed.
    ///
    /// @param text what the button says
    public record Remedy(String text, Runnable run) {}

    private final Words words;
    private final Clock clock;
    private final Label status = new Label();
    private final VBox steps = new VBox();

    public DiagnosisPane(Words words, Clock clock) {
        this.words = words;
        this.clock = clock;
        getStyleClass().add("diagnosis");
        var title = new Label(words.texts().text("diagnose.title"));
        title.getStyleClass().add("text-card");
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        status.getStyleClass().addAll("text-muted", "text-second");
        status.setId("diagnosis-status");
        var head = new HBox(8, title, space, status);
        head.setAlignment(Pos.CENTER_LEFT);
        steps.setId("diagnosis-steps");
        getChildren().setAll(head, steps);
    }

    /// Says what will be done, before anything was.
    public void showNothing(String why) {
        status.setText("");
        var sentence = new Label(why);
        sentence.setWrapText(true);
        sentence.getStyleClass().add("text-muted");
        steps.getChildren().setAll(sentence);
    }

    public void showRunning() {
        status.setText(words.texts().text("diagnose.running"));
        steps.getChildren().clear();
        for (var step : Step.values()) {
            steps.getChildren().add(row(dash(), title(step, false), "", ""));
        }
    }

    /// @param remedies for the step that failed; the first is highlighted
    /// @param trust    trusts the certificate that was shown; empty where it cannot be chosen
    public void show(Diagnosis diagnosis, List<Remedy> remedies, Optional<Runnable> trust) {
        steps.getChildren().clear();
        var results = diagnosis.steps();
        int failed = -1;
        for (int i = 0; i < results.size(); i++) {
            var result = results.get(i);
            boolean fails = result.outcome() == StepOutcome.FAILED;
            steps.getChildren()
                    .add(row(
                            sign(result.outcome()),
                            title(result.step(), fails),
                            fails ? "" : words.texts().said(result.message()),
                            result.millis().isPresent()
                                    ? words.latency(result.millis().getAsLong())
                                    : ""));
            if (fails && failed < 0) {
                failed = i;
                steps.getChildren().add(note(result, remedies));
                diagnosis.certificate().ifPresent(shown -> steps.getChildren().add(certificate(shown, trust)));
            }
        }
        status.setText(
                failed < 0
                        ? results.isEmpty() ? "" : words.texts().text("diagnose.all-good")
                        : words.texts().text("diagnose.stopped", failed + 1, results.size()));
    }

    private Node note(StepResult failed, List<Remedy> remedies) {
        var box = new VBox(8);
        box.setId("diagnosis-note");
        box.getStyleClass().add("diagnosis-note");
        var sentence = new Label(words.texts().said((failed.message() + " " + failed.next()).strip()));
        sentence.setWrapText(true);
        sentence.setMinHeight(USE_PREF_SIZE);
        box.getChildren().add(sentence);
        if (!remedies.isEmpty()) {
            var row = new HBox(8);
            for (var remedy : remedies) {
                var button = new Button(remedy.text());
                button.getStyleClass().add("small");
                button.setOnAction(_ -> remedy.run().run());
                row.getChildren().add(button);
            }
            box.getChildren().add(row);
        }
        return box;
    }

    private Node certificate(Certificate shown, Optional<Runnable> trust) {
        var texts = words.texts();
        var box = new VBox(4);
        box.setId("certificate");
        box.getStyleClass().add("diagnosis-certificate");
        var title = new Label(texts.text("diagnose.certificate"));
        title.getStyleClass().add("text-strong");
        box.getChildren()
                .addAll(
                        title,
                        fact("diagnose.subject", shown.subject()),
                        fact("diagnose.issuer", shown.issuer()),
                        fact(
                                "diagnose.ends",
                                words.time(shown.ends(), clock.instant())
                                        + (shown.ends().isBefore(clock.instant())
                                                ? " " + texts.text("diagnose.ended")
                                                : "")));
        var print = fact("diagnose.fingerprint", grouped(shown.sha256()));
        box.getChildren().add(print);
        trust.ifPresent(run -> {
            var button = new Button(texts.text("diagnose.trust"), new Icon(Octicons.SHIELD_CHECK_16));
            button.setId("certificate-trust");
            button.getStyleClass().add("small");
            button.setOnAction(_ -> run.run());
            var why = new Label(texts.text("diagnose.trust-why"));
            why.getStyleClass().addAll("text-muted", "text-second");
            why.setWrapText(true);
            why.setMinHeight(USE_PREF_SIZE);
            box.getChildren().addAll(why, button);
        });
        return box;
    }

    private Node fact(String key, String value) {
        var name = new Label(words.texts().text(key));
        name.getStyleClass().addAll("text-muted", "text-second");
        name.setMinWidth(76);
        var words = new Label(value);
        words.getStyleClass().add("text-second");
        words.setWrapText(true);
        words.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(words, Priority.ALWAYS);
        return new HBox(8, name, words);
    }

    /// @return in groups of four, so that two can be compared by eye
    static String grouped(String sha256) {
        return String.join(" ", sha256.split("(?<=\\G.{4})"));
    }

    private Node row(Node sign, Node title, String found, String time) {
        var icon = new StackPane(sign);
        icon.getStyleClass().add("diagnosis-sign");
        var text = new TextFlow(title);
        if (!found.isEmpty()) {
            var more = new Text(" " + found);
            more.getStyleClass().add("diagnosis-found");
            text.getChildren().add(more);
        }
        HBox.setHgrow(text, Priority.ALWAYS);
        var when = new Label(time);
        when.getStyleClass().addAll("text-muted", "text-second");
        when.setMinWidth(USE_PREF_SIZE);
        var row = new HBox(10, icon, text, when);
        row.getStyleClass().add("diagnosis-step");
        return row;
    }

    private Node title(Step step, boolean strong) {
        var text = new Text(words.texts().text("diagnose.step." + step.word()));
        text.getStyleClass().add(strong ? "diagnosis-failed" : "diagnosis-title");
        return text;
    }

    private static Node sign(StepOutcome outcome) {
        return switch (outcome) {
            case OK -> {
                var check = new Icon(Octicons.CHECK_16);
                check.getStyleClass().add("ok-icon");
                yield check;
            }
            case FAILED -> new StateShape(ShownState.DOWN, 16);
            case SKIPPED -> dash();
        };
    }

    private static Node dash() {
        var dash = new Icon(Octicons.DASH_16);
        dash.getStyleClass().add("muted-icon");
        return dash;
    }

    /// @return whether the certificate is what failed, so that trusting it can help
    public static boolean certificateFault(FaultCode code) {
        return code.step() == Step.TLS;
    }
}
