package io.pilothouse.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.SecretRepository;
import io.pilothouse.store.StoreException;
import io.pilothouse.tasks.secret.Keeping;
import io.pilothouse.tasks.secret.KeyFile;
import io.pilothouse.tasks.secret.KeyPlace;
import io.pilothouse.tasks.secret.KeyPlaceException;
import io.pilothouse.tasks.secret.Redactor;
import io.pilothouse.tasks.secret.SecretStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// Runs command lines inside the test's process and keeps what they wrote.
final class CommandLineRig implements Host, AutoCloseable {

    static final ObjectMapper JSON = new ObjectMapper();

    final FakeServices fakes = new FakeServices();
    final Path folder;
    Clock clock = fakes.clock;
    boolean storeBusy;
    Runnable whenOpening = () -> {};
    /// A class that the installation lacks, empty for none.
    String missing = "";
    boolean consoleOpened;
    public List<String> demoAlso = List.of();
    int opened;
    Duration slept = Duration.ZERO;
    Optional<ShownWindow> window = Optional.empty();
    private final List<Thread> keepers = new CopyOnWriteArrayList<>();
    private @Nullable Database database;
    private @Nullable SecretStore secrets;

    CommandLineRig(Path folder) {
        this.folder = folder;
    }

    /// What a run wrote and how it ended.
    record Ran(int status, String out, String err) {
        JsonNode json() {
            try {
                var reader = JSON.readerFor(JsonNode.class).readValues(out);
                var first = (JsonNode) reader.next();
                if (reader.hasNext()) {
                    throw new AssertionError("more than one document: " + out);
                }
                return first;
            } catch (IOException e) {
                throw new AssertionError("not JSON: " + out, e);
            }
        }

        List<String> keys() {
            return List.copyOf(
                    json().properties().stream().map(Map.Entry::getKey).toList());
        }
    }

    Ran run(String... arguments) {
        return runWith("", false, arguments);
    }

    Ran runWith(String input, boolean interactive, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var terminal = new LocalTerminal(
                new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8),
                Map.of("NO_COLOR", "1"),
                folder,
                interactive);
        int status = new Cli(this, terminal).run(arguments);
        return new Ran(status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    @Override
    public Clock clock() {
        return clock;
    }

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public Path usualDataFolder() {
        return folder;
    }

    @Override
    public CliServices open(Path dataFolder) throws ProblemException {
        whenOpening.run();
        if (storeBusy) {
            throw new ProblemException(new Problem(
                    ProblemCode.STORE_BUSY, "Another Pilothouse holds the store.", "Close the other Pilothouse."));
        }
        if (!missing.isEmpty()) {
            throw new NoClassDefFoundError(missing);
        }
        opened++;
        return services();
    }

    private Thread keeper(Runnable work) {
        var thread = Thread.ofPlatform().daemon().unstarted(work);
        keepers.add(thread);
        return thread;
    }

    CliServices services() {
        if (secrets == null) {
            var place = new DataFolder(folder.resolve("store-" + System.identityHashCode(this)));
            database = Database.open(place, fakes.clock);
            secrets = new SecretStore(
                    database,
                    new SecretRepository(database),
                    new InstanceRepository(database, clock, new SecureRandom()),
                    Keeping.usual(new NoKeyStore(), new KeyFile(place)),
                    new Redactor(),
                    fakes.clock,
                    new SecureRandom(),
                    this::keeper);
            secrets.start();
        }
        return fakes.services(Objects.requireNonNull(database), secrets, window);
    }

    @Override
    public void close() {
        for (var thread : keepers) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (database != null) {
            database.close();
        }
    }

    @Override
    public void sleep(Duration span) {
        slept = slept.plus(span);
    }

    @Override
    public Restored restore(Path dataFolder, Path copy) {
        return new Restored(Optional.of(Objects.requireNonNull(database).replaceWith(copy)), 0);
    }

    @Override
    public Optional<String> windowMissing() {
        return Optional.of("No display is set.");
    }

    @Override
    public Optional<Problem> problemOf(RuntimeException failure) {
        return failure instanceof StoreException store ? Optional.of(store.problem()) : Optional.empty();
    }

    private static final class NoKeyStore implements KeyPlace {
        @Override
        public String displayName() {
            return "no key store";
        }

        @Override
        public Optional<byte[]> find(String name) throws KeyPlaceException {
            throw missing();
        }

        @Override
        public void save(String name, byte[] key) throws KeyPlaceException {
            throw missing();
        }

        @Override
        public void delete(String name) throws KeyPlaceException {
            throw missing();
        }

        private static KeyPlaceException missing() {
            return new KeyPlaceException("there is none here", null);
        }
    }

    @Override
    public void logTo(PrintStream stream) {}

    @Override
    public int console(Path dataFolder, Start start, Terminal terminal) {
        consoleOpened = true;
        return 0;
    }

    @Override
    public int demo(Path dataFolder, List<String> also, Terminal terminal) {
        demoAlso = also;
        return console(dataFolder, Start.DEMO, terminal);
    }
}
