package io.pilothouse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilothouse.demo.DemoFleet;
import io.pilothouse.demo.DemoInstance;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.guard.Consent;
import io.pilothouse.domain.guard.GuardLevel;
import io.pilothouse.domain.health.ShownState;
import io.pilothouse.domain.health.SleepTimes;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import io.pilothouse.domain.task.Origin;
import io.pilothouse.store.DataFolder;
import io.pilothouse.tasks.Engine;
import io.pilothouse.tasks.Published;
import io.pilothouse.tasks.TaskRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/// The demo fleet with a console on it: every instance is added as a person would add it, to a store
/// that begins anew each time.
final class DemoConsole implements AutoCloseable {

    private static final long SEED = 1;
    private static final int ADVERTISING = 3;
    private static final String RULE = "Missing movies";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    /// Who opens the demo fleet wants to see its cycles at work.
    private static final Consent OPENED = new Consent(Origin.WINDOW, true, true, Optional.empty(), false);
    private static final Consent ASKED = Consent.confirmed(Origin.PROGRAM);

    private final DemoFleet fleet;
    private final Clock clock;

    private DemoConsole(DemoFleet fleet, Clock clock) {
        this.fleet = fleet;
        this.clock = clock;
    }

    /// @param also kinds of which it has one more each
    static DemoConsole start(Clock clock, List<String> also) throws IOException {
        var console = start(clock, 14);
        try {
            for (var kind : also) {
                console.fleet.also(kind);
            }
            return console;
        } catch (IOException e) {
            console.close();
            throw e;
        }
    }

    /// @param size 14, 200 or 1000
    static DemoConsole start(Clock clock, int size) throws IOException {
        return new DemoConsole(DemoFleet.start(SEED, size, clock, 0), clock);
    }

    /// Deletes the store of an earlier demo; the person's own store is elsewhere.
    static void forget(DataFolder demo) throws IOException {
        for (var suffix : List.of("", "-wal", "-shm")) {
            Files.deleteIfExists(demo.store().resolveSibling(demo.store().getFileName() + suffix));
        }
    }

    /// Adds every instance, with its past.
    void addTo(Wiring wiring) throws ProblemException {
        add(wiring);
        rememberChecks(wiring);
    }

    void add(Wiring wiring) throws ProblemException {
        for (var instance : fleet.instances()) {
            add(wiring, instance);
        }
    }

    /// Lets the instances have been checked for three months. Everything is added.
    void rememberChecks(Wiring wiring) {
        new DemoPast(wiring.database, clock.instant(), SEED)
                .write(wiring.engine.instances().fleet().get().live());
    }

    /// Lets the cycles run that the fleet arranges: each is tried first, as for people, and has its first
    /// turn at once. Everything is added and the work behind the windows is under way.
    void beginCycles(Wiring wiring) throws ProblemException, InterruptedException {
        var instances = wiring.engine.instances().fleet().get().live();
        for (var demo : fleet.instances()) {
            var document = demo.arrangements().get("cycle");
            var instance = instances.stream()
                    .filter(one -> one.name().equals(demo.name()))
                    .findFirst();
            if (document != null && instance.isPresent()) {
                begin(wiring, instance.get(), document);
            }
        }
    }

    /// Lets the advertising instances have asked their questions for half a year. Everything is added.
    void rememberAdvertising(Wiring wiring) throws ProblemException, IOException {
        var all = wiring.engine.instances().fleet().get().live().stream()
                .filter(one -> one.kind().value().equals("amc"))
                .toList();
        if (all.size() == ADVERTISING
                && wiring.amc.runs().runs(Optional.empty(), Instant.EPOCH, 1).isEmpty()) {
            new DemoAdvertisingPast(wiring, clock.instant(), SEED).write(all.get(0), all.get(1), all.get(2));
        }
    }

    /// Keeps what instances hold now where the fleet arranges it, so that Compare tells what changed since.
    void keepBaselines(Wiring wiring) throws ProblemException, InterruptedException {
        var instances = wiring.engine.instances().fleet().get().live();
        for (var demo : fleet.instances()) {
            var instance = instances.stream()
                    .filter(one -> one.name().equals(demo.name()))
                    .findFirst();
            if (demo.arrangements().containsKey("baseline") && instance.isPresent()) {
                var id = instance.get().id();
                untilWell(wiring, id);
                wiring.engine
                        .runner()
                        .start(
                                new TaskRequest(
                                        "read",
                                        "keep the settings of " + demo.name(),
                                        List.of(id),
                                        Origin.PROGRAM,
                                        true),
                                _ -> {
                                    wiring.comparing.keepBaseline(wiring.comparing.compare(List.of(id)), id);
                                    return true;
                                })
                        .await();
            }
        }
    }

