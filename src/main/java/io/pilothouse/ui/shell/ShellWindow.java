package io.pilothouse.ui.shell;

import io.pilothouse.domain.active.ActiveEvent.SelectionFallback;
import io.pilothouse.domain.active.ActiveEvent.SwitchCause;
import io.pilothouse.domain.active.Unusable;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.undo.Undoing;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.Actions;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.action.KeySettings;
import io.pilothouse.ui.active.ActiveInstance;
import io.pilothouse.ui.common.Batch;
import io.pilothouse.ui.common.DateForm;
import io.pilothouse.ui.common.ScaledRoot;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Views;
import io.pilothouse.ui.common.Wanted;
import io.pilothouse.ui.common.Words;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.event.Event;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.TraversalDirection;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.stage.WindowEvent;
import org.kordamp.ikonli.octicons.Octicons;

/// One window with everything in it. Several may be open; they share nothing but the services. FX thread
/// only.
public final class ShellWindow implements AutoCloseable {

    /// How often ages are said anew. Nothing runs in between.
    private static final Duration AGE_STEP = Duration.ofSeconds(10);

    /// Narrower windows show the rail folded.
    private static final double RAIL_NEEDS = 1_100;

    /// Narrower windows show less in the header.
    private static final double HEADER_NEEDS = 860;

    private static final PseudoClass NARROW = PseudoClass.getPseudoClass("narrow");

    /// Actions at the lower end of the rail; those that exist.
    private static final List<String> RAIL_FOOT = List.of("settings.open", "messages.open", "help.keys");

    /// Falls back within this time of the first are told together.
    private static final Duration TOGETHER = Duration.ofSeconds(1);

    private final UiServices services;
    private final WindowContext context;
    private final RailViewModel rail;
    private final HeaderViewModel header;
    private final StatusViewModel status;
    private final ShellBanners banners;
    private final Content content;
    private final Batch fleetChanges;
    private final Leaving leaving;
    private final Subscription ages;
    private final Subscription takenBack;
    private Set<TaskId> undoable = Set.of();
    private final Subscription keys;
    private final Subscription streamer;
    private final WindowChecks checks;
    private final Parent root;
    private final Scene scene;
    private final List<SelectionFallback> fallbacks = new ArrayList<>();
    private Subscription fallbackToast = () -> {};

