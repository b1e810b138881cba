package io.pilothouse.tasks.connection;

import io.pilothouse.domain.ProblemException;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.health.Step;
import io.pilothouse.domain.instance.Address;
import io.pilothouse.domain.instance.Configuration;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.instance.KindId;
import io.pilothouse.domain.instance.RemoteIdentity;
import io.pilothouse.domain.secret.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// Recognising, testing and diagnosing, for stored instances and for forms that are not saved. All
/// methods block on the network: call them from a task.
public interface ConnectionTests {

    /// Reads what a person pasted: a bare host and port, a link from the browser, `address key`.
    ///
    /// @throws ProblemException with `bad-address`
    SharedText read(String pasted) throws ProblemException;

    /// Finds out what answers at an address, without sending any secret.
    ///
    /// @throws ProblemException if nothing answers, or nothing known
    Recognised recognise(Address address) throws ProblemException, InterruptedException;

    /// Tests a form's values; saves nothing.
    ///
    /// @param stored the instance being edited, whose stored secrets stand in for absent fields
    TestResult test(Configuration configuration, Optional<InstanceId> stored, Map<String, Secret> secrets)
            throws InterruptedException;

    /// Tests a stored instance; the outcome counts as a health check.
    TestResult test(InstanceId id) throws InterruptedException;

    Diagnosis diagnose(InstanceId id) throws InterruptedException;

    /// Diagnoses a form's values; saves nothing.
    ///
    /// @param stored the instance being edited, whose stored secrets stand in for absent fields
    Diagnosis diagnose(Configuration configuration, Optional<InstanceId> stored, Map<String, Secret> secrets)
            throws InterruptedException;

    /// As above for an instance that is not stored.
    default Diagnosis diagnose(Configuration configuration, Map<String, Secret> secrets) throws InterruptedException {
        return diagnose(configuration, Optional.empty(), secrets);
    }

    /// @param secret present when the text held a key beside the address
    record SharedText(Address address, Optional<Secret> secret) {}

    /// @param sameAs   stored instances at this very address
    /// @param settings of the kind, as far as the address said them
    record Recognised(
            KindId kind,
            String product,
            String version,
            boolean certain,
            Address address,
            List<InstanceId> sameAs,
            Map<String, String> settings) {

        public Recognised(
                KindId kind,
                String product,
                String version,
                boolean certain,
                Address address,
                List<InstanceId> sameAs) {
            this(kind, product, version, certain, address, sameAs, Map.of());
        }
    }

    /// @param code        why it failed; empty when ok
    /// @param message     one sentence; what was found when ok
    /// @param next        the one action, empty when ok
    /// @param actualKind  which kind answers instead of the chosen one
    /// @param certificate what the server showed, when it could not be trusted
    /// @param sameAs      stored instances that have the same remote identity
    record TestResult(
            Optional<InstanceId> id,
            boolean ok,
            Optional<FaultCode> code,
            String message,
            String next,
            Optional<RemoteIdentity> identity,
            OptionalLong latencyMillis,
            Instant checkedAt,
            Optional<KindId> actualKind,
            Optional<Certificate> certificate,
            List<InstanceId> sameAs) {}

    /// @param sha256 fingerprint, 64 lower-case hexadecimal digits
    record Certificate(String subject, String issuer, Instant ends, String sha256) {}

    /// @param cause empty when every step is ok
    record Diagnosis(List<StepResult> steps, Optional<FaultCode> cause, Optional<Certificate> certificate) {}

    record StepResult(Step step, StepOutcome outcome, OptionalLong millis, String message, String next) {}

    enum StepOutcome {
        OK,
        FAILED,
        SKIPPED
    }
}
