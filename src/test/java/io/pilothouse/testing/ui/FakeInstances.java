package io.pilothouse.testing.ui;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.IdentityColour;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.instance.Fleet;
import io.pilothouse.tasks.instance.Instances;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// Instances kept in memory; every change is published as the real service would.
public final class FakeInstances implements Instances {

    public final Published<Fleet> fleet = new Published<>(Fleet.EMPTY);
    /// What was asked, for example `remove sonarr-2606180000s01`.
    public final List<String> calls = new ArrayList<>();

    private final Clock clock;
    private final RandomGenerator random = new java.util.Random(1);
    private int nextNum = 1000;

    public FakeInstances(Clock clock) {
        this.clock = clock;
    }

    @Override
    public Published<Fleet> fleet() {
        return fleet;
    }

    @Override
    public Optional<Instance> find(InstanceId id) {
        return fleet.get().find(id);
    }

    @Override
    public Instance add(Configuration configuration, Secrets secrets, Consent consent) {
        calls.add("add " + configuration.name());
        var id = InstanceId.draw(configuration.kind(), clock.instant(), random);
        var instance = new Instance(
                id,
                nextNum++,
                configuration,
                fleet.get().live().size(),
                1,
                Optional.empty(),
                clock.instant(),
                clock.instant(),
                Optional.empty(),
                Optional.empty());
        fleet.update(old -> {
            var live = new ArrayList<>(old.live());
            live.add(instance);
            return Fleet.of(live, old.trashed(), old.locked(), old.formerNames());
        });
        return instance;
    }

    @Override
    public Instance edit(
            InstanceId id,
            long openedOn,
            Configuration configuration,
            Map<String, Optional<Secret>> secrets,
            Consent consent)
            throws ProblemException {
        calls.add("edit " + id);
        if (the(id).configVersion() != openedOn) {
            throw new ProblemException(
                    new Problem(ProblemCode.BAD_VALUE, the(id).name() + " was changed since.", "Reload this form."));
        }
        return change(id, _ -> configuration);
    }

    @Override
    public Instance rename(InstanceId id, String name, Consent consent) throws ProblemException {
        calls.add("rename " + id);
        return change(id, old -> old.withName(name));
    }

    @Override
    public Instance clone(InstanceId id, String name, Consent consent) throws ProblemException {
        calls.add("clone " + id);
        return add(the(id).configuration().withName(name), Secrets.NONE, consent);
    }

    @Override
    public Instance setEnabled(InstanceId id, boolean enabled, Consent consent) throws ProblemException {
        calls.add("setEnabled " + id + " " + enabled);
        return change(id, old -> old.withEnabled(enabled));
    }

    @Override
    public void order(InstanceId id, Optional<InstanceId> before, Consent consent) throws ProblemException {
        calls.add("order " + id + " before " + before.map(InstanceId::value).orElse("end"));
        var moved = the(id);
        fleet.update(old -> {
            var live = new ArrayList<>(old.live());
            live.remove(moved);
            int at = before.map(
                            other -> live.stream().map(Instance::id).toList().indexOf(other))
                    .orElse(live.size());
            live.add(at, moved);
            return Fleet.of(live, old.trashed(), old.locked(), old.formerNames());
        });
    }

    @Override
    public void remove(InstanceId id, Consent consent) throws ProblemException {
        calls.add("remove " + id);
        var removed = the(id);
        var trashed = new Instance(
                removed.id(),
                removed.num(),
                removed.configuration(),
                removed.position(),
                removed.configVersion(),
                removed.identity(),
                removed.createdAt(),
                removed.updatedAt(),
                Optional.of(clock.instant()),
                removed.legacyKey());
        fleet.update(old -> {
            var live = new ArrayList<>(old.live());
            live.remove(removed);
            var bin = new ArrayList<>(old.trashed());
            bin.addFirst(trashed);
            return Fleet.of(live, bin, old.locked(), old.formerNames());
        });
    }

    @Override
    public Instance restore(InstanceId id, Consent consent) throws ProblemException {
        calls.add("restore " + id);
        var from = the(id);
        var back = new Instance(
                from.id(),
                from.num(),
                from.configuration(),
                from.position(),
                from.configVersion(),
                from.identity(),
                from.createdAt(),
                from.updatedAt(),
                Optional.empty(),
                from.legacyKey());
        fleet.update(old -> {
            var live = new ArrayList<>(old.live());
            live.add(back);
            return Fleet.of(
                    live,
                    old.trashed().stream().filter(one -> !one.id().equals(id)).toList(),
                    old.locked(),
                    old.formerNames());
        });
        return back;
    }

    @Override
    public void purge(InstanceId id, Consent consent) throws ProblemException {
        calls.add("purge " + id);
        the(id);
        fleet.update(old -> Fleet.of(
                old.live(),
                old.trashed().stream().filter(one -> !one.id().equals(id)).toList(),
                old.locked(),
                old.formerNames()));
    }

    @Override
    public Instance acceptIdentity(InstanceId id, long openedOn, Consent consent) throws ProblemException {
        calls.add("acceptIdentity " + id);
        return the(id);
    }

    @Override
    public Look proposeLook(KindId kind, String name) {
        return new Look(
                IdentityColour.TEAL,
                (name.isBlank() ? kind.value() : name.strip()).substring(0, 1).toUpperCase(java.util.Locale.ROOT)
                        + "9");
    }

    @Override
    public List<Instance> sameIdentity(KindId kind, RemoteIdentity identity) {
        return fleet.get().live().stream()
                .filter(instance ->
                        instance.kind().equals(kind) && instance.identity().equals(Optional.of(identity)))
                .toList();
    }

    @Override
    public Instance named(String words) throws ProblemException {
        return fleet.get().live().stream()
                .filter(instance -> instance.name().equalsIgnoreCase(words)
                        || instance.id().value().equals(words))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND, "There is no instance " + words + ".", "Look at the Fleet.")));
    }

    private Instance change(InstanceId id, UnaryOperator<Configuration> change) throws ProblemException {
        var from = the(id);
        var to = new Instance(
                id,
                from.num(),
                change.apply(from.configuration()),
                from.position(),
                from.configVersion() + 1,
                from.identity(),
                from.createdAt(),
                clock.instant(),
                from.deletedAt(),
                from.legacyKey());
        fleet.update(old -> Fleet.of(
                old.live().stream().map(one -> one.id().equals(id) ? to : one).toList(),
                old.trashed(),
                old.locked(),
                old.formerNames()));
        return to;
    }

    private Instance the(InstanceId id) throws ProblemException {
        return find(id).orElseThrow(() -> new ProblemException(
                new Problem(ProblemCode.NOT_FOUND, "There is no instance " + id + ".", "Look at the Fleet.")));
    }
}
