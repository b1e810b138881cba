package io.pilothouse.ui.home;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.home.EntityRow;
import io.pilothouse.domain.home.HomeProblems;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.HouseSentence;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskHandle;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.home.Homes;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Latest;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.guard.GuardSheet;
import io.pilothouse.ui.guard.GuardedAct;
import io.pilothouse.ui.shell.WindowContext;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// One house in one window, as its pages see it: asks and acts as tasks. FX thread only.
final class HouseDesk {

    /// A question to the house; runs in a task.
    interface Reading<T> {
        HomeResult<T> read(Homes homes) throws InterruptedException, ProblemException;
    }

    /// Something done to the house; runs in a task.
    interface Acting<T> {
        HomeResult<T> act(Homes homes, Consent consent) throws InterruptedException, ProblemException;
    }

    /// An act that takes longer is said to be still running.
    static final Duration LONG = Duration.ofSeconds(10);

    private final WindowContext window;
    private final InstanceId id;
    private final Consumer<InstanceId> actedOn;
    private Runnable acted = () -> {};

    /// @param actedOn told of the house after each act
    HouseDesk(WindowContext window, InstanceId id, Consumer<InstanceId> actedOn) {
        this.window = window;
        this.id = id;
        this.actedOn = actedOn;
    }

    WindowContext window() {
        return window;
    }

    InstanceId id() {
        return id;
    }

    Homes homes() {
        return window.services().homes();
    }

    String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }

    Texts texts() {
        return window.texts();
    }

    /// In which the house is asked for the texts that it has in several.
    String language() {
        return window.texts().locale().getLanguage();
    }

    String name() {
        return instance().map(Instance::name).orElse(id.value());
    }

    Optional<Instance> instance() {
        return window.services().instances().find(id);
    }

    Instant now() {
        return window.services().clock().instant();
    }

    /// @return "14:02", or the day too
    String time(Instant at) {
        return window.words().time(at, now());
    }

    /// @return state and unit of an entity, as the language of the window writes figures
    String value(EntityRow row) {
        return window.words().measured(row.value());
    }

    /// @return the same in a word of the language where there is one: "an"
    String stateWord(EntityRow row) {
        return window.texts().textOr("home.state." + row.value(), value(row));
    }

    /// @return a state in a word of the language where there is one; else as the house says it
    String stateWord(String state) {
        return window.texts().textOr("home.state." + state, state);
    }

    /// @return "binary_sensor" as "Binary sensor", also where no word is known
    String domainWord(String domain) {
        var words = domain.replace('_', ' ');
        return words.isEmpty()
                ? words
                : window.texts()
                        .textOr("home.domain." + domain, Character.toUpperCase(words.charAt(0)) + words.substring(1));
    }

    /// @return a latest-only line of questions
    Latest line() {
        return new Latest(window.services().fx());
    }

    /// Asks; a newer question on the same line drops the answer to this one.
    ///
    /// @param what what is read, for people who look at tasks: "areas"
    <T> void read(Latest line, String what, Reading<T> reading, Consumer<T> found, Consumer<Problem> failed) {
        line.<HomeResult<T>>start(
                () -> window.background()
                        .read("read the " + what + " of " + name(), List.of(id), _ -> reading.read(homes())),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<HomeResult<T>>(HomeResult<T> result) -> {
                            switch (result) {
                                case HomeResult.Got<T> got -> found.accept(got.value());
                                case HomeResult.Failed<T> bad -> failed.accept(bad.problem());
                            }
                        }
                        case Outcome.Failed<HomeResult<T>>(Problem problem) -> failed.accept(problem);
                        case Outcome.Cancelled<HomeResult<T>>() -> {}
                    }
                });
    }

    /// @param run after each act that was done from here: what is shown may be otherwise now
    void whenActed(Runnable run) {
        acted = run;
    }

    /// Puts an act to the guards and does it; a failure is said in this window.
    ///
    /// @param title  what is done, without the house: "Turn on Hall light"
    /// @param verb   what the button does: "Turn on"
    /// @param effect what changes, one sentence
    <T> void act(Act act, String title, String verb, String effect, Acting<T> acting, Consumer<T> done) {
        new GuardSheet(window)
                .ask(new GuardedAct(
                        act,
                        title,
                        verb,
                        effect,
                        Optional.empty(),
                        consent -> sayWhenLong(
                                title,
                                window.background()
                                        .act(
                                                "home-act",
                                                name() + ": " + act.what(),
                                                id,
                                                _ -> acting.act(homes(), consent)
                                                        .orThrow(),
                                                value -> {
                                                    done.accept(value);
                                                    acted.run();
                                                    actedOn.accept(id);
                                                }))));
    }

    /// A house answers when what it was told to do has ended, which may take a minute.
    private void sayWhenLong(String title, TaskHandle<?> acting) {
        var waiting = window.services().later().after(LONG, () -> said(text("home.act.running", title, name())));
        acting.whenEnded(window.services().fx(), _ -> waiting.close());
    }

    /// Starts a quiet task whose end nobody waits for.
    void quietly(String what, Runnable work) {
        window.services()
                .tasks()
                .start(
                        new TaskRequest(
                                "read",
                                what + " of " + name(),
                                List.of(id),
                                io.pilothouse.domain.task.Origin.WINDOW,
                                true),
                        _ -> {
                            work.run();
                            return true;
                        });
    }

    /// @return what a problem says, in the language of the window; the words of the house stay as they are
    static String said(Texts texts, HomeProblems.Found found) {
        return HouseSentence.heard(found)
                .map(it -> texts.text(
                        "home.said." + it.sentence().word(), it.values().toArray()))
                .orElse(found.text());
    }

    /// Whether the token is known to be one of a user who is no administrator of the house.
    boolean noAdministrator() {
        return Optional.ofNullable(window.services().health().states().get().get(id))
                .flatMap(InstanceHealth::answer)
                .map(answer -> answer.facts().get("administrator"))
                .filter("false"::equals)
                .isPresent();
    }

    /// Buttons for what only administrators may do: with the token of another they stand there disabled, with
    /// the reason.
    Node forAdministrators(Button... buttons) {
        var row = new FlowPane(8, 8, buttons);
        if (!noAdministrator()) {
            return row;
        }
        for (var button : buttons) {
            button.setDisable(true);
        }
        var why = new Label(needsAdministrator(), new Icon(Octicons.LOCK_16));
        why.setWrapText(true);
        why.getStyleClass().addAll("text-muted", "text-second");
        return new VBox(6, row, why);
    }

    /// @return why something is not done with the token of now
    String needsAdministrator() {
        return text("home.administrator", name());
    }

    /// Says that something was done.
    void said(String sentence) {
        window.toasts().news(instance(), sentence, Optional.empty());
    }
}