    /// @param start   what to show; empty for the Fleet
    /// @param windows the others
    public ShellWindow(
            UiServices services,
            Texts texts,
            Themes themes,
            List<Feature> features,
            Optional<WindowStart> start,
            OtherWindows windows) {
        this.services = services;
        var words = new Words(texts, services.zone(), services.settings().get(DateForm.SETTING));
        var active = new ActiveInstance(services);
        var pages = new Pages();
        var actions = new Actions(texts, active::id);
        actions.chooseKeys(services.settings().get(KeySettings.KEYS));
        var toasts = new Toasts(texts, services.later());
        var pin = new Pin();
        var navigation = new Navigation(
                active,
                pages,
                this::refused,
                pin,
                windows::show,
                kind -> services.settings().get(WindowSettings.firstPage(kind)));
        var dialogLayer = new StackPane();
        context = new WindowContext(
                services,
                texts,
                words,
                themes,
                active,
                actions,
                pages,
                navigation,
                new Dialogs(services, texts, dialogLayer),
                new Drawer(),
                toasts,
                new Banners(),
                new Background(services, toasts),
                pin,
                new ChoicesMade(),
                new Wanted<>(),
                new Wanted<>(),
                id -> windows.open(id.map(WindowStart::on)));
        context.background().tellSlow(words);
        leaving = new Leaving(context);
        rail = new RailViewModel(services, texts, active, context.background());
        var shellActions = new ShellActions(context, rail, this::scopeShown);
        shellActions.register();
        actions.add(Action.ofWindow("go.area.next", _ -> nextArea(1)).withKey("F6"));
        actions.add(Action.ofWindow("go.area.previous", _ -> nextArea(-1)).withKey("Shift+F6"));
        actions.add(Action.ofWindow("filter", _ -> focusFilter()).withKey("Shortcut+F"));
        actions.add(ofTable("table.columns", FrontTable::chooseColumns).withIcon(Octicons.COLUMNS_16));
        actions.add(ofTable("table.save-view", FrontTable::saveView).withIcon(Octicons.BOOKMARK_16));
        actions.add(Action.ofWindow("window.pin", _ -> togglePin())
                .withIcon(Octicons.PIN_16)
                .withKey("Shortcut+Shift+P")
                .availableWhen(_ -> navigation.location().get() instanceof Location.OfInstance
                        ? Availability.YES
                        : new Availability.NotNow(texts.text("shell.pin.needs-instance"))));
        actions.add(Action.ofWindow("window.close", _ -> closeWindow())
                .withIcon(Octicons.X_16)
                .withKey("Shortcut+W"));
        actions.add(Action.ofWindow("program.quit", _ -> windows.quit())
                .withIcon(Octicons.SIGN_OUT_16)
                .withKey("Shortcut+Q"));
        actions.add(Action.ofWindow("program.lock", _ -> windows.lock())
                .withIcon(Octicons.LOCK_16)
                .availableWhen(
                        _ -> IdleLock.possible(services.safekeeping().keys().get())
                                ? Availability.YES
                                : new Availability.NotNow(texts.text("shell.lock.needs-passphrase"))));
        actions.add(Action.ofWindow("task.stop", _ -> stopTask())
                .withIcon(Octicons.SQUARE_FILL_16)
                .withKey("Shortcut+PERIOD"));
        features.forEach(feature -> feature.register(context));
        shellActions.registerNumbered();

        active.onFallback(this::tellFallback);
        active.onNotRemembered(problem -> toasts.problem(Optional.empty(), problem, Optional.empty()));
        active.restore();
        start.ifPresent(this::begin);
        header = new HeaderViewModel(services, words, pages, navigation, active, pin);
        status = new StatusViewModel(services, words, navigation);
        banners = new ShellBanners(services, words, navigation, context.banners(), actions);
        content =
                new Content(pages, navigation, texts, () -> services.settings().get(WindowSettings.KEPT_VIEWS));
        content.toldAt().subscribe(status::shows);
        fleetChanges = new Batch(services.later(), services.fx(), this::instancesChanged)
                .on(services.instances().fleet());
        keys = services.settings()
                .values()
                .subscribe(
                        services.fx(),
                        _ -> actions.chooseKeys(services.settings().get(KeySettings.KEYS)));
        takenBack = services.undoing().undoable().subscribe(services.fx(), this::withoutTakenBack);
        ages = services.later().every(AGE_STEP, () -> {
            header.refresh();
            status.refresh();
        });

        var railView = new RailView(context, rail, RAIL_FOOT);
        content.scope().subscribe(railView::scope);
        content.unsaved().subscribe(rail::unsaved);
        var controller = new ShellController(context, header, status, railView, content, toasts);
        root = Views.load(controller, texts);
        streamer = services.settings().values().subscribe(services.fx(), _ -> controller.showStreamer());
        ((StackPane) root).getChildren().add(dialogLayer);
        var scaled = new ScaledRoot(root, themes.scale(), WindowPlace.LEAST_WIDTH);
        scene = new Scene(scaled, 1440, 900);
        themes.dress(scene);
        scaled.room().subscribe(width -> rail.narrow(width.doubleValue() < RAIL_NEEDS));
        scaled.room().subscribe(width -> root.pseudoClassStateChanged(NARROW, width.doubleValue() < HEADER_NEEDS));
        actions.installKeys(scene, context.dialogs()::anyOpen);
        checks = new WindowChecks(context, scaled);
    }

    private void begin(WindowStart start) {
        switch (start.place()) {
            case Location.Program there ->
                context.pages()
                        .find(there.page())
                        .ifPresent(_ -> context.navigation().go(there));
            case Location.OfInstance there -> {
                context.active().switchTo(there.instance(), SwitchCause.LINK);
                if (context.navigation().goTo(there.instance(), there.page()) && start.pinned()) {
                    context.pin().to(there.instance());
                }
            }
        }
    }

