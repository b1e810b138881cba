package io.pilothouse.ui.instances;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.health.FaultCode;
import io.pilothouse.tasks.connection.ConnectionTests.Diagnosis;
import io.pilothouse.tasks.connection.ConnectionTests.TestResult;
import java.util.Optional;

/// How far the test of a form's present values is.
public sealed interface FormTest {

    /// The values were not tested, or changed since.
    record Untested() implements FormTest {}

    record Running() implements FormTest {}

    record Passed(Diagnosis diagnosis, TestResult result) implements FormTest {}

    /// @param result  empty where a step of the diagnosis failed before
    /// @param message why, one sentence
    record Failed(Diagnosis diagnosis, Optional<TestResult> result, Optional<FaultCode> code, String message)
            implements FormTest {}

    /// The test itself could not be carried out.
    record Broken(Problem problem) implements FormTest {}
}
