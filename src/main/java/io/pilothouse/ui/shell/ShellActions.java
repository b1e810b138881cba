package io.pilothouse.ui.shell;

import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.Cause;
import io.pilothouse.domain.health.InstanceHealth;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.ui.action.Action;
import io.pilothouse.ui.action.ActionCall;
import io.pilothouse.ui.action.Availability;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.Streamer;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.Toasts;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import org.kordamp.ikonli.octicons.Octicons;

/// The actions every window has: going places, and what can be done to any instance. FX thread only.
final class ShellActions {

    private static final Duration MAINTENANCE = Duration.ofHours(1);

    /// Ids of the actions that choose the order of the rail, in the order of [WindowSettings.RailOrder].
    static final List<String> RAIL_ORDER = List.of("rail.order.own", "rail.order.recent", "rail.order.problems");

    private final WindowContext window;
    private final RailViewModel rail;

    private final Supplier<Optional<Scope>> scopeShown;

    /// @param scopeShown the scope of the page in the window
    ShellActions(WindowContext window, RailViewModel rail, Supplier<Optional<Scope>> scopeShown) {
        this.window = window;
        this.rail = rail;
        this.scopeShown = scopeShown;
    }

    /// What goes by numbers is known by its key: it stands last among all actions.
    void registerNumbered() {
        for (var scale : Appearance.SCALES) {
            window.actions()
                    .add(Action.ofWindow(
                            "scale." + scale, _ -> window.background().store(Appearance.SCALE, scale)));
        }
        for (int i = 1; i <= 9; i++) {
            int number = i;
            window.actions().add(Action.ofWindow("page." + i, _ -> page(number)).withKey("Alt+" + i, "Ctrl+" + i));
            window.actions()
                    .add(Action.ofWindow("pinned." + i, _ -> pinned(number)).withKey("Shortcut+" + i));
        }
    }

    void register() {
        var actions = window.actions();
        actions.add(Action.ofWindow("go.fleet", _ -> window.navigation().go(Navigation.FLEET))
                .withIcon(Octicons.ROWS_16)
                .withKey("Shortcut+Shift+H"));
        actions.add(
                Action.ofWindow("go.back", _ -> window.navigation().back()).withKey("Alt+Left", "Meta+OPEN_BRACKET"));
        actions.add(Action.ofWindow("go.forward", _ -> window.navigation().forward())
                .withKey("Alt+Right", "Meta+CLOSE_BRACKET"));
        actions.add(Action.ofWindow(
                "go.previous",
                _ -> window.active().recent().stream().skip(1).findFirst().ifPresent(window.navigation()::goTo)));
        actions.add(Action.ofWindow("go.problem", _ -> goToLastProblem()));
        actions.add(Action.ofWindow("window.new", _ -> window.openWindow().accept(Optional.empty()))
                .withIcon(Octicons.BROWSER_16)
                .withKey("Shortcut+Shift+N"));
        actions.add(Action.ofWindow(
                        "folder.open",
                        _ -> window.services()
                                .program()
                                .showFolder(window.services().program().dataFolder()))
                .withIcon(Octicons.FILE_DIRECTORY_16));
        registerOfInstance();
        registerOfWork();
        registerRail();
        registerScale();
        actions.add(Action.ofWindow(
                        "streamer",
                        _ -> window.background()
                                .store(
                                        Streamer.ON,
                                        !window.services().settings().get(Streamer.ON)))
                .withIcon(Octicons.EYE_CLOSED_16)
                .withSecondKey("Shortcut+Shift+B")); // where pictures are shown, the key blurs them
        actions.add(Action.ofWindow("scope.open", _ -> openScope())
                .withIcon(Octicons.VERSIONS_16)
                .withKey("Shortcut+0"));
        for (var choice : Themes.Choice.values()) {
            actions.add(Action.ofWindow(
                    "theme." + choice.name().toLowerCase(java.util.Locale.ROOT),
                    _ -> window.background().store(Themes.THEME, choice)));
        }
    }

    private void goToLastProblem() {
        window.services().health().causes().get().stream()
                .filter(cause -> !cause.members().isEmpty())
                .max(Comparator.comparing(Cause::since))
                .ifPresentOrElse(
                        cause -> window.navigation().goTo(cause.members().getFirst()),
                        () -> window.toasts().news(Optional.empty(), text("shell.no-problem"), Optional.empty()));
    }

