package io.pilothouse.ui.instances;

import io.pilothouse.domain.Problem;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.domain.task.Outcome;
import io.pilothouse.ui.common.Latest;
import java.util.Optional;
import java.util.concurrent.Executor;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// The test of a form's values as they stand. How it ended counts until one of them changes. FX thread only.
final class FormTesting {

    /// Hears how a test ended that no change made worthless.
    interface Hearer {

        void passed(FormTest.Passed how);

        void failed(FormTest how);

        void stopped();
    }

    private final FormWork work;
    private final FormTrial trial;
    private final Hearer hearer;
    private final Latest latest;
    private final ReadOnlyObjectWrapper<FormTest> test = new ReadOnlyObjectWrapper<>(new FormTest.Untested());

    FormTesting(FormWork work, FormTrial trial, Executor fx, Hearer hearer) {
        this.work = work;
        this.trial = trial;
        this.hearer = hearer;
        latest = new Latest(fx);
    }

    ReadOnlyObjectProperty<FormTest> test() {
        return test.getReadOnlyProperty();
    }

    /// @return whether the values as they stand are proven
    boolean good() {
        return test.get() instanceof FormTest.Passed;
    }

    /// Sends the secret, so only after the kind is settled.
    ///
    /// @param stored the instance that is edited
    void run(FormValues values, Optional<InstanceId> stored) {
        test.set(new FormTest.Running());
        latest.<FormTest>start(
                () -> work.start(
                        "instance-test",
                        "test " + values.configuration().name(),
                        stored.stream().toList(),
                        _ -> trial.of(values, stored)),
                outcome -> {
                    switch (outcome) {
                        case Outcome.Succeeded<FormTest>(FormTest ended) -> ended(ended);
                        case Outcome.Failed<FormTest>(Problem problem) -> ended(new FormTest.Broken(problem));
                        case Outcome.Cancelled<FormTest>() -> hearer.stopped();
                    }
                });
    }

    private void ended(FormTest how) {
        test.set(how);
        if (how instanceof FormTest.Passed passed) {
            hearer.passed(passed);
        } else {
            hearer.failed(how);
        }
    }

    /// A value is another now: what was found says nothing of it.
    void forget() {
        latest.cancel();
        if (!(test.get() instanceof FormTest.Untested)) {
            test.set(new FormTest.Untested());
        }
    }

    void cancel() {
        latest.cancel();
    }
}
