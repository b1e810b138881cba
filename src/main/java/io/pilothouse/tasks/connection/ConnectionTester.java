package io.pilothouse.tasks.connection;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.ConnectorKind;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.HttpClients;
import io.pilothouse.connectors.PortProbe;
import io.pilothouse.connectors.Recogniser;
import io.pilothouse.connectors.ServerCertificate;
import io.pilothouse.connectors.Target;
import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.health.Step;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.Connection;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secret;
import io.pilothouse.domain.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;

/// Tests connections over the network. Thread-safe.
public final class ConnectionTester implements ConnectionTests {

    private static final Duration RECOGNITION_LIMIT = Duration.ofSeconds(5);
    private static final Duration PROBE_LIMIT = Duration.ofSeconds(2);

    private final HttpClients clients;
    private final ConnectorKinds kinds;
    private final Recogniser recogniser;
    private final OpenConnectors connectors;
    private final StoredSecrets stored;
    private final Supplier<List<Instance>> instances;
    private final CheckNow checkNow;
    private final Clock clock;
    private final RefusedSecrets refused = new RefusedSecrets();

    /// A health check of a stored instance at once, which counts and is recorded as one.
    @FunctionalInterface
    public interface CheckNow {
        HealthCheck check(InstanceId id) throws InterruptedException;
    }

    /// @param instances live ones, in the person's own order
    public ConnectionTester(
            HttpClients clients,
            ConnectorKinds kinds,
            Recogniser recogniser,
            OpenConnectors connectors,
            StoredSecrets stored,
            Supplier<List<Instance>> instances,
            CheckNow checkNow,
            Clock clock) {
        this.clients = clients;
        this.kinds = kinds;
        this.recogniser = recogniser;
        this.connectors = connectors;
        this.stored = stored;
        this.instances = instances;
        this.checkNow = checkNow;
        this.clock = clock;
    }

    @Override
    public SharedText read(String pasted) throws ProblemException {
        return PastedAddress.read(pasted);
    }

    @Override
    public Recognised recognise(Address address) throws ProblemException, InterruptedException {
        var objection = kinds.all().stream()
                .flatMap(kind -> kind.objection(address).stream())
                .findFirst();
        if (objection.isPresent()) {
            throw new ProblemException(objection.get());
        }
        try {
            var found = recogniser.recognise(
                    Connection.to(address).withTimeout(RECOGNITION_LIMIT), address.host() + ":" + address.port());
            var there = instances.get().stream()
                    .filter(instance ->
                            samePlace(instance.address(), found.address()) || samePlace(instance.address(), address))
                    .map(Instance::id)
                    .toList();
            return new Recognised(
                    found.kind(),
                    found.product(),
                    found.version(),
                    found.certain(),
                    found.address(),
                    there,
                    kinds.find(found.kind())
                            .map(kind -> kind.settingsIn(address))
                            .orElse(Map.of()));
        } catch (ConnectorException e) {
            throw new ProblemException(e.problem(), e);
        }
    }

    @Override
    public TestResult test(Configuration configuration, Optional<InstanceId> edited, Map<String, Secret> secrets)
            throws InterruptedException {
        var kind = kinds.find(configuration.kind());
        if (kind.isEmpty()) {
            return failed(edited, configuration, unknownKind(configuration.kind(), configuration.name()));
        }
        try {
            var all = merged(edited, secrets);
            stopAtBadSettings(kind.get(), configuration);
            var target = connectors.target(edited, configuration, identity(edited));
            refused.stopIfKnown(target, all);
            return tried(kind.get(), target, all, configuration);
        } catch (ConnectorException e) {
            return failed(edited, configuration, e);
        }
    }

    private TestResult tried(ConnectorKind kind, Target target, Secrets secrets, Configuration configuration)
            throws ConnectorException, InterruptedException {
        long began = System.nanoTime();
        try (var connector = kind.open(target, secrets)) {
            var answer = connector.check();
            var took = answer.latency().orElse(Duration.ofNanos(System.nanoTime() - began));
            return passed(target.id(), configuration.kind(), answer, took, secrets);
        } catch (ConnectorException e) {
            refused.remember(target, secrets, e);
            throw recogniser.explain(e, target.connection(), target.label(), target.kind());
        }
    }

