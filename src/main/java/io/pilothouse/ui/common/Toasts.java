package io.pilothouse.ui.common;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.Subscription;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javafx.collections.ListChangeListener;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.octicons.Octicons;

/// Short messages over the lower edge of a window. News goes by itself after ten seconds; errors stay
/// until dismissed. Each names its instance and acts on the instance captured with it. FX thread only.
public final class Toasts extends VBox {

    /// How long news stays, which is also how long *Undo* stands beside it.
    public static final Duration STAY = Duration.ofSeconds(10);

    /// More would hide the page; of problems, the others come back when these are dismissed.
    private static final int MOST = 3;

    /// So much of the window they may cover before the newest stands for all.
    private static final double SHARE = 1 / 3.0;

    private static final String PROBLEM = "toast-problem";

    private static final PseudoClass OVER_BAR = PseudoClass.getPseudoClass("over-bar");

    /// @param text      what the button says
    /// @param takesBack the task that it takes back
    public record Offer(String text, Runnable run, Optional<TaskId> takesBack) {
        public Offer(String text, Runnable run) {
            this(text, run, Optional.empty());
        }
    }

    private final Texts texts;
    private final Later later;
    private final Set<Node> bars = new HashSet<>();
    private final Button more = new Button();
    /// What goes by itself.
    private final Map<Node, Subscription> leaving = new HashMap<>();

    private boolean unfolded;
    private boolean held;

    public Toasts(Texts texts, Later later) {
        super(8);
        this.texts = texts;
        this.later = later;
        getStyleClass().add("toasts");
        setAlignment(Pos.BOTTOM_RIGHT);
        setPickOnBounds(false);
        setFillWidth(false);
        more.getStyleClass().addAll("flat", "link", "toast-more");
        more.setMinWidth(Region.USE_PREF_SIZE);
        more.setOnAction(_ -> {
            unfolded = true;
            arrange();
        });
        getChildren().addListener((ListChangeListener<Node>) _ -> arrange());
        heightProperty().subscribe(this::arrange);
    }

    /// Shows as many as leave most of the window free, else the newest, which says how many more there are.
    private void arrange() {
        leaving.keySet().retainAll(getChildren());
        unfolded &= getChildren().size() > 1;
        int fit = unfolded ? fitting(1, Integer.MAX_VALUE) : fitting(SHARE, MOST);
        int shown = unfolded || fit == MOST || fit == getChildren().size() ? fit : 1;
        int hidden = getChildren().size() - shown;
        for (int i = 0; i < getChildren().size(); i++) {
            var toast = getChildren().get(i);
            toast.setManaged(i >= hidden);
            toast.setVisible(i >= hidden);
        }
        sayMore(unfolded ? 0 : hidden);
    }

    /// @param share of the height of the window
    /// @return how many have room, at least the newest
    private int fitting(double share, int most) {
        double free = getHeight() > 0 ? (getHeight() - getInsets().getBottom()) * share : Double.MAX_VALUE;
        int fit = 0;
        for (var toast : getChildren().reversed()) {
            toast.applyCss();
            free -= toast.prefHeight(-1) + getSpacing();
            if (fit == most || fit > 0 && free < 0) {
                return fit;
            }
            fit++;
        }
        return fit;
    }

    private void sayMore(int hidden) {
        if (more.getParent() instanceof HBox before) {
            before.getChildren().remove(more);
        }
        if (hidden > 0 && getChildren().getLast() instanceof HBox newest) {
            more.setText(texts.text("common.toasts.more", hidden));
            newest.getChildren().add(newest.getChildren().size() - 1, more); // before the one that closes it
        }
    }

    /// Leaves a bar at the foot of the page free, which is pressed while toasts are there.
    public void keepFree(Node bar, boolean shown) {
        bars.remove(bar);
        if (shown) {
            bars.add(bar);
        }
        pseudoClassStateChanged(OVER_BAR, !bars.isEmpty());
    }

    /// Says what happened.
    ///
    /// @param about the instance it is about
    /// @return takes it away before its time
    public Subscription news(Optional<Instance> about, String sentence, Optional<Offer> offer) {
        return news(about, sentence, offer.stream().toList());
    }

