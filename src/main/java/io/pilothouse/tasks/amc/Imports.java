package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Run;
import io.pilothouse.domain.amc.Run.Progress;
import io.pilothouse.domain.amc.RunId;
import io.pilothouse.domain.amc.TimeWindow;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcRunRepository;
import io.pilothouse.store.AmcRunRepository.Kept;
import io.pilothouse.tasks.guard.Guards;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;

/// Takes over results that were fetched elsewhere: the files that AMC leaves in a customer's own bucket,
/// once they lie in a folder here (section 16.7). Methods block on the disk.
public final class Imports {

    private static final ZoneId ZONE = ZoneId.of("UTC");
    private static final Pattern NAME = Pattern.compile(
            "(?<date>\\d{4}-\\d{2}-\\d{2}(?:T\\d{2}:\\d{2}:\\d{2}(?:\\.\\d+)?Z?)?)-(?<workflow>.+?)(?:-ver\\d+)?\\.csv(?:\\.gz)?");
    private static final Pattern FOLDER = Pattern.compile("(workflow|schedule)=(.+)");

    private final AmcRunRepository store;
    private final ResultFiles files;
    private final Targets targets;
    private final Guards guards;
    private final InstantSource clock;
    private final RandomGenerator random;
    private final Runnable told;

    Imports(
            AmcRunRepository store,
            ResultFiles files,
            Targets targets,
            Guards guards,
            InstantSource clock,
            RandomGenerator random,
            Runnable told) {
        this.store = store;
        this.files = files;
        this.targets = targets;
        this.guards = guards;
        this.clock = clock;
        this.random = random;
        this.told = told;
    }

    /// @param leftOut files that were not taken, each with its reason
    public record Imported(List<Run> runs, List<String> leftOut) {}

    /// A run that has ended.
    ///
    /// @param csv its result, as fetched; empty for none
    public record Past(Run run, Optional<byte[]> csv) {}

    /// What the path of a file says.
    record Said(String workflow, TimeWindow window, Instant at, boolean windowKnown) {}

    /// Takes over every file below a folder that is laid out as AMC does. A file that was taken over
    /// before is left out.
    public Imported folder(InstanceId id, Path folder, Consent consent) throws ProblemException {
        var instance = targets.require(id);
        guards.require(Act.local(id, "import results"), consent);
        var runs = new ArrayList<Run>();
        var leftOut = new ArrayList<String>();
        for (var file : csvFiles(folder)) {
            var relative = folder.relativize(file).toString().replace('\\', '/');
            var said = said(folder.toAbsolutePath().getFileName() + "/" + relative);
            if (said.isEmpty()) {
                leftOut.add(relative + ": its path does not say which workflow and day it is of.");
            } else if (known(id, relative)) {
                leftOut.add(relative + ": it is here already.");
            } else {
                runs.add(taken(instance, file, relative, said.get()));
            }
        }
        if (runs.isEmpty() && leftOut.isEmpty()) {
            throw problem(
                    ProblemCode.BAD_FILE,
                    "There are no results below " + folder + ".",
                    "Choose the folder that holds workflow=….");
        }
        told.run();
        return new Imported(List.copyOf(runs), List.copyOf(leftOut));
    }

    private static List<Path> csvFiles(Path folder) throws ProblemException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile)
                    .filter(path -> path.toString().matches(".*\\.csv(\\.gz)?"))
                    .sorted()
                    .toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new ProblemException(
                    new Problem(
                            ProblemCode.BAD_FILE,
                            "The folder " + folder + " cannot be read.",
                            "Choose a folder with AMC's result files."),
                    e);
        }
    }

    /// `workflow={id}/schedule={daily|weekly|adhoc}/{date}-{id}-ver{n}.csv`; the day of a scheduled file
    /// is the end of what it is about.
    static Optional<Said> said(String path) {
        var parts = path.split("/");
        var name = NAME.matcher(parts[parts.length - 1]);
        if (!name.matches()) {
            return Optional.empty();
        }
        var folders = new TreeMap<String, String>();
        for (var part : parts) {
            var folder = FOLDER.matcher(part);
            if (folder.matches()) {
                folders.put(folder.group(1), folder.group(2));
            }
        }
        try {
            var text = name.group("date");
            var at = text.length() > 10
                    ? LocalDateTime.parse(text.replace("Z", "")).toInstant(ZoneOffset.UTC)
                    : LocalDate.parse(text).atStartOfDay(ZONE).toInstant();
            var day = LocalDate.ofInstant(at, ZONE);
            var kind = folders.getOrDefault("schedule", "adhoc");
            return Optional.of(new Said(
                    folders.getOrDefault("workflow", name.group("workflow")),
                    new TimeWindow(day.minusDays(kind.equals("weekly") ? 7 : 1), day, ZONE),
                    at,
                    !kind.equals("adhoc")));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    private boolean known(InstanceId id, String relative) {
        return store.ofOrigin(Run.Origin.IMPORTED, relative, 100).stream()
                .anyMatch(run -> run.instance().equals(id));
    }

    private Run taken(Instance instance, Path file, String relative, Said said) throws ProblemException {
        var ask = new Run.Ask(
                Optional.empty(),
                Optional.of(said.workflow()),
                0,
                said.workflow(),
                "",
                List.of(),
                new TreeMap<>(),
                Map.of(),
                "",
                "",
                said.window(),
                false,
                false,
                false,
                false,
                Run.Origin.IMPORTED,
                relative,
                1,
                Targets.entity(instance),
                targets.brands(instance.id()),
                said.at());
        var run = new Run(RunId.draw(said.at(), random), instance.id(), ask, Progress.queued(said.at()));
        var words = said.windowKnown() ? "" : "The file does not say which days it is about.";
        try (var in = Files.newInputStream(file)) {
            var kept = kept(
                    run.with(run.progress()
                            .ended(io.pilothouse.domain.amc.RunState.READY, said.at(), "", words, Optional.empty())),
                    in);
            store.keep(List.of(kept));
            return kept.run();
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            ProblemCode.BAD_FILE,
                            "The file " + relative + " could not be taken over.",
                            "Check that it is whole and that the data folder has room."),
                    e);
        }
    }

    private Kept kept(Run run, InputStream csv) throws IOException {
        try (var draft = files.draft()) {
            Files.copy(csv, draft.part(0), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            var info =
                    files.keep(draft, run, List.of(), run.progress().endedAt().orElse(clock.instant()));
            var words = run.progress().words();
            var ready = run.progress()
                    .ready(
                            run.progress().endedAt().orElse(clock.instant()),
                            OptionalLong.of(info.rows()),
                            OptionalLong.of(info.bytes()));
            return new Kept(
                    run.with(
                            words.isEmpty()
                                    ? ready
                                    : ready.ended(run.state(), info.fetchedAt(), "", words, Optional.empty())),
                    Optional.of(info));
        }
    }

    /// Keeps runs that have ended as if they had been asked here, all or none.
    public void keep(List<Past> all) throws IOException {
        var kept = new ArrayList<Kept>();
        for (var past : all) {
            if (past.csv().isPresent()) {
                kept.add(kept(
                        past.run(), new java.io.ByteArrayInputStream(past.csv().get())));
            } else {
                kept.add(new Kept(past.run(), Optional.empty()));
            }
        }
        store.keep(kept);
        told.run();
    }

    private static ProblemException problem(ProblemCode code, String summary, String advice) {
        return new ProblemException(new Problem(code, summary, advice));
    }
}