    public Scene scene() {
        return scene;
    }

    public WindowContext context() {
        return context;
    }

    /// Asks what has to be asked before this window closes: once about what was typed and would be lost, and
    /// before the last one what that means.
    ///
    /// @param last  whether no other window stays
    /// @param close closes it, after a person said so
    /// @return whether it may close at once
    public boolean mayClose(boolean last, Runnable close) {
        return leaving.mayClose(content.halfTyped(), content::typedWhat, last, close);
    }

    /// As [#mayClose], of the program with all its windows.
    public boolean mayQuit(Runnable quit) {
        return leaving.mayQuit(quit);
    }

    /// Whether nothing that was typed here or runs would be lost at the end of the program.
    public boolean finished() {
        return !halfTyped() && leaving.nothingRuns();
    }

    /// What is taken back, wherever that was done, is offered no more.
    private void withoutTakenBack(List<Undoing.Undoable> left) {
        var now = left.stream().map(Undoing.Undoable::task).collect(Collectors.toSet());
        undoable.stream().filter(task -> !now.contains(task)).forEach(context.toasts()::takenBack);
        undoable = now;
    }

    /// Whether closing this window would lose text that a person typed.
    public boolean halfTyped() {
        return !content.halfTyped().isEmpty() || context.dialogs().anyOpen();
    }

    /// @return the id of the control that has the keyboard, where it has one
    public Optional<String> focused() {
        return Optional.ofNullable(scene.getFocusOwner()).map(Node::getId);
    }

    /// Where within its page a person is.
    public String spot() {
        return content.current().map(PageView::spot).orElse("");
    }

    public void goTo(String spot) {
        if (!spot.isEmpty()) {
            content.current().ifPresent(page -> page.goTo(spot));
        }
    }

    /// Gives the keyboard to the control of this id, or to the page where there is none: never to a button of
    /// the rail, which the next Enter would press.
    public void focus(Optional<String> id) {
        root.applyCss();
        id.map(one -> root.lookup("#" + one))
                .or(() -> content.current().map(PageView::root).flatMap(FirstControl::in))
                .ifPresent(Node::requestFocus);
    }

    /// The window's title, the instance first.
    public ObservableValue<String> title() {
        return header.view().map(HeaderViewModel.View::title);
    }

    private void instancesChanged() {
        var fleet = services.instances().fleet().get();
        fleet.trashed().stream().map(Instance::id).forEach(content::forget);
        var pinned = context.pin().on().get();
        if (pinned.flatMap(fleet::find).filter(one -> !one.trashed()).isPresent()) {
            return; // it stays, whatever is the matter with its instance
        }
        context.pin().release();
        context.active().instancesChanged();
    }

    private void refused(InstanceId id, Unusable reason) {
        var instance = services.instances().find(id);
        var name = instance.map(Instance::name).orElse(id.value());
        context.toasts().news(instance, unusable(reason, name), wayBack(id, reason));
    }

    /// What makes an instance usable again.
    private Optional<Toasts.Offer> wayBack(InstanceId id, Unusable reason) {
        var way =
                switch (reason) {
                    case DISABLED -> Optional.of("instance.resume");
                    case NOT_CONFIGURED -> Optional.of("instance.edit");
                    case ARCHIVED -> Optional.of("trash.open");
                    case DELETED -> Optional.<String>empty();
                };
        return way.flatMap(context.actions()::find)
                .map(action -> new Toasts.Offer(
                        context.actions().title(action), () -> context.actions().run(action.id(), Optional.of(id))));
    }

