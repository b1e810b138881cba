package io.pilothouse.cli;

import io.pilothouse.cli.attach.AttachClient;
import io.pilothouse.cli.text.Json;
import io.pilothouse.cli.text.Spans;
import io.pilothouse.domain.Nearest;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.Work;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One run of one command: its options, its terminal, and the services it opened.
public final class Session implements AutoCloseable {

    /// Settings, secrets and rules are small; anything larger is no such file.
    private static final int LARGEST_TEXT = 1 << 20;

    private static final int MOST_ATTEMPTS = 20;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(150);

    /// Each attempt may take its time, where another program holds the file itself.
    private static final Duration LONGEST_WAIT = BETWEEN_ATTEMPTS.multipliedBy(MOST_ATTEMPTS);

    private final Host host;
    private final Terminal terminal;
    private final Globals globals = new Globals();
    private @Nullable CliServices opened;
    private final Set<InstanceId> subjects = new HashSet<>();

    Session(Host host, Terminal terminal) {
        this.host = host;
        this.terminal = terminal;
    }

    Globals globals() {
        return globals;
    }

    public Host host() {
        return host;
    }

    public Terminal terminal() {
        return terminal;
    }

    public Clock clock() {
        return host.clock();
    }

    public ZoneId zone() {
        return ZoneId.systemDefault();
    }

    public boolean json() {
        return globals.json;
    }

    public boolean colour() {
        return terminal.colour() && !globals.noColour;
    }

    public Path dataFolder() throws ProblemException {
        var named = globals.dataFolder().or(() -> terminal.environment("PILOTHOUSE_DATA"));
        try {
            return named.map(terminal::resolve).orElseGet(host::usualDataFolder);
        } catch (InvalidPathException e) {
            throw problem(ProblemCode.BAD_VALUE, "The data folder is no path.", "Give the folder with --data.");
        }
    }

    /// Opens the store at the first call.
    public CliServices services() throws ProblemException {
        if (opened == null) {
            opened = host.open(dataFolder());
        }
        return opened;
    }

    /// Hands the command line to the program that has the store open.
    ///
    /// @return its exit status; empty when none has, or it was said not to
    OptionalInt attach(String... arguments) throws ProblemException, InterruptedException {
        return globals.noAttach || host.attached()
                ? OptionalInt.empty()
                : AttachClient.run(dataFolder(), terminal, arguments);
    }

    /// Hands the command line over, or opens the store here. Another command may hold the store for a
    /// moment: then it is waited for.
    OptionalInt attachOrOpen(boolean bearsBroken, String... arguments) throws ProblemException, InterruptedException {
        var latest = clock().instant().plus(LONGEST_WAIT);
        for (int attempt = 1; ; attempt++) {
            var elsewhere = attach(arguments);
            if (elsewhere.isPresent()) {
                return elsewhere;
            }
            try {
                services();
                return OptionalInt.empty();
            } catch (ProblemException e) {
                boolean busy = e.problem().code() == ProblemCode.STORE_BUSY;
                if (!busy && bearsBroken) {
                    return OptionalInt.empty();
                }
                if (!busy
                        || globals.noAttach
                        || attempt == MOST_ATTEMPTS
                        || clock().instant().isAfter(latest)) {
                    throw e;
                }
                host.sleep(BETWEEN_ATTEMPTS);
            }
        }
    }

    @Override
    public void close() {
        if (opened != null) {
            opened.close();
        }
    }

    public Page page() {
        return new Page(terminal.out(), colour(), terminal.width(), globals.quiet, zone());
    }

    /// Writes one document of a stream, or with people watching what `people` does.
    public void stream(Object json, java.util.function.Consumer<Page> people) {
        if (json()) {
            terminal.out().println(Json.line(json));
            terminal.out().flush();
        } else {
            people.accept(page());
            terminal.out().flush();
        }
    }

    /// Tells what goes on, on standard error; only for people who wait.
    public void progress(String sentence) {
        if (terminal.interactive() && !globals.quiet && !globals.json) {
            terminal.err().println(sentence);
        }
    }

    /// Tells something that a person must know beside the answer.
    public void warn(String sentence) {
        if (!globals.quiet) {
            terminal.err().println(sentence);
        }
    }

