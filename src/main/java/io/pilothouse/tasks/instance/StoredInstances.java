package io.pilothouse.tasks.instance;

import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.ActionClass;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.UndoStep;
import io.pilothouse.store.ConfigurationJson;
import io.pilothouse.store.Database;
import io.pilothouse.store.InstanceRepository;
import io.pilothouse.store.Stored;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskContext;
import io.pilothouse.tasks.TaskRequest;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.Time;
import io.pilothouse.tasks.activity.Activity;
import io.pilothouse.tasks.guard.Guards;
import io.pilothouse.tasks.secret.InstanceSecrets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/// The list of instances, kept in the store and published from memory. Thread-safe.
public final class StoredInstances implements Instances {

    /// Way back from an edit: the configuration before.
    public static final String UNDO_EDIT = "instance-configuration";
    /// Way back from adding: into the trash.
    public static final String UNDO_ADD = "instance-added";
    /// Way back from the trash.
    public static final String UNDO_REMOVE = "instance-removed";
    /// Way back from another order.
    public static final String UNDO_ORDER = "instance-order";

    private final Database database;
    private final InstanceRepository repository;
    private final InstanceSecrets secrets;
    private final ConnectorKinds kinds;
    private final Time time;
    private final ZoneId zone;
    private final TaskRunner runner;
    private final Activity activity;
    private final PublishedFleet fleet;
    private volatile Optional<Guards> guards = Optional.empty();
    private volatile Map<InstanceId, RemoteIdentity> seen = Map.of();

    /// Reads the store.
    ///
    /// @param zone in which people are told times
    public StoredInstances(
            Database database,
            InstanceRepository repository,
            InstanceSecrets secrets,
            ConnectorKinds kinds,
            Time time,
            ZoneId zone,
            TaskRunner runner,
            Activity activity) {
        this.database = database;
        this.repository = repository;
        this.secrets = secrets;
        this.kinds = kinds;
        this.time = time;
        this.zone = zone;
        this.runner = runner;
        this.activity = activity;
        this.fleet = new PublishedFleet(repository, secrets);
    }

    /// The guards know the fleet, so they are made after it.
    public void guardedBy(Guards guardsOfTheFleet) {
        guards = Optional.of(guardsOfTheFleet);
    }

    /// @param listener told of every change after it was stored and published, in the order of the
    ///                 changes, on the changing thread; must not wait for anything but the store
    public void whenChanged(Consumer<InstanceEvent> listener) {
        fleet.whenChanged(listener);
    }

    /// Reads everything again, after the store was replaced, many instances were stored at once or
    /// secrets were unlocked, and tells what is different now.
    public void reload() {
        fleet.reload();
    }

    @Override
    public Published<Fleet> fleet() {
        return fleet.published();
    }

    private Fleet now() {
        return fleet.published().get();
    }

    @Override
    public Optional<Instance> find(InstanceId id) {
        return now().find(id);
    }

