package io.pilothouse;

import io.pilothouse.cli.Cli;
import io.pilothouse.cli.LocalTerminal;
import io.pilothouse.cli.Signals;
import java.util.Arrays;

/// Where the program begins: with a command it works on the terminal, without one it opens the window.
public final class Launcher {

    private Launcher() {}

    public static void main(String[] arguments) {
        LogFile.quiet();
        var wanted = arguments;
        if (Boolean.getBoolean("pilothouse.demo")) {
            wanted = Arrays.copyOf(arguments, arguments.length + 1);
            wanted[arguments.length] = "--demo";
        }
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> System.getLogger(Launcher.class.getName())
                .log(System.Logger.Level.ERROR, "The thread " + thread.getName() + " failed", failure));
        Signals.interrupt(Thread.currentThread());
        int status = new Cli(new ProgramHost(), LocalTerminal.ofProcess()).run(wanted);
        System.exit(status); // threads of the key store or of JavaFX may still wait for something
    }
}
