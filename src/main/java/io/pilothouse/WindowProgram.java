package io.pilothouse;

import io.pilothouse.cli.AttachedHost;
import io.pilothouse.cli.ShownWindow;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.StoreException;
import io.pilothouse.tasks.Subscription;
import io.pilothouse.tasks.backup.Restoring;
import io.pilothouse.tasks.torrent.StoredTorrents;
import io.pilothouse.ui.PilothouseUi;
import io.pilothouse.ui.common.FxLater;
import io.pilothouse.ui.common.FxThread;
import io.pilothouse.ui.common.Painting;
import io.pilothouse.ui.common.Program;
import io.pilothouse.ui.common.UiServices;
import io.pilothouse.ui.common.WarmStart;
import io.pilothouse.ui.shell.ShellWindow;
import io.pilothouse.ui.shell.WindowSettings;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/// The program with a window, from the first paint to the last.
final class WindowProgram {

    private static final Logger LOG = System.getLogger(WindowProgram.class.getName());

    private static final Duration LONGEST_PAINT = Duration.ofSeconds(3);

    /// Of each step of closing.
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final ProgramHost host;
    private final Wiring wiring;
    private final boolean looking;
    private final Optional<StartingDemo> demo;
    private final Optional<Restored> restored;
    private final FxThread fx = new FxThread();
    private final FxLater later = new FxLater(fx);
    private final CountDownLatch ended = new CountDownLatch(1);
    /// What is added behind the window stands in it.
    private final CountDownLatch fleetShown = new CountDownLatch(1);

    /// A copy that a person wants back.
    ///
    /// @param only these instances of it; empty for all of it, in the place of the store
    private record Wanted(Path copy, Optional<Set<InstanceId>> only) {}

    /// Set on the FX thread.
    private volatile Optional<Wanted> wanted = Optional.empty();

    /// Set on the FX thread, once.
    private volatile @Nullable Thread behind;

    /// Set on the FX thread, once.
    private volatile Optional<PilothouseUi> ui = Optional.empty();

    /// Set on the FX thread, once.
    private volatile Optional<Scene> firstScene = Optional.empty();

    /// @param restored how a copy was put in place just before; empty at the first start
    private WindowProgram(ProgramHost host, Opening opening, Optional<StartingDemo> demo, Optional<Restored> restored) {
        this.restored = restored;
        this.host = host;
        wiring = opening.wiring();
        looking = opening.looking();
        this.demo = demo;
    }

    /// Opens the window and returns when the last one is closed. A store that cannot be opened is put to
    /// the person first.
    ///
    /// @param demo   starts the demo fleet, while the window gets ready
    /// @param hidden whether to begin without a window
    /// @return the exit status
    static int run(ProgramHost host, DataFolder folder, Optional<DemoStart> demo, boolean hidden)
            throws ProblemException, InterruptedException {
        StartChoices.read(folder).applyTo(System.getProperties());
        Painting.prepare();
        Platform.startup(WarmStart::run);
        Platform.setImplicitExit(false);
        try {
            if (demo.isEmpty()) {
                return run(host, folder, hidden, Optional.empty());
            }
            try (var fleet = new StartingDemo(demo.get()::start)) {
                return run(host, folder, hidden, Optional.of(fleet));
            }
        } finally {
            Platform.exit();
        }
    }

    private static int run(ProgramHost host, DataFolder folder, boolean hidden, Optional<StartingDemo> demo)
            throws ProblemException, InterruptedException {
        Optional<Restored> restored = Optional.empty();
        boolean shown = !hidden;
        while (true) {
            Optional<Wanted> copy;
            boolean looked;
            try (var opening = opened(host, folder)) {
                looked = opening.looking();
                copy = new WindowProgram(host, opening, demo, restored).show(shown || opening.looking());
                shown = true;
            }
            if (copy.isEmpty()) {
                return 0;
            }
            restored = Optional.of(restore(folder, host.clock(), copy.get(), looked));
        }
    }

