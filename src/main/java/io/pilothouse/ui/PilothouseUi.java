package io.pilothouse.ui;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.window.WindowState;
import io.pilothouse.ui.alert.AlertFeature;
import io.pilothouse.ui.alert.AlertTeller;
import io.pilothouse.ui.alert.DoneTeller;
import io.pilothouse.ui.amc.AmcFeature;
import io.pilothouse.ui.common.Appearance;
import io.pilothouse.ui.common.DateForm;
import io.pilothouse.ui.common.Streamer;
import io.pilothouse.ui.common.Texts;
import io.pilothouse.ui.common.Themes;
import io.pilothouse.ui.common.Toasts;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.Words;
import io.pilothouse.ui.compare.CompareFeature;
import io.pilothouse.ui.diagnose.DiagnoseFeature;
import io.pilothouse.ui.firstrun.FirstRunFeature;
import io.pilothouse.ui.fleet.FleetFeature;
import io.pilothouse.ui.help.HelpFeature;
import io.pilothouse.ui.history.HistoryFeature;
import io.pilothouse.ui.home.HomeFeature;
import io.pilothouse.ui.hunting.HuntingFeature;
import io.pilothouse.ui.instances.InstancesFeature;
import io.pilothouse.ui.instancesettings.InstanceSettingsFeature;
import io.pilothouse.ui.library.LibraryFeature;
import io.pilothouse.ui.overview.OverviewFeature;
import io.pilothouse.ui.palette.PaletteFeature;
import io.pilothouse.ui.schedule.ScheduleFeature;
import io.pilothouse.ui.search.SearchFeature;
import io.pilothouse.ui.settings.SettingsFeature;
import io.pilothouse.ui.shell.Background;
import io.pilothouse.ui.shell.Feature;
import io.pilothouse.ui.shell.IdleLock;
import io.pilothouse.ui.shell.InstancePage;
import io.pilothouse.ui.shell.Location;
import io.pilothouse.ui.shell.OtherWindows;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.shell.WindowPlace;
import io.pilothouse.ui.shell.WindowSettings;
import io.pilothouse.ui.shell.WindowStart;
import io.pilothouse.ui.switcher.SwitcherFeature;
import io.pilothouse.ui.system.SystemFeature;
import io.pilothouse.ui.tasks.TasksFeature;
import io.pilothouse.ui.timeline.TimelineFeature;
import io.pilothouse.ui.torrent.TorrentFeature;
import io.pilothouse.ui.transfer.TransferFeature;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javafx.geometry.Rectangle2D;
import javafx.stage.Screen;
import javafx.stage.Stage;

/// All windows of the program. Made once by the wiring; each window has its own active instance. What
/// they show and where they stand is stored as it changes, so that they come back. FX thread only.
public final class PilothouseUi implements OtherWindows, AutoCloseable {

    /// After the last change, before it is stored.
    private static final Duration STORE_AFTER = Duration.ofMillis(500);

    /// A window that is open; its name is that of its state in the store.
    private static final class Opened {
        final String name;
        final Stage stage;
        ShellWindow window;
        final Map<String, String> places;
        Subscription storing = () -> {};

        Opened(String name, Stage stage, ShellWindow window, Map<String, String> places) {
            this.name = name;
            this.stage = stage;
            this.window = window;
            this.places = new HashMap<>(places);
        }
    }

    private final UiServices services;
    private Texts texts;
    private DateForm dates;
    private final Themes themes;
    private final Streamer streamer;
    private final IdleLock lock;
    /// The one used last is the last.
    private final List<Opened> windows = new ArrayList<>();

    private final AlertTeller teller;
    private final DoneTeller doneTeller;
    private final Subscription onLanguage;
    private boolean closing;
    private boolean quitting;
    /// What the last window showed that was closed.
    private Optional<WindowState> closedLast = Optional.empty();

