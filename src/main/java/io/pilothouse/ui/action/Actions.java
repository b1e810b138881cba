package io.pilothouse.ui.action;

import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.ui.common.Icon;
import io.pilothouse.ui.common.Texts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Button;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.Spinner;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCharacterCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.KeyEvent;

/// All actions of one window, by id. FX thread only.
public final class Actions {

    private final Texts texts;
    private final Supplier<Optional<InstanceId>> active;
    private final Map<String, Action> byId = new LinkedHashMap<>();
    private final Map<String, Action> usual = new LinkedHashMap<>();
    private Map<String, Optional<KeyCombination>> chosenKeys = Map.of();
    private final List<ItemSearch> itemSearches = new ArrayList<>();
    private final List<AskedSearch> askedSearches = new ArrayList<>();
    private Supplier<List<NamedPlace>> places = List::of;
    private final List<ManyAction> forMany = new ArrayList<>();

    /// @param active the window's active instance, captured when a key is pressed
    public Actions(Texts texts, Supplier<Optional<InstanceId>> active) {
        this.texts = texts;
        this.active = active;
    }

    /// @throws IllegalArgumentException if its id or usual key is taken, or it has no words: a fault of
    ///                                  the program
    public void add(Action action) {
        if (usual.putIfAbsent(action.id(), action) != null) {
            throw new IllegalArgumentException("two actions share the id " + action.id());
        }
        action.key()
                .ifPresent(key -> usual.values().stream()
                        .filter(other -> other != action && other.key().equals(Optional.of(key)))
                        .findFirst()
                        .ifPresent(other -> {
                            throw new IllegalArgumentException(
                                    action.id() + " and " + other.id() + " share the key " + key);
                        }));
        title(action);
        byId.put(action.id(), withChosenKey(action));
    }

    /// Gives actions the keys a person chose, and all others their usual ones. A usual key that the
    /// person gave to another action is no longer the key of its own.
    ///
    /// @param keys by action id; empty for no key. Ids that mean nothing here are passed over
    public void chooseKeys(Map<String, Optional<KeyCombination>> keys) {
        chosenKeys = Map.copyOf(keys);
        usual.forEach((id, action) -> byId.put(id, withChosenKey(action)));
    }

    private Action withChosenKey(Action action) {
        var chosen = chosenKeys.get(action.id());
        if (chosen != null) {
            return action.withKey(chosen);
        }
        boolean taken = action.key().isPresent()
                && chosenKeys.entrySet().stream()
                        .anyMatch(other -> usual.containsKey(other.getKey())
                                && other.getValue().equals(action.key()));
        return taken ? action.withKey(Optional.empty()) : action;
    }

    /// @return the action with the key it has without anybody's choice
    public Optional<Action> usual(String id) {
        return Optional.ofNullable(usual.get(id));
    }

    /// Lets the palette find what a feature keeps: films, torrents, entities.
    public void add(ItemSearch search) {
        itemSearches.add(search);
    }

    /// Lets the palette find places within a page.
    ///
    /// @param named asked when somebody types
    public void addPlaces(Supplier<List<NamedPlace>> named) {
        var before = places;
        places =
                () -> Stream.concat(before.get().stream(), named.get().stream()).toList();
    }

    public List<NamedPlace> places() {
        return places.get();
    }

    /// Lets the Fleet offer it for the instances chosen there.
    public void add(ManyAction action) {
        forMany.add(action);
    }

    public List<ManyAction> forMany() {
        return List.copyOf(forMany);
    }

    /// @return what the action is called on screen
    public String title(ManyAction action) {
        return texts.text("action." + action.id());
    }

    public void add(AskedSearch search) {
        askedSearches.add(search);
    }

    /// @return searches that ask the instances themselves
    public List<AskedSearch> askedSearches() {
        return List.copyOf(askedSearches);
    }

    public List<ItemSearch> itemSearches() {
        return List.copyOf(itemSearches);
    }

    /// @return in the order of registration
    public Collection<Action> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    public Optional<Action> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /// @return what the action is called on screen
    public String title(Action action) {
        return texts.text("action." + action.id());
    }

    /// @return the same, in the words of the kind of the instance where it has other ones
    public String title(Action action, Optional<InstanceId> instance) {
        return instance.map(id -> texts.textOr("action." + action.id() + "." + id.kind(), title(action)))
                .orElseGet(() -> title(action));
    }

    /// Runs it if it is available.
    ///
    /// @param instance the captured instance
    /// @return whether it ran
    public boolean run(String id, Optional<InstanceId> instance, Origin origin) {
        return run(id, new ActionCall(instance, origin));
    }

    /// The same, with what a person typed before.
    public boolean run(String id, ActionCall call) {
        var action = byId.get(id);
        if (action == null
                || action.needsInstance() && call.instance().isEmpty()
                || !(action.availability().apply(call.instance()) instanceof Availability.Available)) {
            return false;
        }
        action.body().accept(call);
        return true;
    }

    /// Runs it from a button or menu of this window.
    public boolean run(String id, Optional<InstanceId> instance) {
        return run(id, instance, Origin.WINDOW);
    }

    /// @return a button that runs the action on `instance`, as it is now
    public Button button(String id, Optional<InstanceId> instance) {
        var action = existing(id);
        var button = new Button(title(action));
        button.setId(id.replace('.', '-'));
        action.icon().ifPresent(icon -> button.setGraphic(new Icon(icon)));
        button.setOnAction(_ -> run(id, instance));
        button.setTooltip(hint(action));
        return button;
    }