    /// Starts the demo fleet.
    @FunctionalInterface
    interface DemoStart {
        DemoConsole start() throws ProblemException;
    }

    /// How putting a copy in place ended: where the store before is, or why not.
    ///
    /// @param part whether only some instances were taken from it
    private record Restored(Optional<Path> kept, boolean part, Optional<Problem> problem) {}

    /// While nothing works on the store.
    ///
    /// @param looked whether the store is damaged, and a copy of it was looked at
    private static Restored restore(DataFolder folder, Clock clock, Wanted wanted, boolean looked) {
        var copy = wanted.copy();
        try {
            if (looked) {
                return new Restored(Database.restore(folder, clock, copy), false, Optional.empty());
            }
            try (var database = Database.open(folder, clock)) {
                var restoring = new Restoring(database, clock);
                var consent = Consent.confirmed(Origin.WINDOW);
                var kept = wanted.only().isPresent()
                        ? restoring.take(copy, wanted.only().get(), consent)
                        : restoring.restore(copy, consent);
                return new Restored(Optional.of(kept), wanted.only().isPresent(), Optional.empty());
            }
        } catch (StoreException e) {
            LOG.log(Level.WARNING, "could not restore " + copy, e);
            return new Restored(Optional.empty(), false, Optional.of(e.problem()));
        } catch (ProblemException e) {
            LOG.log(Level.WARNING, "could not restore " + copy, e);
            return new Restored(Optional.empty(), false, Optional.of(e.problem()));
        }
    }

    /// @param looking whether it is a copy of a damaged store that is looked at
    private record Opening(Wiring wiring, boolean looking) implements AutoCloseable {
        @Override
        public void close() {
            wiring.close();
        }
    }

    private static Opening opened(ProgramHost host, DataFolder folder) throws ProblemException, InterruptedException {
        while (true) {
            try {
                return new Opening(host.wire(folder), false);
            } catch (ProblemException e) {
                switch (TroubledStart.ask(host, folder, e)) {
                    case TroubledStart.Way.Again() -> {}
                    case TroubledStart.Way.Look(var copy) -> {
                        return new Opening(copy, true);
                    }
                    case TroubledStart.Way.Quit() -> throw e; // what a person who started it on a terminal reads there
                }
            }
        }
    }

    /// @param shown whether it begins with a window
    /// @return the copy that a person wants in the place of the store; empty to end
    private Optional<Wanted> show(boolean shown) throws ProblemException, InterruptedException {
        Platform.runLater(() -> open(shown));
        try {
            ended.await();
        } finally {
            close();
        }
        if (ui.isEmpty()) {
            throw new ProblemException(new Problem(
                    ProblemCode.BUG,
                    "Pilothouse could not open its window.",
                    "Look into the log in " + wiring.folder.logs() + " and report this fault."));
        }
        return wanted;
    }

    private void open(boolean shown) {
        try {
            var windows = new PilothouseUi(services(wiring, fx, later, new RunningProgram(), demo.isPresent()));
            var first = shown ? Optional.of(windows.openFirst(new Stage())) : Optional.<ShellWindow>empty();
            restored.ifPresent(done -> done.kept().ifPresent(kept -> windows.tellRestored(kept, done.part())));
            restored.flatMap(Restored::problem).ifPresent(windows::tell);
            ui = Optional.of(windows);
            firstScene = first.map(ShellWindow::scene);
            var memory = new IdleMemory(host.clock(), wiring.database::giveMemoryBack);
            later.every(IdleMemory.LOOK_EVERY, memory::look);
            Window.getWindows().forEach(memory::watch);
            Window.getWindows().addListener((ListChangeListener<Window>) _ -> {
                Window.getWindows().forEach(memory::watch);
                if (Window.getWindows().isEmpty() && !windows.staysWithoutWindows()) {
                    ended.countDown();
                }
            });
            first.ifPresentOrElse(
                    window -> {
                        FirstPaint.watch(window.scene(), host.clock(), () -> beginOnce(windows));
                        // a window that is never painted hides no trouble
                        later.after(LONGEST_PAINT, () -> beginOnce(windows));
                    },
                    () -> beginOnce(windows));
        } finally {
            if (ui.isEmpty()) { // otherwise the program would wait for a window that never comes
                ended.countDown();
            }
        }
    }

