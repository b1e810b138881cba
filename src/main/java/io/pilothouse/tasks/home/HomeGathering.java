package io.pilothouse.tasks.home;

import static io.pilothouse.domain.home.HomeComparison.fields;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.home.HomeComparison;
import io.pilothouse.domain.home.HomeComparison.Part;
import io.pilothouse.domain.home.HomeComparison.Side;
import io.pilothouse.domain.home.HomeErrorKind;
import io.pilothouse.domain.home.HomeIndex;
import io.pilothouse.domain.home.HomeProblems;
import io.pilothouse.domain.home.HomeProblems.Found;
import io.pilothouse.domain.home.HomeResult;
import io.pilothouse.domain.home.Registries.Device;
import io.pilothouse.domain.home.Upkeep.Automation;
import io.pilothouse.domain.home.Upkeep.Run;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.TaskRunner;
import io.pilothouse.tasks.home.HomeProblemList.Source;
import io.pilothouse.tasks.home.HomeProblemList.Untold;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Asks several houses at the same time. One that is slow or silent delays nobody else's answer to itself.
final class HomeGathering {

    private static final int AT_ONCE = 8;
    /// Automations whose runs are looked at in one house.
    private static final int MOST_AUTOMATIONS = 50;

    private final ConnectedHomes homes;
    private final KeptSides kept;
    private final Clock clock;

    HomeGathering(ConnectedHomes homes, KeptSides kept, Clock clock) {
        this.homes = homes;
        this.kept = kept;
        this.clock = clock;
    }

    interface Each<T> {
        T of(InstanceId id) throws InterruptedException;
    }