    @Override
    public TestResult test(InstanceId id) throws InterruptedException {
        var instance = find(id);
        if (instance.isEmpty()) {
            return gone(id);
        }
        return switch (checkNow.check(id)) {
            case HealthCheck.Passed passed ->
                passed(
                        Optional.of(id),
                        instance.get().kind(),
                        passed.answer(),
                        passed.latency(),
                        readable(id).orElse(Secrets.NONE));
            case HealthCheck.Failed failed ->
                failed(
                        Optional.of(id),
                        instance.get().configuration(),
                        new ConnectorException(
                                failed.code(),
                                failed.problem(),
                                failed.retryAfter(),
                                actualKind(instance.get(), failed.code()),
                                null));
            case HealthCheck.Cancelled ignored -> throw new InterruptedException();
        };
    }

    @Override
    public Diagnosis diagnose(InstanceId id) throws InterruptedException {
        var instance = find(id);
        if (instance.isEmpty()) {
            return nothingToDiagnose(FaultCode.CONFIGURATION, gone(id).message());
        }
        var target = connectors.target(
                Optional.of(id), instance.get().configuration(), instance.get().identity());
        return diagnose(
                target,
                readable(id).orElse(Secrets.NONE),
                () -> connectors.use(instance.get(), io.pilothouse.connectors.Connector::check));
    }

    @Override
    public Diagnosis diagnose(Configuration configuration, Optional<InstanceId> edited, Map<String, Secret> secrets)
            throws InterruptedException {
        var target = connectors.target(edited, configuration, identity(edited));
        Secrets all;
        try {
            all = merged(edited, secrets);
        } catch (ConnectorException e) {
            return diagnose(target, Secrets.NONE, () -> {
                throw e;
            });
        }
        return diagnose(target, all, () -> {
            refused.stopIfKnown(target, all);
            try (var connector = kind(target).open(target, all)) {
                return connector.check();
            } catch (ConnectorException e) {
                refused.remember(target, all, e);
                throw e;
            }
        });
    }

    private Diagnosis diagnose(Target target, Secrets secrets, StepByStep.Check check) throws InterruptedException {
        try (var line = clients.open(kind(target), target, secrets)) {
            return new StepByStep(clients, recogniser, target, line, check, clock.instant()).walk();
        } catch (ConnectorException e) {
            return nothingToDiagnose(e.code(), e.problem().summary());
        }
    }

    private static Diagnosis nothingToDiagnose(FaultCode code, String words) {
        var steps = java.util.Arrays.stream(Step.values())
                .map(step -> new StepResult(
                        step,
                        step == Step.DATA ? StepOutcome.FAILED : StepOutcome.SKIPPED,
                        OptionalLong.empty(),
                        step == Step.DATA ? words : "Not reached.",
                        ""))
                .toList();
        return new Diagnosis(steps, Optional.of(code), Optional.empty());
    }

    private ConnectorKind kind(Target target) throws ConnectorException {
        return kinds.find(target.kind()).orElseThrow(() -> unknownKind(target.kind(), target.label()));
    }

    private static ConnectorException unknownKind(KindId kind, String name) {
        return ConnectorException.of(
                FaultCode.CONFIGURATION,
                name + " is of the kind " + kind + ", which this version does not know.",
                "Update Pilothouse.");
    }

    private Secrets merged(Optional<InstanceId> edited, Map<String, Secret> secrets) throws ConnectorException {
        if (edited.isEmpty()) {
            return new Secrets(secrets);
        }
        try {
            var all = new HashMap<>(stored.read(edited.get()).byField());
            all.putAll(secrets);
            return new Secrets(all);
        } catch (ProblemException e) {
            if (secrets.isEmpty()) {
                throw new ConnectorException(FaultCode.SECRET_LOCKED, e.problem(), e);
            }
            return new Secrets(secrets); // a person types them anew
        }
    }

    private Optional<Secrets> readable(InstanceId id) {
        try {
            return Optional.of(stored.read(id));
        } catch (ProblemException ignored) { // the check itself says that they are locked
            return Optional.empty();
        }
    }

    private static void stopAtBadSettings(ConnectorKind kind, Configuration configuration) throws ConnectorException {
        var bad = kind.badSettings(configuration.settings());
        if (!bad.isEmpty()) {
            var first = bad.entrySet().iterator().next();
            throw ConnectorException.of(
                    FaultCode.CONFIGURATION,
                    "The setting " + first.getKey() + " of " + configuration.name() + " " + first.getValue() + ".",
                    "Correct it and test again.");
        }
    }