    private void beginOnce(PilothouseUi windows) {
        if (behind == null && ended.getCount() > 0) {
            behind = Thread.ofVirtual().name("after the first paint").start(() -> begin(windows));
        }
    }

    /// First nothing more is asked from outside, then the windows say their last words, then nothing of
    /// theirs comes late. What they wanted kept is stored before the work behind them is stopped. Waits
    /// for no network.
    private void close() throws InterruptedException {
        ended.countDown();
        fleetShown.countDown();
        if (behind != null) {
            behind.join(LONGEST_END);
        }
        var closed = new CountDownLatch(1);
        Platform.runLater(() -> {
            try {
                ui.ifPresent(PilothouseUi::close);
            } finally {
                later.close();
                fx.close();
                closed.countDown();
            }
        });
        if (!closed.await(LONGEST_END.toSeconds(), TimeUnit.SECONDS)
                || !wiring.engine.runner().drain(task -> task.kind().equals("setting"), LONGEST_END)) {
            LOG.log(Level.WARNING, "the windows did not close in time; their places may be forgotten");
        }
    }

    /// Only now: the key store, other commands, the demo fleet, the network.
    private void begin(PilothouseUi windows) {
        if (looking) {
            return;
        }
        wiring.openSecrets();
        Optional<DemoConsole> added = Optional.empty();
        try {
            if (demo.isPresent() && restored.isEmpty()) {
                var fleet = demo.get().started();
                fleet.add(wiring);
                untilShown();
                fleet.rememberChecks(wiring);
                added = Optional.of(fleet);
            }
        } catch (ProblemException e) {
            LOG.log(Level.ERROR, "the demo fleet could not be added", e);
            fx.execute(() -> windows.tell(e.problem()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return;
        } finally {
            wiring.start(); // what was added is watched, whatever became of the rest
        }
        added.ifPresent(this::beginCycles);
        var window = new ShownWindow() {
            @Override
            public void bringToFront() {
                fx.execute(windows::toFront);
            }

            @Override
            public List<String> show(InstanceId id, Optional<String> view) throws InterruptedException {
                var shown = new CompletableFuture<List<String>>();
                fx.execute(() -> shown.complete(windows.show(id, view)));
                try {
                    return shown.get(LONGEST_END.toSeconds(), TimeUnit.SECONDS);
                } catch (ExecutionException | TimeoutException e) { // it ends, or has much to do: it shows what it can
                    return List.of();
                }
            }
        };
        try (var _ = AttachedHost.serve(host, wiring.folder.root(), wiring.forTerminal(Optional.of(window)));
                var _ = followAutostart(windows);
                var _ = followStart(windows)) {
            ended.await();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "other commands cannot reach this window", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Waits until the demo fleet stands in the window, or that is closed: its past is written after it.
    private void untilShown() throws InterruptedException {
        if (firstScene.isPresent()) {
            var scene = firstScene.get();
            fx.execute(() -> FirstPaint.watchRows(scene, host.clock(), fleetShown::countDown));
            fleetShown.await(LONGEST_PAINT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    /// Keeps the desktop's entry as the setting says, from now on.
    private Subscription followAutostart(PilothouseUi windows) {
        if (demo.isPresent()) {
            return () -> {};
        }
        var entry = Autostart.of(
                System.getProperty("os.name"),
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                wiring.folder.root(),
                ProgramCopy.command(
                        "--background", "--data", wiring.folder.root().toString()));
        var settings = wiring.engine.settings();
        return follow(new Kept<>(() -> settings.get(WindowSettings.AUTOSTART), entry::set, e -> {
            LOG.log(Level.WARNING, "the entry " + entry.file() + " could not be changed", e);
            fx.execute(() -> windows.tell(new Problem(
                    ProblemCode.STORE_IO,
                    "The entry that starts Pilothouse with this computer could not be changed: " + entry.file() + ".",
                    "Check who may write that folder, then choose again in Settings, General.")));
        }));
    }

    /// Keeps for the next start what the toolkit must know then.
    private Subscription followStart(PilothouseUi windows) {
        return follow(new Kept<>(
                () -> StartChoices.of(wiring.engine.settings()), choices -> choices.write(wiring.folder), e -> {
                    LOG.log(Level.WARNING, "the choices of the start could not be kept", e);
                    fx.execute(() -> windows.tell(new Problem(
                            ProblemCode.STORE_IO,
                            "What was chosen for the next start could not be kept in " + wiring.folder.root() + ".",
                            "Check who may write that folder, then choose again in Settings, Advanced.")));
                }));
    }

    private Subscription follow(Kept<?> kept) {
        kept.look(); // the program may stand elsewhere than at the last change
        return wiring.engine
                .settings()
                .values()
                .subscribe(task -> Thread.ofVirtual().start(task), _ -> kept.look());
    }

    private void beginCycles(DemoConsole shown) {
        Thread.ofVirtual().name("work of the demo fleet").start(() -> {
            try {
                shown.rememberAdvertising(wiring);
                shown.keepBaselines(wiring);
                shown.beginCycles(wiring);
            } catch (ProblemException e) {
                LOG.log(Level.WARNING, "the demo fleet's work could not begin", e);
            } catch (IOException e) {
                LOG.log(Level.WARNING, "the demo fleet's advertising past could not be written", e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// What windows may ask of the program.
    static UiServices services(Wiring wiring, FxThread fx, FxLater later, Program program, boolean demo) {
        var engine = wiring.engine;
        return new UiServices(
                engine.instances(),
                wiring.kindsForPeople(),
                engine.health(),
                engine.tasks(),
                engine.guards(),
                wiring.connectionTests,
                engine.maintenance(),
                wiring.schedules,
                wiring.comparing,
                engine.windows(),
                engine.views(),
                wiring.alerts,
                engine.pausing(),
                engine.settings(),
                engine.undoing(),
                engine.activity(),
                engine.activePreference(),
                wiring.homes,
                wiring.cycles,
                wiring.cycleDesk,
                wiring.shelves,
                wiring.library,
                new StoredTorrents(wiring.torrents),
                () -> wiring.amc,
                fx,
                later,
                wiring.clock,
                wiring.clock.getZone(),
                Locale.getDefault(),
                WindowProgram::browse,
                program,
                new StoreKeeping(
                        wiring.secrets,
                        wiring.backups,
                        new Restoring(wiring.database, wiring.clock),
                        wiring.transfers,
                        wiring.sentRequests,
                        wiring.room,
                        wiring.redactor),
                demo);
    }

    private static void browse(URI page) {
        Outside.open(page.toString());
    }

    /// This program as the window sees it.
    private final class RunningProgram implements Program {

        @Override
        public String version() {
            return host.version();
        }

        @Override
        public boolean onlyLooking() {
            return looking;
        }

        @Override
        public Path dataFolder() {
            return wiring.folder.root();
        }

        @Override
        public Path logFolder() {
            return wiring.folder.logs();
        }

        @Override
        public void quit() {
            ended.countDown();
        }

        @Override
        public void openDemo() {
            Thread.ofVirtual().start(() -> {
                try {
                    ProgramCopy.start("--demo", "--data", wiring.folder.root().toString());
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "the demo fleet could not be opened", e);
                }
            });
        }

        @Override
        public void showFolder(Path shown) {
            Outside.open(shown.toString());
        }

        @Override
        public void tell(String title, String words) {
            Outside.tell(title, words);
        }

        @Override
        public void restore(Path copy) {
            want(new Wanted(copy, Optional.empty()));
        }

        @Override
        public void take(Path copy, Set<InstanceId> only) {
            want(new Wanted(copy, Optional.of(only)));
        }

        private void want(Wanted back) {
            wanted = Optional.of(back);
            ended.countDown();
        }
    }
}