    public PilothouseUi(UiServices services) {
        this.services = services;
        texts = new Texts(language());
        dates = services.settings().get(DateForm.SETTING);
        onLanguage = services.settings().values().subscribe(services.fx(), _ -> speakAgain());
        themes = new Themes(services);
        streamer = new Streamer(services, () -> texts);
        lock = new IdleLock(
                services,
                themes,
                () -> texts,
                () -> windows.stream().anyMatch(opened -> !opened.window.finished()),
                () -> {
                    quitting = true;
                    services.program().quit();
                },
                this::tell);
        lock.locked()
                .subscribe(covered -> windows.forEach(
                        opened -> opened.window.context().toasts().hold(covered)));
        teller = new AlertTeller(
                services,
                () -> new Words(texts, services.zone(), dates),
                () -> windows.stream().reduce((_, last) -> last).map(opened -> opened.window.context()),
                () -> lock.locked().get());
        doneTeller = new DoneTeller(
                services,
                () -> texts,
                () -> windows.stream().anyMatch(opened -> opened.stage.isFocused()),
                () -> lock.locked().get());
    }

    /// What every window can do. A new feature is one line here and one folder.
    public static List<Feature> features() {
        return List.of(
                new FleetFeature(),
                new SwitcherFeature(),
                new PaletteFeature(),
                new HelpFeature(),
                new OverviewFeature(),
                new FirstRunFeature(),
                new HomeFeature(),
                new LibraryFeature(),
                new AmcFeature(),
                new HistoryFeature(),
                new SystemFeature(),
                new HuntingFeature(),
                new InstanceSettingsFeature(),
                new InstancesFeature(),
                new DiagnoseFeature(),
                new TasksFeature(),
                new TransferFeature(),
                new ScheduleFeature(),
                new AlertFeature(),
                new SearchFeature(),
                new TorrentFeature(),
                new CompareFeature(),
                new TimelineFeature(),
                new SettingsFeature());
    }

    /// Opens the first window in the stage that JavaFX made, and with it those that were open when the
    /// program ended.
    ///
    /// @return the first one
    public ShellWindow openFirst(Stage stage) {
        var stored = services.settings().get(WindowSettings.RESTORE)
                ? services.windows().atStart()
                : List.<WindowState>of();
        var usable = stored.stream().filter(this::stillThere).toList();
        stored.stream()
                .filter(state -> !usable.contains(state))
                .map(WindowState::name)
                .forEach(this::forget);
        if (usable.isEmpty()) {
            var start = new Location.Program(
                    services.settings().get(WindowSettings.START_VIEW).page());
            open(stage, "w1", Optional.of(new WindowStart(start, false)), Map.of());
        }
        for (int i = 0; i < usable.size(); i++) {
            var state = usable.get(i);
            open(i == 0 ? stage : new Stage(), state.name(), Optional.of(start(state)), state.places());
        }
        var first = windows.getFirst().window;
        var strange = usable.stream()
                .filter(state -> !understood(first, state))
                .peek(state -> keep(
                        "keep the state of the window " + state.name() + " aside",
                        () -> services.windows().keepAside(state)))
                .count();
        tellUnreadable(first, services.windows().unreadable().size() + (int) strange);
        return first;
    }

    private boolean stillThere(WindowState state) {
        return state.instance()
                .map(id -> services.instances()
                        .find(id)
                        .filter(instance -> !instance.trashed())
                        .isPresent())
                .orElse(true);
    }

    private static WindowStart start(WindowState state) {
        return new WindowStart(
                state.instance()
                        .<Location>map(id -> new Location.OfInstance(id, state.page()))
                        .orElseGet(() -> new Location.Program(state.page())),
                state.pinned());
    }

    /// Whether its page is one, and each of its places.
    private boolean understood(ShellWindow window, WindowState state) {
        var pages = window.context().pages();
        boolean page = state.instance()
                .flatMap(id -> services.instances().find(id))
                .map(instance -> state.page().isEmpty()
                        || pages.find(instance.kind(), state.page()).isPresent())
                .orElseGet(() -> pages.find(state.page()).isPresent());
        return page
                && state.places().values().stream()
                        .allMatch(place -> WindowPlace.read(place).isPresent());
    }

