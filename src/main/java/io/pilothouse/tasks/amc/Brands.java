package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.store.AmcScheduleRepository;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.guard.Guards;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Labels of instances (section 17). Methods block on the store.
public final class Brands {

    /// What a new brand begins as.
    public static final Brand NEW = new Brand(0, "?", Optional.empty(), Map.of());

    private final AmcLibraryRepository store;
    private final AmcScheduleRepository schedules;
    private final Targets targets;
    private final RemoteMemory memory;
    private final Guards guards;
    private final Published<List<Brand>> known;

    Brands(
            AmcLibraryRepository store,
            AmcScheduleRepository schedules,
            Targets targets,
            RemoteMemory memory,
            Guards guards) {
        this.store = store;
        this.memory = memory;
        this.schedules = schedules;
        this.targets = targets;
        this.guards = guards;
        known = new Published<>(store.brands());
    }

    /// All of them by name, without waiting for the store.
    public Published<List<Brand>> known() {
        return known;
    }

    private void changed() {
        known.set(store.brands());
    }

    /// @return by name
    public List<Brand> all() {
        return store.brands();
    }

    public Map<InstanceId, List<Brand>> byInstance() {
        return store.brandsByInstance();
    }

    public Brand find(String name) throws ProblemException {
        return store.brands().stream()
                .filter(brand -> brand.isCalled(name))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND, "There is no brand “" + name + "”.", "Look at the list for its name.")));
    }

    /// Makes a brand, or changes one; schedules that choose by it follow its name.
    ///
    /// @param brand number 0 for a new one
    public Brand save(Brand brand, Consent consent) throws ProblemException {
        if (brand.number() != 0) {
            allow(brand.number(), "change the brand “" + brand.name() + "”", consent);
        }
        var saved = store.saveBrand(brand)
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.BAD_VALUE,
                        "There is a brand “" + brand.name() + "” already.",
                        "Choose another name, or merge them.")));
        changed();
        return saved;
    }

    /// The same, and gives the brand to these instances and to no others; each keeps the order of the
    /// others it has.
    public Brand save(Brand brand, List<InstanceId> on, Consent consent) throws ProblemException {
        var byInstance = store.brandsByInstance();
        var changed = new LinkedHashMap<InstanceId, List<Long>>();
        for (var instance : targets.live()) {
            var numbers = byInstance.getOrDefault(instance.id(), List.of()).stream()
                    .map(Brand::number)
                    .toList();
            boolean has = brand.number() != 0 && numbers.contains(brand.number());
            if (has != on.contains(instance.id())) {
                guards.require(Act.local(instance.id(), "change the brands"), consent);
                changed.put(instance.id(), numbers);
            }
        }
        for (var id : on) {
            targets.require(id);
        }
        var saved = save(brand, consent);
        changed.forEach((id, before) -> {
            var numbers = new ArrayList<>(before);
            if (!numbers.remove((Long) saved.number())) {
                numbers.add(saved.number());
            }
            store.setBrands(id, numbers);
        });
        return saved;
    }

    /// What a brand of an instance might be called: its customer's name and those of its advertisers, as
    /// far as there is no brand of that name.
    ///
    /// @throws AmcException if Amazon does not say who its advertisers are
    public List<String> suggestions(InstanceId instance) throws AmcException, InterruptedException {
        var known = store.brands();
        return Stream.concat(Stream.of(memory.facts(instance).customer()), memory.advertiserNames(instance).stream())
                .filter(name -> !name.isBlank() && known.stream().noneMatch(it -> it.isCalled(name)))
                .distinct()
                .toList();
    }

    /// Results keep its name. A schedule that chooses by it would ask nobody any more, so it stays then.
    public void remove(long number, Consent consent) throws ProblemException {
        var brand = own(number);
        var choosing = schedules.schedules().stream()
                .filter(it -> brand.isCalled(it.brand()))
                .findFirst();
        if (choosing.isPresent()) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE,
                    "The schedule “" + choosing.get().name() + "” chooses its instances by the brand “" + brand.name()
                            + "”.",
                    "Change the schedule first, or merge the brand into another."));
        }
        allow(number, "remove the brand “" + brand.name() + "”", consent);
        store.deleteBrand(number);
        changed();
    }

    /// Moves the instances and schedules of one brand to another, and removes it.
    public void merge(long from, long into, Consent consent) throws ProblemException {
        var kept = own(into);
        if (from == into) {
            throw new ProblemException(new Problem(
                    ProblemCode.BAD_VALUE, "A brand cannot be merged into itself.", "Choose another brand."));
        }
        allow(from, "merge the brand “" + own(from).name() + "” into “" + kept.name() + "”", consent);
        store.mergeBrands(from, into);
        changed();
    }

    /// @throws ProblemException `forbidden` for one of somebody else, `not-found`
    private Brand own(long number) throws ProblemException {
        var found = store.brands().stream().filter(it -> it.number() == number).findFirst();
        if (found.isPresent()) {
            return found.get();
        }
        throw new ProblemException(
                store.foreignBrand(number)
                        ? Targets.foreign("The brand " + number)
                        : new Problem(
                                ProblemCode.NOT_FOUND,
                                "There is no brand " + number + " any more.",
                                "Look at the list for its name."));
    }

    /// Asks the guards of every instance that has it.
    private void allow(long number, String what, Consent consent) throws ProblemException {
        own(number);
        for (var entry : store.brandsByInstance().entrySet()) {
            if (entry.getValue().stream().anyMatch(it -> it.number() == number)) {
                guards.require(Act.local(entry.getKey(), what), consent);
            }
        }
    }

    /// The same brand with another name.
    ///
    /// @throws ProblemException if it is none
    public static Brand called(Brand brand, String name) throws ProblemException {
        try {
            return new Brand(brand.number(), name, brand.colour(), brand.parameters());
        } catch (IllegalArgumentException bad) {
            throw new ProblemException(
                    new Problem(ProblemCode.BAD_VALUE, "That is no name: " + bad.getMessage() + ".", "Choose another."),
                    bad);
        }
    }

    /// Replaces the brands of an instance, making those that are new; none clears them.
    public void set(InstanceId instance, List<String> names, Consent consent) throws ProblemException {
        targets.require(instance);
        guards.require(Act.local(instance, "change the brands"), consent);
        var numbers = new ArrayList<Long>();
        for (var name : names) {
            numbers.add(named(name, consent).number());
        }
        store.setBrands(instance, numbers);
    }

    private Brand named(String name, Consent consent) throws ProblemException {
        var known = store.brands().stream().filter(it -> it.isCalled(name)).findFirst();
        return known.isPresent() ? known.get() : save(called(NEW, name), consent);
    }
}
