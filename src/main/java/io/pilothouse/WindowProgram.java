package io.pilothouse;

import io.pilothouse.cli.AttachedHost;
import io.pilothouse.cli.ShownWindow;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.DataFolder;
import io.pilothouse.ui.PilothouseUi;
import io.pilothouse.ui.common.FxLater;
import io.pilothouse.ui.common.Program;
import io.pilothouse.ui.common.UiServices;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.application.Platform;
import javafx.collections.ListChangeListener;
import javafx.stage.Stage;
import javafx.stage.Window;

/// The program with a window, from the first paint to the last.
final class WindowProgram {

    private static final Logger LOG = System.getLogger(WindowProgram.class.getName());

    private WindowProgram() {}

    /// Opens the window and returns when the last one is closed.
    ///
    /// @return the exit status
    static int run(ProgramHost host, DataFolder folder, Optional<DemoConsole> demo)
            throws ProblemException, InterruptedException {
        try (var wiring = host.wire(folder)) {
            var ended = new CountDownLatch(1);
            var shown = new AtomicBoolean();
            Platform.startup(() -> {});
            Platform.setImplicitExit(false);
            Platform.runLater(() -> {
                try {
                    var ui = new PilothouseUi(services(host, wiring, demo.isPresent()));
                    ui.openFirst(new Stage());
                    Window.getWindows().addListener((ListChangeListener<Window>) _ -> {
                        if (Window.getWindows().isEmpty()) {
                            ended.countDown();
                        }
                    });
                    Thread.ofVirtual().name("after the first paint").start(() -> begin(host, wiring, demo, ui, ended));
                    shown.set(true);
                } finally {
                    if (!shown.get()) { // otherwise the program would wait for a window that never comes
                        ended.countDown();
                    }
                }
            });
            ended.await();
            Platform.exit();
            if (!shown.get()) {
                throw new ProblemException(new Problem(
                        ProblemCode.BUG,
                        "Pilothouse could not open its window.",
                        "Look into the log in " + folder.logs() + " and report this fault."));
            }
            return 0;
        }
    }

    /// Only now: the key store, other commands, the demo fleet, the network.
    private static void begin(
            ProgramHost host, Wiring wiring, Optional<DemoConsole> demo, PilothouseUi ui, CountDownLatch ended) {
        wiring.openSecrets();
        try {
            if (demo.isPresent()) {
                demo.get().addTo(wiring);
            }
        } catch (ProblemException e) {
            LOG.log(Level.ERROR, "the demo fleet could not be added", e);
        } finally {
            wiring.start(); // what was added is watched, whatever became of the rest
        }
        var window = new ShownWindow() {
            @Override
            public void bringToFront() {
                Platform.runLater(ui::toFront);
            }

            @Override
            public void show(InstanceId id, Optional<String> view) {
                Platform.runLater(() -> ui.show(id, view));
            }
        };
        try (var _ = AttachedHost.serve(host, wiring.folder.root(), wiring.forTerminal(Optional.of(window)))) {
            ended.await();
        } catch (IOException e) {
            LOG.log(Level.WARNING, "other commands cannot reach this window", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static UiServices services(ProgramHost host, Wiring wiring, boolean demo) {
        var engine = wiring.engine;
        return new UiServices(
                engine.instances(),
                wiring.kindsForPeople(),
                engine.health(),
                engine.tasks(),
                engine.guards(),
                wiring.connectionTests,
                engine.maintenance(),
                engine.scheduler(),
                engine.windows(),
                engine.pausing(),
                engine.settings(),
                engine.undoing(),
                engine.activity(),
                engine.activePreference(),
                Platform::runLater,
                new FxLater(Platform::runLater),
                wiring.clock,
                wiring.clock.getZone(),
                Locale.getDefault(),
                WindowProgram::browse,
                new RunningProgram(host, wiring.folder),
                new StoreKeeping(wiring.secrets, wiring.backups, wiring.redactor),
                demo);
    }

    private static void browse(URI page) {
        openOutside(page.toString());
    }

    private static void openOutside(String what) {
        var os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        var command = os.contains("win")
                ? List.of("rundll32", "url.dll,FileProtocolHandler", what)
                : os.contains("mac") ? List.of("open", what) : List.of("xdg-open", what);
        Thread.ofVirtual().start(() -> {
            try {
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
            } catch (IOException e) {
                LOG.log(Level.WARNING, "nothing opens " + what, e);
            }
        });
    }

    /// This program as the window sees it.
    private record RunningProgram(ProgramHost host, DataFolder folder) implements Program {

        @Override
        public String version() {
            return host.version();
        }

        @Override
        public Path dataFolder() {
            return folder.root();
        }

        @Override
        public Path logFolder() {
            return folder.logs();
        }

        @Override
        public void openDemo() {
            Thread.ofVirtual().start(() -> {
                try {
                    ProgramCopy.start("--demo", "--data", folder.root().toString());
                } catch (IOException e) {
                    LOG.log(Level.WARNING, "the demo fleet could not be opened", e);
                }
            });
        }

        @Override
        public void showFolder(Path shown) {
            openOutside(shown.toString());
        }
    }
}
