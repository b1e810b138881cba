package io.pilothouse.cli;

import io.pilothouse.domain.secret.Secret;
import java.io.BufferedOutputStream;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The streams of this process.
public final class LocalTerminal implements Terminal {

    private static final int USUAL_WIDTH = 0;

    private final InputStream in;
    private final PrintStream out;
    private final PrintStream err;
    private final Map<String, String> environment;
    private final Path folder;
    private final boolean interactive;
    private @Nullable BufferedReader lines;

    /// @param interactive whether a person sits before both ends
    public LocalTerminal(
            InputStream in,
            PrintStream out,
            PrintStream err,
            Map<String, String> environment,
            Path folder,
            boolean interactive) {
        this.in = in;
        this.out = out;
        this.err = err;
        this.environment = environment;
        this.folder = folder;
        this.interactive = interactive;
    }

    /// The terminal this process was started from.
    public static LocalTerminal ofProcess() {
        var console = System.console();
        return new LocalTerminal(
                new FileInputStream(FileDescriptor.in),
                new PrintStream(
                        new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 16),
                        false,
                        StandardCharsets.UTF_8),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                console != null && console.isTerminal());
    }

    @Override
    public PrintStream out() {
        return out;
    }

    @Override
    public PrintStream err() {
        return err;
    }

    @Override
    public boolean interactive() {
        return interactive;
    }

    @Override
    public boolean colour() {
        return interactive && environment("NO_COLOR").isEmpty();
    }

    @Override
    public int width() {
        return interactive
                ? environment("COLUMNS")
                        .filter(text -> text.matches("[1-9]\\d{1,3}"))
                        .map(Integer::parseInt)
                        .orElse(USUAL_WIDTH)
                : USUAL_WIDTH;
    }

    @Override
    public Path folder() {
        return folder;
    }

    @Override
    public Optional<String> environment(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isEmpty());
    }

    @Override
    public Optional<String> ask(String question) throws IOException {
        out.flush();
        err.print(question);
        err.flush();
        if (lines == null) {
            lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
        }
        return Optional.ofNullable(lines.readLine());
    }

    @Override
    public Optional<Secret> askSecret(String question) throws IOException {
        var console = System.console();
        if (!interactive || console == null) {
            return ask(question).filter(line -> !line.isEmpty()).map(Secret::new);
        }
        var typed = console.readPassword("%s", question);
        return typed == null || typed.length == 0 ? Optional.empty() : Optional.of(new Secret(new String(typed)));
    }

    @Override
    public byte[] read(String file, int limit) throws IOException {
        if ("-".equals(file)) {
            return in.readNBytes(limit + 1);
        }
        try (var stream = Files.newInputStream(resolve(file))) {
            return stream.readNBytes(limit + 1);
        }
    }
}