    /// The page over all instances of a kind, by kind.
    private static final Map<String, String> SCOPES = Map.of(
            "sonarr", "outcomes",
            "radarr", "outcomes",
            "lidarr", "outcomes",
            "readarr", "outcomes",
            "whisparr", "outcomes",
            "eros", "outcomes",
            "qbittorrent", "torrents",
            "stash", "library",
            "homeassistant", "house-problems",
            "amc", "marketing-cloud");

    /// Of a page over several kinds only the active one's is shown; its chips lead to the others.
    private void openScope() {
        var there = scope();
        window.navigation().go(there);
        if (there != Navigation.FLEET && window.navigation().location().get().equals(there)) {
            window.active().id().ifPresent(id -> scopeShown.get().ifPresent(scope -> scope.ofKind(id.kind())));
        }
    }

    /// @return the page over all instances of the active one's kind; the Fleet where there is none
    private Location scope() {
        return window.active()
                .id()
                .map(id -> SCOPES.getOrDefault(id.kind().value(), ""))
                .flatMap(window.pages()::find)
                .<Location>map(page -> new Location.Program(page.id()))
                .orElse(Navigation.FLEET);
    }

    private void registerScale() {
        var actions = window.actions();
        actions.add(Action.ofWindow("scale.up", _ -> scale(1)).withKey("Shortcut+EQUALS"));
        actions.add(Action.ofWindow("scale.down", _ -> scale(-1)).withKey("Shortcut+MINUS"));
        actions.add(Action.ofWindow(
                "scale.usual", _ -> window.background().store(Appearance.SCALE, Appearance.SCALE.usual())));
    }

    private void scale(int step) {
        var settings = window.services().settings();
        window.background().store(Appearance.SCALE, Appearance.next(settings.get(Appearance.SCALE), step));
    }

    private void registerOfInstance() {
        var actions = window.actions();
        actions.add(Action.ofInstance(
                        "instance.open",
                        ActionClass.READ,
                        call -> window.navigation().goTo(call.theInstance()))
                .withIcon(Octicons.ARROW_RIGHT_16));
        actions.add(Action.ofInstance(
                        "instance.open-window",
                        ActionClass.READ,
                        call -> window.openWindow().accept(call.instance()))
                .withIcon(Octicons.BROWSER_16));
        actions.add(Action.ofInstance(
                        "instance.browser",
                        ActionClass.READ,
                        call -> instance(call)
                                .ifPresent(one -> window.services()
                                        .browser()
                                        .accept(one.address().uri())))
                .withIcon(Octicons.LINK_EXTERNAL_16));
        actions.add(Action.ofInstance("instance.copy-address", ActionClass.READ, this::copyAddress)
                .withIcon(Octicons.DUPLICATE_16));
        actions.add(Action.ofInstance("instance.copy-link", ActionClass.READ, this::copyLink));
        actions.add(Action.ofInstance("instance.check", ActionClass.READ, this::check)
                .withIcon(Octicons.SYNC_16)
                .withKey("F5")
                .withSecondKey("Shortcut+R")
                .availableWhen(enabled(true)));
        actions.add(Action.ofInstance("instance.pause", ActionClass.LOCAL_REVERSIBLE, call -> enable(call, false))
                .withIcon(Octicons.SKIP_16)
                .availableWhen(enabled(true)));
        actions.add(Action.ofInstance("instance.resume", ActionClass.LOCAL_REVERSIBLE, call -> enable(call, true))
                .withIcon(Octicons.PLAY_16)
                .availableWhen(enabled(false)));
        actions.add(Action.ofInstance("instance.maintenance", ActionClass.LOCAL_REVERSIBLE, this::maintain)
                .withIcon(Octicons.TOOLS_16)
                .availableWhen(id -> inMaintenance(id) ? new Availability.Absent() : Availability.YES));
        actions.add(Action.ofInstance("instance.maintenance-end", ActionClass.LOCAL_REVERSIBLE, this::endMaintenance)
                .withIcon(Octicons.TOOLS_16)
                .availableWhen(id -> inMaintenance(id) ? Availability.YES : new Availability.Absent()));
        actions.add(Action.ofInstance(
                        "instance.release-today",
                        ActionClass.LOCAL_REVERSIBLE,
                        call -> new Releases(window).today(call.theInstance()))
                .withIcon(Octicons.UNLOCK_16)
                .availableWhen(this::mayBeReleased));
        actions.add(Action.ofInstance(
                        "instance.release",
                        ActionClass.LOCAL_REVERSIBLE,
                        call -> new Releases(window).untilTheEnd(call.theInstance()))
                .withIcon(Octicons.UNLOCK_16)
                .availableWhen(this::mayBeReleased));
        actions.add(Action.ofInstance(
                        "instance.pin", ActionClass.LOCAL_REVERSIBLE, call -> rail.pin(call.theInstance(), true))
                .withIcon(Octicons.PIN_16)
                .availableWhen(
                        id -> id.filter(rail::pinned).isPresent() ? new Availability.Absent() : Availability.YES));
        actions.add(Action.ofInstance(
                        "instance.unpin", ActionClass.LOCAL_REVERSIBLE, call -> rail.pin(call.theInstance(), false))
                .withIcon(Octicons.PIN_16)
                .availableWhen(
                        id -> id.filter(rail::pinned).isPresent() ? Availability.YES : new Availability.Absent()));
    }

