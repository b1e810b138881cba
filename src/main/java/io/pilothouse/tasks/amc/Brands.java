package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.guard.Act;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.tasks.guard.Guards;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Labels of instances (section 17). Methods block on the store.
public final class Brands {

    private final AmcLibraryRepository store;
    private final Targets targets;
    private final Guards guards;

    Brands(AmcLibraryRepository store, Targets targets, Guards guards) {
        this.store = store;
        this.targets = targets;
        this.guards = guards;
    }

    /// @return by name
    public List<Brand> all() {
        return store.brands();
    }

    public Map<InstanceId, List<Brand>> byInstance() {
        return store.brandsByInstance();
    }

    public Brand find(String name) throws ProblemException {
        var key = name.strip().replaceAll("\\s+", " ").toLowerCase(java.util.Locale.ROOT);
        return store.brands().stream()
                .filter(brand -> brand.key().equals(key))
                .findFirst()
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.NOT_FOUND, "There is no brand “" + name + "”.", "Look at the list for its name.")));
    }

    public Brand save(Brand brand) throws ProblemException {
        return store.saveBrand(brand)
                .orElseThrow(() -> new ProblemException(new Problem(
                        ProblemCode.BAD_VALUE,
                        "There is a brand “" + brand.name() + "” already.",
                        "Choose another name, or merge them.")));
    }

    /// Results keep its name.
    public void remove(long number) {
        store.deleteBrand(number);
    }

    public void merge(long from, long into) {
        store.mergeBrands(from, into);
    }

    /// Replaces the brands of an instance, making those that are new; none clears them.
    public void set(InstanceId instance, List<String> names, Consent consent) throws ProblemException {
        targets.require(instance);
        guards.require(Act.local(instance, "change the brands"), consent);
        var numbers = new ArrayList<Long>();
        for (var name : names) {
            numbers.add(named(name).number());
        }
        store.setBrands(instance, numbers);
    }

    private Brand named(String name) throws ProblemException {
        try {
            return find(name);
        } catch (ProblemException e) {
            try {
                return save(new Brand(0, name, "", Map.of()));
            } catch (IllegalArgumentException bad) {
                throw new ProblemException(
                        new Problem(
                                ProblemCode.BAD_VALUE, "That is no name: " + bad.getMessage() + ".", "Choose another."),
                        bad);
            }
        }
    }
}