    /// @return a small flat button with the icon alone, named for screen readers
    public Button iconButton(String id, Supplier<Optional<InstanceId>> instance) {
        var action = existing(id);
        var button = new Button();
        button.setId(id.replace('.', '-'));
        button.setGraphic(new Icon(action.icon().orElseThrow()));
        button.getStyleClass().addAll("flat", "icon-button");
        button.setAccessibleText(title(action));
        button.setTooltip(hint(action));
        button.setOnAction(_ -> run(id, instance.get()));
        return button;
    }

    /// @return a menu of the actions that exist and mean something here; `""` in `ids` is a line.
    ///         The instance is captured now
    public ContextMenu menu(List<String> ids, Optional<InstanceId> instance) {
        var menu = new ContextMenu();
        for (var id : ids) {
            if (id.isEmpty()) {
                if (!menu.getItems().isEmpty() && !(menu.getItems().getLast() instanceof SeparatorMenuItem)) {
                    menu.getItems().add(new SeparatorMenuItem());
                }
            } else {
                find(id).flatMap(action -> menuItem(action, instance)).ifPresent(menu.getItems()::add);
            }
        }
        if (!menu.getItems().isEmpty() && menu.getItems().getLast() instanceof SeparatorMenuItem) {
            menu.getItems().removeLast();
        }
        return menu;
    }

    private Optional<MenuItem> menuItem(Action action, Optional<InstanceId> instance) {
        var availability = action.availability().apply(instance);
        if (availability instanceof Availability.Absent) {
            return Optional.empty();
        }
        var item = new MenuItem(title(action));
        item.setId("menu-" + action.id().replace('.', '-'));
        action.icon().ifPresent(icon -> item.setGraphic(new Icon(icon)));
        action.key().ifPresent(key -> item.setAccelerator(new SpokenKey(key, keyWords(key))));
        item.setDisable(availability instanceof Availability.NotNow);
        if (availability instanceof Availability.NotNow(String reason)) {
            item.setText(title(action) + " – " + reason);
        }
        item.setOnAction(_ -> run(action.id(), instance));
        return Optional.of(item);
    }

    /// Lets the keys of the actions work in a scene. The instance is captured when the key goes down.
    ///
    /// @param asleep whether keys belong to something else now, for example an open dialog
    public void installKeys(Scene scene, BooleanSupplier asleep) {
        scene.addEventFilter(KeyEvent.KEY_PRESSED, event -> {
            if (asleep.getAsBoolean() || isTextEditing(scene, event)) {
                return;
            }
            var focused = scene.getFocusOwner();
            if (focused != null && KeysFirst.takenBy(focused, event)
                    || runBy(Action::key, key -> key.match(event))
                    || runBy(Action::secondKey, key -> !(key instanceof KeyCharacterCombination) && key.match(event))) {
                event.consume();
            }
        });
        scene.addEventFilter(KeyEvent.KEY_TYPED, event -> {
            if (!asleep.getAsBoolean()
                    && !takesText(scene.getFocusOwner())
                    && runBy(Action::secondKey, key -> isTyped(key, event))) {
                event.consume();
            }
        });
    }

    private boolean runBy(Function<Action, Optional<KeyCombination>> which, Predicate<KeyCombination> pressed) {
        return byId.values().stream()
                .filter(action -> which.apply(action).filter(pressed).isPresent())
                .anyMatch(action -> run(action.id(), active.get()));
    }

    private static boolean isTyped(KeyCombination key, KeyEvent event) {
        return key instanceof KeyCharacterCombination typed
                && typed.getCharacter().equals(event.getCharacter());
    }

    private static boolean takesText(Node focused) {
        return switch (focused) {
            case TextInputControl _ -> true;
            case ComboBoxBase<?> box -> box.isEditable();
            case Spinner<?> spinner -> spinner.isEditable();
            case null, default -> false;
        };
    }

    /// In a text field, undo, selecting and the clipboard belong to the text.
    private static boolean isTextEditing(Scene scene, KeyEvent event) {
        return takesText(scene.getFocusOwner())
                && event.isShortcutDown()
                && switch (event.getCode()) {
                    case Z, Y, A, C, V, X, LEFT, RIGHT, HOME, END, BACK_SPACE, DELETE -> true;
                    default -> false;
                };
    }

    /// @return the key as people read it: "Ctrl J"
    public String keyWords(KeyCombination key) {
        return Arrays.stream(key.getDisplayText().replace("+", " ").split(" "))
                .map(word -> texts.textOr("common.key." + word.toLowerCase(Locale.ROOT), word))
                .collect(Collectors.joining(" "));
    }

    private Tooltip hint(Action action) {
        return new Tooltip(
                action.key().map(key -> title(action) + "  " + keyWords(key)).orElseGet(() -> title(action)));
    }

    private Action existing(String id) {
        return find(id).orElseThrow(() -> new IllegalArgumentException("no action " + id));
    }

    /// Shows the menu of an instance beside `node`.
    public void showMenu(List<String> ids, Optional<InstanceId> instance, Node node, double screenX, double screenY) {
        menu(ids, instance).show(node, screenX, screenY);
    }
}