    private void tellUnreadable(ShellWindow window, int count) {
        if (count > 0) {
            window.context()
                    .toasts()
                    .news(Optional.empty(), texts.text("shell.windows.unreadable", count), Optional.empty());
        }
    }

    /// Opens another window.
    ///
    /// @param start what it shows; empty for the Fleet
    @Override
    public void open(Optional<WindowStart> start) {
        open(new Stage(), freeName(), start, Map.of());
    }

    @Override
    public void show(Location place) {
        windows.reversed().stream()
                .filter(opened -> opened.window.context().pin().allows(place))
                .findFirst()
                .ifPresentOrElse(
                        opened -> {
                            opened.window.context().navigation().go(place);
                            front(opened);
                        },
                        () -> open(Optional.of(new WindowStart(place, false))));
    }

    /// Windows with something half typed ask first, the one used last before the others. None closes before
    /// all have agreed: who stays keeps all of them.
    @Override
    public void quit() {
        quitting = true;
        quitOnce(Set.of());
    }

    @Override
    public void lock() {
        lock.lock();
    }

    /// @param agreed whose person let go what was typed there
    private void quitOnce(Set<Opened> agreed) {
        for (var opened : windows.reversed()) {
            if (!agreed.contains(opened)
                    && !opened.window.mayClose(false, () -> {
                        var more = new HashSet<>(agreed);
                        more.add(opened);
                        quitOnce(more);
                    })) {
                front(opened);
                return;
            }
        }
        if (windows.isEmpty() || windows.getLast().window.mayQuit(services.program()::quit)) {
            services.program().quit();
        }
    }

    /// @return whether the program goes on after the last window was closed
    public boolean staysWithoutWindows() {
        return !quitting
                && !services.demo()
                && !services.program().onlyLooking()
                && services.settings().get(WindowSettings.LAST_WINDOW) == WindowSettings.LastWindow.BACKGROUND;
    }

    private String freeName() {
        var taken = windows.stream().map(opened -> opened.name).collect(Collectors.toSet());
        return IntStream.iterate(1, number -> number + 1)
                .mapToObj(number -> "w" + number)
                .filter(name -> !taken.contains(name))
                .findFirst()
                .orElseThrow();
    }

    private void open(Stage stage, String name, Optional<WindowStart> start, Map<String, String> places) {
        var window = new ShellWindow(services, texts, themes, features(), start, this);
        var opened = new Opened(name, stage, window, places);
        window.context().toasts().hold(lock.locked().get());
        lock.show(stage, window.scene());
        streamer.watch(window.scene());
        stage.titleProperty().bind(lock.title(streamer.title(window.title())));
        place(opened);
        stage.setOnCloseRequest(asked -> {
            quitting = false;
            if (lock.locked().get()) {
                asked.consume(); // what would be asked stands behind the cover
                lock.refuseClosing();
            } else if (!opened.window.mayClose(windows.size() == 1, stage::hide)) {
                asked.consume();
            }
        });
        stage.setOnHidden(_ -> closed(opened));
        windows.add(opened);
        stage.show();
        stage.focusedProperty().subscribe(focused -> {
            if (focused && windows.remove(opened)) {
                windows.add(opened); // the one used last is the last
            }
        });
        watch(opened);
        for (var measure :
                List.of(stage.xProperty(), stage.yProperty(), stage.widthProperty(), stage.heightProperty())) {
            measure.addListener((_, _, _) -> storeSoon(opened));
        }
        stage.maximizedProperty().addListener((_, _, _) -> storeSoon(opened));
        stage.iconifiedProperty()
                .addListener((_, _, _) ->
                        services.torrents().outOfSight(windows.stream().allMatch(other -> other.stage.isIconified())));
    }

