package io.pilothouse.ui.shell;

import atlantafx.base.controls.ModalPane;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.ui.common.Band;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.UiServices;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import javafx.beans.binding.Bindings;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.octicons.Octicons;

/// Dialogs inside a window, over a scrim. Each wears the band of the instance it was opened for and
/// keeps it, whatever the window switches to. Focus goes back to where it was. FX thread only.
public final class Dialogs {

    /// Closes one dialog, without asking.
    @FunctionalInterface
    public interface Open {
        void close();
    }

    /// So much of the window stays to be seen beside a dialog.
    private static final double EDGE = 32;

    private static final double QUESTION = 560;

    private static final String BODY = "dialog-inside";

    private final UiServices services;
    private final Texts texts;
    private final StackPane layer;
    /// Asks before it closes.
    private interface Asking extends Open {
        boolean mayClose();

        ModalPane pane();
    }

    private final Deque<Asking> open = new ArrayDeque<>();
    private Open question = () -> {};
    /// The dialog that has had the keyboard.
    private Optional<Asking> begun = Optional.empty();

    /// @param layer covers the window; empty while nothing is open
    public Dialogs(UiServices services, Texts texts, StackPane layer) {
        this.services = services;
        this.texts = texts;
        this.layer = layer;
        layer.setVisible(false);
        layer.sceneProperty()
                .flatMap(Scene::focusOwnerProperty)
                .subscribe(_ -> services.fx().execute(this::keepFocus));
    }

    /// What is behind a dialog is not there for the keyboard either. The focus would stay there when a dialog asks
    /// for none, and go there when its control is disabled, or with Tab from the last one.
    private void keepFocus() {
        var top = open.peek();
        if (top == null) {
            begun = Optional.empty();
        } else if (inside(top.pane(), layer.getScene().getFocusOwner())) {
            begun = Optional.of(top);
        } else {
            boolean around = begun.filter(top::equals).isPresent(); // with Tab it goes to all, from the first one
            var content = top.pane().getContent();
            Optional.ofNullable(content.lookup("." + BODY)) // the button that closes it is no place to begin
                    .filter(_ -> !around)
                    .flatMap(FirstControl::in)
                    .or(() -> FirstControl.in(content))
                    .ifPresent(Node::requestFocus);
        }
    }

    private static boolean inside(Node pane, @Nullable Node node) {
        for (@Nullable Node at = node; at != null; at = at.getParent()) {
            if (at == pane) {
                return true;
            }
        }
        return false;
    }

    /// @return how wide the window is, in the pixels of its content; without an end before its first layout
    public double room() {
        return layer.getWidth() > 0 ? layer.getWidth() : Double.MAX_VALUE;
    }

    /// @param place runs at each change of the [room][#room()], so also at the first layout
    public void whenRoomChanges(Runnable place) {
        layer.widthProperty().addListener((_, _, _) -> place.run());
    }

    public boolean anyOpen() {
        return !open.isEmpty();
    }

    /// Asks each open one, the uppermost first.
    ///
    /// @return whether all may close; else one has asked its question
    boolean mayCloseAll() {
        return List.copyOf(open).stream().allMatch(Asking::mayClose); // one that asks opens its question
    }

    /// Closes everything open over the window, without asking.
    public void closeAll() {
        while (!open.isEmpty()) {
            open.peek().close();
        }
    }

    public Open open(DialogFrame frame) {
        var box = new VBox();
        box.setId(frame.id());
        box.getStyleClass().addAll("overlay", "dialog");
        box.setAccessibleRole(AccessibleRole.DIALOG);
        box.setAccessibleText(frame.title());
        var width = Bindings.min(
                frame.width(), Bindings.max(0, layer.widthProperty().subtract(EDGE)));
        box.minWidthProperty().bind(width);
        box.maxWidthProperty().bind(width);
        box.setMaxHeight(Region.USE_PREF_SIZE);
        var band = new Band();
        band.getStyleClass().add("dialog-band");
        var guard = frame.about()
                .map(about -> services.guards().levelOf(about.id()))
                .orElse(GuardLevel.OPEN);
        band.show(frame.about().map(about -> about.configuration().colour()), guard, services.demo());
        var title = new Label(frame.title());
        title.getStyleClass().add("text-title");
        title.setWrapText(true); // a long one goes on in a second line
        title.setMinHeight(Region.USE_PREF_SIZE);
        var space = new Region();
        HBox.setHgrow(space, Priority.ALWAYS);
        var close = new Button(null, new Icon(Octicons.X_16));
        close.getStyleClass().addAll("flat", "icon-button");
        close.setAccessibleText(texts.text("common.close"));
        var head = new HBox(8, title, space, close);
        head.getStyleClass().add("dialog-head");
        var body = frame.body() instanceof ScrollPane scroll ? scroll : new DialogBody(frame.body());
        VBox.setVgrow(body, Priority.ALWAYS);
        body.getStyleClass().add(BODY);
        box.getChildren().setAll(band, head, body);
        if (!frame.footLeft().isEmpty() || !frame.footRight().isEmpty()) {
            var gap = new Region();
            HBox.setHgrow(gap, Priority.ALWAYS);
            var foot = new HBox();
            foot.getStyleClass().add("dialog-foot");
            foot.getChildren().addAll(frame.footLeft());
            foot.getChildren().add(gap);
            foot.getChildren().addAll(frame.footRight());
            box.getChildren().add(foot);
        }
        var typed = new Typed(box);
        var opened = new AtomicReference<Open>(() -> {});
        BooleanSupplier mayClose = () -> {
            if (frame.holds() && !typed.isEmpty()) {
                return mayLose(frame.about(), frame.title(), typed.names(), opened.get());
            }
            return frame.mayClose().getAsBoolean();
        };
        opened.set(openFree(box, Pos.CENTER, mayClose, frame.closed()));
        close.setOnAction(_ -> {
            if (mayClose.getAsBoolean()) {
                opened.get().close();
            }
        });
        return opened.get();
    }

