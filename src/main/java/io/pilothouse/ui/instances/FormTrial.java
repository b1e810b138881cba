package io.pilothouse.ui.instances;

import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.connection.ConnectionTests;
import io.pilothouse.tasks.connection.ConnectionTests.StepOutcome;
import io.pilothouse.tasks.connection.ConnectionTests.TestResult;
import java.util.Optional;

/// Tests the values of a form against the service. Blocks: call it from a task.
record FormTrial(ConnectionTests tests) {

    /// A secret that is refused is sent once: the full test follows only a diagnosis in which every step was
    /// fine, or in which another product answered.
    ///
    /// @param stored the instance whose stored secrets fill what was not typed
    FormTest of(FormValues values, Optional<InstanceId> stored) throws InterruptedException {
        var diagnosis = tests.diagnose(values.configuration(), stored, values.secrets());
        if (diagnosis.cause().isPresent()) {
            var message = diagnosis.steps().stream()
                    .filter(step -> step.outcome() == StepOutcome.FAILED)
                    .map(step -> step.message())
                    .findFirst()
                    .orElse("");
            var asked =
                    diagnosis.cause().filter(FaultCode.WRONG_PRODUCT::equals).isPresent()
                            ? Optional.of(
                                    tests.test(values.configuration(), stored, values.secrets())) // says what it is
                            : Optional.<TestResult>empty();
            return new FormTest.Failed(diagnosis, asked, diagnosis.cause(), message);
        }
        var result = tests.test(values.configuration(), stored, values.secrets());
        return result.ok()
                ? new FormTest.Passed(diagnosis, result)
                : new FormTest.Failed(diagnosis, Optional.of(result), result.code(), result.message());
    }
}