    /// Guarded instances, whose work waits for a person: also before any does, as new rules want a release.
    private Availability mayBeReleased(Optional<InstanceId> id) {
        var guards = window.services().guards();
        return id.filter(one -> guards.levelOf(one) == GuardLevel.GUARDED && !guards.released(one))
                        .isPresent()
                ? Availability.YES
                : new Availability.Absent();
    }

    private void registerOfWork() {
        var actions = window.actions();
        actions.add(Action.ofWindow("check-all", _ -> checkAll())
                .withIcon(Octicons.SYNC_16)
                .withKey("Shift+F5"));
        actions.add(Action.ofWindow("work.pause", _ -> pauseOrResumeAll()).withKey("Shortcut+Shift+U"));
        actions.add(Action.ofWindow("undo", _ -> undo()).withKey("Shortcut+Z"));
        actions.add(
                Action.ofWindow("redo", _ -> redo()).withKey("Shortcut+Shift+Z").withSecondKey("Shortcut+Y"));
        actions.add(Action.ofWindow("undo.history", _ -> new UndoHistory(window).open()));
        actions.add(Action.ofWindow(
                        "rail.fold", _ -> rail.collapse(!rail.view().get().collapsed()))
                .withIcon(Octicons.SIDEBAR_COLLAPSE_16));
    }

    private void registerRail() {
        for (var order : WindowSettings.RailOrder.values()) {
            window.actions()
                    .add(Action.ofWindow(
                            RAIL_ORDER.get(order.ordinal()),
                            _ -> window.background().store(WindowSettings.RAIL_ORDER, order)));
        }
    }

    private void page(int number) {
        if (window.navigation().location().get() instanceof Location.OfInstance there) {
            var pages = window.pages().of(there.instance().kind());
            if (number <= pages.size()) {
                window.navigation()
                        .go(new Location.OfInstance(
                                there.instance(), pages.get(number - 1).id()));
            }
        }
    }

    private void pinned(int number) {
        var pinned = rail.pinned();
        if (number <= pinned.size()) {
            window.navigation().goTo(pinned.get(number - 1).id());
        }
    }

    private void copyAddress(ActionCall call) {
        instance(call).ifPresent(one -> {
            Clipboard.getSystemClipboard()
                    .setContent(Map.of(DataFormat.PLAIN_TEXT, one.address().toString()));
            news(one, "shell.done.copied", one.name());
        });
    }

