package io.pilothouse.tasks.amc;

import io.pilothouse.connectors.AnswersQuestions;
import io.pilothouse.connectors.Connector;
import io.pilothouse.connectors.ConnectorException;
import io.pilothouse.domain.amc.AmcCode;
import io.pilothouse.domain.amc.AmcException;
import io.pilothouse.domain.instance.Instance;
import io.pilothouse.domain.instance.InstanceId;
import io.pilothouse.tasks.connection.OpenConnectors;
import io.pilothouse.tasks.instance.Instances;
import java.io.IOException;
import java.util.function.BiConsumer;

/// The lines to instances that answer questions. What an ordinary call says about an instance's health
/// is told on (T17, T18). Thread-safe.
final class Lines {

    private final Instances instances;
    private final OpenConnectors connectors;
    private volatile BiConsumer<InstanceId, AmcCode> trouble = (_, _) -> {};

    Lines(Instances instances, OpenConnectors connectors) {
        this.instances = instances;
        this.connectors = connectors;
    }

    /// @param listener told when a call failed in a way that concerns the whole instance
    void whenTrouble(BiConsumer<InstanceId, AmcCode> listener) {
        trouble = listener;
    }

    /// @return whether what is kept of an instance may be read: it belongs to nobody else
    boolean allowed(InstanceId id) {
        return !instances.fleet().get().foreign().contains(id);
    }

    /// Comes before whatever is kept (section 13).
    ///
    /// @throws AmcException `FORBIDDEN` if the instance belongs to somebody else
    void allow(InstanceId id) throws AmcException {
        if (!allowed(id)) {
            var why = instances.fleet().get().absence(id);
            throw AmcException.of(AmcCode.FORBIDDEN, why.summary(), why.advice());
        }
    }

    /// What is asked.
    @FunctionalInterface
    interface Asking<C, T> {
        T of(C connector) throws AmcException, IOException, InterruptedException;
    }

    <T> T ask(InstanceId id, Asking<AnswersQuestions, T> asking) throws AmcException, InterruptedException {
        allow(id);
        var instance = instances.find(id).filter(it -> !it.trashed());
        if (instance.isEmpty()) {
            throw AmcException.of(
                    AmcCode.NOT_FOUND, "There is no instance " + id + ".", "Look at the list for its name.");
        }
        try {
            return use(instance.get(), AnswersQuestions.class, asking);
        } catch (AmcException e) {
            switch (e.code()) {
                case ACCESS_DENIED, NETWORK, TIMEOUT, SERVER_ERROR, TERMS_REQUIRED, CREDENTIAL_LOCKED ->
                    trouble.accept(id, e.code());
                default -> {} // of a refused login all its instances are told already
            }
            throw e;
        }
    }

    private <C, T> T use(Instance instance, Class<C> type, Asking<C, T> asking)
            throws AmcException, InterruptedException {
        Said<T> said;
        try {
            said = connectors.use(instance, connector -> said(instance, connector, type, asking));
        } catch (ConnectorException e) {
            var code =
                    switch (e.code()) {
                        case SECRET_LOCKED -> AmcCode.CREDENTIAL_LOCKED;
                        default -> AmcCode.CONFIG_ACCOUNT_MISSING;
                    };
            throw AmcException.of(code, e.problem().summary(), e.problem().advice());
        }
        return switch (said) {
            case Said.Answered<T>(var value) -> value;
            case Said.Failed<T>(var failure) -> throw failure;
        };
    }

    /// What came of asking.
    private sealed interface Said<T> {
        record Answered<T>(T value) implements Said<T> {}

        record Failed<T>(AmcException failure) implements Said<T> {}
    }

    private static <C, T> Said<T> said(Instance instance, Connector connector, Class<C> type, Asking<C, T> asking)
            throws InterruptedException {
        if (!type.isInstance(connector)) {
            return new Said.Failed<>(AmcException.of(
                    AmcCode.CONFIG_ACCOUNT_MISSING,
                    instance.name() + " is no instance of Amazon Marketing Cloud.",
                    "Choose another instance."));
        }
        try {
            return new Said.Answered<>(asking.of(type.cast(connector)));
        } catch (AmcException e) {
            return new Said.Failed<>(e);
        } catch (IOException e) {
            return new Said.Failed<>(new AmcException(
                    AmcCode.NETWORK,
                    new io.pilothouse.domain.Problem(
                            io.pilothouse.domain.ProblemCode.STORE_IO,
                            "A result of " + instance.name() + " could not be written.",
                            "Check the free space of the disk that holds the data folder."),
                    java.util.Optional.empty(),
                    java.util.Optional.empty(),
                    false,
                    e));
        }
    }
}
