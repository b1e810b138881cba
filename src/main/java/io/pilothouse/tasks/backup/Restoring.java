package io.pilothouse.tasks.backup;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.TaskId;
import io.pilothouse.store.ActivityRepository;
import io.pilothouse.store.CycleRepository;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.HealthRepository;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.StoreCopies;
import io.pilothouse.store.StoreCopy;
import io.pilothouse.store.StoreException;
import io.pilothouse.store.TakenInstances;
import io.pilothouse.store.TaskRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/// Putting a backup in the place of the store. Methods block: never on the FX thread.
public final class Restoring {

    private final Database database;
    private final InstantSource clock;

    public Restoring(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /// Says what restoring would do. Changes nothing.
    ///
    /// @throws ProblemException with `bad-file` if it is no good backup, `store-newer` if a newer
    ///                          Pilothouse wrote it
    public RestorePlan plan(Path file) throws ProblemException {
        return onCopy(file, "Choose another file.", there -> plan(file, there));
    }

    private <T> T onCopy(Path file, String otherwise, Function<Database, T> work) throws ProblemException {
        lookInto(file, "The file " + file + " is no good backup of Pilothouse.", otherwise);
        var folder = new DataFolder(database.folder().root().resolve("preview-" + clock.millis()));
        try {
            folder.create();
            Files.copy(file, folder.store());
            try (var there = Database.open(folder, clock)) {
                return work.apply(there);
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

    /// Takes single instances out of a backup: those that are not here come back under their ids, with their
    /// history; of those that are here, what a person decided is put back. A copy of the present store is made
    /// first. Nothing else may work on the store any more, as for [#restore].
    ///
    /// @param ids of the backup; one that is not in it is left out
    /// @return the copy; restoring it takes this back
    /// @throws ProblemException as [#restore]
    public Path take(Path file, Set<InstanceId> ids, Consent consent) throws ProblemException {
        if (!consent.confirmed()) {
            throw new ProblemException(new Problem(
                    ProblemCode.CONFIRM,
                    "Taking " + ids.size() + " instances from " + file + " replaces what they are now.",
                    "Look at what it would do, then confirm."));
        }
        return onCopy(file, "The present store is unchanged.", there -> {
            var kept = database.copy(StoreCopy.Reason.BEFORE_BULK).file();
            new TakenInstances(there, database, clock).take(ids);
            var activity = new ActivityRepository(database);
            for (var id : ids) {
                activity.append(new ActivityRepository.Entry(
                        clock.instant(),
                        Optional.of(id),
                        consent.origin(),
                        Optional.empty(),
                        "restore",
                        "Taken from the copy " + file + "; the store before is " + kept + "."));
            }
            return kept;
        });
    }

    /// Puts a backup in the place of the present store, which is kept beside it. Nothing else may work on
    /// the store any more: whoever remembers anything of it has to read it again.
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
        try {
            var numbers = new TaskRepository(database);
            var reached = numbers.reserve(1);
            var kept = database.replaceWith(file);
            numbers.neverBelow(new TaskId(reached.number() + 1));
            new ActivityRepository(database)
                    .append(new ActivityRepository.Entry(
                            clock.instant(),
                            Optional.empty(),
                            consent.origin(),
                            Optional.empty(),
                            "restore",
                            "Restored the store from " + file + "; the one before is " + kept + "."));
            return kept;
        } catch (StoreException e) {
            throw new ProblemException(e.problem(), e);
        }
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
        return new RestorePlan(
                file,
                schema,
                comeBack,
                change,
                same,
                disappear,
                new CycleRepository(there).rules().size(),
                new HealthRepository(there).newest());
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
}
