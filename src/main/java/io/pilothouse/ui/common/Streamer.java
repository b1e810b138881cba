package io.pilothouse.ui.common;

import io.pilothouse.domain.instance.Instance;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.tasks.settings.Settings.Setting;
import io.pilothouse.ui.common.OwnWords.Span;
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
import javafx.geometry.BoundingBox;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.effect.Blend;
import javafx.scene.effect.BlendMode;
import javafx.scene.effect.ColorInput;
import javafx.scene.effect.Effect;
import javafx.scene.image.ImageView;
import javafx.scene.paint.Color;
import javafx.scene.shape.LineTo;
import javafx.scene.shape.MoveTo;
import javafx.scene.shape.PathElement;
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
    private static final List<Span> PICTURE = List.of(new Span(0, 0));
    private static final Color COVER = Color.web("#8b949e");

    private final UiServices services;
    private final Supplier<Texts> texts;
    private final OwnWords words = new OwnWords();
    private final ReadOnlyBooleanWrapper on = new ReadOnlyBooleanWrapper();
    private final Map<Scene, Runnable> watched = new WeakHashMap<>();
    private final Map<Node, Cover> covered = new WeakHashMap<>();
    private final ListChangeListener<Window> onWindows = _ -> watchAll();
    private final Subscription onSettings;
    private @Nullable Fleet hidden;
    private @Nullable Texts learned;
    private int patterns = -1;

    /// What lies over a text or a picture, and what for.
    private record Cover(Bounds bounds, List<Span> spans, String text) {}

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
        learn();
        var fleet = services.instances().fleet().get();
        if (fleet != hidden) {
            hidden = fleet;
            var names = new HashSet<String>();
            Stream.concat(fleet.live().stream(), fleet.trashed().stream()).forEach(one -> names.addAll(valuesOf(one)));
            words.hide(names);
        }
        walk(scene.getRoot(), false);
    }

    private void learn() {
        var spoken = texts.get();
        if (spoken != learned) {
            learned = spoken;
            patterns = -1;
            words.learn(spoken.saidAsMade());
            words.learn(services.kinds().all().stream()
                    .map(kind -> kind.displayName())
                    .toList());
            words.learn(Texts.LANGUAGES.stream()
                    .map(language -> language.getDisplayLanguage(language))
                    .toList());
        }
        if (spoken.patterns().size() != patterns) {
            patterns = spoken.patterns().size();
            words.learn(spoken.patterns());
        }
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
            case Text text -> mark(text, theirs ? all(text.getText()) : foreign(text), text.getText());
            case ImageView picture -> mark(picture, picture.getImage() == null ? List.of() : PICTURE, "");
            case Parent parent -> parent.getChildrenUnmodifiable().forEach(child -> walk(child, theirs));
            default -> {}
        }
    }

    private static List<Span> all(String text) {
        return text.isBlank() ? List.of() : List.of(new Span(0, text.length()));
    }

    /// What is cut short is judged by its whole, and the parts of a flow together.
    private List<Span> foreign(Text text) {
        var shown = text.getText();
        return switch (text.getParent()) {
            case Labeled label
            when label.getText() != null && !label.getText().isEmpty() ->
                shown(words.foreign(label.getText()), label, shown);
            case TextFlow flow -> {
                var whole = new StringBuilder();
                int from = 0;
                for (var part : flow.getChildren()) {
                    from = part == text ? whole.length() : from;
                    whole.append(part instanceof Text one ? one.getText() : "\n");
                }
                boolean own = within(words.foreign(whole.toString()), from, shown.length())
                                .isEmpty()
                        || words.own(shown);
                yield own ? List.of() : all(shown); // where a part of it stands is known to the flow only
            }
            case null, default -> words.own(shown) ? List.of() : all(shown);
        };
    }

    /// @return what is to be covered of as much of a label's words as it has room for
    private static List<Span> shown(List<Span> foreign, Labeled label, String shown) {
        var whole = label.getText();
        if (foreign.isEmpty() || shown.length() == whole.length()) {
            return foreign;
        }
        var sign = label.getEllipsisString();
        int kept = shown.length() - sign.length();
        boolean cut = kept >= 0 && shown.endsWith(sign) && whole.startsWith(shown.substring(0, kept));
        return cut ? within(foreign, 0, kept) : all(shown);
    }

    private static List<Span> within(List<Span> spans, int from, int length) {
        return spans.stream()
                .map(span -> new Span(Math.max(0, span.from() - from), Math.min(length, span.to() - from)))
                .filter(span -> span.from() < span.to())
                .toList();
    }

    private void mark(Node node, List<Span> spans, String text) {
        if (spans.isEmpty()) {
            uncover(node);
            return;
        }
        var bounds = node.getLayoutBounds();
        var cover = new Cover(bounds, spans, text);
        if (!cover.equals(covered.get(node))) {
            covered.put(node, cover);
            boolean part = spans.size() > 1 || spans.getFirst().length() < text.length();
            node.setEffect(part && node instanceof Text words ? over(words, spans) : over(bounds));
        }
    }

    /// In whole points, as it is painted: a part of one would show the edge of a letter.
    private static ColorInput over(Bounds bounds) {
        double x = Math.floor(bounds.getMinX());
        double y = Math.floor(bounds.getMinY());
        return new ColorInput(x, y, Math.ceil(bounds.getMaxX()) - x + 1, Math.ceil(bounds.getMaxY()) - y, COVER);
    }

    /// Leaves the words around them readable.
    private static Effect over(Text text, List<Span> spans) {
        Effect covers = null;
        for (var span : spans) {
            for (var line : lines(text.rangeShape(span.from(), span.to()))) {
                covers = new Blend(BlendMode.SRC_OVER, covers, over(line));
            }
        }
        return covers == null ? over(text.getLayoutBounds()) : covers;
    }

    /// @param shape one rectangle on each line, begun by a move
    private static List<Bounds> lines(PathElement[] shape) {
        var lines = new ArrayList<Bounds>();
        for (var element : shape) {
            switch (element) {
                case MoveTo corner -> lines.add(new BoundingBox(corner.getX(), corner.getY(), 0, 0));
                case LineTo corner -> lines.add(with(lines.removeLast(), corner.getX(), corner.getY()));
                default -> {}
            }
        }
        return lines;
    }

    private static Bounds with(Bounds line, double x, double y) {
        double left = Math.min(line.getMinX(), x);
        double top = Math.min(line.getMinY(), y);
        return new BoundingBox(left, top, Math.max(line.getMaxX(), x) - left, Math.max(line.getMaxY(), y) - top);
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
