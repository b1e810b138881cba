package io.pilothouse.ui.firstrun;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.alert.AlertSettings;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.shell.ChoicesMade;
import io.pilothouse.ui.shell.WindowContext;
import io.pilothouse.ui.shell.WindowSettings;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// The strip that follows the first instance: steps that nobody must take, each gone for ever once it was
/// taken or put away. Takes no room where none is left. FX thread only.
public final class FirstSteps extends FlowPane {

    private static final double GAP = 12;

    /// A card narrower than this goes onto a line of its own.
    private static final double NARROWEST = 280;

    enum Step {
        NEIGHBOURS,
        ALERTS,
        BACKGROUND
    }

    /// The steps that are left. Not stored at all before the first run was seen, so that nobody is offered them
    /// who has known the program for long.
    static final Setting<Set<Step>> LEFT = new Setting<>(
            "firstrun.steps",
            Set.of(),
            text -> Arrays.stream(text.split(" "))
                    .filter(word -> !word.isEmpty())
                    .map(word -> Step.valueOf(word.toUpperCase(Locale.ROOT)))
                    .collect(Collectors.toCollection(() -> EnumSet.noneOf(Step.class))),
            steps -> steps.stream().map(FirstSteps::word).sorted().collect(Collectors.joining(" ")));

    private final WindowContext window;
    private Optional<Batch> watching = Optional.empty();
    private List<Offer> offers = List.of();

    /// @param about whose host is looked at, for that step alone
    private record Offer(Step step, Optional<InstanceId> about, String host) {}

    public FirstSteps(WindowContext window) {
        super(GAP, GAP);
        this.window = window;
        getStyleClass().add("first-steps");
        setVisible(false);
        setManaged(false);
        sceneProperty().subscribe(this::watch);
        widthProperty().subscribe(_ -> share());
        refresh();
    }

    /// From now on the steps are offered, as soon as there is an instance. Begins once in the life of a store.
    static void begin(WindowContext window) {
        var services = window.services();
        if (!services.demo()
                && !services.program().onlyLooking()
                && !services.settings().values().get().containsKey(LEFT.name())) {
            window.background().store(LEFT, EnumSet.allOf(Step.class));
        }
    }

    private static String word(Step step) {
        return step.name().toLowerCase(Locale.ROOT);
    }

    /// Only while it is shown: what it follows outlives every window.
    private void watch(@Nullable Scene scene) {
        watching.ifPresent(Batch::close);
        watching = Optional.empty();
        if (scene != null) {
            var services = window.services();
            watching = Optional.of(new Batch(services.later(), services.fx(), this::refresh)
                    .on(services.settings().values())
                    .on(services.instances().fleet()));
            refresh(); // what changed while it was not shown
        }
    }

    private void refresh() {
        var live = window.services().instances().fleet().get().live();
        var left = window.services().demo() || window.services().program().onlyLooking() || live.isEmpty()
                ? Set.<Step>of()
                : window.services().settings().get(LEFT);
        var next = left.stream()
                .sorted()
                .flatMap(step -> offer(step, live).stream())
                .toList();
        if (next.equals(offers)) {
            return; // whoever stands on a button stays there
        }
        offers = next;
        getChildren().setAll(next.stream().map(this::card).toList());
        boolean shown = !getChildren().isEmpty();
        setVisible(shown);
        setManaged(shown);
        share();
    }

    private Optional<Offer> offer(Step step, List<Instance> live) {
        return switch (step) {
            case NEIGHBOURS ->
                live.stream()
                        .filter(this::mayHaveNeighbours)
                        .findFirst()
                        .map(first -> new Offer(
                                step, Optional.of(first.id()), first.address().host()));
            case ALERTS -> unlessChosen(step, AlertSettings.PRESET);
            case BACKGROUND -> unlessChosen(step, WindowSettings.LAST_WINDOW);
        };
    }

    /// What a person chose elsewhere, whatever it was, is no question any more.
    private Optional<Offer> unlessChosen(Step step, Setting<?> setting) {
        return window.services().settings().values().get().containsKey(setting.name())
                ? Optional.empty()
                : Optional.of(new Offer(step, Optional.empty(), ""));
    }

