package io.pilothouse.tasks.health;

import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.connectors.ConnectorKinds;
import io.pilothouse.connectors.Recogniser;
import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.CheckAnswer;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.HealthCheck;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.tasks.connection.OpenConnectors;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// Carries out one health check of one instance. Thread-safe.
public final class InstanceChecker {

    private static final Logger LOG = System.getLogger(InstanceChecker.class.getName());

    private final OpenConnectors connectors;
    private final ConnectorKinds kinds;
    private final Recogniser recogniser;
    private final Clock clock;

    public InstanceChecker(OpenConnectors connectors, ConnectorKinds kinds, Recogniser recogniser, Clock clock) {
        this.connectors = connectors;
        this.kinds = kinds;
        this.recogniser = recogniser;
        this.clock = clock;
    }

    /// A check and who answered it.
    ///
    /// @param seen who answered, also when that is not who was expected; empty when nobody did
    public record Checked(HealthCheck check, Optional<CheckAnswer> seen) {}

    /// Checks an instance. Never throws: an interrupt makes the check *Cancelled* and stays set.
    public Checked check(Instance instance) {
        long began = System.nanoTime();
        try {
            var answer = connectors.use(instance, io.pilothouse.connectors.Connector::check);
            var took = answer.latency().orElse(Duration.ofNanos(System.nanoTime() - began));
            return judged(instance, answer, took);
        } catch (ConnectorException e) {
            return failed(instance, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Checked(new HealthCheck.Cancelled(clock.instant()), Optional.empty());
        } catch (RuntimeException e) { // the boundary of a check: a fault of ours is an outcome, too
            LOG.log(Level.ERROR, "the check of " + instance.id() + " failed", e);
            return new Checked(
                    new HealthCheck.Failed(
                            clock.instant(),
                            FaultCode.BUG,
                            new Problem(
                                    FaultCode.BUG.problemCode(),
                                    "Pilothouse could not check " + instance.name() + ".",
                                    "This is a fault in Pilothouse: save the log from the Help menu and report it."),
                            Optional.empty()),
                    Optional.empty());
        }
    }

    private Checked judged(Instance instance, CheckAnswer answer, Duration took) {
        var known = instance.identity();
        if (known.isEmpty() || same(instance, known.get(), answer.identity())) {
            return new Checked(new HealthCheck.Passed(clock.instant(), took, answer), Optional.of(answer));
        }
        return new Checked(
                new HealthCheck.Failed(
                        clock.instant(),
                        FaultCode.IDENTITY_CHANGED,
                        identityChanged(instance, known.get(), answer.identity()),
                        Optional.empty()),
                Optional.of(answer));
    }

    private boolean same(Instance instance, RemoteIdentity known, RemoteIdentity seen) {
        return kinds.find(instance.kind())
                .map(kind -> kind.sameInstallation(known, seen))
                .orElse(true);
    }

    private static Problem identityChanged(Instance instance, RemoteIdentity known, RemoteIdentity seen) {
        return new Problem(
                FaultCode.IDENTITY_CHANGED.problemCode(),
                "The address of " + instance.name() + " used to be " + called(known) + " and now answers as "
                        + called(seen) + ".",
                "Say whether it is the same, or correct the address; nothing is changed there until then.");
    }

    private static String called(RemoteIdentity identity) {
        return identity.name().isEmpty() || identity.name().equals(identity.product())
                ? "a " + identity.product()
                : identity.product() + " “" + identity.name() + "”";
    }

    private Checked failed(Instance instance, ConnectorException failure) {
        try {
            var explained = recogniser.explain(
                    failure, connectors.connection(instance.configuration()), instance.name(), instance.kind());
            return new Checked(
                    new HealthCheck.Failed(
                            clock.instant(), explained.code(), explained.problem(), explained.retryAfter()),
                    Optional.empty());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Checked(new HealthCheck.Cancelled(clock.instant()), Optional.empty());
        }
    }
}
