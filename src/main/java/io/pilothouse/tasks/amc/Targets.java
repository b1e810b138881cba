package io.pilothouse.tasks.amc;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.ProblemCode;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.amc.Brand;
import io.pilothouse.domain.amc.Marketplace;
import io.pilothouse.domain.amc.MarketplaceId;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.store.AmcLibraryRepository;
import io.pilothouse.tasks.instance.Instances;
import java.util.List;
import java.util.Optional;

/// AMC's instances as they are stored: what their settings say.
final class Targets {

    static final KindId KIND = new KindId("amc");
    static final int USUAL_PARALLEL = 5;
    static final int USUAL_DAILY = 30;
    private static final int MOST_PARALLEL = 10;

    private final Instances instances;
    private final AmcLibraryRepository library;

    Targets(Instances instances, AmcLibraryRepository library) {
        this.instances = instances;
        this.library = library;
    }

    List<Instance> live() {
        return instances.fleet().get().live().stream()
                .filter(instance -> instance.kind().equals(KIND))
                .toList();
    }

    Optional<Instance> find(InstanceId id) {
        return instances.find(id).filter(it -> !it.trashed() && it.kind().equals(KIND));
    }

    /// Whether what hangs on an instance may be used: it is one of ours, or was.
    boolean own(InstanceId id) {
        return !instances.fleet().get().foreign().contains(id);
    }

    /// @throws ProblemException `forbidden` if the instance belongs to somebody else
    void requireOwn(InstanceId id) throws ProblemException {
        if (!own(id)) {
            throw new ProblemException(instances.fleet().get().absence(id));
        }
    }

    /// @param what a schedule, workflow and so on, with its id
    static Problem foreign(String what) {
        return new Problem(ProblemCode.FORBIDDEN, what + " belongs to somebody else.", "Ask whom it belongs to.");
    }

    /// @throws ProblemException `forbidden` for one of somebody else, `not-found`
    Instance require(InstanceId id) throws ProblemException {
        requireOwn(id);
        return find(id).orElseThrow(() -> new ProblemException(new Problem(
                ProblemCode.NOT_FOUND, "There is no AMC instance " + id + ".", "Look at the list for its name.")));
    }

    String name(InstanceId id) {
        return instances.find(id).map(Instance::name).orElse(id.value());
    }

    static String setting(Instance instance, String name) {
        return instance.configuration().settings().getOrDefault(name, "").strip();
    }

    /// @return the entity that its runs count for; empty while none is entered
    static String entity(Instance instance) {
        var entity = setting(instance, "entityId");
        return entity.isEmpty() ? setting(instance, "accountId") : entity;
    }

    static String currency(Instance instance) {
        var id = setting(instance, "marketplaceId");
        return id.isEmpty()
                ? ""
                : Marketplace.of(new MarketplaceId(id))
                        .map(Marketplace::currency)
                        .orElse("");
    }

    /// @return runs it may have at Amazon at once
    static int parallel(Instance instance) {
        return Math.clamp(number(setting(instance, "maxParallel"), USUAL_PARALLEL), 1, MOST_PARALLEL);
    }

    /// @return runs a day it may be asked for; empty without a limit
    static Optional<Integer> daily(Instance instance) {
        var text = setting(instance, "dailySoftLimit");
        return text.equalsIgnoreCase("off") ? Optional.empty() : Optional.of(number(text, USUAL_DAILY));
    }

    private static int number(String text, int usual) {
        return text.matches("\\d{1,6}") ? Integer.parseInt(text) : usual;
    }

    List<String> brands(InstanceId id) {
        return library.brandsByInstance().getOrDefault(id, List.of()).stream()
                .map(Brand::name)
                .toList();
    }
}