    private Node card(Offer offer) {
        var step = offer.step();
        return switch (step) {
            case NEIGHBOURS ->
                card(
                        step,
                        text("firstrun.step.neighbours", offer.host()),
                        List.of(button("look", () -> look(offer.about()))));
            case ALERTS ->
                card(
                        step,
                        text("firstrun.step.alerts"),
                        Arrays.stream(AlertSettings.Preset.values())
                                .map(preset -> button(
                                        preset.name().toLowerCase(Locale.ROOT),
                                        () -> choose(step, List.of(new Choice<>(AlertSettings.PRESET, preset)))))
                                .toList());
            case BACKGROUND ->
                card(
                        step,
                        text("firstrun.step.background"),
                        List.of(
                                button("background", () -> choose(step, List.of(goOn()))),
                                button(
                                        "autostart",
                                        () -> choose(
                                                step, List.of(goOn(), new Choice<>(WindowSettings.AUTOSTART, true))))));
        };
    }

    private boolean mayHaveNeighbours(Instance instance) {
        return window.actions()
                .find("instance.neighbours")
                .filter(action ->
                        action.availability().apply(Optional.of(instance.id())) instanceof Availability.Available)
                .isPresent();
    }

    private static Choice<WindowSettings.LastWindow> goOn() {
        return new Choice<>(WindowSettings.LAST_WINDOW, WindowSettings.LastWindow.BACKGROUND);
    }

    /// A setting and what it becomes.
    private record Choice<T>(Setting<T> setting, T value) {

        void make(WindowContext window) {
            window.background().store(setting, value);
        }

        /// @return what brings back what holds now
        Runnable wayBack(WindowContext window) {
            var before = window.services().settings().get(setting);
            return () -> window.background().store(setting, before);
        }
    }

    /// Whoever wants to look again finds it in the palette.
    private void look(Optional<InstanceId> first) {
        putAway(Step.NEIGHBOURS);
        window.actions().run("instance.neighbours", first);
    }

    /// Takes effect at once, and can be taken back like any choice.
    private void choose(Step step, List<Choice<?>> choices) {
        var back = choices.stream().map(one -> one.wayBack(window)).toList();
        Runnable make = () -> choices.forEach(one -> one.make(window));
        make.run();
        var title = text("firstrun.step." + word(step));
        window.choices()
                .add(new ChoicesMade.Made(
                        window.services().clock().instant(),
                        text("settings.chosen", title),
                        () -> back.forEach(Runnable::run),
                        make));
        putAway(step);
        window.toasts().news(Optional.empty(), text("firstrun.step." + word(step) + ".done"), Optional.empty());
    }

    private void putAway(Step step) {
        var left = EnumSet.noneOf(Step.class);
        left.addAll(window.services().settings().get(LEFT));
        left.remove(step);
        window.background().store(LEFT, left);
    }

    private Node card(Step step, String title, List<Button> buttons) {
        var head = new Label(title);
        head.getStyleClass().add("text-strong");
        head.setWrapText(true);
        head.setMinHeight(Region.USE_PREF_SIZE);
        head.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(head, Priority.ALWAYS);
        var away = new Button(null, new Icon(Octicons.X_16));
        away.setId("step-away-" + word(step));
        away.getStyleClass().addAll("flat", "icon-button");
        away.setAccessibleText(text("firstrun.step.away", title));
        away.setOnAction(_ -> putAway(step));
        var top = new HBox(8, head, away);
        top.setAlignment(Pos.TOP_LEFT);
        var why = new Label(text("firstrun.step." + word(step) + ".why"));
        why.getStyleClass().addAll("text-muted", "text-second");
        why.setWrapText(true);
        why.setMinHeight(Region.USE_PREF_SIZE);
        var row = new FlowPane(8, 8);
        row.getChildren().setAll(buttons);
        var space = new Region();
        VBox.setVgrow(space, Priority.ALWAYS);
        var card = new VBox(6, top, why, space, row);
        card.getStyleClass().addAll("card-box", "first-step");
        return card;
    }

    private Button button(String word, Runnable run) {
        var button = new Button(text("firstrun.step.go." + word));
        button.setId("step-" + word);
        button.getStyleClass().add("small");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> run.run());
        return button;
    }

    /// All cards of a line are equally wide and tall.
    private void share() {
        double room = getWidth() - getInsets().getLeft() - getInsets().getRight();
        int all = getChildren().size();
        if (room <= 0 || all == 0) {
            return;
        }
        int beside = (int) Math.clamp((room + GAP) / (NARROWEST + GAP), 1, all);
        double each = Math.floor((room - (beside - 1) * GAP) / beside);
        for (var child : getChildren()) {
            ((Region) child).setPrefWidth(each);
        }
        setRowValignment(javafx.geometry.VPos.TOP);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
