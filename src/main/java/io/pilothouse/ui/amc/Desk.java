package io.pilothouse.ui.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.amc.Sentence;
import io.pilothouse.domain.amc.Workflow;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.Work;
import io.pilothouse.tasks.amc.Amc;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.DialogFrame;
import io.pilothouse.ui.shell.WindowContext;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.Ikon;

/// What every page of one AMC instance needs. FX thread only.
///
/// @param id the instance the page was opened for, for good
record Desk(WindowContext window, InstanceId id) {

    Amc amc() {
        return window.services().amc().get();
    }

    Words words() {
        return window.words();
    }

    String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    /// @param words as they are stored; those that are none of our sentences stay as they are
    String said(String words) {
        return said(window.texts(), words);
    }

    static String said(Texts texts, String words) {
        return Sentence.heard(words)
                .map(it -> texts.text(
                        "amc.said." + it.sentence().word(), it.values().toArray()))
                .orElseGet(() -> texts.said(words));
    }

    Optional<Instance> instance() {
        return window.services().instances().find(id);
    }

    String name() {
        return instance().map(Instance::name).orElse(id.value());
    }

    String name(InstanceId other) {
        return window.services().instances().find(other).map(Instance::name).orElse(other.value());
    }

    /// @return what a question of the library is called; its id if it is gone
    String title(String workflow) {
        return amc().library().workflows().get().stream()
                .filter(it -> it.id().equals(workflow))
                .findFirst()
                .map(Workflow::title)
                .orElse(workflow);
    }

    /// All live instances of the kind, in the person's order.
    List<Instance> all() {
        return window.services().instances().fleet().get().live().stream()
                .filter(it -> it.kind().equals(AmcFeature.KIND))
                .toList();
    }

    <T> void read(Latest latest, String what, Work<T> work, Consumer<T> show, Consumer<Problem> problem) {
        latest.<T>start(
                () -> window.background().read(what + " " + name(), List.of(id), work),
                outcome -> settled(outcome, show, problem));
    }

    static <T> void settled(Outcome<T> outcome, Consumer<T> show, Consumer<Problem> problem) {
        switch (outcome) {
            case Outcome.Succeeded<T>(T value) -> show.accept(value);
            case Outcome.Failed<T>(var trouble) -> problem.accept(trouble);
            case Outcome.Cancelled<T>() -> {}
        }
    }

    <T> void act(String kind, String what, Work<T> work, Consumer<T> done) {
        window.background().act(kind, what, id, work, done);
    }

    /// Puts an act before a person where the guards ask.
    void ask(Act act, String title, String verb, String effect, Consumer<Consent> go) {
        new GuardSheet(window).ask(new GuardedAct(act, title, verb, effect, Optional.empty(), go));
    }

    /// Asks before something is gone for good; Enter only closes the question.
    ///
    /// @param verb what the button says
    /// @param what is gone and what stays
    void sure(String verb, String what, Runnable go) {
        var words = new Label(what);
        words.setWrapText(true);
        var body = new VBox(words);
        body.getStyleClass().add("dialog-body");
        var none = new Button(text("common.cancel"));
        none.setDefaultButton(true);
        none.setCancelButton(true);
        var yes = new Button(verb);
        yes.setId("amc-sure");
        yes.getStyleClass().add("danger");
        var asked = window.dialogs()
                .open(new DialogFrame("amc-sure-sheet", verb, instance(), 520, body, List.of(), List.of(none, yes)));
        none.setOnAction(_ -> asked.close());
        yes.setOnAction(_ -> {
            asked.close();
            go.run();
        });
    }

    /// @return words over as many lines as they need
    static Label wrapped(String words) {
        var label = new Label(words);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        return label;
    }

    Button button(String key, Ikon icon, Runnable run) {
        var button = new Button(text("amc." + key), new Icon(icon));
        button.setId("amc-" + key.replace('.', '-'));
        button.setMinWidth(Region.USE_PREF_SIZE); // what it does is read whole at every scale
        button.setOnAction(_ -> run.run());
        return button;
    }

    Button icon(String key, Ikon icon, Runnable run) {
        var button = new Button(null, new Icon(icon));
        button.setId("amc-" + key.replace('.', '-'));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(text("amc." + key));
        button.setTooltip(new Tooltip(text("amc." + key)));
        button.setOnAction(_ -> run.run());
        return button;
    }
}