    @Override
    public Instance add(Configuration typed, Secrets newSecrets, Consent consent) throws ProblemException {
        refuseBadSettings(typed);
        var configuration = rooted(typed);
        var changes = newSecrets.byField().entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> Optional.of(entry.getValue())));
        var name = configuration.name();
        return within("instance-add", "add " + name, List.of(), consent, context -> {
            if (!changes.isEmpty()) {
                secrets.prepare();
            }
            var instance = database.atomically(() -> {
                var added = saved(repository.add(configuration, Optional.empty()), configuration.kind(), name);
                if (!changes.isEmpty()) {
                    secrets.change(added.id(), changes);
                }
                return added;
            });
            context.undoableBy(new UndoStep(UNDO_ADD, instance.id(), "{}", "move " + name + " to the trash"));
            record(instance, consent, "Added " + name + ".");
            fleet.added(instance);
            return instance;
        });
    }

    @Override
    public Instance edit(
            InstanceId id,
            long openedOn,
            Configuration configuration,
            Map<String, Optional<Secret>> changedSecrets,
            Consent consent)
            throws ProblemException {
        refuseBadSettings(configuration);
        return change(id, openedOn, rooted(configuration), changedSecrets, consent);
    }

    @Override
    public Instance rename(InstanceId id, String name, Consent consent) throws ProblemException {
        return change(id, consent, configuration -> configuration.withName(name));
    }

    @Override
    public Instance setEnabled(InstanceId id, boolean enabled, Consent consent) throws ProblemException {
        return change(id, consent, configuration -> configuration.withEnabled(enabled));
    }

    @Override
    public Instance clone(InstanceId id, String name, Consent consent) throws ProblemException {
        var original = live(id);
        require(id, "clone it", consent);
        var look = proposeLook(original.kind(), name);
        var copy = valid(() -> original.configuration().withName(name).withLook(look.colour(), look.monogram()));
        return add(copy, Secrets.NONE, consent);
    }

    @Override
    public void order(InstanceId id, Optional<InstanceId> before, Consent consent) throws ProblemException {
        var moved = live(id);
        if (before.isPresent()) {
            live(before.get());
        }
        require(id, "move it in the list", consent);
        within("instance-order", "move " + moved.name() + " in the list", List.of(id), consent, context -> {
            var old = now().live().stream().map(Instance::id).toList();
            var order = new ArrayList<>(old);
            order.remove(id);
            order.add(
                    before.filter(other -> !other.equals(id))
                            .map(order::indexOf)
                            .orElse(order.size()),
                    id);
            repository.order(order);
            context.undoableBy(new UndoStep(
                    UNDO_ORDER,
                    id,
                    "\"" + old.stream().map(InstanceId::value).collect(Collectors.joining(" ")) + "\"",
                    "put " + moved.name() + " back where it was in the list"));
            fleet.reordered();
            return null;
        });
    }

    @Override
    public void remove(InstanceId id, Consent consent) throws ProblemException {
        var instance = live(id);
        var name = instance.name();
        require(id, "move it to the trash", consent);
        within("instance-remove", "move " + name + " to the trash", List.of(id), consent, context -> {
            saved(repository.trash(id), instance.kind(), name);
            context.undoableBy(new UndoStep(UNDO_REMOVE, id, "{}", "take " + name + " back from the trash"));
            record(instance, consent, "Moved " + name + " to the trash.");
            fleet.removed(List.of(id));
            return null;
        });
    }

    @Override
    public Instance restore(InstanceId id, Consent consent) throws ProblemException {
        var trashed = trashed(id);
        require(id, "take it back from the trash", consent);
        var title = "take " + trashed.name() + " back from the trash";
        return within("instance-restore", title, List.of(id), consent, context -> {
            var name = freeName(trashed.kind(), trashed.name());
            var instance = saved(repository.restore(id, name), trashed.kind(), name);
            context.undoableBy(new UndoStep(UNDO_ADD, id, "{}", "move " + name + " to the trash again"));
            record(
                    instance,
                    consent,
                    name.equals(trashed.name())
                            ? "Took " + name + " back from the trash."
                            : "Took " + trashed.name() + " back from the trash as " + name + ".");
            fleet.added(instance);
            return instance;
        });
    }

    @Override
    public void purge(InstanceId id, Consent consent) throws ProblemException {
        var instance = trashed(id);
        if (!consent.confirmed()) {
            throw new ProblemException(new Problem(
                    ProblemCode.CONFIRM,
                    "Deleting " + instance.name() + " for good takes all its history with it.",
                    "Confirm that you want this."));
        }
        if (guards.isPresent()) {
            guards.get()
                    .require(
                            new Act(ActionClass.LOCAL_FINAL, List.of(id), "delete it for good", List.of(), 1), consent);
        }
        within("instance-purge", "delete " + instance.name() + " for good", List.of(), consent, _ -> {
            purge(instance, consent);
            return null;
        });
    }

    /// Deletes for good what has been in the trash for 30 days.
    public void emptyOldTrash() {
        var before = now();
        var gone = repository.forgetOld();
        if (!gone.isEmpty()) {
            for (var id : gone) {
                var name = before.find(id).map(Instance::name).orElse(id.value());
                activity.record(new Activity.Entry(
                        time.instant(),
                        Optional.empty(),
                        io.pilothouse.domain.task.Origin.PROGRAM,
                        TaskRunner.current().map(TaskContext::id),
                        "instance-purge",
                        "Deleted " + name + " for good after 30 days in the trash."));
            }
            fleet.removed(gone);
        }
    }

    @Override
    public Instance acceptIdentity(InstanceId id, long openedOn, Consent consent) throws ProblemException {
        var instance = live(id);
        require(id, "accept who answers", consent);
        var seen = seenIdentity(id);
        return within("instance-identity", "accept who answers as " + instance.name(), List.of(id), consent, _ -> {
            var accepted = saved(repository.acceptIdentity(id, openedOn, seen), instance.kind(), instance.name());
            record(
                    accepted,
                    consent,
                    "Accepted that " + instance.name() + " is now "
                            + (seen.name().isEmpty() ? seen.product() : seen.product() + " " + seen.name()) + ".");
            fleet.edited(new InstanceEvent.Edited(instance, accepted, true));
            return accepted;
        });
    }

    /// Remembers who answers now where that is not the one known.
    public synchronized void strangerSeen(InstanceId id, RemoteIdentity identity) {
        var changed = new HashMap<>(seen);
        changed.put(id, identity);
        seen = Map.copyOf(changed);
    }

    /// Who answered at the latest check in the place of the known one.
    public Optional<RemoteIdentity> stranger(InstanceId id) {
        return Optional.ofNullable(seen.get(id));
    }

    /// Stores who answered at the first good check, or its new version.
    public void recordIdentity(InstanceId id, RemoteIdentity identity) {
        if (repository.recordIdentity(id, identity) instanceof Stored.Saved(var instance)) {
            fleet.known(instance);
        }
    }

    @Override
    public Look proposeLook(KindId kind, String name) {
        return Looks.propose(name, now().live());
    }

    @Override
    public List<Instance> sameIdentity(KindId kind, RemoteIdentity identity) {
        return now().live().stream()
                .filter(instance -> instance.kind().equals(kind))
                .filter(instance -> instance.identity()
                        .filter(known -> known.provenSameAs(identity))
                        .isPresent())
                .toList();
    }

    @Override
    public Instance named(String words) throws ProblemException {
        return now().named(words);
    }

    /// Puts the list into an earlier order; instances added since stay at the end.
    void reorder(List<InstanceId> order, Consent consent) throws ProblemException {
        within("instance-order", "put the list of instances into another order", List.of(), consent, _ -> {
            repository.order(order.stream().filter(id -> find(id).isPresent()).toList());
            fleet.reordered();
            return null;
        });
    }

    private Instance change(InstanceId id, Consent consent, UnaryOperator<Configuration> edit) throws ProblemException {
        var instance = live(id);
        return change(
                id, instance.configVersion(), valid(() -> edit.apply(instance.configuration())), Map.of(), consent);
    }

    private Instance change(
            InstanceId id,
            long openedOn,
            Configuration configuration,
            Map<String, Optional<Secret>> changedSecrets,
            Consent consent)
            throws ProblemException {
        var before = live(id);
        if (before.configVersion() == openedOn
                && before.configuration().equals(configuration)
                && changedSecrets.isEmpty()) {
            return before;
        }
        require(id, "change it", consent);
        var words = new EditWords(before.configuration(), configuration);
        return within("instance-edit", words.todo(), List.of(id), consent, context -> {
            if (changedSecrets.values().stream().anyMatch(Optional::isPresent)) {
                secrets.prepare();
            }
            var after = database.atomically(() -> {
                var edited = saved(
                        repository.update(id, openedOn, configuration), configuration.kind(), configuration.name());
                if (!changedSecrets.isEmpty()) {
                    secrets.change(id, changedSecrets);
                }
                return edited;
            });
            if (!before.configuration().equals(configuration)) {
                context.undoableBy(new UndoStep(
                        UNDO_EDIT,
                        id,
                        "{\"before\":" + ConfigurationJson.write(before.configuration()) + ",\"after\":"
                                + ConfigurationJson.write(configuration) + "}",
                        words.wayBack()));
            }
            record(after, consent, words.done(!changedSecrets.isEmpty()));
            fleet.edited(new InstanceEvent.Edited(
                    before, after, !changedSecrets.isEmpty() || otherIdentity(before.configuration(), configuration)));
            return after;
        });
    }

    /// Limits may change without a proof (T14).
    private boolean otherIdentity(Configuration before, Configuration after) {
        var limits = kinds.find(after.kind()).map(ConnectorKind::limits).orElse(Set.of());
        return !before.connection().withTimeout(after.connection().timeout()).equals(after.connection())
                || !without(limits, before.settings()).equals(without(limits, after.settings()));
    }

    private static Map<String, String> without(Set<String> names, Map<String, String> settings) {
        var rest = new TreeMap<>(settings);
        rest.keySet().removeAll(names);
        return rest;
    }

    private void purge(Instance instance, Consent consent) {
        repository.purge(instance.id());
        activity.record(new Activity.Entry(
                time.instant(),
                Optional.empty(),
                consent.origin(),
                TaskRunner.current().map(TaskContext::id),
                "instance-purge",
                "Deleted " + instance.name() + " for good."));
        fleet.removed(List.of(instance.id()));
    }

    private RemoteIdentity seenIdentity(InstanceId id) throws ProblemException {
        var stranger = stranger(id);
        if (stranger.isEmpty()) {
            throw new ProblemException(new Problem(
                    ProblemCode.IDENTITY_CHANGED,
                    "It is not known who answers as " + live(id).name() + " now.",
                    "Check its health first."));
        }
        return stranger.get();
    }

    private String freeName(KindId kind, String wanted) {
        var taken = now().live().stream()
                .filter(instance -> instance.kind().equals(kind))
                .map(instance -> instance.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        var name = wanted;
        for (int i = 2; taken.contains(name.toLowerCase(Locale.ROOT)); i++) {
            name = wanted.substring(0, Math.min(wanted.length(), 90)) + " (" + i + ")";
        }
        return name;
    }

    /// Without what people copy along with an address.
    private Configuration rooted(Configuration typed) {
        var connection = typed.connection();
        return kinds.find(typed.kind())
                .map(kind -> typed.withConnection(new Connection(
                        kind.root(connection.address()),
                        connection.second().map(kind::root),
                        connection.timeout(),
                        connection.proxy(),
                        connection.trust(),
                        connection.headers())))
                .orElse(typed);
    }

    private void refuseBadSettings(Configuration configuration) throws ProblemException {
        var bad = kinds.find(configuration.kind())
                .map(kind -> kind.badSettings(configuration.settings()))
                .orElse(Map.of());
        if (!bad.isEmpty()) {
            var reasons = bad.entrySet().stream()
                    .map(entry -> entry.getKey() + " " + entry.getValue())
                    .collect(Collectors.joining("; "));
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    configuration.name() + " cannot be saved: " + reasons + ".",
                    "Correct the setting and save again."));
        }
    }

    private static Configuration valid(java.util.function.Supplier<Configuration> edit) throws ProblemException {
        try {
            return edit.get();
        } catch (IllegalArgumentException e) { // the record's own rules, whose messages are for people
            throw new ProblemException(
                    new Problem(
                            ProblemCode.BAD_VALUE,
                            "This cannot be saved: " + e.getMessage() + ".",
                            "Correct the value."),
                    e);
        }
    }

    private Instance saved(Stored stored, KindId kind, String name) throws ProblemException {
        return switch (stored) {
            case Stored.Saved(var instance) -> instance;
            case Stored.NameTaken _ ->
                throw new ProblemException(new Problem(
                        ProblemCode.BAD_VALUE,
                        "There is already a "
                                + kinds.find(kind)
                                        .map(ConnectorKind::displayName)
                                        .orElse(kind.value()) + " called " + name + ".",
                        "Choose another name."));
            case Stored.Outdated(var now) ->
                throw new ProblemException(new Problem(
                        ProblemCode.BAD_VALUE,
                        now.name() + " was changed at "
                                + DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT)
                                        .withZone(zone)
                                        .format(now.updatedAt())
                                + ".",
                        "Reload this form."));
            case Stored.Gone _ -> throw gone(name);
        };
    }

    private Instance live(InstanceId id) throws ProblemException {
        var instance = now().require(id);
        if (instance.trashed()) {
            throw new ProblemException(new Problem(
                    ProblemCode.NOT_FOUND,
                    instance.name() + " is in the trash.",
                    "Take " + instance.name() + " back from the trash first."));
        }
        return instance;
    }

    private Instance trashed(InstanceId id) throws ProblemException {
        var instance = now().require(id);
        if (!instance.trashed()) {
            throw new ProblemException(new Problem(
                    ProblemCode.NOT_FOUND, instance.name() + " is not in the trash.", "Move it to the trash first."));
        }
        return instance;
    }

    private static ProblemException gone(String name) {
        return new ProblemException(new Problem(
                ProblemCode.NOT_FOUND,
                "There is no instance " + name + " any more.",
                "Look at the list of instances and the trash."));
    }

    private void require(InstanceId id, String what, Consent consent) throws ProblemException {
        if (guards.isPresent()) {
            guards.get().require(Act.local(id, what), consent);
        }
    }

    private <T extends @org.jspecify.annotations.Nullable Object> T within(
            String kind,
            String title,
            List<InstanceId> ids,
            Consent consent,
            TaskRunner.Inline<T, ProblemException> work)
            throws ProblemException {
        return runner.within(new TaskRequest(kind, title, ids, consent.origin()), work);
    }

    private void record(Instance instance, Consent consent, String words) {
        activity.record(Activity.now(time.instant(), instance.id(), consent.origin(), "instance", words));
    }
}