    private void watch(Opened opened) {
        var context = opened.window.context();
        context.navigation().location().subscribe(_ -> storeSoon(opened));
        context.pin().on().subscribe(_ -> storeSoon(opened));
    }

    private Locale language() {
        return Texts.language(services.settings().get(Appearance.LANGUAGE), services.locale());
    }

    /// Says everything in another language, or its times in another form. A window with half-typed text keeps its own
    /// until it is
    /// opened anew.
    private void speakAgain() {
        var form = services.settings().get(DateForm.SETTING);
        if (closing || texts.locale().equals(language()) && dates == form) {
            return;
        }
        dates = form;
        texts = new Texts(language());
        for (var opened : List.copyOf(windows)) {
            var old = opened.window;
            if (old.halfTyped()) {
                old.context().toasts().news(Optional.empty(), texts.text("shell.language.later"), Optional.empty());
                continue;
            }
            var start = new WindowStart(
                    old.context().navigation().location().get(),
                    old.context().pin().pinned());
            var spot = old.spot();
            var focused = old.focused();
            opened.stage.titleProperty().unbind();
            opened.window = new ShellWindow(services, texts, themes, features(), Optional.of(start), this);
            opened.window.context().toasts().hold(lock.locked().get());
            lock.show(opened.stage, opened.window.scene());
            streamer.watch(opened.window.scene());
            opened.stage.titleProperty().bind(lock.title(streamer.title(opened.window.title())));
            watch(opened);
            opened.window.goTo(spot);
            opened.window.focus(focused);
            old.close();
        }
    }

    private static List<Rectangle2D> screens() {
        var screens = new ArrayList<>(List.of(Screen.getPrimary().getVisualBounds()));
        Screen.getScreens().stream().map(Screen::getVisualBounds).forEach(screens::add);
        return screens;
    }

    private void place(Opened opened) {
        var screens = screens();
        var stored = Optional.ofNullable(opened.places.get(WindowPlace.arrangement(screens)))
                .flatMap(WindowPlace::read);
        var place = stored.or(() -> WindowPlace.read(services.settings().get(WindowSettings.PLACE)))
                .orElseGet(() -> WindowPlace.usual(screens.getFirst()));
        int shift = stored.isPresent() ? 0 : 32 * windows.size(); // a further window does not hide the one before
        var fitting = new WindowPlace(
                        place.x() + shift, place.y() + shift, place.width(), place.height(), place.maximised())
                .clampedTo(screens);
        var stage = opened.stage;
        stage.setX(fitting.x());
        stage.setY(fitting.y());
        stage.setWidth(fitting.width());
        stage.setHeight(fitting.height());
        stage.setMaximized(fitting.maximised());
        stage.setMinWidth(Math.min(WindowPlace.LEAST_WIDTH, fitting.width()));
        stage.setMinHeight(Math.min(WindowPlace.LEAST_HEIGHT, fitting.height()));
    }

    private void storeSoon(Opened opened) {
        opened.storing.close();
        opened.storing = services.later().after(STORE_AFTER, () -> stored(opened));
    }

    private WindowState stored(Opened opened) {
        opened.storing.close();
        var stage = opened.stage;
        if (!stage.isIconified()) {
            opened.places.put(WindowPlace.arrangement(screens()), placeOf(stage).write());
        }
        var location = opened.window.context().navigation().location().get();
        var state = new WindowState(
                opened.name,
                location instanceof Location.OfInstance there ? Optional.of(there.instance()) : Optional.empty(),
                location.page(),
                opened.window.context().pin().pinned(),
                opened.places);
        keep("remember the window " + opened.name, () -> services.windows().save(state));
        return state;
    }

    private void forget(String name) {
        keep("forget the window " + name, () -> services.windows().forget(name));
    }

    private void keep(String title, Runnable write) {
        services.tasks().start(new TaskRequest("setting", title, List.of(), Origin.WINDOW, true), _ -> {
            write.run();
            return true;
        });
    }