    /// What happens within a second, as when several instances are paused together, is one message.
    private void tellFallback(SelectionFallback fallback) {
        if (!fallbacks.isEmpty()
                && Duration.between(fallbacks.getFirst().at(), fallback.at()).compareTo(TOGETHER) > 0) {
            fallbacks.clear();
        } else {
            fallbackToast.close();
        }
        fallbacks.add(fallback);
        var why = fallbacks.stream()
                .map(one -> unusable(one.reason(), one.from().name()).replaceFirst("\\.$", ""))
                .distinct()
                .collect(Collectors.joining("; "));
        var sentence = fallback.to()
                .map(to -> context.texts().text("shell.fallback", why, to.name()))
                .orElseGet(() -> context.texts().text("shell.fallback.none", why));
        var first = fallbacks.getFirst();
        fallbackToast = context.toasts()
                .news(
                        fallback.to().flatMap(to -> services.instances().find(to.id())),
                        sentence,
                        first.reason() == Unusable.DISABLED
                                ? Optional.of(switchBack(first.from().id()))
                                : wayBack(first.from().id(), first.reason()));
    }

    /// Shows it again when it is no longer paused.
    private Toasts.Offer switchBack(InstanceId id) {
        return new Toasts.Offer(context.texts().text("shell.fallback.back"), () -> {
            context.active().switchBack(id);
            if (!context.active().id().equals(Optional.of(id))) {
                context.actions().run("instance.resume", Optional.of(id));
            }
        });
    }

    private String unusable(Unusable reason, String name) {
        return context.texts().text("shell.unusable." + reason.name().toLowerCase(Locale.ROOT), name);
    }

    private Optional<Scope> scopeShown() {
        return content.current().flatMap(PageView::scope);
    }

    private void closeWindow() {
        if (scene.getWindow() != null) {
            Event.fireEvent(scene.getWindow(), new WindowEvent(scene.getWindow(), WindowEvent.WINDOW_CLOSE_REQUEST));
        }
    }

    private void togglePin() {
        if (context.pin().pinned()) {
            context.pin().release();
        } else if (context.navigation().location().get() instanceof Location.OfInstance there) {
            context.pin().to(there.instance());
        }
    }

    private void stopTask() {
        status.stop();
    }

    private Action ofTable(String id, Consumer<FrontTable> does) {
        return Action.ofWindow(id, _ -> content.table().ifPresent(does))
                .availableWhen(_ -> content.table().isPresent()
                        ? Availability.YES
                        : new Availability.NotNow(context.texts().text("shell.no-table")));
    }

    private void focusFilter() {
        content.current().ifPresent(PageView::focusFilter);
    }

    /// Moves the focus to the first control of the next area: rail, header, tabs, content, status.
    private void nextArea(int step) {
        var areas = List.of("#rail", "#header", "#tabsPlace", "#content", "#status").stream()
                .map(root::lookup)
                .filter(area -> area != null && area.isVisible())
                .toList();
        int here = -1;
        for (int i = 0; i < areas.size(); i++) {
            if (holdsFocus(areas.get(i))) {
                here = i;
            }
        }
        for (int tried = 1; tried <= areas.size(); tried++) {
            int next = Math.floorMod((here < 0 ? (step > 0 ? -1 : 0) : here) + step * tried, areas.size());
            var target = FirstControl.in(areas.get(next));
            if (target.isPresent()) {
                focusVisibly(target.get());
                return;
            }
        }
    }

    /// As the Tab key gives the focus, with the ring: what is given it by the program shows none.
    private void focusVisibly(Node target) {
        target.requestFocus();
        if (target.requestFocusTraversal(TraversalDirection.NEXT)) {
            scene.getFocusOwner().requestFocusTraversal(TraversalDirection.PREVIOUS);
            if (scene.getFocusOwner() != target) {
                target.requestFocus();
            }
        }
    }

    private boolean holdsFocus(Node area) {
        for (Node node = scene.getFocusOwner(); node != null; node = node.getParent()) {
            if (node == area) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() {
        context.dialogs().closeAll();
        context.drawer().close();
        ages.close();
        takenBack.close();
        keys.close();
        streamer.close();
        checks.close();
        fleetChanges.close();
        content.close();
        banners.close();
        status.close();
        header.close();
        rail.close();
        scene.setRoot(new Region()); // what watches while it is shown stops
    }
}