    /// Asks whether what was typed may be lost, in words of what it is.
    ///
    /// @param about  the instance it was typed for
    /// @param title  of what closes
    /// @param what   names of what was typed, as far as they are known
    /// @param closed what closes if so
    /// @return false: the answer comes later
    public boolean mayLose(Optional<Instance> about, String title, List<String> what, Open closed) {
        question.close(); // asked again meanwhile
        var lost = new Label(
                what.isEmpty()
                        ? texts.text("shell.lose.something")
                        : texts.text("shell.lose.these", String.join(", ", what)));
        lost.setWrapText(true);
        lost.setMinHeight(Region.USE_PREF_SIZE);
        var body = new VBox(lost);
        body.getStyleClass().add("dialog-body");
        var stay = new Button(texts.text("shell.lose.stay"));
        stay.setId("keep-typed");
        stay.setCancelButton(true);
        var go = new Button(texts.text("shell.lose.go"));
        go.setId("lose-typed");
        var asked = open(new DialogFrame(
                "lose-typed-question",
                texts.text("shell.lose", title),
                about,
                QUESTION,
                body,
                List.of(),
                List.of(stay, go)));
        question = asked;
        stay.setOnAction(_ -> asked.close());
        go.setOnAction(_ -> {
            asked.close();
            closed.close();
        });
        stay.requestFocus();
        return false;
    }

    /// Opens something that is not framed as a dialog, for example the switcher.
    ///
    /// @param place where in the window it stands
    public Open openFree(Node content, Pos place, BooleanSupplier mayClose, Runnable closed) {
        var once = keep(content, place);
        return once.open(mayClose, () -> {
            layer.getChildren().remove(once.pane);
            closed.run();
        });
    }

    /// Keeps what is opened again and again: made and styled once, it is only shown and hidden.
    ///
    /// @param place where in the window it stands
    public Kept keep(Node content, Pos place) {
        return new Kept(content, place);
    }

    /// What can be opened again and again; not while it is open.
    public final class Kept {

        private final Node content;
        private final ModalPane pane = new ModalPane();
        private BooleanSupplier mayClose = () -> true;
        private Open handle = () -> {};

        private Kept(Node content, Pos place) {
            this.content = content;
            pane.setInTransitionFactory(null);
            pane.setOutTransitionFactory(null);
            pane.setAlignment(place);
            pane.setFocusTraversable(false); // Tab stops at what can be seen
            pane.setPersistent(true); // closing asks first
            pane.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
                if (event.getCode() == KeyCode.ESCAPE) {
                    event.consume();
                    if (mayClose.getAsBoolean()) {
                        handle.close();
                    }
                }
            });
        }

        /// @param closed runs once it is closed
        public Open open(BooleanSupplier asked, Runnable closed) {
            var opener = Optional.ofNullable(layer.getScene()).map(scene -> scene.getFocusOwner());
            mayClose = asked;
            var opened = new Asking() {
                @Override
                public boolean mayClose() {
                    return asked.getAsBoolean();
                }

                @Override
                public ModalPane pane() {
                    return pane;
                }

                @Override
                public void close() {
                    if (open.remove(this)) {
                        pane.setVisible(false);
                        layer.setVisible(!open.isEmpty());
                        opener.filter(node -> node.getScene() != null).ifPresent(Node::requestFocus);
                        closed.run();
                    }
                }
            };
            handle = opened;
            open.push(opened);
            if (layer.getChildren().contains(pane)) {
                pane.toFront();
            } else {
                layer.getChildren().add(pane);
            }
            pane.setVisible(true);
            layer.setVisible(true);
            layer.applyCss();
            pane.show(content);
            layer.applyCss(); // makes the pane's insides now, so that the caller can give the focus away
            layer.layout();
            services.fx().execute(Dialogs.this::keepFocus);
            return handle;
        }
    }
}
