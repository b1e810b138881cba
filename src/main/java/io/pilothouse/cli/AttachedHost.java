package io.pilothouse.cli;

import io.pilothouse.cli.attach.AttachServer;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// The program around commands that were called in other processes: they use its open services.
public final class AttachedHost implements Host {

    private final Host host;
    private final Path dataFolder;
    private final CliServices services;

    private AttachedHost(Host host, Path dataFolder, CliServices services) {
        this.host = host;
        this.dataFolder = dataFolder;
        this.services = services.staying();
    }

    /// Lets other processes run commands in this one until closed. Call it while holding the store.
    public static AttachServer serve(Host host, Path dataFolder, CliServices services) throws IOException {
        var attached = new AttachedHost(host, dataFolder, services);
        return AttachServer.open(dataFolder, (terminal, arguments) -> new Cli(attached, terminal).run(arguments));
    }

    @Override
    public Clock clock() {
        return host.clock();
    }

    @Override
    public String version() {
        return host.version();
    }

    @Override
    public Path usualDataFolder() {
        return dataFolder;
    }

    @Override
    public CliServices open(Path folder) {
        return services;
    }

    @Override
    public void logTo(PrintStream stream) {
        // the log of this program goes where it was sent when it started
    }

    @Override
    public boolean attached() {
        return true;
    }

    @Override
    public void sleep(Duration span) throws InterruptedException {
        host.sleep(span);
    }

    @Override
    public Restored restore(Path folder, Path copy) throws ProblemException {
        throw new ProblemException(new Problem(
                ProblemCode.STORE_BUSY,
                "The store is open in a running Pilothouse.",
                "Close it and run the command again."));
    }

    @Override
    public Optional<String> windowMissing() {
        return host.windowMissing();
    }

    @Override
    public Optional<Problem> problemOf(RuntimeException failure) {
        return host.problemOf(failure);
    }

    /// A second start: the window that is there comes to the front, unless none is asked for.
    @Override
    public int console(Path folder, Start start, Terminal terminal) throws ProblemException {
        if (start == Start.HIDDEN) {
            terminal.err().println("Pilothouse is running.");
            return 0;
        }
        services.window()
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.STORE_BUSY,
                        "Pilothouse runs without a window and has the store open.",
                        "Stop that “pilothouse run” first, or use commands.")))
                .bringToFront();
        terminal.err().println("Pilothouse is running; its window is in front now.");
        return 0;
    }

    @Override
    public int demo(Path folder, List<String> also, Terminal terminal) throws ProblemException {
        return console(folder, Start.DEMO, terminal);
    }
}
