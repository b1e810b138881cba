package io.pilothouse.tasks.backup;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.HealthRepository;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.StoreCopies;
import io.pilothouse.store.StoreException;
import io.pilothouse.store.TaskRepository;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.activity.Activity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;

/// Putting a backup in the place of the store while the program runs. Methods block: call them from a
/// task. Thread-safe.
public final class Restoring {

    private final Database database;
    private final TaskRunner runner;
    private final Activity activity;
    private final InstantSource clock;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    public Restoring(Database database, TaskRunner runner, Activity activity, InstantSource clock) {
        this.database = database;
        this.runner = runner;
        this.activity = activity;
        this.clock = clock;
    }

    /// @param listener called after another store was put in place of the present one, in the order of
    ///                 registration: everything kept in memory is to be read again
    public void whenRestored(Runnable listener) {
        listeners.add(listener);
    }

    /// Says what restoring would do. Changes nothing.
    ///
    /// @throws ProblemException with `bad-file` if it is no good backup, `store-newer` if a newer
    ///                          Pilothouse wrote it
    public RestorePlan plan(Path file) throws ProblemException {
        lookInto(file, "The file " + file + " is no good backup of Pilothouse.", "Choose another file.");
        var folder = new DataFolder(database.folder().root().resolve("preview-" + clock.millis()));
        try {
            folder.create();
            Files.copy(file, folder.store());
            try (var there = Database.open(folder, clock)) {
                return plan(file, there);
            }
        } catch (StoreException e) {
            throw new ProblemException(e.problem(), e);
        } catch (IOException e) {
            throw new ProblemException(
                    new Problem(
                            ProblemCode.STORE_IO,
                            "The backup " + file + " could not be looked into.",
                            "Free some space on the disk that holds the data folder."),
                    e);
        } finally {
            delete(folder.root());
        }
    }

    /// Puts a backup in the place of the present store, which is kept beside it.
    ///
    /// @return where the present one is kept; restoring that one takes this back
    /// @throws ProblemException with `confirm` unless the person has confirmed, `bad-file` if it is no
    ///                          good backup; nothing is changed then
    public Path restore(Path file, Consent consent) throws ProblemException {
        if (!consent.confirmed()) {
            throw new ProblemException(new Problem(
                    ProblemCode.CONFIRM,
                    "Restoring " + file + " replaces everything in the store.",
                    "Look at what it would do, then confirm."));
        }
        lookInto(file, "The file " + file + " is no good backup of Pilothouse.", "The present store is unchanged.");
        return within("restore", "restore the store from " + file, consent, () -> {
            var numbers = new TaskRepository(database);
            var reached = numbers.reserve(1);
            Path kept;
            try {
                kept = database.replaceWith(file);
            } catch (StoreException e) {
                throw new ProblemException(e.problem(), e);
            }
            numbers.neverBelow(new TaskId(reached.number() + 1));
            listeners.forEach(Runnable::run);
            record(consent, "restore", "Restored the store from " + file + "; the one before is " + kept + ".");
            return kept;
        });
    }

    private RestorePlan plan(Path file, Database there) {
        var now = byId(database);
        var then = byId(there);
        var comeBack = new ArrayList<Instance>();
        var change = new ArrayList<Instance>();
        int same = 0;
        for (var instance : then.values()) {
            var present = now.get(instance.id());
            if (present == null) {
                comeBack.add(instance);
            } else if (!present.configuration().equals(instance.configuration())) {
                change.add(instance);
            } else {
                same++;
            }
        }
        var disappear = now.values().stream()
                .filter(instance -> !then.containsKey(instance.id()))
                .toList();
        int schema = StoreCopies.look(file).orElseThrow().version();
        return new RestorePlan(file, schema, comeBack, change, same, disappear, new HealthRepository(there).newest());
    }

    private Map<InstanceId, Instance> byId(Database of) {
        var byId = new HashMap<InstanceId, Instance>();
        new InstanceRepository(of, clock, RandomGenerator.getDefault())
                .all()
                .forEach(instance -> byId.put(instance.id(), instance));
        return byId;
    }

    private static void lookInto(Path file, String otherwise, String next) throws ProblemException {
        if (StoreCopies.look(file).isEmpty()) {
            throw new ProblemException(new Problem(ProblemCode.BAD_FILE, otherwise, next));
        }
    }

    private <T> T within(String kind, String title, Consent consent, Step<T> step) throws ProblemException {
        return runner.<T, ProblemException>within(
                new TaskRequest(kind, title, List.of(), consent.origin()), context -> step.run());
    }

    private void record(Consent consent, String kind, String words) {
        activity.record(new Activity.Entry(
                clock.instant(),
                Optional.empty(),
                consent.origin(),
                TaskRunner.current().map(TaskContext::id),
                kind,
                words));
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var path : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            System.getLogger(Restoring.class.getName())
                    .log(System.Logger.Level.WARNING, "could not delete the preview in " + folder, e);
        }
    }

    @FunctionalInterface
    private interface Step<T> {
        T run() throws ProblemException;
    }
}