    /// @return what came of each, in the order of `ids`
    <T> List<T> all(Collection<InstanceId> ids, int atOnce, Each<T> each) throws InterruptedException {
        var slots = new Semaphore(atOnce);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var running = new ArrayList<Future<T>>();
            for (var id : ids) {
                running.add(threads.submit(TaskRunner.carried(() -> {
                    slots.acquire();
                    try {
                        return each.of(id);
                    } finally {
                        slots.release();
                    }
                })::call));
            }
            try {
                var all = new ArrayList<T>();
                for (var future : running) {
                    all.add(future.get());
                }
                return all;
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            } catch (ExecutionException e) {
                threads.shutdownNow();
                throw new IllegalStateException(e.getCause());
            }
        }
    }

    // --- comparing

    private interface Reading {
        HomeResult<SequencedMap<String, SequencedMap<String, String>>> read() throws InterruptedException;
    }

    /// A house that is silent is given as it was last read.
    Side side(InstanceId id, String name, Collection<Part> wanted) throws InterruptedException {
        var side = new Side(id, name, new EnumMap<>(Part.class), new EnumMap<>(Part.class), new EnumMap<>(Part.class));
        var reachable = homes.facts(id);
        boolean itself = homes.isItself(id).found().orElse(false); // what a stranger tells is not kept as its own
        for (var part : Part.values()) {
            if (!wanted.contains(part)) {
                continue;
            }
            if (reachable instanceof HomeResult.Failed<?> failed) {
                stored(side, part, failed);
                continue;
            }
            switch (reading(id, part).read()) {
                case HomeResult.Got<SequencedMap<String, SequencedMap<String, String>>> got -> {
                    side.parts().put(part, got.value());
                    if (itself) {
                        kept.keep(id, part, new KeptSides.Kept(got.at(), got.value()));
                    }
                }
                case HomeResult.Failed<SequencedMap<String, SequencedMap<String, String>>> failed ->
                    stored(side, part, failed);
            }
        }
        return side;
    }

    private void stored(Side side, Part part, HomeResult.Failed<?> failed) {
        var reason = failed.problem().summary();
        var old = failed.kind().silent() ? kept.find(side.instance(), part) : Optional.<KeptSides.Kept>empty();
        if (old.isPresent()) {
            side.parts().put(part, old.get().things());
            side.stored().put(part, new HomeComparison.Stored(old.get().readAt(), reason));
        } else {
            side.missing().put(part, reason);
        }
    }

    private Reading reading(InstanceId id, Part part) {
        return switch (part) {
            case CONFIGURATION ->
                () -> map(homes.facts(id), facts -> {
                    var all = things();
                    all.put("version", fields("value", facts.version()));
                    all.put("timeZone", fields("value", facts.timeZone()));
                    all.put("state", fields("value", facts.state()));
                    all.put("recoveryMode", fields("value", Boolean.toString(facts.recovery())));
                    all.put("supervisor", fields("value", Boolean.toString(facts.supervised())));
                    return all;
                });
            case COMPONENTS ->
                () -> map(homes.facts(id), facts -> {
                    var all = things();
                    facts.components().stream()
                            .filter(component -> !component.contains("."))
                            .forEach(component -> all.put(component, fields()));
                    return all;
                });
            case INTEGRATIONS ->
                () -> map(homes.integrations(id), list -> {
                    var all = things();
                    list.forEach(one -> all.put(
                            one.domain() + ": " + one.title(),
                            fields("state", one.state(), "disabledBy", one.disabledBy())));
                    return all;
                });
            case FLOORS ->
                () -> map(homes.index(id), index -> {
                    var all = things();
                    index.registries()
                            .floors()
                            .forEach(floor -> all.put(
                                    normal(floor.name()),
                                    fields(
                                            "level",
                                            floor.level().isPresent()
                                                    ? Integer.toString(
                                                            floor.level().getAsInt())
                                                    : "")));
                    return all;
                });
            case AREAS ->
                () -> map(homes.areas(id), rows -> {
                    var all = things();
                    rows.stream()
                            .filter(row -> !row.none())
                            .forEach(row -> all.put(
                                    normal(row.name()),
                                    fields(
                                            "floor", row.floor(),
                                            "entities", Integer.toString(row.entities()),
                                            "devices", Integer.toString(row.devices()))));
                    return all;
                });
            case LABELS ->
                () -> map(homes.index(id), index -> {
                    var all = things();
                    index.registries()
                            .labels()
                            .forEach(label -> all.put(
                                    normal(label.name()),
                                    fields("colour", label.colour().orElse(""))));
                    return all;
                });
            case DEVICES -> () -> map(homes.index(id), HomeGathering::devices);
            case ENTITIES ->
                () -> map(homes.entities(id), rows -> {
                    var all = things();
                    rows.forEach(row -> all.put(
                            row.id(),
                            fields(
                                    "name", row.name(),
                                    "area", normal(row.area()),
                                    "unit", row.unit(),
                                    "integration", row.platform(),
                                    "disabled", Boolean.toString(row.disabled()))));
                    return all;
                });
            case SERVICES ->
                () -> map(homes.services(id), catalogue -> {
                    var all = things();
                    catalogue
                            .byName()
                            .values()
                            .forEach(service -> all.put(
                                    service.name(),
                                    fields(
                                            "fields",
                                            service.fields().stream()
                                                    .map(field -> field.key())
                                                    .sorted()
                                                    .collect(java.util.stream.Collectors.joining(" ")))));
                    return all;
                });
            case AUTOMATIONS ->
                () -> map(homes.automations(id), list -> {
                    var all = things();
                    list.stream()
                            .filter(one -> one.entityId().startsWith("automation."))
                            .forEach(one -> all.put(
                                    one.itemId().isEmpty() ? normal(one.name()) : one.itemId(),
                                    fields("name", one.name(), "state", one.state(), "mode", one.mode())));
                    return all;
                });
            case ADD_ONS ->
                () -> map(homes.upkeep().addOns(id), list -> {
                    var all = things();
                    list.forEach(one -> all.put(one.slug(), fields("name", one.name(), "version", one.version())));
                    return all;
                });
            case UPDATES ->
                () -> map(homes.updates(id), list -> {
                    var all = things();
                    list.forEach(
                            one -> all.put(one.title(), fields("installed", one.installed(), "latest", one.latest())));
                    return all;
                });
            case HARDWARE ->
                () -> map(homes.hardware(id, Homes.Age.KEPT), hardware -> {
                    var all = things();
                    hardware.system().forEach((key, value) -> all.put("system " + key, fields("value", value)));
                    hardware.host().forEach((key, value) -> all.put("host " + key, fields("value", value)));
                    hardware.boards().forEach(board -> all.put(board.name(), fields("model", board.model())));
                    return all;
                });
            case NETWORK ->
                () -> map(homes.network(id, Homes.Age.KEPT), network -> {
                    var all = things();
                    network.adapters()
                            .forEach(adapter -> all.put(
                                    adapter.name(),
                                    fields(
                                            "enabled", Boolean.toString(adapter.enabled()),
                                            "addresses", String.join(" ", adapter.addresses()))));
                    all.put(
                            "internal address",
                            fields("value", network.urls().internal().orElse("")));
                    all.put(
                            "external address",
                            fields("value", network.urls().external().orElse("")));
                    return all;
                });
            case REPAIRS ->
                () -> map(homes.repairs(id), list -> {
                    var all = things();
                    list.forEach(one -> all.put(
                            one.domain() + "/" + one.issueId(),
                            fields("severity", one.severity(), "ignored", Boolean.toString(one.ignored()))));
                    return all;
                });
            case BACKUPS ->
                () -> map(homes.backups(id), backups -> {
                    var all = things();
                    all.put(
                            "newest",
                            fields(
                                    "day",
                                    backups.newest()
                                            .map(at -> at.toString().substring(0, 10))
                                            .orElse("never")));
                    all.put(
                            "automatic",
                            fields("on", Boolean.toString(backups.next().isPresent())));
                    return all;
                });
        };
    }

    /// By all that the hardware itself is called; where that is not told, by name and model.
    private static SequencedMap<String, SequencedMap<String, String>> devices(HomeIndex index) {
        var all = things();
        for (var device : index.registries().devices()) {
            all.put(
                    deviceKey(device),
                    fields(
                            "name", device.name(),
                            "manufacturer", device.manufacturer(),
                            "model", device.model(),
                            "version", device.softwareVersion(),
                            "area",
                                    index.areaOf(device)
                                            .map(area -> normal(area.name()))
                                            .orElse("")));
        }
        return all;
    }

    private static String deviceKey(Device device) {
        return device.keys().isEmpty() ? device.name() + " " + device.model() : HomeComparison.deviceKey(device.keys());
    }

    private static SequencedMap<String, SequencedMap<String, String>> things() {
        return new LinkedHashMap<>();
    }

    /// Names are typed by people: case and spaces do not make them different.
    private static String normal(String name) {
        return name.strip().toLowerCase(Locale.ROOT).replaceAll("\\s+", " ");
    }

    private static <T, R> HomeResult<R> map(HomeResult<T> result, java.util.function.Function<T, R> change) {
        return switch (result) {
            case HomeResult.Got<T> got ->
                new HomeResult.Got<>(got.instance(), got.at(), change.apply(got.value()), got.kept());
            case HomeResult.Failed<T> failed ->
                new HomeResult.Failed<>(failed.instance(), failed.at(), failed.kind(), failed.problem());
        };
    }

    // --- problems

    private record Look(InstanceId id, List<Found> found, Optional<Problem> silent, List<Untold> untold) {}

    HomeProblemList problems(SequencedMap<InstanceId, String> houses) throws InterruptedException {
        var looks = all(houses.keySet(), AT_ONCE, id -> look(id, houses.get(id)));
        var problems = new ArrayList<HomeProblem>();
        var silent = new ConcurrentHashMap<InstanceId, Problem>();
        var untold = new ArrayList<Untold>();
        for (var look : looks) {
            look.found().forEach(found -> problems.add(new HomeProblem(look.id(), houses.get(look.id()), found)));
            look.silent().ifPresent(problem -> silent.put(look.id(), problem));
            untold.addAll(look.untold());
        }
        problems.sort(
                Comparator.comparing(HomeProblem::found, HomeProblems.ORDER).thenComparing(HomeProblem::house));
        return new HomeProblemList(problems, silent, untold);
    }

    private Look look(InstanceId id, String name) throws InterruptedException {
        var entities = homes.entities(id);
        if (entities instanceof HomeResult.Failed<?> failed) {
            return new Look(id, List.of(), Optional.of(failed.problem()), List.of());
        }
        var found = new ArrayList<Found>();
        var untold = new ArrayList<Untold>();
        entities.found().ifPresent(rows -> found.addAll(HomeProblems.ofEntities(rows)));
        take(homes.repairs(id), Source.REPAIRS, name, untold).ifPresent(it -> found.addAll(HomeProblems.ofRepairs(it)));
        take(homes.updates(id), Source.UPDATES, name, untold).ifPresent(it -> found.addAll(HomeProblems.ofUpdates(it)));
        take(homes.integrations(id), Source.INTEGRATIONS, name, untold)
                .ifPresent(it -> found.addAll(HomeProblems.ofIntegrations(it)));
        take(homes.backups(id), Source.BACKUPS, name, untold)
                .ifPresent(it -> found.addAll(HomeProblems.ofBackups(it, clock.instant())));
        var automations = take(homes.automations(id), Source.AUTOMATIONS, name, untold);
        if (automations.isPresent()) {
            found.addAll(HomeProblems.ofAutomations(automations.get(), runs(id, name, automations.get(), untold)));
        }
        return new Look(id, found, Optional.empty(), untold);
    }

    private Map<String, List<Run>> runs(InstanceId id, String name, List<Automation> automations, List<Untold> untold)
            throws InterruptedException {
        var runs = new LinkedHashMap<String, List<Run>>();
        var asked = automations.stream()
                .filter(one -> one.entityId().startsWith("automation.")
                        && !one.itemId().isEmpty()
                        && one.lastTriggered().isPresent())
                .limit(MOST_AUTOMATIONS)
                .toList();
        for (var automation : asked) {
            var told = take(homes.runs(id, automation), Source.RUNS, name, untold);
            if (told.isEmpty()) {
                return runs; // it would say the same of the others
            }
            runs.put(automation.itemId(), told.get());
        }
        return runs;
    }

    /// A part that a house does not offer is no problem of the house, but said.
    private static <T> Optional<T> take(HomeResult<T> result, Source source, String house, List<Untold> untold) {
        if (result instanceof HomeResult.Failed<T> failed && failed.kind() != HomeErrorKind.NOT_SUPPORTED) {
            untold.add(new Untold(
                    house,
                    source,
                    Optional.of(failed.problem()).filter(_ -> failed.kind() != HomeErrorKind.NEEDS_ADMIN)));
        }
        return result.found();
    }
}
