package io.pilothouse.tasks.transfer;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.store.DataFolder;
import io.pilothouse.store.Database;
import io.pilothouse.store.ForeignDatabase;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.StoreCopy;
import io.pilothouse.store.Stored;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.instance.Instances;
import io.pilothouse.tasks.instance.Kinds;
import io.pilothouse.tasks.instance.StoredInstances;
import io.pilothouse.tasks.secret.InstanceSecrets;
import io.pilothouse.tasks.secret.SecretStore;
import io.pilothouse.tasks.transfer.ImportPlan.Decision;
import io.pilothouse.tasks.transfer.ImportPlan.Planned;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Export and import of instances. An import is planned first, runs in one transaction, and does
/// nothing the second time. Methods block on files and the store: call them from a task.
public final class Transfers {

    private static final byte[] SQLITE = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] ZIP = {'P', 'K', 3, 4};
    private static final int DEEPEST_FOLDER = 4;

    private final Database database;
    private final InstanceRepository repository;
    private final InstanceSecrets secrets;
    private final Instances instances;
    private final Runnable reload;
    private final Kinds kinds;
    private final Activity activity;
    private final RuleKeeper rules;
    private final MemoryKeeper memories;
    private final Clock clock;
    private final SecureRandom random;

    /// @param reload publishes the list of instances anew, after the store was changed beside it
    public Transfers(
            Database database,
            InstanceSecrets secrets,
            Instances instances,
            Runnable reload,
            Kinds kinds,
            Activity activity,
            RuleKeeper rules,
            Clock clock,
            SecureRandom random) {
        this.database = database;
        repository = new InstanceRepository(database, clock, random);
        this.secrets = secrets;
        this.instances = instances;
        this.reload = reload;
        this.kinds = kinds;
        this.activity = activity;
        this.rules = rules;
        memories = new MemoryKeeper(database, clock);
        this.clock = clock;
        this.random = random;
    }

    /// Where hunting rules that come with an import are kept.
    @FunctionalInterface
    public interface RuleKeeper {
        /// @param document JSON of a rule that is switched off
        void keep(InstanceId id, String name, String document, Consent consent) throws ProblemException;
    }

    /// Writes instances with their ids, readable only by its owner.
    ///
    /// @param passphrase under which secrets are encrypted; empty leaves them out
    /// @throws ProblemException with `bad-value` if the file is there already, cannot be written or the passphrase
    ///                          is too short,
    ///                          `locked` if a secret cannot be read; no file is left then
    public void export(Path file, List<Instance> chosen, Optional<char[]> passphrase) throws ProblemException {
        Map<InstanceId, Secrets> all = new HashMap<>();
        if (passphrase.isPresent()) {
            SecretStore.checkLength(passphrase.get());
            for (var instance : chosen) {
                all.put(instance.id(), secrets.read(instance.id()));
            }
        }
        var envelope = passphrase.map(words -> SecretEnvelope.seal(words, random));
        var text = ExportDocument.write(chosen, all, envelope, clock.instant());
        try {
            DataFolder.createPrivateFile(file);
            Files.writeString(file, text);
        } catch (FileAlreadyExistsException e) {
            throw unwritten("There is a file " + file + " already.", "Give a name that is free.", e);
        } catch (IOException e) {
            throw unwritten("The file " + file + " cannot be written.", "Check its folder and permissions.", e);
        }
    }

    private static ProblemException unwritten(String summary, String advice, IOException cause) {
        return new ProblemException(new Problem(ProblemCode.BAD_VALUE, summary, advice), cause);
    }

    /// Says what importing would do. Changes nothing.
    ///
    /// @param from       which program wrote it; empty to find out
    /// @param passphrase for the secrets of our own export
    /// @throws ProblemException with `bad-file` if it is broken, hostile, or of no known program;
    ///                          `bad-value` if the passphrase is another
    public ImportPlan plan(Path file, Optional<ImportSource> from, Optional<char[]> passphrase)
            throws ProblemException {
        return plan(file, from, passphrase, Optional.empty());
    }

    /// @param person of whom in the file ratings and histories come along; empty where there is one
    /// @throws ProblemException as [#plan(Path, Optional, Optional)]
    public ImportPlan plan(Path file, Optional<ImportSource> from, Optional<char[]> passphrase, Optional<String> person)
            throws ProblemException {
        return decided(read(file, from, passphrase, person)).plan(false);
    }

    /// Carries the plan out, whole or not at all.
    ///
    /// @throws ProblemException as [#plan]
    public ImportPlan run(
            Path file, Optional<ImportSource> from, Optional<char[]> passphrase, Consent consent, TaskContext context)
            throws ProblemException {
        return run(file, from, passphrase, Optional.empty(), consent, context);
    }

    /// As [#run(Path, Optional, Optional, Consent, TaskContext)].
    ///
    /// @param person of whom in the file ratings and histories come along; empty where there is one
    public ImportPlan run(
            Path file,
            Optional<ImportSource> from,
            Optional<char[]> passphrase,
            Optional<String> person,
            Consent consent,
            TaskContext context)
            throws ProblemException {
        var decided = decided(read(file, from, passphrase, person));
        if (decided.toAdd.values().stream()
                .anyMatch(found -> !found.secrets().byField().isEmpty())) {
            secrets.prepare();
        }
        if (!decided.toAdd.isEmpty()) {
            database.copy(StoreCopy.Reason.BEFORE_BULK);
        }
        Map<Integer, Instance> added = database.atomically(() -> store(decided));
        reload.run();
        for (var entry : added.entrySet()) {
            var instance = entry.getValue();
            decided.planned.set(entry.getKey(), withId(decided.planned.get(entry.getKey()), instance.id()));
            activity.record(new Activity.Entry(
                    clock.instant(),
                    Optional.of(instance.id()),
                    consent.origin(),
                    Optional.of(context.id()),
                    "instance-import",
                    "Imported " + instance.name() + " from " + decided.findings.source.title() + "."));
            context.undoableBy(new UndoStep(
                    StoredInstances.UNDO_ADD, instance.id(), "{}", "move " + instance.name() + " to the trash"));
            keepRules(decided, entry.getKey(), instance, consent);
        }
        context.effect("imported", added.size());
        return decided.plan(true);
    }

    private Map<Integer, Instance> store(Decided decided) throws ProblemException {
        var added = new LinkedHashMap<Integer, Instance>();
        for (var entry : decided.toAdd.entrySet()) {
            var found = entry.getValue();
            var stored = found.wantedId().isPresent()
                    ? repository.addKnown(
                            found.wantedId().get(),
                            found.configuration(),
                            found.createdAt().orElse(clock.instant()),
                            found.legacyKey())
                    : repository.add(found.configuration(), found.legacyKey());
            if (!(stored instanceof Stored.Saved(var instance))) {
                throw HostileFiles.refuse(
                        "The name “" + found.configuration().name() + "” was taken meanwhile.", "Import again.");
            }
            var changes = new HashMap<String, Optional<Secret>>();
            found.secrets().byField().forEach((field, secret) -> changes.put(field, Optional.of(secret)));
            if (!changes.isEmpty()) {
                secrets.change(instance.id(), changes);
            }
            memories.keep(instance, found.memory(), true);
            added.put(entry.getKey(), instance);
        }
        decided.here.forEach((instance, memory) -> memories.keep(instance, memory, false));
        return added;
    }

    /// A rule that ours cannot be is told and left out; the instance stays.
    private void keepRules(Decided decided, int index, Instance instance, Consent consent) {
        for (var rule : decided.toAdd.get(index).rules().entrySet()) {
            try {
                rules.keep(instance.id(), rule.getKey(), rule.getValue(), consent);
            } catch (ProblemException e) {
                decided.findings.lines.add(ReportLine.leftOut(
                        instance.name(), rule.getKey(), e.problem().summary()));
            }
        }
    }

    private static Planned withId(Planned planned, InstanceId id) {
        return new Planned(
                Optional.of(id),
                planned.kind(),
                planned.name(),
                planned.address(),
                planned.decision(),
                planned.reason(),
                planned.secrets(),
                planned.rules());
    }

    private Findings read(Path file, Optional<ImportSource> from, Optional<char[]> passphrase, Optional<String> person)
            throws ProblemException {
        var found =
                Files.isDirectory(file) ? folder(file, DEEPEST_FOLDER, person) : single(file, from, passphrase, person);
        if (from.isPresent() && from.get() != found.source) {
            throw HostileFiles.refuse(
                    "The file " + file.getFileName() + " is of " + found.source.title() + ", not of "
                            + from.get().title() + ".",
                    "Import it with --from " + found.source.word() + ".");
        }
        return found;
    }

    private Findings single(
            Path file, Optional<ImportSource> from, Optional<char[]> passphrase, Optional<String> person)
            throws ProblemException {
        if (!Files.isRegularFile(file)) {
            throw HostileFiles.refuse(file, "there is no such file");
        }
        if (HostileFiles.startsLike(file, SQLITE)) {
            return database(file, person);
        }
        if (HostileFiles.startsLike(file, ZIP)) {
            return archive(file, person);
        }
        var text = HostileFiles.text(file);
        if (HostileFiles.ends(file, ".toml")
                || from.filter(ImportSource.QBITRR::equals).isPresent()) {
            return toml(file, text);
        }
        var root = HostileFiles.json(file, text);
        return ExportDocument.is(root)
                ? ExportDocument.read(file, root, passphrase, random)
                : HuntarrSource.readSingle(file, root, clock.instant());
    }

    private static Findings toml(Path file, String text) throws ProblemException {
        var root = HostileFiles.toml(file, text);
        if (!QbitrrSource.is(root)) {
            throw HostileFiles.refuse(file, "it is no configuration of qBitrr");
        }
        return QbitrrSource.read(root);
    }

    private Findings database(Path file, Optional<String> person) throws ProblemException {
        try (var foreign = ForeignDatabase.open(file)) {
            if (HuntarrSource.isDatabase(foreign)) {
                return HuntarrSource.read(file, foreign, clock.instant());
            }
            if (PeekSource.isDatabase(foreign)) {
                return PeekSource.read(file, foreign, person);
            }
        } catch (IOException e) {
            throw HostileFiles.refuse(file, String.valueOf(e.getMessage()));
        }
        throw HostileFiles.refuse(file, "it is of no known program; a backup goes back with “pilothouse restore”");
    }

    private Findings archive(Path file, Optional<String> person) throws ProblemException {
        Path unpacked;
        try {
            unpacked = Files.createTempDirectory("pilothouse-import");
        } catch (IOException e) {
            throw HostileFiles.refuse(file, "there is no room to unpack it");
        }
        try {
            HostileFiles.unpack(file, unpacked);
            return folder(unpacked, DEEPEST_FOLDER, person);
        } finally {
            try (var files = Files.walk(unpacked)) {
                for (var each : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.deleteIfExists(each);
                }
            } catch (IOException e) {
                unpacked.toFile().deleteOnExit(); // a temporary folder; the system forgets it too
            }
        }
    }

    /// A program's folder, or one in which it lies a little deeper, as backups have it.
    private Findings folder(Path folder, int depth, Optional<String> person) throws ProblemException {
        for (var name : List.of("huntarr.db", "manager.db")) {
            var inside = HostileFiles.in(folder, name);
            if (inside.isPresent()) {
                return database(inside.get(), person);
            }
        }
        var toml = HostileFiles.in(folder, "config.toml");
        if (toml.isPresent()) {
            return toml(toml.get(), HostileFiles.text(toml.get()));
        }
        if (depth > 0 && HostileFiles.in(folder, "huntarr.json").isEmpty()) {
            try (var list = Files.list(folder)) {
                var children = list.sorted().toList();
                if (children.size() == 1 && Files.isDirectory(children.getFirst())) {
                    return folder(children.getFirst(), depth - 1, person);
                }
            } catch (IOException e) {
                throw HostileFiles.refuse(folder, "it cannot be read");
            }
        }
        return HuntarrSource.read(folder, clock.instant());
    }

    private Decided decided(Findings findings) {
        var decided = new Decided(findings);
        var fleet = instances.fleet().get();
        Set<String> names = new HashSet<>();
        Set<String> keys = new HashSet<>();
        fleet.live().forEach(instance -> names.add(nameKey(instance.kind(), instance.name())));
        for (var found : findings.instances) {
            var here = alreadyHere(found);
            var bad = here.isPresent() ? Optional.<String>empty() : unusable(found);
            if (here.isPresent() || bad.isPresent()) {
                here.filter(instance -> !instance.trashed() && !found.memory().isEmpty())
                        .ifPresent(instance -> remember(decided, found, instance));
                decided.planned.add(planned(
                        found,
                        here.isPresent() ? Decision.ALREADY_HERE : Decision.LEFT_OUT,
                        here.map(instance -> whereItIs(found, instance))
                                .or(() -> bad)
                                .orElseThrow()));
                continue;
            }
            var kind = found.configuration().kind();
            var free = freeName(kind, found.configuration().name(), names);
            if (!free.equals(found.configuration().name())) {
                findings.lines.add(ReportLine.changed(
                        found.configuration().name(), "name", "It becomes “" + free + "”, as the name is taken."));
            }
            var look = instances.proposeLook(kind, free);
            var configuration = found.configuration().withName(free);
            if (findings.source != ImportSource.PILOTHOUSE) {
                configuration = configuration.withLook(look.colour(), look.monogram());
            }
            var ready = unique(found.with(configuration), keys);
            decided.toAdd.put(decided.planned.size(), ready);
            decided.planned.add(planned(ready, Decision.ADD, "It is added."));
        }
        return decided;
    }

    /// An address alone does not prove that the same thing still answers there, so the report says it.
    private static void remember(Decided decided, FoundInstance found, Instance instance) {
        if (!isImported(found, instance)) {
            var name = found.configuration().name();
            if (instance.identity().isEmpty()) {
                decided.findings.lines.add(ReportLine.leftOut(
                        name,
                        "memory",
                        "“" + instance.name() + "” is at the same address, but nobody knows yet who answers there."
                                + " Check its health, then import again."));
                return;
            }
            decided.findings.lines.add(ReportLine.changed(
                    name, "memory", "It goes to “" + instance.name() + "”, which is at the same address."));
        }
        decided.here.put(instance, found.memory());
    }

    /// Two instances of one file may carry one name, and so one legacy key.
    private static FoundInstance unique(FoundInstance found, Set<String> keys) {
        var key = found.legacyKey();
        for (int i = 2; key.isPresent() && !keys.add(found.configuration().kind() + "/" + key.get()); i++) {
            key = Optional.of(found.legacyKey().orElseThrow() + "#" + i);
        }
        return new FoundInstance(
                found.wantedId(),
                found.configuration(),
                found.secrets(),
                key,
                found.createdAt(),
                found.rules(),
                found.memory());
    }

    private Optional<Instance> alreadyHere(FoundInstance found) {
        var fleet = instances.fleet().get();
        return fleet.byId().values().stream()
                .filter(instance -> isImported(found, instance))
                .findFirst()
                .or(() -> fleet.live().stream()
                        .filter(instance ->
                                instance.kind().equals(found.configuration().kind())
                                        && instance.address()
                                                .equals(found.configuration()
                                                        .connection()
                                                        .address()))
                        .findFirst());
    }

    private static boolean isImported(FoundInstance found, Instance instance) {
        return found.wantedId().filter(instance.id()::equals).isPresent()
                || instance.kind().equals(found.configuration().kind())
                        && found.legacyKey().isPresent()
                        && instance.legacyKey().equals(found.legacyKey());
    }

    private static String whereItIs(FoundInstance found, Instance instance) {
        if (!isImported(found, instance)) {
            return "“" + instance.name() + "” is at this address already.";
        }
        return instance.trashed()
                ? "It was imported before and is in the trash."
                : "It is here already as “" + instance.name() + "”.";
    }

    private Optional<String> unusable(FoundInstance found) {
        var configuration = found.configuration();
        var kind = kinds.find(configuration.kind());
        if (kind.isEmpty()) {
            return Optional.of("This Pilothouse does not know the kind “" + configuration.kind() + "”.");
        }
        return kinds.badSettings(configuration.kind(), configuration.settings()).entrySet().stream()
                .findFirst()
                .map(bad -> "Its setting " + HostileFiles.plain(bad.getKey(), 60) + " " + bad.getValue() + ".");
    }

    private static String freeName(KindId kind, String name, Set<String> taken) {
        var free = name;
        for (int i = 2; !taken.add(nameKey(kind, free)); i++) {
            var ending = " " + i;
            free = name.substring(0, Math.min(name.length(), 100 - ending.length())) + ending;
        }
        return free;
    }

    private static String nameKey(KindId kind, String name) {
        return kind + "/" + name.toLowerCase(Locale.ROOT);
    }

    private static Planned planned(FoundInstance found, Decision decision, String reason) {
        return new Planned(
                found.wantedId(),
                found.configuration().kind(),
                found.configuration().name(),
                found.configuration().connection().address().toString(),
                decision,
                reason,
                found.secrets().byField().keySet().stream().sorted().toList(),
                List.copyOf(found.rules().keySet()));
    }

    /// A plan under way, with what the plan itself does not hold.
    private static final class Decided {
        final Findings findings;
        final List<Planned> planned = new ArrayList<>();
        /// By place in `planned`.
        final Map<Integer, FoundInstance> toAdd = new LinkedHashMap<>();
        /// What was remembered of instances that are here.
        final Map<Instance, Memory> here = new LinkedHashMap<>();

        Decided(Findings findings) {
            this.findings = findings;
        }

        ImportPlan plan(boolean done) {
            return new ImportPlan(findings.source, findings.form, planned, findings.lines, findings.advice, done);
        }
    }
}