    private static void untilWell(Wiring wiring, InstanceId id) throws InterruptedException {
        came(
                wiring.engine.health().states(),
                states -> Optional.ofNullable(states.get(id))
                        .filter(health -> health.state() == ShownState.HEALTHY || health.state() == ShownState.WARNING)
                        .isPresent());
    }

    private static void begin(Wiring wiring, Instance instance, String document)
            throws ProblemException, InterruptedException {
        var id = instance.id();
        untilWell(wiring, id); // what is not known to be well is not searched
        var rule = wiring.cycles.set(id, RULE, document, ASKED).name();
        var request =
                new TaskRequest("cycle", "try \"" + rule + "\" on " + instance.name(), List.of(id), Origin.PROGRAM);
        wiring.engine
                .runner()
                .start(request, context -> wiring.cycles.dryRun(id, rule, OptionalLong.of(SEED), context))
                .await();
        wiring.cycles.enable(id, rule, true, OPENED);
        var key = "cycle/" + id + "/" + rule;
        if (came(
                wiring.engine.scheduler().plan(),
                plan -> plan.stream().anyMatch(one -> one.key().equals(key)))) {
            wiring.engine.scheduler().runNow(key);
        }
    }

    private static <T> boolean came(Published<T> published, Predicate<T> wanted) throws InterruptedException {
        var came = new CountDownLatch(1);
        try (var _ = published.subscribe(Runnable::run, value -> {
            if (wanted.test(value)) {
                came.countDown();
            }
        })) {
            return came.await(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    private void add(Wiring wiring, DemoInstance demo) throws ProblemException {
        var kind = new KindId(demo.kind());
        var instances = wiring.engine.instances();
        var look = instances.proposeLook(kind, demo.name());
        var settings = new HashMap<>(demo.settings());
        if (!demo.username().isEmpty()) {
            settings.put("username", demo.username());
        }
        Connection.TlsTrust trust = demo.trust().equals("ca")
                ? new Connection.TlsTrust.Authority(fleet.authorityPem())
                : new Connection.TlsTrust.System();
        var address = new Address(demo.address());
        var configuration = Configuration.of(kind, demo.name(), address)
                .withConnection(Connection.to(address).withTrust(trust))
                .withGroup(demo.group())
                .withTags(demo.tags())
                .withLook(look.colour(), look.monogram())
                .withGuard(guard(demo.guard()))
                .withNotes(demo.notes())
                .withSettings(settings);
        var added = instances.add(configuration, secrets(wiring, kind, demo.secret()), ASKED);
        var maintenance = demo.arrangements().get("maintenance");
        if (maintenance != null) {
            wiring.engine
                    .maintenance()
                    .begin(List.of(added.id()), clock.instant().plus(Duration.parse(maintenance)), ASKED);
        }
        var asleep = demo.arrangements().get("asleep");
        if (asleep != null) {
            wiring.engine.settings().set(Engine.sleepTimes(added.id()), SleepTimes.parse(asleep));
        }
    }

    private static Optional<GuardLevel> guard(String word) {
        return List.of(GuardLevel.values()).stream()
                .filter(level -> level.word().equals(word))
                .findFirst();
    }

    /// A secret stands as the terminal's secret file holds it: one value, or a JSON object of several.
    private static Secrets secrets(Wiring wiring, KindId kind, String text) {
        if (text.isEmpty()) {
            return Secrets.NONE;
        }
        var fields = wiring.kinds.find(kind).orElseThrow().secretFields();
        if (!text.startsWith("{")) {
            return Secrets.of(fields.getFirst().name(), text);
        }
        var byField = new HashMap<String, Secret>();
        try {
            for (Map.Entry<String, com.fasterxml.jackson.databind.JsonNode> entry :
                    new ObjectMapper().readTree(text).properties()) {
                byField.put(entry.getKey(), new Secret(entry.getValue().asText()));
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the demo fleet's secret is not JSON", e);
        }
        return new Secrets(byField);
    }

    @Override
    public void close() {
        fleet.close();
    }
}
