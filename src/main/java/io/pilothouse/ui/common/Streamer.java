package io.pilothouse.ui.common;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.tasks.settings.Settings.Setting;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ListChangeListener;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.effect.ColorInput;
import javafx.scene.image.ImageView;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import javafx.scene.text.TextFlow;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// Streamer mode: covers names, addresses, titles and pictures in every window, menu and hint, each in its place and
/// size, so that nothing moves. It looks at what was laid out before each painting and makes none of its own. The
/// colours and letters of instances stay: a person must still see which one they act on. FX thread only.
public final class Streamer implements AutoCloseable {

    public static final Setting<Boolean> ON = Setting.truth("privacy.streamer", false);

    private static final String FOREIGN = "foreign";
    private static final Color COVER = Color.web("#8b949e");

    private final UiServices services;
    private final Supplier<Texts> texts;
    private final OwnWords words = new OwnWords();
    private final ReadOnlyBooleanWrapper on = new ReadOnlyBooleanWrapper();
    private final Map<Scene, Runnable> watched = new WeakHashMap<>();
    private final Map<Node, Bounds> covered = new WeakHashMap<>();
    private final ListChangeListener<Window> onWindows = _ -> watchAll();
    private final Subscription onSettings;
    private @Nullable Fleet hidden;

    /// @param texts in which the windows speak now
    public Streamer(UiServices services, Supplier<Texts> texts) {
        this.services = services;
        this.texts = texts;
        on.set(services.settings().get(ON));
        on.subscribe(this::turn);
        Window.getWindows().addListener(onWindows);
        onSettings = services.settings()
                .values()
                .subscribe(services.fx(), _ -> on.set(services.settings().get(ON)));
    }

    /// Marks what holds words of a service, whatever they sound like.
    public static void foreign(Node node) {
        node.getProperties().put(FOREIGN, true);
    }

    public ReadOnlyBooleanProperty on() {
        return on.getReadOnlyProperty();
    }

    /// @return the title of a window; without the instance while the mode is on
    public ObservableValue<String> title(ObservableValue<String> whole) {
        return on.flatMap(covers -> covers
                ? new javafx.beans.property.SimpleStringProperty(texts.get().text("common.application"))
                : whole);
    }

    private void turn() {
        if (on.get()) {
            watchAll();
            return;
        }
        watched.forEach((scene, look) -> scene.removePostLayoutPulseListener(look));
        watched.clear();
        List.copyOf(covered.keySet()).forEach(this::uncover);
    }

    private void watchAll() {
        if (on.get()) {
            Window.getWindows().stream()
                    .map(Window::getScene)
                    .filter(scene -> scene != null)
                    .forEach(this::watch);
        }
    }

    /// Covers a scene from before its next painting on, while the mode is on.
    public void watch(Scene scene) {
        if (on.get() && !watched.containsKey(scene)) {
            var weak = new java.lang.ref.WeakReference<>(scene);
            Runnable look = () -> {
                var there = weak.get();
                if (there != null) {
                    cover(there);
                }
            };
            watched.put(scene, look);
            scene.addPostLayoutPulseListener(look);
            Platform.requestNextPulse();
        }
    }

    /// Covers what is to be covered as it is laid out now.
    public void cover(Scene scene) {
        if (!on.get()) {
            return;
        }
        words.learn(
                texts.get().patterns(),
                Stream.concat(
                                services.kinds().all().stream().map(kind -> kind.displayName()),
                                Texts.LANGUAGES.stream().map(language -> language.getDisplayLanguage(language)))
                        .toList());
        var fleet = services.instances().fleet().get();
        if (fleet != hidden) {
            hidden = fleet;
            var names = new HashSet<String>();
            Stream.concat(fleet.live().stream(), fleet.trashed().stream()).forEach(one -> names.addAll(valuesOf(one)));
            words.hide(names);
        }
        walk(scene.getRoot(), false);
    }

    private static List<String> valuesOf(Instance instance) {
        var values = new ArrayList<>(instance.configuration().tags());
        values.add(instance.name());
        values.add(instance.address().uri().toString());
        values.add(instance.address().uri().getHost());
        values.add(instance.configuration().group());
        values.removeIf(value -> value == null || value.isEmpty());
        return values;
    }

    private void walk(Node node, boolean foreign) {
        if (!node.isVisible() || node instanceof Monogram || node instanceof Icon) {
            return;
        }
        boolean theirs = foreign || node.hasProperties() && node.getProperties().containsKey(FOREIGN);
        switch (node) {
            case Text text -> mark(text, !text.getText().isBlank() && (theirs || !own(text)));
            case ImageView picture -> mark(picture, picture.getImage() != null);
            case Parent parent -> parent.getChildrenUnmodifiable().forEach(child -> walk(child, theirs));
            default -> {}
        }
    }

    /// What is cut short is judged by its whole, and the parts of a flow together.
    private boolean own(Text text) {
        return switch (text.getParent()) {
            case Labeled label when label.getText() != null && !label.getText().isEmpty() -> words.own(label.getText());
            case TextFlow flow -> {
                var all = new StringBuilder();
                flow.getChildren().forEach(part -> all.append(part instanceof Text one ? one.getText() : "\n"));
                yield words.own(all.toString()) || words.own(text.getText());
            }
            case null, default -> words.own(text.getText());
        };
    }

    private void mark(Node node, boolean cover) {
        if (!cover) {
            uncover(node);
            return;
        }
        var bounds = node.getLayoutBounds();
        if (!bounds.equals(covered.get(node))) {
            covered.put(node, bounds);
            node.setEffect(
                    new ColorInput(bounds.getMinX(), bounds.getMinY(), bounds.getWidth(), bounds.getHeight(), COVER));
        }
    }

    private void uncover(Node node) {
        if (covered.remove(node) != null) {
            node.setEffect(null);
        }
    }

    @Override
    public void close() {
        Window.getWindows().removeListener(onWindows);
        onSettings.close();
        on.set(false);
    }
}