    /// Does work as a task, so that it is seen, recorded and can be stopped. Stopping this thread stops
    /// the task and waits for its end.
    public <T> T task(String kind, String title, Collection<InstanceId> instances, Work<T> work)
            throws ProblemException, InterruptedException {
        var handle =
                services().tasks().start(new TaskRequest(kind, title, List.copyOf(instances), Origin.TERMINAL), work);
        Outcome<T> outcome;
        try {
            outcome = handle.await();
        } catch (InterruptedException e) {
            handle.cancel();
            handle.await();
            throw e;
        }
        return switch (outcome) {
            case Outcome.Succeeded<T>(var value) -> value;
            case Outcome.Failed<T>(var problem) -> throw new ProblemException(problem);
            case Outcome.Cancelled<T>() -> throw new InterruptedException();
        };
    }

    /// Checks these now, as one task.
    public void checkNow(List<InstanceId> ids) throws ProblemException, InterruptedException {
        task(
                "health-round",
                "check the health of "
                        + (ids.size() == 1
                                ? services()
                                        .instances()
                                        .find(ids.getFirst())
                                        .map(Instance::name)
                                        .orElse(ids.getFirst().value())
                                : ids.size() + " instances"),
                ids,
                context -> services().health().check(ids, Origin.TERMINAL));
    }

    /// Checks an instance before its cycle runs, where what is stored of it does not say how it is now: nobody
    /// may have looked since, and a call that failed leaves a doubt that only a check settles.
    public void lookWhereInDoubt(Instance instance) throws ProblemException, InterruptedException {
        var known = services().health().states().get().get(instance.id());
        boolean doubt = known == null
                || switch (known.state()) {
                    case UNKNOWN, CHECKING, DOWN -> true;
                    default -> false;
                };
        if (instance.enabled() && doubt) {
            checkNow(List.of(instance.id()));
        }
    }

    /// Does something that guards may want confirmed. Where a person is there and the guards ask, they
    /// are asked; `--yes` answers beforehand what may be answered beforehand.
    public <T> T consenting(List<Instance> on, Consented<T> act) throws ProblemException, InterruptedException {
        var beforehand = new Consent(Origin.TERMINAL, globals.yes, globals.yes, Optional.empty(), false);
        try {
            return act.with(beforehand);
        } catch (ProblemException e) {
            if (e.problem().code() != ProblemCode.CONFIRM) {
                throw e;
            }
            if (!terminal.interactive()) {
                throw problem(
                        ProblemCode.CONFIRM,
                        e.problem().summary(),
                        globals.yes
                                ? "Run it on a terminal that can ask: this guard level wants an answer by hand."
                                : "Run it again with --yes, or on a terminal that can ask.");
            }
            var given = asked(e.problem(), on);
            try {
                return act.with(given);
            } catch (ProblemException again) {
                throw again.problem().code() == ProblemCode.CONFIRM
                        ? problem(
                                ProblemCode.CONFIRM,
                                again.problem().summary(),
                                mustType(on)
                                        ? "Run it again and type the " + (on.size() == 1 ? "name." : "number.")
                                        : "Run it again and answer y, or give --yes.")
                        : again;
            }
        }
    }

    /// The same as one task about these instances.
    public <T> T act(List<Instance> on, String kind, String title, Consented<T> act)
            throws ProblemException, InterruptedException {
        return act(on, kind, title, (consent, _) -> act.with(consent));
    }

    /// The same for work that tells how far it is, or heeds being stopped.
    public <T> T act(List<Instance> on, String kind, String title, ConsentedWork<T> work)
            throws ProblemException, InterruptedException {
        var ids = on.stream().map(Instance::id).toList();
        return consenting(on, consent -> task(kind, title, ids, context -> work.with(consent, context)));
    }

    /// Whether the answer must be typed by hand.
    private boolean mustType(List<Instance> on) throws ProblemException {
        var guards = services().guards();
        return on.stream().anyMatch(instance -> guards.levelOf(instance.id()).compareTo(GuardLevel.GUARDED) >= 0);
    }