    private static WindowPlace placeOf(Stage stage) {
        return new WindowPlace(stage.getX(), stage.getY(), stage.getWidth(), stage.getHeight(), stage.isMaximized());
    }

    /// Brings the window used last to the front, as a second start of the program asks; while there is none,
    /// opens the one closed last.
    public void toFront() {
        if (windows.isEmpty() && !closing) {
            closedLast
                    .filter(this::stillThere)
                    .ifPresentOrElse(
                            state -> open(new Stage(), state.name(), Optional.of(start(state)), state.places()),
                            () -> openFirst(new Stage()));
        }
        if (!windows.isEmpty()) {
            front(windows.getLast());
        }
    }

    private static void front(Opened opened) {
        opened.stage.setIconified(false);
        opened.stage.toFront();
        opened.stage.requestFocus();
    }

    /// Makes the instance the active one of the window used last that may show it, and brings that
    /// window to the front.
    ///
    /// @param wanted name of the page, for example `settings`, or what its tab is called; empty for the usual one
    /// @return empty when it is shown; else the names of the pages there are, of which this is none
    public List<String> show(InstanceId instance, Optional<String> wanted) {
        if (windows.isEmpty()) {
            toFront();
        }
        if (windows.isEmpty()) {
            return List.of(); // the program ends
        }
        var pages = windows.getLast().window.context().pages();
        var page = wanted.flatMap(name -> pages.called(instance.kind(), name)).map(InstancePage::id);
        if (wanted.isPresent() && page.isEmpty()) {
            return pages.of(instance.kind()).stream().map(InstancePage::id).toList();
        }
        var place = new Location.OfInstance(instance, page.orElse(""));
        windows.reversed().stream()
                .filter(opened -> opened.window.context().pin().allows(place))
                .findFirst()
                .ifPresentOrElse(
                        opened -> {
                            var navigation = opened.window.context().navigation();
                            page.ifPresentOrElse(
                                    name -> navigation.goTo(instance, name), () -> navigation.goTo(instance));
                            front(opened);
                        },
                        () -> open(Optional.of(new WindowStart(place, false))));
        return List.of();
    }

    /// Says in the window used last that a copy was put in place.
    ///
    /// @param kept where the store before is
    /// @param part whether only some instances were taken from it
    public void tellRestored(Path kept, boolean part) {
        var words = texts.text(part ? "transfer.taken" : "transfer.restored", kept.toString());
        windows.stream()
                .reduce((_, last) -> last)
                .map(opened -> opened.window.context())
                .ifPresent(window -> window.toasts()
                        .news(
                                Optional.empty(),
                                words,
                                Optional.of(new Toasts.Offer(
                                        texts.text("transfer.restore-that"),
                                        () -> TransferFeature.restore(window, kept)))));
    }

    /// Says in the window used last what went wrong before it was there.
    public void tell(Problem problem) {
        windows.stream()
                .reduce((_, last) -> last)
                .ifPresent(opened ->
                        opened.window.context().toasts().problem(Optional.empty(), problem, Optional.empty()));
    }

    /// A window that a person closes while others stay open does not come back; those open when the
    /// program ends do.
    private void closed(Opened opened) {
        windows.remove(opened);
        new Background(services, opened.window.context().toasts())
                .store(WindowSettings.PLACE, placeOf(opened.stage).write());
        if (closing || windows.isEmpty()) {
            closedLast = Optional.of(stored(opened));
        } else {
            opened.storing.close();
            forget(opened.name);
        }
        opened.stage.titleProperty().unbind();
        opened.window.close();
    }

    @Override
    public void close() {
        closing = true;
        List.copyOf(windows).forEach(opened -> opened.stage.hide());
        onLanguage.close();
        teller.close();
        doneTeller.close();
        themes.close();
        streamer.close();
        lock.close();
    }
}
