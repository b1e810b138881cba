package io.pilothouse;

import io.pilothouse.cli.Cli;
import io.pilothouse.cli.CliServices;
import io.pilothouse.cli.Host;
import io.pilothouse.cli.Terminal;
import io.pilothouse.cli.attach.AttachClient;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.StoreException;
import io.pilothouse.tasks.SystemTime;
import io.pilothouse.tasks.secret.Redactor;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// This program as its command line sees it.
final class ProgramHost implements Host {

    /// How long a command waits for what keeps the data key, before it says what is locked.
    private static final Duration PROMPT_KEEPER = Duration.ofMillis(300);

    private final Clock clock = Clock.systemDefaultZone();
    private final Redactor redactor = new Redactor();

    /// Of the store that is open; none before.
    private volatile LogFile.Names names = _ -> Optional.empty();

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public String version() {
        return Version.NUMBER;
    }

    @Override
    public Path usualDataFolder() {
        return DataFolder.choose(
                        Optional.empty(),
                        System.getenv(),
                        System.getProperty("os.name"),
                        Path.of(System.getProperty("user.home")))
                .root();
    }

    @Override
    public CliServices open(Path dataFolder) throws ProblemException {
        var wiring = wire(new DataFolder(dataFolder));
        wiring.openSecrets(PROMPT_KEEPER);
        return wiring.forTerminal(Optional.empty());
    }

    /// Opens the store and everything above it, with its log. Closing it closes the log too.
    Wiring wire(DataFolder folder) throws ProblemException {
        Wiring wiring;
        try {
            wiring = Wiring.open(folder, clock, redactor);
        } catch (StoreException e) {
            throw new ProblemException(e.problem(), e);
        }
        try {
            names = id -> wiring.engine.instances().find(id).map(Instance::name);
            DataFolder.createPrivateFolder(folder.logs());
            wiring.logTo(LogFile.open(folder.logs(), this::nameOf, redactor::redact));
            return wiring;
        } catch (IOException e) {
            wiring.close();
            throw new ProblemException(
                    new Problem(
                            ProblemCode.STORE_IO,
                            "The log in " + folder.logs() + " cannot be written.",
                            "Check the permissions of the data folder, or choose another one with --data."),
                    e);
        }
    }

    private Optional<String> nameOf(InstanceId id) {
        return names.of(id);
    }

    @Override
    public void logTo(PrintStream stream) {
        LogFile.toStream(stream, this::nameOf, redactor::redact);
    }

    @Override
    public void sleep(Duration span) throws InterruptedException {
        Thread.sleep(span);
    }

    @Override
    public Restored restore(Path dataFolder, Path copy) throws ProblemException {
        var folder = new DataFolder(dataFolder);
        try {
            var kept = Database.restore(folder, new SystemTime(clock), copy);
            try (var database = Database.open(folder, new SystemTime(clock))) {
                var instances = new InstanceRepository(database, clock, new SecureRandom());
                return new Restored(kept, instances.all().size());
            }
        } catch (StoreException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    @Override
    public Optional<String> windowMissing() {
        return Desktop.missing(System.getProperty("os.name"), System.getenv(), System.getProperty("glass.platform"));
    }

    @Override
    public Optional<Problem> problemOf(RuntimeException failure) {
        return failure instanceof StoreException known ? Optional.of(known.problem()) : Optional.empty();
    }

    @Override
    public int console(Path dataFolder, Start start, Terminal terminal) throws ProblemException, InterruptedException {
        if (start == Start.DEMO) {
            return demo(dataFolder, List.of(), terminal);
        }
        return windowHere(terminal)
                ? WindowProgram.run(this, new DataFolder(dataFolder), Optional.empty(), start == Start.HIDDEN)
                : new Cli(this, terminal).run("run", "--data", dataFolder.toString());
    }

    @Override
    public int demo(Path dataFolder, List<String> also, Terminal terminal)
            throws ProblemException, InterruptedException {
        boolean window = windowHere(terminal);
        var folder = new DataFolder(dataFolder).demo();
        var elsewhere = AttachClient.run(folder.root(), terminal);
        return elsewhere.isPresent() ? elsewhere.getAsInt() : demo(folder, also, window, terminal);
    }

    /// Says so where there is none.
    private boolean windowHere(Terminal terminal) {
        var missing = windowMissing();
        if (missing.isPresent()) {
            terminal.err().println(missing.get());
            terminal.err().println("Pilothouse works without a window until you press Ctrl+C.");
        }
        return missing.isEmpty();
    }

    private int demo(DataFolder folder, List<String> also, boolean window, Terminal terminal)
            throws ProblemException, InterruptedException {
        forgetDemo(folder);
        if (window) {
            return WindowProgram.run(this, folder, Optional.of(() -> demoFleet(also)), false);
        }
        try (var fleet = demoFleet(also)) {
            try (var wiring = wire(folder)) {
                wiring.openSecrets();
                fleet.addTo(wiring);
            }
            return new Cli(this, terminal).run("run", "--data", folder.root().toString());
        }
    }

    /// Its store begins anew.
    private static void forgetDemo(DataFolder folder) throws ProblemException {
        try {
            DemoConsole.forget(folder);
        } catch (IOException e) {
            throw notStarted(e);
        }
    }

    private DemoConsole demoFleet(List<String> also) throws ProblemException {
        try {
            return DemoConsole.start(clock, also);
        } catch (IOException e) {
            throw notStarted(e);
        }
    }

    private static ProblemException notStarted(IOException cause) {
        return new ProblemException(
                new Problem(
                        ProblemCode.STORE_IO,
                        "The demo fleet could not be started: " + cause.getMessage() + ".",
                        "Try again, or look into the log."),
                cause);
    }
}