    /// @param offers several stand under the sentence
    /// @return takes it away before its time
    public Subscription news(Optional<Instance> about, String sentence, List<Offer> offers) {
        var toast = toast(about, sentence, "", offers);
        leave(toast);
        toast.setUserData(
                offers.stream().flatMap(offer -> offer.takesBack.stream()).collect(Collectors.toSet()));
        getChildren().add(toast);
        makeRoom();
        return () -> getChildren().remove(toast);
    }

    /// Takes news away that still offers to take back what is taken back already.
    public void takenBack(TaskId task) {
        getChildren()
                .removeAll(getChildren().stream()
                        .filter(toast -> toast.getUserData() instanceof Set<?> tasks && tasks.contains(task))
                        .toList());
    }

    /// News makes way for what came later, and is kept among the messages; a problem never does. The last one is
    /// seen in any case: nobody could undo what it tells of.
    private void makeRoom() {
        while (getChildren().size() > MOST) {
            var oldest = getChildren().stream()
                    .limit(getChildren().size() - 1)
                    .filter(one -> !one.getStyleClass().contains(PROBLEM))
                    .findFirst();
            if (oldest.isEmpty()) {
                return;
            }
            getChildren().remove(oldest.get());
        }
    }

    /// Lets a toast go by itself. Whoever reads it keeps it, as long as the pointer is on it.
    private void leave(Node toast) {
        stay(toast);
        leaving.put(
                toast, held ? () -> {} : later.after(STAY, () -> getChildren().remove(toast)));
        toast.setOnMouseEntered(_ -> stay(toast));
        toast.setOnMouseExited(_ -> leave(toast));
    }

    private void stay(Node toast) {
        leaving.getOrDefault(toast, () -> {}).close();
    }

    /// While nobody can read them none goes by itself; afterwards each has its whole time again.
    public void hold(boolean wanted) {
        held = wanted;
        List.copyOf(leaving.keySet()).forEach(this::leave);
    }

    /// Says what went wrong and what to do; stays until dismissed.
    public void problem(Optional<Instance> about, Problem problem, Optional<Offer> offer) {
        var toast = toast(
                about,
                texts.summary(problem),
                texts.advice(problem),
                offer.stream().toList());
        toast.getStyleClass().add(PROBLEM);
        getChildren().add(toast);
        makeRoom();
    }

    private Node toast(Optional<Instance> about, String sentence, String advice, List<Offer> offers) {
        var toast = new HBox(12);
        toast.getStyleClass().add("toast");
        toast.setAlignment(Pos.CENTER_LEFT);
        toast.setAccessibleRole(AccessibleRole.TEXT);
        toast.setAccessibleText(sentence + " " + advice);
        about.ifPresent(instance -> toast.getChildren().add(Monogram.of(instance, Monogram.Size.NORMAL)));
        var words = new VBox(new Label(sentence));
        if (!advice.isEmpty()) {
            var second = new Label(advice);
            second.getStyleClass().addAll("text-muted", "text-second");
            words.getChildren().add(second);
        }
        words.getChildren().forEach(label -> ((Label) label).setWrapText(true));
        words.setAlignment(Pos.CENTER_LEFT); // one line stands level with its button
        words.setMaxWidth(420);
        words.setMinHeight(Region.USE_PREF_SIZE);
        HBox.setHgrow(words, Priority.ALWAYS);
        toast.getChildren().add(words);
        var buttons = offers.stream().map(offer -> button(toast, offer)).toList();
        if (buttons.size() > 1) {
            var line = new HBox(12);
            line.getStyleClass().add("toast-offers");
            line.getChildren().setAll(buttons);
            words.getChildren().add(line);
        } else {
            toast.getChildren().addAll(buttons);
        }
        var close = new Button(null, new Icon(Octicons.X_16));
        close.getStyleClass().addAll("flat", "icon-button");
        close.setAccessibleText(texts.text("common.close"));
        close.setOnAction(_ -> getChildren().remove(toast));
        toast.getChildren().add(close);
        return toast;
    }

    private Button button(Node toast, Offer offer) {
        var button = new Button(offer.text);
        button.getStyleClass().addAll("flat", "link");
        button.setMinWidth(Region.USE_PREF_SIZE);
        button.setOnAction(_ -> {
            getChildren().remove(toast);
            offer.run.run();
        });
        return button;
    }
}