    private TestResult passed(
            Optional<InstanceId> id, KindId kind, CheckAnswer answer, Duration latency, Secrets secrets) {
        return new TestResult(
                id,
                true,
                Optional.empty(),
                found(answer),
                "",
                Optional.of(answer.identity()),
                OptionalLong.of(latency.toMillis()),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                sameAs(id, kind, answer.identity(), secrets));
    }

    private TestResult failed(Optional<InstanceId> id, Configuration configuration, ConnectorException failure)
            throws InterruptedException {
        return new TestResult(
                id,
                false,
                Optional.of(failure.code()),
                failure.problem().summary(),
                failure.problem().advice(),
                Optional.empty(),
                OptionalLong.empty(),
                clock.instant(),
                failure.actualKind(),
                failure.code().step() == Step.TLS ? certificateAt(configuration) : Optional.empty(),
                List.of());
    }

    private TestResult gone(InstanceId id) {
        return new TestResult(
                Optional.of(id),
                false,
                Optional.of(FaultCode.CONFIGURATION),
                "There is no instance " + id + ".",
                "Choose one that exists.",
                Optional.empty(),
                OptionalLong.empty(),
                clock.instant(),
                Optional.empty(),
                Optional.empty(),
                List.of());
    }

    private static Optional<Certificate> certificateAt(Configuration configuration) throws InterruptedException {
        var connection = configuration.connection();
        return PortProbe.certificateAt(connection, connection.address(), PROBE_LIMIT)
                .map(ConnectionTester::shown);
    }

    static Certificate shown(ServerCertificate certificate) {
        return new Certificate(certificate.subject(), certificate.issuer(), certificate.ends(), certificate.sha256());
    }

    /// What a good answer says, in one sentence.
    static String found(CheckAnswer answer) {
        var who = answer.identity();
        var name = who.name().isEmpty() || who.name().equals(who.product()) ? "" : " “" + who.name() + "”";
        var warnings = answer.warnings().size();
        return who.productAndVersion() + name + " answers"
                + (warnings == 0 ? "" : ", with " + warnings + (warnings == 1 ? " warning" : " warnings")) + ".";
    }

    private Optional<KindId> actualKind(Instance instance, FaultCode code) throws InterruptedException {
        if (code != FaultCode.WRONG_PRODUCT) {
            return Optional.empty();
        }
        try {
            return Optional.of(recogniser
                            .recognise(connectors.connection(instance.configuration()), instance.name())
                            .kind())
                    .filter(kind -> !kind.equals(instance.kind()));
        } catch (ConnectorException ignored) { // it was recognised a moment ago; then nothing is offered
            return Optional.empty();
        }
    }

    /// Other stored instances that are the same installation: by its own id where it has one, else by all
    /// that is known of it together with its secret, which installations make for themselves.
    private List<InstanceId> sameAs(Optional<InstanceId> id, KindId kind, RemoteIdentity seen, Secrets secrets) {
        return instances.get().stream()
                .filter(other ->
                        other.kind().equals(kind) && !Optional.of(other.id()).equals(id))
                .filter(other -> other.identity()
                        .filter(known -> seen.id().isEmpty()
                                ? sameWithoutId(kind, known, seen) && sameSecrets(other.id(), secrets)
                                : known.product().equals(seen.product())
                                        && known.id().equals(seen.id()))
                        .isPresent())
                .map(Instance::id)
                .toList();
    }

    private boolean sameWithoutId(KindId kind, RemoteIdentity known, RemoteIdentity seen) {
        return known.name().equals(seen.name())
                && kinds.find(kind)
                        .filter(of -> of.sameInstallation(known, seen))
                        .isPresent();
    }

    private boolean sameSecrets(InstanceId other, Secrets secrets) {
        return readable(other).filter(secrets::equals).isPresent();
    }

    private static boolean samePlace(Address one, Address other) {
        return one.host().equalsIgnoreCase(other.host())
                && one.port() == other.port()
                && one.uri().getRawPath().equals(other.uri().getRawPath());
    }

    private Optional<Instance> find(InstanceId id) {
        return instances.get().stream()
                .filter(instance -> instance.id().equals(id))
                .findFirst();
    }

    private Optional<RemoteIdentity> identity(Optional<InstanceId> id) {
        return id.flatMap(this::find).flatMap(Instance::identity);
    }
}