    private Consent asked(Problem problem, List<Instance> on) throws ProblemException {
        terminal.err().println(problem.summary());
        on.forEach(instance -> terminal.err().println("  " + instance.name() + "  " + instance.id()));
        try {
            if (mustType(on)) {
                var question = on.size() == 1 ? "Type the name of the instance: " : "Type the number of instances: ";
                var typed = terminal.ask(question).map(String::strip).filter(text -> !text.isEmpty());
                return new Consent(Origin.TERMINAL, typed.isPresent(), true, typed, false);
            }
            boolean yes = terminal.ask("Go on? [y/N] ")
                    .map(String::strip)
                    .filter(text -> text.equalsIgnoreCase("y") || text.equalsIgnoreCase("yes"))
                    .isPresent();
            return new Consent(Origin.TERMINAL, yes, yes, Optional.empty(), false);
        } catch (IOException e) {
            return Consent.none(Origin.TERMINAL);
        }
    }

    /// What a person named: an id, `kind/name`, or a name that is unique over all kinds.
    public Instance named(String words) throws ProblemException {
        Instance instance;
        try {
            instance = services().instances().named(words);
        } catch (ProblemException e) {
            if (e.problem().code() != ProblemCode.NOT_FOUND) {
                throw e;
            }
            throw nearest(words, e);
        }
        about(instance);
        return instance;
    }

    private ProblemException nearest(String words, ProblemException missing) throws ProblemException {
        var fleet = services().instances().fleet().get();
        boolean formerName = fleet.formerNames().values().stream()
                .anyMatch(former -> former.stream().anyMatch(words.strip()::equalsIgnoreCase));
        if (formerName) {
            return missing; // which says its new one
        }
        var names = fleet.live().stream().map(Instance::name).toList();
        return Nearest.to(words, names)
                .map(name ->
                        problem(ProblemCode.NOT_FOUND, missing.problem().summary(), "Did you mean “" + name + "”?"))
                .orElse(missing);
    }

    /// Remembers what the command is about, for its errors.
    public void about(Instance instance) {
        subjects.add(instance.id());
    }

    /// @return the one instance the command is about; empty for none or several
    Optional<InstanceId> subject() {
        return subjects.size() == 1 ? Optional.of(subjects.iterator().next()) : Optional.empty();
    }

    /// @param sign of durations: -1 for "ago", 1 for "from now"
    public Instant instant(String option, String text, int sign) throws ProblemException {
        return Spans.instant(text, clock().instant(), zone(), sign)
                .orElseThrow(() -> problem(
                        ProblemCode.BAD_VALUE,
                        "“" + text + "” is no time.",
                        "Give " + option + " as 2026-05-03T14:00, 2026-05-03, or a span such as 6h."));
    }

    public Duration duration(String option, String text) throws ProblemException {
        return Spans.duration(text)
                .orElseThrow(() -> problem(
                        ProblemCode.BAD_VALUE,
                        "“" + text + "” is no length of time.",
                        "Give " + option + " as 90s, 15m, 6h or 14d."));
    }

    /// Reads a small text file on the person's side; `-` is standard input.
    public String text(String file) throws ProblemException {
        byte[] bytes;
        try {
            bytes = terminal.read(file, LARGEST_TEXT);
        } catch (IOException | InvalidPathException e) {
            throw problem(
                    ProblemCode.BAD_FILE, "The file " + file + " cannot be read.", "Check its path and permissions.");
        }
        if (bytes.length > LARGEST_TEXT) {
            throw problem(ProblemCode.BAD_FILE, "The file " + file + " is larger than 1 MiB.", "Give the right file.");
        }
        return decoded(bytes);
    }

    /// Editors and shells of Windows mark their files, and some write UTF-16.
    private static String decoded(byte[] bytes) {
        var charset = bytes.length < 2
                ? StandardCharsets.UTF_8
                : switch ((bytes[0] & 0xff) << 8 | bytes[1] & 0xff) {
                    case 0xfffe, 0xfeff -> StandardCharsets.UTF_16; // which reads the mark itself
                    default -> StandardCharsets.UTF_8;
                };
        var text = new String(bytes, charset);
        return text.startsWith("\uFEFF") ? text.substring(1) : text;
    }

    public static ProblemException problem(ProblemCode code, String summary, String advice) {
        return new ProblemException(new Problem(code, summary, advice));
    }

    /// An act that needs a person's consent.
    @FunctionalInterface
    public interface Consented<T> {
        T with(Consent consent) throws ProblemException, InterruptedException;
    }

    /// Work that needs a person's consent.
    @FunctionalInterface
    public interface ConsentedWork<T> {
        T with(Consent consent, TaskContext context) throws ProblemException, InterruptedException;
    }
}