    /// Of the page that is shown, where it is one of this instance; `pilothouse open` follows it.
    private void copyLink(ActionCall call) {
        var view = window.navigation().location().get() instanceof Location.OfInstance there
                        && call.instance().equals(Optional.of(there.instance()))
                ? "/" + there.page()
                : "";
        instance(call).ifPresent(one -> {
            Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, "pilothouse:" + one.id() + view));
            news(one, "shell.done.link-copied", one.name());
        });
    }

    private void check(ActionCall call) {
        var id = call.theInstance();
        var name = instance(call).map(Instance::name).orElse(id.value());
        window.background()
                .act(
                        "health-check",
                        "check the health of " + name,
                        id,
                        _ -> window.services().health().check(List.of(id), Origin.WINDOW),
                        _ -> {});
    }

    private void checkAll() {
        var ids = window.services().instances().fleet().get().live().stream()
                .filter(Instance::enabled)
                .map(Instance::id)
                .toList();
        window.services()
                .tasks()
                .start(
                        new TaskRequest("health-check", "check the health of all instances", ids, Origin.WINDOW),
                        _ -> window.services().health().check(ids, Origin.WINDOW));
    }

    private void enable(ActionCall call, boolean enabled) {
        var id = call.theInstance();
        instance(call)
                .ifPresent(one -> window.background()
                        .act(
                                enabled ? "instance-resume" : "instance-pause",
                                (enabled ? "resume " : "pause ") + one.name(),
                                id,
                                _ -> window.services().instances().setEnabled(id, enabled, Consent.none(call.origin())),
                                changed -> news(
                                        changed,
                                        enabled ? "shell.done.resumed" : "shell.done.paused",
                                        changed.name())));
    }

    private void maintain(ActionCall call) {
        var id = call.theInstance();
        var now = window.services().clock().instant();
        var until = now.plus(MAINTENANCE);
        instance(call)
                .ifPresent(one -> window.background()
                        .act(
                                "maintenance-begin",
                                "begin maintenance of " + one.name(),
                                id,
                                context -> {
                                    window.services()
                                            .maintenance()
                                            .begin(List.of(id), until, Consent.none(call.origin()));
                                    return context.id();
                                },
                                task -> maintained(
                                        task,
                                        one,
                                        text(
                                                "shell.done.maintenance",
                                                one.name(),
                                                window.words().time(until, now)),
                                        () -> maintain(call))));
    }

    private void endMaintenance(ActionCall call) {
        var id = call.theInstance();
        instance(call)
                .ifPresent(one -> window.background()
                        .act(
                                "maintenance-end",
                                "end maintenance of " + one.name(),
                                id,
                                context -> {
                                    window.services().maintenance().end(List.of(id), Consent.none(call.origin()));
                                    return context.id();
                                },
                                task -> maintained(
                                        task,
                                        one,
                                        text("shell.done.maintenance-end", one.name()),
                                        () -> endMaintenance(call))));
    }

    private void maintained(TaskId task, Instance one, String said, Runnable again) {
        new TakingBack(window).tell(Optional.of(one), task, said, again);
    }

    private void pauseOrResumeAll() {
        boolean paused = window.services().pausing().state().get().isPresent();
        var request = new TaskRequest(
                paused ? "work-resume" : "work-pause",
                paused ? "let background work go on" : "pause all background work",
                List.of(),
                Origin.WINDOW);
        window.services().tasks().start(request, _ -> {
            if (paused) {
                window.services().pausing().resume();
            } else {
                window.services().pausing().pause(Optional.empty());
            }
            return true;
        });
    }

    /// Of acts on instances only those are done again by one key that ask nothing, as maintenance; whoever wants
    /// another does it anew, past its guards.
    private void redo() {
        if (!window.choices().canMakeAgain()) {
            window.toasts().news(Optional.empty(), text("shell.redo.nothing"), Optional.empty());
            return;
        }
        window.choices()
                .makeAgain(window.services().clock().instant())
                .ifPresent(choice -> window.toasts()
                        .news(Optional.empty(), text("shell.done.redone", choice.what()), Optional.empty()));
    }

    private void undo() {
        var undoable = window.services().undoing().undoable().get();
        var choice = window.choices().newest();
        if (choice.isPresent()
                && (undoable.isEmpty()
                        || choice.get().at().isAfter(undoable.getFirst().at()))) {
            window.choices().takeBack();
            window.toasts()
                    .news(
                            Optional.empty(),
                            text("shell.done.undone", choice.get().what()),
                            Optional.empty());
            return;
        }
        if (undoable.isEmpty()) {
            window.toasts().news(Optional.empty(), text("shell.undo.nothing"), Optional.empty());
            return;
        }
        var last = undoable.getFirst();
        new TakingBack(window).of(last.task(), window.texts().said(last.act()));
    }

    private void news(Instance about, String key, Object... arguments) {
        window.toasts().news(Optional.of(about), text(key, arguments), Optional.<Toasts.Offer>empty());
    }

    private Function<Optional<InstanceId>, Availability> enabled(boolean wanted) {
        return id -> id.flatMap(window.services().instances()::find)
                        .filter(one -> one.enabled() == wanted && !one.trashed())
                        .isPresent()
                ? Availability.YES
                : new Availability.Absent();
    }

    private boolean inMaintenance(Optional<InstanceId> id) {
        return id.flatMap(one -> Optional.ofNullable(
                        window.services().health().states().get().get(one)))
                .map(InstanceHealth::state)
                .filter(ShownState.MAINTENANCE::equals)
                .isPresent();
    }

    private Optional<Instance> instance(ActionCall call) {
        return call.instance().flatMap(window.services().instances()::find);
    }

    private String text(String key, Object... arguments) {
        return window.texts().text(key, arguments);
    }
}
